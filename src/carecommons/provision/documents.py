"""A document behind a claim, as a file from outside: what it really is, and where it is kept.

Only PDF, PNG and JPEG are taken, told by their content and never by their name, and each is walked from end to end:
nothing may stand before or behind it, so that no file is two things at once. A file is hostile until a person opens
it on their own machine: it is never run, shown in a page or unpacked here. Source: OWASP ASVS 5.0 V5.
Units: bytes; pixels.
"""

import hashlib
import os
import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carecommons.common.errors import Refused
from carecommons.common.intake import KIND_WORDS, MEGABYTE, kind_of

__all__ = ["FOLDER", "MEDIA", "Document", "check_document", "forget", "keep", "kept_names", "read_kept"]

FOLDER = "files"
MEDIA: dict[str, str] = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}
NAME_MAX = 120
# A picture of a page at 600 dots an inch has 35 million pixels; more is made to burst what opens it.
PIXELS_MAX = 60_000_000
_UNPACKED_MAX = 20 * MEGABYTE
# What a certificate never needs, and what makes a reader of PDFs act by itself.
_ACTS = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
_ENDINGS = {"pdf": {"pdf"}, "png": {"png"}, "jpg": {"jpeg"}, "jpeg": {"jpeg"}}
_KEPT_AS = re.compile(r"[0-9a-f]{32}\Z")
NEXT = "Save the document as PDF, PNG or JPEG, and send that."


@dataclass(frozen=True, slots=True)
class Document:
    """What was found of a file. kind: pdf, png or jpeg. name: as it was called, for people to recognise it."""

    kind: str
    name: str
    size: int
    sha256: str


def check_document(name: str, data: bytes, *, megabytes_max: int) -> Document:
    """The file as it may be kept. Raises Refused: document_name, document_empty, document_too_big, document_kind,
    document_misnamed, document_broken, document_acts, document_locked, document_pixels."""
    _check_name(name)
    if not data:
        raise Refused("document_empty", "The file is empty: 0 bytes. Open it to see whether it was saved, and send it.")
    if len(data) > megabytes_max * MEGABYTE:
        raise Refused(
            "document_too_big",
            f"The file is larger than {megabytes_max} MB. Save it with smaller pictures, or send the pages that count.",
        )
    kind = _kind(data)
    ending = name.rpartition(".")[2].lower()
    if kind not in _ENDINGS.get(ending, set()):
        raise Refused(
            "document_misnamed",
            f"The name ends in .{ending[:8]}, but the content is {kind.upper()}. Something renamed it: save it anew "
            f"under its own ending.",
        )
    {"pdf": _check_pdf, "png": _check_png, "jpeg": _check_jpeg}[kind](data)
    return Document(kind, name, len(data), hashlib.sha256(data).hexdigest())


def keep(folder: Path, data: bytes, *, draw: Callable[[int], bytes]) -> str:
    """Write the file under a name drawn by lot, for its owner alone (0600), whole or not at all; the name.

    It is on the disk before it has its name: a crash leaves a part that nothing points to, never half a document.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = draw(16).hex()
    part = folder / f".{name}.part"
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, folder / name)
    finally:
        part.unlink(missing_ok=True)
    _settle(folder)
    return name


def read_kept(folder: Path, name: str, *, sha256: str) -> bytes:
    """The file as it was sent. Raises Refused("document_missing") or Refused("document_changed")."""
    assert _KEPT_AS.match(name), "a kept document's name is 32 hexadecimal figures"
    try:
        data = (folder / name).read_bytes()
    except OSError:
        raise Refused(
            "document_missing",
            "The file is not where it was kept. Nothing is proved by it until it is back: tell the operator, who can "
            "restore it (`carecommons homes files`), or attach the document anew.",
        ) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused(
            "document_changed",
            "The file is not the one that was sent: its hash differs. It is not shown. Tell the operator at once, and "
            "attach the document anew.",
        )
    return data


def forget(folder: Path, name: str) -> None:
    """Take away a file that nothing points to."""
    assert _KEPT_AS.match(name), "a kept document's name is 32 hexadecimal figures"
    (folder / name).unlink(missing_ok=True)


def kept_names(folder: Path) -> frozenset[str]:
    """The names of all files that are kept; parts of a write that was cut off are not among them."""
    if not folder.is_dir():
        return frozenset()
    return frozenset(path.name for path in folder.iterdir() if _KEPT_AS.match(path.name) and path.is_file())


def _settle(folder: Path) -> None:
    """Make the new name itself survive a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_name(name: str) -> None:
    odd = any(ord(c) < 32 or ord(c) == 127 or c in '/\\:"<>|' for c in name)
    if not name or odd or name.startswith(".") or len(name) > NAME_MAX or ".." in name:
        raise Refused(
            "document_name",
            f"The name of the file holds a path or signs that a name may not have, or is longer than {NAME_MAX} "
            "letters. Give it a plain name, such as certificate.pdf.",
        )


