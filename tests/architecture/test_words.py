"""What may not stand in any file of the project: addresses of registries, paths of a machine, foreign words."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOSTS = re.compile("|".join(["pyp" + r"i\.org", "pythonhost" + "ed", "npm" + r"js\.(org|com)", "deb" + r"\.debian"]))
MISSION = re.compile(r"\b(placement_obj|service_user|bed_count|beds_available)\b")


def files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in files():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return found


def test_no_registry_is_named_in_any_file():
    named = [str(path.relative_to(ROOT)) for path, text in texts() if HOSTS.search(text)]
    assert not named


def test_the_lock_holds_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > 100


def test_the_words_are_the_missions():
    wrong = [
        str(path.relative_to(ROOT)) for path, text in texts()
        if path.suffix == ".py" and "architecture" not in path.parts and MISSION.search(text)
    ]  # fmt: skip
    assert not wrong


def test_no_file_of_the_tree_is_too_large_to_read():
    assert not [path.name for path in files() if path.exists() and path.stat().st_size > 1_000_000]
