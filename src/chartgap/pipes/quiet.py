"""Import medspaCy without what it does on the side."""

from __future__ import annotations

import warnings

from loguru import logger


def import_medspacy() -> None:
    """Import medspaCy, which silences all warnings, with PyRuSH, which logs every token of a note.

    The warning filters are put back and the log is turned off first.
    """
    logger.disable("PyRuSH")
    with warnings.catch_warnings():
        import medspacy.components  # noqa: F401
