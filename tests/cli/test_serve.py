"""`carecommons serve`: three children kept alive, and none left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import carecommons
from carecommons.cli.children_kept import PAUSE_LONGEST_SECONDS, Kept
from carecommons.cli.serve import address_of

WITHIN = 120  # seconds; a busy machine is slow, not wrong


def _environment(home, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARECOMMONS_", "DATABASE_"))}
    return kept | {"CARECOMMONS_HOME": str(home), "PYTHONPATH": str(Path(carecommons.__file__).parents[1])} | more


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command(*words):
    return [sys.executable, "-m", "carecommons.cli.main", "serve", *words]


def _until(true, within=WITHIN):
    end = time.monotonic() + within
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return response.status == 200
    except urllib.error.HTTPError:
        raise
    except OSError:
        return False


def _children(pid):
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def test_it_is_named_as_a_browser_makes_passkeys_for_it():
    assert address_of("127.0.0.1", 8000) == address_of("::1", 8000) == "http://localhost:8000/"
    assert address_of("0.0.0.0", 8000) == "http://0.0.0.0:8000/"
    assert address_of("fe80::1", 80) == "http://[fe80::1]:80/"


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc to see which processes live")
def test_the_house_survives_the_sudden_death_of_each_child_and_stops_whole(tmp_path):
    port = _free_port()
    with (tmp_path / "log").open("w") as log:
        house = subprocess.Popen(
            _command("--port", str(port), "--json"), env=_environment(tmp_path), stdout=subprocess.PIPE, stderr=log,
            text=True,
        )  # fmt: skip
    try:
        _lives(house, port, tmp_path)
    finally:
        if house.poll() is None:
            house.kill()


def _lives(house, port, home):
    ready = json.loads("".join(iter(house.stdout.readline, "}\n")) + "}")
    assert ready["address"] == f"http://localhost:{port}/"
    assert set(ready["processes"]) == {"web", "sequencer", "jobs"}
    log = home / "log"
    # The founding criteria were published on the way up, and the sequencer seals them.
    assert _until(lambda: _answers(f"{ready['address']}register/1/")), log.read_text()
    assert (home / "register.checkpoint").exists()
    for name, pid in ready["processes"].items():
        below = _children(pid)
        os.kill(pid, signal.SIGKILL)
        assert _until(lambda name=name: f"The {name} ended (SIGKILL); starting it again" in log.read_text())
        assert _until(lambda below=below: not any(map(_alive, below)))
        assert _until(lambda: len([child for child in _children(house.pid) if _alive(child)]) == 3)
        assert _until(lambda: _answers(f"{ready['address']}register/")), log.read_text()
    everyone = _children(house.pid) | {below for child in _children(house.pid) for below in _children(child)}
    house.send_signal(signal.SIGTERM)
    assert house.wait(WITHIN) == 0
    assert not any(map(_alive, everyone))
    assert not _answers(ready["address"])


def test_a_taken_port_is_refused_in_words_before_anything_starts(tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        done = subprocess.run(
            _command("--port", port, "--json"), env=_environment(tmp_path), capture_output=True, text=True, check=False
        )  # fmt: skip
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] == "address_not_free"
    assert "choose another --port" in done.stderr
    assert not (tmp_path / "carecommons.sqlite3").exists()


def test_production_does_not_start_half_safe(tmp_path):
    done = subprocess.run(
        _command("--port", str(_free_port()), "--json"), env=_environment(tmp_path, CARECOMMONS_PROFILE="production"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2  # the settings are wrong: usage, as in every other command
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "not_safe_to_start"
    assert "CARECOMMONS_SECRET_KEY" in error["message"]
    assert "CARECOMMONS_TLS" in error["message"]


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "x"), ("--workers", "0"), ("--loud",)])
def test_wrong_use_ends_2(tmp_path, words):
    done = subprocess.run(_command(*words), env=_environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 2


# ---- one child, under a clock that is passed in


@pytest.fixture
def dying():
    child = Kept("example", [sys.executable, "-c", "raise SystemExit(7)"])
    child.start(0.0)
    yield child
    child.end(5)


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(dying):
    now, pauses = 0.0, []
    for _ in range(9):
        dying._process.wait(30)
        words = dying.look(now)
        assert words.startswith("The example ended (exit code 7)")
        pauses.append(float(words.split(" in ")[-1].removesuffix(" s.")))
        assert dying.look(now + pauses[-1] - 0.01) is None
        first = dying.pid
        now += pauses[-1]
        assert dying.look(now) is None
        assert dying.pid != first
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert max(pauses) == PAUSE_LONGEST_SECONDS


def test_a_child_that_lived_long_is_started_again_at_once(dying):
    for now in (0.0, 1.0, 3.0):
        dying._process.wait(30)
        dying.look(now)
        dying.look(now + 2.0)
    dying._process.wait(30)
    assert "again in 0.5 s" in dying.look(1000.0)


def test_a_child_that_does_not_listen_is_stopped_the_hard_way():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(99)"
    child = Kept("deaf", [sys.executable, "-c", deaf])
    child.start(0.0)
    time.sleep(0.5)
    child.ask_to_stop()
    child.end(0.2)
    assert child._process.returncode in (-signal.SIGKILL, -signal.SIGTERM)
