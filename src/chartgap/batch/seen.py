"""What came before in a batch: note ids, texts and attachments, as digests, on disk and not in memory."""

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
        self._connection = _open(
            str(path),
            "CREATE TABLE ids (digest BLOB PRIMARY KEY, record INTEGER) WITHOUT ROWID",
            "CREATE TABLE keys (digest BLOB PRIMARY KEY) WITHOUT ROWID",
        )

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


class Balance:
    """How much more often each digest came on one side than on the other; only those out of balance are held.

    It is in a temporary file without a name, which goes with the process.
    """

    def __init__(self) -> None:
        self._connection = _open(
            "", "CREATE TABLE sides (digest BLOB PRIMARY KEY, more INTEGER) WITHOUT ROWID"
        )

    def add(self, digest: bytes, step: int) -> int:
        """Count one more on the side of ``step``, 1 or -1; the balance before."""
        run = self._connection.execute
        if run("INSERT OR IGNORE INTO sides VALUES (?, ?)", (digest, step)).rowcount:
            return 0
        (more,) = run("SELECT more FROM sides WHERE digest = ?", (digest,)).fetchone()
        if more + step:
            run("UPDATE sides SET more = more + ? WHERE digest = ?", (step, digest))
        else:
            run("DELETE FROM sides WHERE digest = ?", (digest,))
        return int(more)

    def __del__(self) -> None:
        """Close the file: a source has no end that is always reached."""
        self._connection.close()


def _open(path: str, *tables: str) -> sqlite3.Connection:
    """A new database. Nothing of it needs to outlive the process: a resumed run reads the input again."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        f"PRAGMA cache_size = -{_CACHE_KB}",
        *tables,
        "BEGIN EXCLUSIVE",
    ):
        connection.execute(statement)
    return connection
