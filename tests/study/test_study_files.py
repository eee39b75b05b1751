"""Reading and writing files: nothing hangs, nothing is half written, nothing but a file is replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sroi.errors import FileError
from sroi.study.files import bytes_of, write_atomically

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    return path


def said(function, *arguments) -> str:
    with pytest.raises(FileError) as caught:
        function(*arguments)
    (problem,) = caught.value.problems
    assert problem.code in ("file-unread", "file-unwritten")
    return problem.message


def test_a_pipe_a_device_and_a_folder_are_not_read(pipe, tmp_path):
    ask = "save it as a file first, or write - to read standard input"
    assert said(bytes_of, pipe, 10) == f"cannot read {pipe}: it is a pipe; {ask}"
    assert said(bytes_of, Path("/dev/zero"), 10) == f"cannot read /dev/zero: it is a device; {ask}"
    assert said(bytes_of, tmp_path, 10) == f"cannot read {tmp_path}: it is a folder; check the name and where it lies"


def test_a_name_that_is_no_name_is_said_to_be_none(tmp_path):
    assert "embedded null byte" in said(bytes_of, tmp_path / "a\0b", 10)
    assert "no such file" in said(bytes_of, tmp_path / "nowhere", 10)


def test_no_more_is_read_than_shows_that_a_file_is_too_large(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * 100)
    assert len(bytes_of(path, 10)) == 11
    assert len(bytes_of(path, 100)) == 100


def test_a_link_is_followed_and_stays(tmp_path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    for content in (b"one", b"two"):
        write_atomically(link, content)
        assert link.is_symlink()
        assert target.read_bytes() == content
    assert sorted(item.name for item in tmp_path.iterdir()) == ["link.csv", "target.csv"]


def test_nothing_but_a_file_is_replaced(pipe, tmp_path):
    folder, write = tmp_path / "folder.csv", "name a file, or leave -o out to print"
    folder.mkdir()
    assert said(write_atomically, pipe, b"x") == f"cannot write {pipe}: it is a pipe; {write}"
    assert said(write_atomically, folder, b"x") == f"cannot write {folder}: it is a folder; {write}"
    assert said(write_atomically, Path("/dev/null"), b"x") == f"cannot write /dev/null: it is a device; {write}"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["folder.csv", "pipe.csv"]


def test_a_link_to_a_pipe_is_not_replaced_either(pipe, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(pipe)
    assert "it is a pipe" in said(write_atomically, link, b"x")
    assert link.is_symlink()


def test_links_in_a_circle_are_refused(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    assert "the link leads in a circle" in said(write_atomically, one, b"x")


def test_the_rights_of_a_file_are_kept(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_bytes(b"one")
    path.chmod(0o640)
    write_atomically(path, b"two")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"two", 0o640)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "no" / "study.yaml"
    message = f"cannot write {path}: no such file or directory; check the folder and its rights"
    assert said(write_atomically, path, b"x") == message
