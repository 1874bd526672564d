"""Run in the private environment: names the terms of .po files that have no translation."""

import sys

import polib


def main(paths: list[str]) -> int:
    """Print each term without translation, or with a doubtful one; return 1 if there is any."""
    bad = 0
    for path in paths:
        catalogue = polib.pofile(path)
        for entry in catalogue.untranslated_entries() + catalogue.fuzzy_entries():
            bad += 1
            print(f"{path}:{entry.linenum}: no translation of {entry.msgid!r}")
        total = len([entry for entry in catalogue if not entry.obsolete])
        print(
            f"{path}: {total - len(catalogue.untranslated_entries())} of {total} terms translated"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
