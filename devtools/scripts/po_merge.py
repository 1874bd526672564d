"""Run in the private environment: bring template and translation up to date with an export.

``po_merge.py EXPORTED TEMPLATE TRANSLATION [--check]``. Translations are kept; those of terms
that are gone are dropped; a term that only changed a little keeps its translation marked as
fuzzy.
"""

import sys
from pathlib import Path

import polib

# A date in the header would change the files at every export.
_DATES = ("POT-Creation-Date", "PO-Revision-Date")


def _identity(catalogue: polib.POFile) -> list[tuple]:
    return sorted((entry.msgid, entry.comment, tuple(entry.occurrences)) for entry in catalogue)


def _without_line_numbers(catalogue: polib.POFile) -> None:
    """Line numbers of sources would make every edit of a file an edit of the translations."""
    for entry in catalogue:
        entry.occurrences = list(
            dict.fromkeys((place, "0" if line else "") for place, line in entry.occurrences)
        )
    for key in _DATES:
        catalogue.metadata.pop(key, None)
    catalogue.sort(key=lambda entry: entry.msgid)


def main(arguments: list[str]) -> int:
    """Merge, or with ``--check`` only compare; return 1 when something is to be done by hand."""
    check = "--check" in arguments
    exported, template_path, translation_path = [Path(name) for name in arguments if name[0] != "-"]
    fresh = polib.pofile(str(exported))
    _without_line_numbers(fresh)
    stale = not template_path.exists() or _identity(polib.pofile(str(template_path))) != _identity(
        fresh
    )
    template_path.parent.mkdir(exist_ok=True)
    if not check and stale:
        fresh.save(str(template_path))

    if translation_path.exists():
        translation = polib.pofile(str(translation_path))
    else:
        translation = polib.POFile()
        translation.metadata = {
            **fresh.metadata,
            "Language": translation_path.stem,
            "Plural-Forms": "nplurals=1; plural=0;",
        }
    before = _identity(translation), str(translation)
    translation.merge(fresh)
    for entry in list(translation):
        if entry.obsolete:
            translation.remove(entry)
    translation.sort(key=lambda entry: entry.msgid)
    translation.wrapwidth = 78
    if not check and (str(translation) != before[1]):
        translation.save(str(translation_path))

    missing = translation.untranslated_entries()
    fuzzy = translation.fuzzy_entries()
    for entry in missing + fuzzy:
        print(f"  no translation: {entry.msgid!r}" + (" (fuzzy)" if entry.fuzzy else ""))
    print(f"{len(translation)} terms; {len(missing)} untranslated, {len(fuzzy)} fuzzy")
    if check and stale:
        print(f"{template_path.name} is out of date: run ./dev i18n and commit what it changes.")
    if check and _identity(translation) != before[0]:
        print(f"{translation_path.name} lacks terms or has old ones: run ./dev i18n.")
        stale = True
    return 1 if check and (stale or missing or fuzzy) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
