"""The tree in rows of 256 hashes, so that a database can hold a million leaves and prove one in a few reads.

Source: the tiled form of transparency logs (C2SP tlog-tiles), with tiles eight levels high. Tile (0, i)
holds the leaf hashes 256 i .. 256 i + 255; each hash of a tile on level k + 1 is the root of one full tile
of level k. Only the last tile of a level ever grows; full tiles never change.
"""

from collections.abc import Callable, Sequence

from .tree import HASH_BYTES, Hash, fold

HEIGHT = 8
WIDTH = 1 << HEIGHT

# Read(level, index) gives the hashes of one tile, side by side; empty where there is none.
Read = Callable[[int, int], bytes]


def node(read: Read, level: int, index: int) -> Hash:
    """The root of the 2**level leaves that begin at index * 2**level, read out of the tiles."""
    tile_level, rest = divmod(level, HEIGHT)
    tile_index, offset = divmod(index << rest, WIDTH)
    tile = read(tile_level, tile_index)
    hashes = _split(tile[offset * HASH_BYTES : (offset + (1 << rest)) * HASH_BYTES])
    if len(hashes) != 1 << rest:
        raise LookupError(f"tile {tile_index} of level {tile_level} is too short")
    return fold(hashes)


def on_the_way(index: int, size: int) -> set[tuple[int, int]]:
    """The tiles (level, index) over a leaf and along the right-hand edge: what one proof reads, more or less."""
    places, level = set(), 0
    while True:
        places |= {(level, index >> HEIGHT), (level, (size - 1) >> HEIGHT)}
        index, size, level = index >> HEIGHT, size >> HEIGHT, level + 1
        if not size:
            return places


def grow(size: int, leaves: Sequence[Hash], read: Read) -> dict[tuple[int, int], bytes]:
    """The tiles that change when `leaves` are added to a tree of `size`: (level, index) -> hashes."""
    changed: dict[tuple[int, int], bytes] = {}
    level, new = 0, list(leaves)
    while new:
        index, held = divmod(size, WIDTH)
        before = _split(read(level, index))[:held] if held else []
        if len(before) != held:
            raise LookupError(f"tile {index} of level {level} is too short")
        hashes, new = before + new, []
        for begin in range(0, len(hashes), WIDTH):
            tile = hashes[begin : begin + WIDTH]
            changed[level, index + begin // WIDTH] = b"".join(tile)
            if len(tile) == WIDTH:
                new.append(fold(tile))
        size, level = size // WIDTH, level + 1
    return changed


def _split(hashes: bytes) -> list[Hash]:
    return [hashes[i : i + HASH_BYTES] for i in range(0, len(hashes), HASH_BYTES)]
