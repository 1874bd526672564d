"""Builds the addon's wheel by whool, whatever the checkout is called.

whool takes the addon's name from the folder, and packs every file that git tracks. So it is given
a copy in a folder of the right name, without what only contributors need.
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from whool import buildapi

ADDON = "customer_master"
# Not part of the addon: programs and data beside it, and the settings of checkers.
_LEFT_OUT = {
    "bench",
    "dev",
    "devtools",
    "docs",
    "package.json",
    "pyproject.toml",
    "eslint.config.mjs",
}


@contextmanager
def _copy():
    """Be in a copy of the addon in a folder of its name."""
    root = Path.cwd()
    names = subprocess.check_output(["git", "ls-files", "-z"], text=True).split("\0")
    with tempfile.TemporaryDirectory() as folder:
        addon = Path(folder) / ADDON
        for name in names:
            first = Path(name).parts[:1]
            if first and first[0] not in _LEFT_OUT and first[0][0] != ".":
                (addon / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, addon / name)
        # The version is the manifest's: the copy has no history from which to count commits.
        os.environ["WHOOL_POST_VERSION_STRATEGY_OVERRIDE"] = "none"
        os.chdir(addon)
        try:
            yield
        finally:
            os.chdir(root)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Make the wheel (PEP 517)."""
    target = str(Path(wheel_directory).resolve())
    with _copy():
        return buildapi.build_wheel(target, config_settings, metadata_directory)


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    """Make the wheel's metadata (PEP 517)."""
    target = str(Path(metadata_directory).resolve())
    with _copy():
        return buildapi.prepare_metadata_for_build_wheel(target, config_settings)


def build_sdist(sdist_directory, config_settings=None):
    """There is no source archive: the wheel of an addon is its sources."""
    raise buildapi.UnsupportedOperation("Use: python -m build --wheel")
