"""Every refusal the product can make, in one tree, and every fault a file can have.

* Refused                 the act was understood and declined
  - NotAllowed            the person's role does not reach this act
  - NotFound              missing, or not yours: the two answer alike
  - NotNow                the state does not permit the act (a place just taken, a search closed)
  - NotAppropriate        the home fails a test that the criteria make binding
  - ReasonMissing         a decision lacks a reason that it owes
  - Faulty                a file or form cannot be used; carries every fault, none hidden

A `Refused` is an answer to a person, never a crash: exit code 3, HTTP 403, 404, 409 or 422.
No child's name, reference or story stands in any message.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


class Refused(Exception):
    """The act was understood and declined: `code` is stable, `str(e)` says what, why and what next."""

    status = 422

    def __init__(self, code: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.facts = facts

    def as_dict(self) -> dict[str, Any]:
        """Code, message and faults (none but of files), as jobs and reports keep a refusal."""
        return {"code": self.code, "message": str(self), "faults": []}


class NotAllowed(Refused):
    status = 403


class NotFound(Refused):
    status = 404

    def __init__(self, code: str = "not_found", message: str = "", **facts: object) -> None:
        super().__init__(
            code,
            message or "There is no such thing here, or it is not yours to open. Check the reference.",
            **facts,
        )


class NotNow(Refused):
    status = 409


class NotAppropriate(Refused): ...


class ReasonMissing(Refused): ...


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file. `row` counts the header as row 1, as a spreadsheet does; 0 = whole file."""

    file: str
    row: int
    column: str
    code: str
    message: str

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class Faulty(Refused):
    """Nothing was stored: the input holds faults, and here are all of them."""

    def __init__(self, code: str, message: str, faults: Sequence[Fault] = (), **facts: object) -> None:
        super().__init__(code, message, **facts)
        self.faults = tuple(faults)

    def as_dict(self) -> dict[str, Any]:
        return super().as_dict() | {"faults": [fault.as_dict() for fault in self.faults]}