def _kind(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    what = KIND_WORDS.get(kind_of(data[:4096]), "something else")
    raise Refused(
        "document_kind", f"By its content the file is {what}; whatever its name says, it is not taken. {NEXT}"
    )


def _broken(what: str) -> Refused:
    return Refused("document_broken", f"The {what} is not whole, or something stands behind its end. {NEXT}")


def _check_pdf(data: bytes) -> None:
    """A PDF of 1.x or 2.x with its table and its end; nothing that acts by itself, nothing locked."""
    end = data.rstrip(b"\r\n\t \0").endswith(b"%%EOF")
    if not re.match(rb"%PDF-[12]\.\d", data) or not end or b"startxref" not in data[-2048:]:
        raise _broken("PDF")
    plain = _names(data)
    for act in _ACTS:
        if re.search(re.escape(act) + rb"s?(?![A-Za-z])", plain):
            raise Refused(
                "document_acts",
                f"The PDF carries a program or another file inside ({act.decode()}). Print it to a new PDF, and send "
                "that.",
            )
    if re.search(rb"/Encrypt(?![A-Za-z])", plain):
        raise Refused("document_locked", "The PDF is locked. Save it without a password, and send that.")


def _names(data: bytes) -> bytes:
    """All of a PDF but the contents of its streams, and what its packed objects say, unpacked within a limit."""
    found, at, room = [], 0, _UNPACKED_MAX
    for stream in re.finditer(rb"(?<!end)stream\r?\n(.*?)endstream", data, re.DOTALL):
        found.append(data[at : stream.start()])
        at = stream.end()
        if b"/ObjStm" in data[data.rfind(b"obj", 0, stream.start()) : stream.start()]:
            unpacked = _unpacked(stream[1], room)
            room -= len(unpacked)
            found.append(unpacked)
    found.append(data[at:])
    # A letter may be written as #xx: a name that hides so is read as what it says.
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda letter: bytes([int(letter[1], 16)]), b"\n".join(found))


def _unpacked(packed: bytes, room: int) -> bytes:
    """What a packed stream holds; one that is not packed says itself. Refuses what would grow out of the limit."""
    opened = zlib.decompressobj()
    try:
        data = opened.decompress(packed, max(room, 1))
    except zlib.error:
        return packed
    if opened.unconsumed_tail or room <= 0:
        raise Refused("document_broken", f"Unpacked, the PDF would be far larger than an honest one. {NEXT}")
    return data


def _check_png(data: bytes) -> None:
    """Every chunk with its sum, the size first, the end last and nothing behind it."""
    seen: list[bytes] = []
    at = 8
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise _broken("PNG")
        if not seen:
            if kind != b"IHDR" or length != 13:
                raise _broken("PNG")
            _check_pixels(*struct.unpack_from(">II", data, at + 8))
        seen.append(kind)
        at = end
        if kind == b"IEND":
            break
    if not seen or seen[-1] != b"IEND" or b"IDAT" not in seen or at != len(data):
        raise _broken("PNG")


def _check_jpeg(data: bytes) -> None:
    """Every segment in its length, the size told, and the picture's end as the file's end."""
    at, sized = 2, False
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(data) or data[at] != 0xFF:
            raise _broken("JPEG")
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2 or at + 2 + length > len(data):
            raise _broken("JPEG")
        # Frames of every kind tell the size; C4, C8 and CC in their midst are tables.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if length < 8:
                raise _broken("JPEG")
            _check_pixels(*struct.unpack_from(">HH", data, at + 5))
            sized = True
        at += 2 + length
        if marker == 0xDA:
            break
    # In the picture itself FF is followed by 00 or a restart, so a bare FF D9 is its end and must be the file's.
    end = data.find(b"\xff\xd9", at)
    if not sized or end < 0 or data[end + 2 :].strip(b"\0"):
        raise _broken("JPEG")


def _check_pixels(one: int, other: int) -> None:
    if not one or not other or one * other > PIXELS_MAX:
        raise Refused(
            "document_pixels",
            f"The picture has {one} by {other} points: none, or more than {PIXELS_MAX // 1_000_000} million. Save it "
            "smaller, and send that.",
        )
