"""Small true documents of the three kinds, and what to do to them; all invented."""

import struct
import zlib


def a_pdf(*, inside: bytes = b"") -> bytes:
    """One empty page. inside: words that stand in its catalogue."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + inside + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    return pdf_of(parts)


def pdf_of(parts: list[bytes]) -> bytes:
    text, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return text + end + b"startxref\n%d\n%%%%EOF\n" % len(text)


def a_packed_pdf(inside: bytes) -> bytes:
    """A PDF that says something in a packed stream of objects."""
    packed = zlib.compress(inside)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    return pdf_of([b"<< /Type /Catalog >>", stream % (len(packed), packed)])


def a_png(wide: int = 2, tall: int = 2) -> bytes:
    rows = zlib.compress(b"\0\xff\xff" * 2)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", wide, tall, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""),
        )
    )  # fmt: skip


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def a_jpeg(wide: int = 2, tall: int = 2) -> bytes:
    frame = struct.pack(">BHHB", 8, tall, wide, 1) + b"\x01\x11\x00"
    scan = b"\x01\x01\x00\x00\x3f\x00"
    parts = ((0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), (0xC0, frame), (0xDA, scan))
    body = b"".join(b"\xff" + bytes([kind]) + struct.pack(">H", len(data) + 2) + data for kind, data in parts)
    return b"\xff\xd8" + body + b"\x12\xff\x00\x34" + b"\xff\xd9"
