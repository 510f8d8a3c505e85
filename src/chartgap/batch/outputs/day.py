"""The day on which outputs are made, for formats that must state one."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from chartgap.errors import InputError


def day_of_output() -> datetime:
    """Midnight (UTC) of the day that ``SOURCE_DATE_EPOCH`` names (seconds since 1970), else of today.

    Raises:
        InputError: the variable is no number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.now(UTC) if given is None else datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        raise InputError("SOURCE_DATE_EPOCH must be a whole number of seconds since 1970") from None
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
