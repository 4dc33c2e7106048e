"""The register for machines: the same entries, proofs and checkpoints as the pages.

This room stands below `people`, so whoever mounts it passes the door in.
"""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from carecommons.common.wire import Page, Paged, Window, paged

from . import queries

ACT = "register.read_entry"


class EntryOut(Schema):
    number: int
    kind: str
    sealed_month: str
    public: dict[str, str | int | bool]
    commitments: dict[str, str]
    leaf_hash: str


class ProofOut(Schema):
    format: str
    entry: dict[str, Any]
    leaf: str
    leaf_hash: str
    index: int
    size: int
    path: list[str]
    checkpoint: str
    public_key: str


class CheckpointOut(Schema):
    size: int
    root: str
    text: str
    public_key: str


class ConsistencyOut(Schema):
    old: int
    new: int
    path: list[str]


def build_router(door: Callable[[str], Callable[[Any], Any]]) -> Router:
    """The operations of the register, each behind the door that states who may read it: everybody."""
    router, stand = Router(tags=["register"]), door(ACT)

    @router.get("/entries", response=Paged[EntryOut], summary="The entries in the order of their numbers")
    @stand
    def entries(request: HttpRequest, window: Query[Window]) -> Page[queries.PublicEntry]:
        """Numbers begin at 1 and leave no gap: an offset of 3 gives the entries after number 3."""
        return paged(queries.entries_after(window.offset, window.limit), window, total=queries.size())

    @router.get("/entries/{number}", response=EntryOut, summary="One entry")
    @stand
    def entry(request: HttpRequest, number: int) -> queries.PublicEntry:
        return queries.public_entry(number)

    @router.get("/entries/{number}/proof", response=ProofOut, summary="The proof that an entry is in the register")
    @stand
    def proof(request: HttpRequest, number: int) -> dict[str, Any]:
        return queries.proof(number).as_document()

    @router.get("/checkpoint", response=CheckpointOut, summary="The newest signed checkpoint: keep it")
    @stand
    def checkpoint(request: HttpRequest) -> queries.SignedCheckpoint:
        return queries.checkpoint()

    @router.get("/consistency", response=ConsistencyOut, summary="That a kept checkpoint is the head of a newer one")
    @stand
    def consistency(
        request: HttpRequest, old: Annotated[int, Query(ge=1, lt=2**53)], new: Annotated[int, Query(ge=1, lt=2**53)]
    ) -> dict[str, Any]:
        return {"old": old, "new": new, "path": [step.hex() for step in queries.consistency(old, new)]}

    return router
