"""The same document from a cluster as from one process, also when a worker dies in the middle of the work."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from forecast_drawn import files, invented, write

from carecommons.cli.main import run
from carecommons.common.errors import NotNow

pytest.importorskip("distributed", reason="Dask's distributed is not installed: it comes with the extra [cluster]")

PYTHONS = [sys.executable, "-m"]
BOTH = ["--host", "tcp://127.0.0.1", "--no-dashboard"]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A scheduler on loopback, with its address, and two workers in processes of their own."""
    told = tmp_path / "scheduler.json"
    scheduler = subprocess.Popen(
        [*PYTHONS, "distributed.cli.dask_scheduler", *BOTH, "--port", "0", "--scheduler-file", str(told)],
        stderr=subprocess.DEVNULL,
    )
    workers: list[subprocess.Popen[bytes]] = []
    try:
        address = _address(told, scheduler)
        workers += [
            subprocess.Popen(
                [*PYTHONS, "distributed.cli.dask_worker", address, *BOTH, "--no-nanny", "--nthreads", "1"],
                stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, cwd=tmp_path,
            )
            for _ in range(2)
        ]  # fmt: skip
        _wait_for(address, 2)
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _address(told: Path, scheduler: "subprocess.Popen[bytes]") -> str:
    for _ in range(600):
        assert scheduler.poll() is None, "the scheduler ended"
        if told.exists() and (said := told.read_text()):
            return str(json.loads(said)["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler told no address")


def _wait_for(address: str, number: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(number, timeout=90)


@pytest.fixture
def councils(tmp_path: Path) -> Path:
    """Thirty-four areas: three batches for each day from which is forecast."""
    folder = tmp_path / "councils"
    for n in range(34):
        write(folder / f"area{n:02}", files(invented(25, n), range(2020, 2024)))
    return folder


def told(capsys: pytest.CaptureFixture[str], councils: Path, *more: str) -> str:
    command = ["forecast", "--returns", str(councils), "--each-area", "--as-at", "2023-03-31", "--json"]
    assert run([*command, *more]) == 0
    document = json.loads(capsys.readouterr().out)
    for spent in ("seconds", "cpu_seconds"):
        assert document.pop(spent) > 0
    return json.dumps(document)


@pytest.mark.slow
def test_a_cluster_says_the_same_to_the_byte_with_a_worker_killed_midway(
    started: tuple[str, list["subprocess.Popen[bytes]"]], councils: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    address, workers = started
    alone = told(capsys, councils)
    from distributed import Client

    mapped, given, undone = Client.map, [], []

    def map_and_kill(self, work, batches, **how):  # type: ignore[no-untyped-def]
        """The work is handed out; once a part of it is done a worker is killed."""
        doing = mapped(self, work, batches, **how)
        if not given:
            while not any(each.done() for each in doing):
                time.sleep(0.01)
            os.kill(workers[0].pid, signal.SIGKILL)
            undone.append(sum(not each.done() for each in doing))
        given.append(len(batches))
        return doing

    monkeypatch.setattr(Client, "map", map_and_kill)
    assert told(capsys, councils, "--cluster", address) == alone
    # Three batches from a day in the past and three from today; then the paths of those three.
    assert given == [6, 3]
    assert undone[0] > 0
    assert workers[0].wait(timeout=30) == -signal.SIGKILL
    assert workers[1].poll() is None


def test_where_nobody_answers_or_nobody_works_the_refusal_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    from carecommons.planning.forecast import cluster as room

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "WAIT_SECONDS", 1)
        with (
            pytest.raises(NotNow, match=r"No scheduler answers at tcp://127.0.0.1:9\. Check the address") as silent,
            room.cluster("tcp://127.0.0.1:9"),
        ):
            pass
    assert silent.value.code == "cluster_silent"
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=0, dashboard_address=None, host="127.0.0.1") as empty,
        pytest.raises(NotNow, match=r"has no workers\. Start some, then again") as idle,
        room.cluster(empty.scheduler_address),
    ):
        pass
    assert idle.value.code == "cluster_without_workers"


def test_without_dask_the_refusal_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    from carecommons.planning.forecast.cluster import cluster

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NotNow, match=r"carecommons\[cluster\]") as missing, cluster("tcp://127.0.0.1:9"):
        pass
    assert missing.value.code == "cluster_missing"
