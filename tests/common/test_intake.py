"""Files from outside: known by content, taken within limits, opened without believing a word of them."""

import io
import os
import struct
import warnings
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from carecommons.common.errors import Faulty
from carecommons.common.intake import OPERATOR, gather, gather_uploads, kind_of, to_utf8
from carecommons.constitution.limits import upload_limits

UPLOAD = upload_limits(date(2026, 11, 20))
SMALL = replace(UPLOAD, file_bytes=20_000, inflated_bytes=3_000_000, members=10)
CSV = b"CHILD,DOB\r\n1,01/02/2015\r\n"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", method) as archive:
        warnings.simplefilter("ignore")  # two members of one name are what one test is about
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def refused(path: Path, limits=SMALL) -> Faulty:  # type: ignore[no-untyped-def]
    with pytest.raises(Faulty) as caught:
        [item.data for item in gather([path], limits)]
    return caught.value


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (CSV, "text"),
        (b"\xef\xbb\xbf" + CSV, "text"),
        (CSV.decode().encode("utf-16"), "text"),
        (CSV.decode().encode("utf-16-le"), "text"),
        (b"CHILD\n1\x002\n" + CSV * 20, "text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
        (b"%PDF-1.7", "pdf"),
        (b"PK\x03\x04rest", "zip"),
        (b"\xd0\xcf\x11\xe0old office", "office"),
        (b"\x7fELF\x02", "program"),
        (bytes(range(256)) * 8, "text"),
        (b"\0" * 400, "binary"),
        (b"  <?xml version='1.0'?><a/>", "xml"),
        ("<a/>".encode("utf-16"), "xml"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\x1f\x8b\x08", "archive"),
    ],
)
def test_what_a_file_is_is_told_by_its_content(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


def test_a_folder_gives_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "b.csv").write_bytes(CSV)
    (tmp_path / "2025" / "a.csv").write_bytes(CSV)
    (tmp_path / ".DS_Store").write_bytes(b"x")
    items = gather([tmp_path], UPLOAD)
    assert [i.name for i in items] == [f"{tmp_path.name}/2025/a.csv", f"{tmp_path.name}/2025/b.csv"]
    assert (items[0].data, items[0].named, items[0].folder) == (CSV, False, f"{tmp_path.name}/2025")


def test_the_same_file_named_twice_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    assert len(gather([tmp_path / "a.csv", tmp_path / "a.csv"], UPLOAD)) == 1


def test_an_archive_gives_its_members_without_clutter(tmp_path: Path) -> None:
    path = tmp_path / "v1.zip"
    path.write_bytes(zipped(("2024/a.csv", CSV), ("__MACOSX/2024/._a.csv", b"x"), ("2024/", b"")))
    (item,) = gather([path], UPLOAD)
    assert (item.name, item.kind, item.data) == (f"{tmp_path.name}/v1.zip/2024/a.csv", "text", CSV)


def test_an_office_file_is_not_opened_as_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "episodes.csv"
    path.write_bytes(zipped(("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")))
    (item,) = gather([path], UPLOAD)
    assert item.kind == "office"


def test_uploads_lose_the_folders_of_their_names() -> None:
    names = [i.name for i in gather_uploads([("../../etc/passwd", CSV), ("C:\\x\\b.csv", CSV)], UPLOAD)]
    assert names == ["passwd", "b.csv"]


