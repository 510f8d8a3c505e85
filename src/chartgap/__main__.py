"""``python -m chartgap``: the command line."""

from __future__ import annotations

from chartgap.cli.main import main

main()
