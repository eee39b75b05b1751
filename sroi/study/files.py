"""Reading and writing files so that nothing hangs, nothing is half written, and nothing but a file is replaced."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from sroi.errors import FileError, Problem

#: What a path may lead to besides a file, by its mode.
_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def kind_of(path: Path) -> str | None:
    """What a path leads to if that is not a file, in words; None for a file.

    Raises
    ------
    OSError
        Where there is nothing, or it cannot be looked at.
    """
    mode = path.stat().st_mode
    return next((words for test, words in _KINDS if test(mode)), None)


def bytes_of(path: Path, most: int) -> bytes:
    """Read a file of at most ``most`` bytes; of a larger one, only so much that it is seen to be too large.

    Raises
    ------
    FileError
        ``file-unread`` where there is no file, it may not be read, or the path leads to a folder, a pipe or a device:
        these are not read, because they may never end.
    """
    write = "check the name and where it lies"
    try:
        other = kind_of(path)
        if other is None:
            with path.open("rb") as file:
                return file.read(most + 1)
        reason = f"it is {other}"
        if other != "a folder":
            write = "save it as a file first, or write - to read standard input"
    except (OSError, ValueError) as error:  # a null byte in the name is a ValueError
        reason = _reason(error)
    raise FileError(Problem("file-unread", f"cannot read {path}: {reason}", write=write))


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target and move into place, so that nothing is ever half written.

    A link is followed: what it leads to is written, and the link stays.

    Raises
    ------
    FileError
        ``file-unwritten`` where the folder cannot be written to, or the path leads to a folder, a pipe or a device.
    """
    with being_written(path) as file:
        file.write(content)


@contextmanager
def being_written(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside the target to write to, and move it into place once the block ends without an error.

    Raises
    ------
    FileError
        ``file-unwritten`` as :func:`write_atomically`, and where the disk is full.
    """
    handle, temporary = -1, ""
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_for(target)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if not isinstance(error, (OSError, ValueError)):
            raise
        raise FileError(
            Problem("file-unwritten", f"cannot write {path}: {_reason(error)}", write="check the folder and its rights")
        ) from None


def _mode_for(target: Path) -> int:
    """Rights of the file that is to be written: those it has, or those a new file gets."""
    if not target.exists():
        if target.is_symlink():
            raise OSError("the link leads in a circle")
        return 0o666 & ~_umask()
    other = kind_of(target)
    if other is not None:
        found = f"cannot write {target}: it is {other}"
        raise FileError(Problem("file-unwritten", found, write="name a file, or leave -o out to print"))
    return target.stat().st_mode & 0o777


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
