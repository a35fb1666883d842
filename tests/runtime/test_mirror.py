"""A copy becomes equal to its original again, and what nobody changed is not written anew."""

import os
import stat

import pytest

from krs_portal.runtime.mirror import mirror_folder


@pytest.fixture
def original(tmp_path):
    folder = tmp_path / "original"
    (folder / "base" / "1").mkdir(parents=True)
    (folder / "base" / "1" / "112").write_bytes(b"rows")
    (folder / "PG_VERSION").write_text("18\n")
    (folder / "PG_VERSION").chmod(0o600)
    return folder


def read_all(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_empty_place_becomes_a_whole_copy(original, tmp_path):
    mirror_folder(original, tmp_path / "copy")

    assert read_all(tmp_path / "copy") == read_all(original)
    assert stat.S_IMODE((tmp_path / "copy" / "PG_VERSION").stat().st_mode) == 0o600


def test_what_was_changed_added_or_removed_is_laid_back(original, tmp_path):
    copy = tmp_path / "copy"
    mirror_folder(original, copy)
    (copy / "base" / "1" / "112").write_bytes(b"ROWS")  # the same size
    (copy / "PG_VERSION").unlink()
    (copy / "base" / "2").mkdir()
    (copy / "base" / "2" / "9").write_bytes(b"more")

    mirror_folder(original, copy)

    assert read_all(copy) == read_all(original)
    assert not (copy / "base" / "2").exists()


def test_what_is_as_it_was_is_not_written_again(original, tmp_path):
    copy = tmp_path / "copy"
    mirror_folder(original, copy)
    before = (copy / "base" / "1" / "112").stat()

    mirror_folder(original, copy)

    after = (copy / "base" / "1" / "112").stat()
    assert (after.st_ctime_ns, after.st_ino) == (before.st_ctime_ns, before.st_ino)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_owners_go_along(original, tmp_path):
    os.chown(original / "base" / "1" / "112", 65534, 65534)

    mirror_folder(original, tmp_path / "copy")

    assert (tmp_path / "copy" / "base" / "1" / "112").stat().st_uid == 65534
    assert (tmp_path / "copy" / "base").stat().st_uid == 0
