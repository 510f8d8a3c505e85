"""What a published release holds: finds the tabular XML and the lists of codes in zips and plain files.

Nothing is unpacked to disk. A zip that could do harm (paths that lead out of it, links, members that unpack
to more than any release has) is refused.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from chartgap.errors import CodeSetError

MAX_BYTES = 64 * 1024 * 1024
"""No member of a release is so large: the tabular XML of 2026 has 10 MB."""
MAX_MEMBERS = 2_000
_TABULAR = re.compile(r"tabular.*\.xml$", re.IGNORECASE)
_LIST = re.compile(r"(?:codes|order|code-list)[^/]*\.txt$", re.IGNORECASE)
_CHANGES = re.compile(r"addend|delet|conver|invalid|revis", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the release. ``path`` is its path in the zip, ``holder`` the file that the user gave."""

    path: str
    holder: str
    data: bytes

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path).name


@dataclass(frozen=True, slots=True)
class Published:
    """The parts of a release that are taken up."""

    tabular: Member
    lists: tuple[Member, ...]


def read_published(files: Sequence[Path]) -> Published:
    """Find the tabular XML and the lists of codes in the files, which are zips or plain.

    Raises:
        CodeSetError: a file cannot be read or is unsafe, or there is not one tabular XML and a list of codes.
    """
    members = [member for file in files for member in _members(file)]
    given = ", ".join(str(file) for file in files)
    tabular = _tabular_of(members, given)
    lists = [member for member in members if member is not tabular]
    if not lists:
        raise CodeSetError(
            f"{given}: holds no list of codes (icd10cm_codes_2026.txt or icd10cm_order_2026.txt); it may be "
            "in another zip of the release: name both files"
        )
    return Published(tabular, tuple(lists))


def find_tabular(file: Path) -> Member:
    """Find the tabular XML alone.

    Raises:
        CodeSetError: the file cannot be read or is unsafe, or there is not one tabular XML in it.
    """
    return _tabular_of(list(_members(file)), str(file))


def _tabular_of(members: Sequence[Member], given: str) -> Member:
    found = [member for member in members if _TABULAR.search(member.name)]
    if len(found) != 1:
        names = ", ".join(member.path for member in found)
        raise CodeSetError(
            f"{given}: expected one tabular XML (icd10cm_tabular_2026.xml), found {names or 'none'}"
        )
    return found[0]


def _members(file: Path) -> Iterator[Member]:
    try:
        if zipfile.is_zipfile(file):
            yield from _unzip(file)
        elif file.suffix.lower() == ".zip":
            raise CodeSetError(f"{file}: is no zip, or cut off; download it again")
        elif file.stat().st_size > MAX_BYTES:
            raise CodeSetError(f"{file}: larger than {MAX_BYTES} bytes; no file of a release is")
        else:
            yield Member(file.name, file.name, file.read_bytes())
    except OSError as error:
        raise CodeSetError(f"{file}: cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise CodeSetError(f"{file}: the zip is damaged or cut off; download it again") from error
    except (RuntimeError, NotImplementedError) as error:
        raise CodeSetError(f"{file}: the zip is encrypted or packed in a way that is not read") from error


def _unzip(file: Path) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_MEMBERS:
            raise CodeSetError(f"{file}: has {len(entries)} members; no release has so many")
        for entry in entries:
            _check(file, entry)
        for entry in entries:
            if _is_wanted(entry.filename):
                yield Member(entry.filename, file.name, _read(file, archive, entry))


def _check(file: Path, entry: zipfile.ZipInfo) -> None:
    """Refuses members that an official zip never has; unpacked by other tools they could do harm."""
    posix, windows = PurePosixPath(entry.filename), PureWindowsPath(entry.filename)
    outside = posix.is_absolute() or windows.anchor or ".." in (*posix.parts, *windows.parts)
    if outside or stat.S_ISLNK(entry.external_attr >> 16):
        raise CodeSetError(f"{file}: has a member that leads out of the zip; this is no official release")


def _is_wanted(path: str) -> bool:
    name = PurePosixPath(path).name
    if name.startswith(".") or "__MACOSX" in path or _CHANGES.search(name):
        return False
    return bool(_TABULAR.search(name) or _LIST.search(name))


def _read(file: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # What the entry says of its size may be a lie: never more than the bound is unpacked.
    with archive.open(entry) as member:
        data = member.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise CodeSetError(f"{file}: {entry.filename} unpacks to more than {MAX_BYTES} bytes")
    return data
