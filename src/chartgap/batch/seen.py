"""What came before in a batch: note ids and texts, as digests, on disk and not in memory."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

_CACHE_KB = 2_048


class Seen:
    """An index for one pass over a batch. It is made anew for each pass and holds no ids and no text."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        # Nothing of it needs to outlive the process: a resumed run reads the input again from the beginning.
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            f"PRAGMA cache_size = -{_CACHE_KB}",
            "CREATE TABLE ids (digest BLOB PRIMARY KEY, record INTEGER) WITHOUT ROWID",
            "CREATE TABLE keys (digest BLOB PRIMARY KEY) WITHOUT ROWID",
            "BEGIN EXCLUSIVE",
        ):
            self._connection.execute(statement)

    def first_with_id(self, note_id: str, record: int) -> int:
        """The number of the first record with this note id; ``record`` itself if it is the first."""
        digest = hashlib.blake2b(note_id.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        run = self._connection.execute
        if run("INSERT OR IGNORE INTO ids VALUES (?, ?)", (digest, record)).rowcount:
            return record
        (first,) = run("SELECT record FROM ids WHERE digest = ?", (digest,)).fetchone()
        return int(first)

    def again(self, key: str) -> bool:
        """Whether this key came before."""
        inserted = self._connection.execute("INSERT OR IGNORE INTO keys VALUES (?)", (bytes.fromhex(key),))
        return not inserted.rowcount

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
