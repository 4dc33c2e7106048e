"""The criteria and the policy numbers for machines: the same text as the pages."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from carecommons.common.wire import Day, Page, Paged, Window, cut
from carecommons.people.doors import door_api

from . import queries
from .behind import Ground, grounds
from .childs_rights import Article, Contract, articles, child_contract_on
from .criteria import Criteria
from .parameters import Parameter

router = Router(tags=["criteria"])


class ValueOut(Schema):
    code: str
    name: str
    words: str
    source: str


class RuleOut(Schema):
    code: str
    words: str
    kind: str
    source: str
    value: ValueOut
    chosen_by: str


class GateOut(Schema):
    number: int
    code: str
    word: str
    question: str
    binding: bool
    override: str
    kind: str
    source: str
    value: ValueOut
    rules: list[RuleOut]


class OrderKeyOut(Schema):
    letter: str
    code: str
    name: str
    words: str
    place: str
    kind: str
    source: str
    value: ValueOut


class LotteryOut(Schema):
    words: str
    method: str
    kind: str
    source: str
    value: ValueOut


class AdequacyOut(Schema):
    words: str
    worst_unmet_max: int
    unmet_max: int
    kind: str
    source: str
    value: ValueOut


class StepOut(Schema):
    """One part of what the most appropriate home means. parts: codes of this text that it is read off."""

    words: str
    parts: list[str]
    values: list[ValueOut]


class WeighsOut(Schema):
    """weight: stops, owed, compromise, orders, beside or never. childs: it serves a value of the child's own."""

    code: str
    words: str
    weight: str
    weight_words: str
    childs: bool
    kind: str
    source: str
    value: ValueOut


class CriteriaOut(Schema):
    version: int
    title: str
    lead: str
    chosen_by: str
    in_force_from: date
    text_hash: str
    gates: list[GateOut]
    order: list[OrderKeyOut]
    lottery: LotteryOut
    adequacy: AdequacyOut
    suppression_threshold: int
    never_used: list[RuleOut]
    most_appropriate: list[StepOut]
    weights: list[WeighsOut]


class PublishedOut(Schema):
    version: int
    title: str
    text_hash: str
    in_force_from: date
    published_at: datetime


class ParameterOut(Schema):
    name: str
    value: Any
    unit: str
    words: str
    kind: str
    source: str
    value_served: str
    valid_from: date
    valid_to: date | None
    confirmed: bool
    used: bool


class GroundOut(Schema):
    """kind: law, physics or policy choice. codes: the refusals that rest on it."""

    code: str
    kind: str
    words: str
    source: str
    changed_by: str
    codes: list[str]


class ClauseOut(Schema):
    """acts: by which it is done or insisted on. if_not: what the child can do when it is not so."""

    code: str
    words: str
    articles: list[str]
    acts: list[str]
    if_not: str


class ContractOut(Schema):
    version: int
    title: str
    in_force_from: date
    lead: str
    chosen_by: str
    source: str
    clauses: list[ClauseOut]


class ArticleOut(Schema):
    """acts and rules: what stands on it here. not_here: who acts on it, where nothing here does."""

    number: str
    name: str
    words: str
    acts: list[str]
    act_words: list[str]
    rules: list[str]
    not_here: str


@router.get("/child/contract", response=ContractOut, summary="What every child is owed on a day, under any agreement")
@door_api("constitution.read_criteria")
def child_contract(request: HttpRequest, on: Annotated[Day | None, Query()] = None) -> Contract:
    return child_contract_on(on or timezone.localdate(timezone.now()))


@router.get("/child/articles", response=Paged[ArticleOut], summary="Which articles of the UNCRC are behind which acts")
@door_api("constitution.read_criteria")
def child_articles(request: HttpRequest, window: Query[Window]) -> Page[Article]:
    return cut(articles(), window)


@router.get("/behind", response=Paged[GroundOut], summary="What stands behind each refusal: law, physics or a choice")
@door_api("constitution.read_criteria")
def behind(request: HttpRequest, window: Query[Window]) -> Page[Ground]:
    return cut(grounds(), window)


@router.get("/criteria", response=Paged[PublishedOut], summary="Every published version, newest first")
@door_api("constitution.read_criteria")
def versions(request: HttpRequest, window: Query[Window]) -> Page[queries.Published]:
    return cut(queries.published(), window)


@router.get("/criteria/in-force", response=CriteriaOut, summary="The criteria that decide on a day")
@door_api("constitution.read_criteria")
def in_force(request: HttpRequest, on: Annotated[Day | None, Query()] = None) -> Criteria:
    return queries.criteria_in_force(on or timezone.localdate(timezone.now()))


@router.get("/criteria/{version}", response=CriteriaOut, summary="One published version")
@door_api("constitution.read_criteria")
def one(request: HttpRequest, version: int) -> Criteria:
    return queries.criteria(version)


@router.get("/parameters", response=Paged[ParameterOut], summary="Every policy number in force on a day")
@door_api("constitution.read_criteria")
def parameters(
    request: HttpRequest, window: Query[Window], on: Annotated[Day | None, Query()] = None
) -> Page[Parameter]:
    return cut(queries.parameters(on or timezone.localdate(timezone.now())), window)
