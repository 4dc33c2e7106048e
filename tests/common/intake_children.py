"""Functions that misbehave in a child process, for test_intake_limited.py."""

import os
import time
from pathlib import Path

from carecommons.common.errors import Fault, Faulty, NotFound


def add(a: int, b: int) -> int:
    return a + b


def refuse() -> None:
    raise Faulty("return_faulty", "Two faults.", [Fault("a.csv", 3, "DOB", "date_impossible", "No such day.")], of=2)


def find_nothing() -> None:
    raise NotFound()


def crash_with_a_name() -> None:
    raise KeyError("Alice Example")


def sleep() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def swell() -> int:
    return len([bytearray(10_000_000) for _ in range(1000)])


def die() -> None:
    os._exit(9)


def write(folder: str) -> str:
    path = Path(folder) / "leak.tmp"
    try:
        path.write_bytes(b"x" * 100)
    except OSError:
        path.unlink(missing_ok=True)
        return "could not write"
    return "wrote"


def print_noise() -> str:
    print("noise on stdout")
    os.system("echo more noise")
    return "quiet"


class Acting:
    """Pickles into a call: what a child that a hostile file took over would send."""

    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, ("true",))


def send_an_act() -> Acting:
    return Acting()


def secrets_seen() -> list[str]:
    return sorted(name for name in os.environ if "SECRET" in name or "DATABASE" in name or "TOKEN" in name)
