"""The one module that knows where chartgap's data files live.

An installed wheel carries them in ``chartgap/_data``; a checkout has them at its root.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from chartgap.errors import ChartgapError


@cache
def data_root() -> Path:
    """The folder that holds ``lexicons`` and ``pipelines``.

    Raises:
        ChartgapError: neither the package nor a checkout above it has the data; both places are named.
    """
    package = Path(str(files("chartgap")))
    packaged = package / "_data"
    if packaged.is_dir():
        return packaged
    checkout = package.parent.parent
    if _names_chartgap(checkout / "pyproject.toml"):
        return checkout
    raise ChartgapError(
        f"the data files of chartgap are missing: neither {packaged} nor a checkout at {checkout} has them; "
        "install chartgap again"
    )


def lexicons() -> Path:
    """The folder of the shipped lexicons."""
    return data_root() / "lexicons"


def pipelines() -> Path:
    """The folder of the shipped spaCy pipeline configurations."""
    return data_root() / "pipelines"


def installed() -> Path:
    """The folder for what a user adds: ``CHARTGAP_DATA_HOME``, or chartgap's folder of ``XDG_DATA_HOME``.

    It need not exist.
    """
    own = os.environ.get("CHARTGAP_DATA_HOME")
    if own:
        return Path(own)
    home = os.environ.get("XDG_DATA_HOME", "")
    # By the XDG specification a relative path there does not count.
    shared = Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share"
    return shared / "chartgap"


def _names_chartgap(pyproject: Path) -> bool:
    try:
        project = tomllib.loads(pyproject.read_text(encoding="utf-8")).get("project", {})
    except (OSError, ValueError):
        return False
    return bool(project.get("name") == "chartgap")