def link(name: str, to: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info, to


HOSTILE = [
    ("zip_bomb", zipped(("a.csv", b"0" * 2_900_000))),
    ("zip_bomb", zipped(*((f"{n}.csv", os.urandom(10) + bytes(999_000)) for n in range(4)))),
    ("zip_path", zipped(("../a.csv", CSV))),
    ("zip_path", zipped(("/etc/cron.d/a.csv", CSV))),
    ("zip_path", zipped(("a\\..\\b.csv", CSV))),
    ("zip_path", zipped(("C:/b.csv", CSV))),
    ("zip_link", zipped(link("a.csv", b"/etc/passwd"))),
    ("zip_nested", zipped(("inner.zip", zipped(("a.csv", CSV))))),
    ("too_many_files", zipped(*((f"{n}.csv", CSV) for n in range(11)))),
    ("zip_broken", zipped(("a.csv", CSV))[:60]),
    ("zip_broken", b"PK\x03\x04" + bytes(40)),
]


ALL_HOSTILE = [*HOSTILE, ("zip_twice", zipped(("a.csv", CSV), ("a.csv", b"")))]
# Named by hand: an archive holds the minute in which it was made, and two workers must speak of the same tests.
HOSTILE_NAMES = [f"{code}-{number}" for number, (code, _) in enumerate(ALL_HOSTILE)]


@pytest.mark.parametrize(("code", "content"), ALL_HOSTILE, ids=HOSTILE_NAMES)
def test_a_hostile_archive_is_refused_with_its_reason(tmp_path: Path, code: str, content: bytes) -> None:
    path = tmp_path / "return.zip"
    path.write_bytes(content)
    assert refused(path).code == code
    with pytest.raises(Faulty) as caught:
        gather_uploads([("return.zip", content)], SMALL)
    assert caught.value.code == code


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(("a.csv", CSV), method=zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(mark) + offset
        content[place : place + 2] = struct.pack("<H", 1)
    (tmp_path / "a.zip").write_bytes(content)
    assert refused(tmp_path / "a.zip").code == "zip_locked"


def test_a_member_that_inflates_beyond_its_declared_size_is_caught(tmp_path: Path) -> None:
    content = bytearray(zipped(("a.csv", b"0" * 50_000)))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(mark) + offset
        content[place : place + 4] = struct.pack("<I", 60)
    (tmp_path / "a.zip").write_bytes(content)
    assert refused(tmp_path / "a.zip").code in {"zip_bomb", "zip_broken"}


def test_too_large_a_file_and_too_many_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 20_001)
    error = refused(tmp_path / "a.csv")
    assert error.code == "file_too_big"
    assert "Send it in parts" in str(error)
    (tmp_path / "a.csv").unlink()
    for n in range(11):
        (tmp_path / f"{n}.csv").write_bytes(CSV)
    assert refused(tmp_path).code == "too_many_files"
    assert len(gather([tmp_path], OPERATOR)) == 11


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    error = refused(tmp_path / "nowhere")
    assert (error.code, str(error)) == ("no_such_file", "nowhere: There is no such file or folder. Check the path.")


def test_links_and_pipes_in_a_folder_are_never_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(CSV)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").symlink_to(outside)
    (folder / "more").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.csv")
    assert {i.name: i.kind for i in gather([folder], UPLOAD)} == {
        "in/a.csv": "link",
        "in/more": "link",
        "in/pipe.csv": "special",
    }
    assert all(i.data == b"" for i in gather([folder], UPLOAD))


def test_folders_without_end_are_refused(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 13)
    deep.mkdir(parents=True)
    (deep / "a.csv").write_bytes(CSV)
    assert refused(tmp_path).code == "too_deep"


@pytest.mark.parametrize(
    ("data", "text", "alphabet"),
    [
        (b"a,b", "a,b", ""),
        ("Zoë".encode(), "Zoë", "utf-8"),
        ("Zoë".encode("utf-8-sig"), "Zoë", "utf-8 with a byte-order mark"),
        ("Zoë,Ynys Môn’s".encode("cp1252"), "Zoë,Ynys Môn’s", "windows-1252"),
        ("Zoë,Ynys Môn’s".encode("mac_roman"), "Zoë,Ynys Môn’s", "mac roman"),
        ("Zoë".encode("utf-16"), "Zoë", "utf-16"),
        ("CHILD,DOB\n1,2".encode("utf-16-be"), "CHILD,DOB\n1,2", "utf-16"),
    ],
)
def test_every_alphabet_of_the_wild_becomes_one(data: bytes, text: str, alphabet: str) -> None:
    content, name = to_utf8(data)
    assert (content.decode().removeprefix("\ufeff"), name) == (text, alphabet)
