"""Text from outside, whatever alphabet it was written in: UTF-8, UTF-16, Windows or the old Macintosh."""

# Letters of names and places as the two old single-byte alphabets write them; the alphabet whose reading gives
# more of these, and fewer odd signs, is the one that was used.
_LETTERS = set("àáâäæçèéêëìíîïñòóôöœùúûüÿÀÁÂÄÆÇÈÉÊËÌÍÎÏÑÒÓÔÖŒÙÚÛÜŸßŵŷ’‘“”–—£…•°½¼é")


def to_utf8(data: bytes) -> tuple[bytes, str]:
    """`data` as UTF-8 without a mark at its start, and the name of the alphabet it was in ("" for plain ASCII)."""
    if data.startswith(b"\xef\xbb\xbf"):
        rest = data[3:]
        return (rest, "utf-8 with a byte-order mark") if _is_utf8(rest) else (to_utf8(rest)[0], "mixed")
    if data.isascii() and not (b"\0" in data[:200] and looks_utf16(data)):
        return data, ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", errors="replace").encode(), "utf-16"
    if b"\0" in data[:200] and looks_utf16(data):
        alphabet = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return data[: len(data) // 2 * 2].decode(alphabet, errors="replace").encode(), "utf-16"
    if _is_utf8(data):
        return data, "utf-8"
    windows, mac = data.decode("cp1252", errors="replace"), data.decode("mac_roman", errors="replace")
    best, name = (mac, "mac roman") if _odd(mac) < _odd(windows) else (windows, "windows-1252")
    return best.encode(), name


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _odd(text: str) -> int:
    """How many signs of `text` no English-language file would hold."""
    return sum(1 for sign in text if ord(sign) > 127 and sign not in _LETTERS)


def looks_utf16(head: bytes) -> bool:
    """Whether every second byte is nought, as in UTF-16 without its mark."""
    few, many = sorted(side.count(0) / max(len(side), 1) for side in (head[0:200:2], head[1:200:2]))
    return few < 0.1 and many > 0.8
