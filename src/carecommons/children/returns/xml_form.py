"""The return as XML: one CHILD element each, its parts sorted into the tables by the names of their elements.

A document type, an entity or a nesting deeper than the return's own refuses the file. XML has no rows, so a
row here is the place of the record among those of its table, counted from 2 as in a CSV with a heading.
"""

import io
from collections.abc import Iterator
from typing import Any

import polars as pl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from carecommons.common.errors import Fault
from carecommons.common.intake import Limits

from .csv_form import Raw, control_character
from .notes import Example, Notebook
from .tables import folded, recognise, tables

_DEPTH = 8
# Single values that stand in the child's own element rather than in a group, and the tables that they make.
_LOOSE = ("oc3", "ad1", "uasc")


def read_xml(name: str, data: bytes, limits: Limits, notes: Notebook) -> tuple[list[Raw], list[Fault]]:
    """The tables in one XML return, and its faults."""
    try:
        return _tables(name, data, limits, notes)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        unsafe = isinstance(error, DefusedXmlException)
        code = "xml_unsafe" if unsafe else "xml_broken"
        why = (
            "The XML declares entities or a document type, which a return never needs. Export it again without."
            if unsafe
            else "The XML does not end as it began, or breaks off. Export it again."
        )
        return [], [Fault(name, 0, "", code, why)]


def _tables(name: str, data: bytes, limits: Limits, notes: Notebook) -> tuple[list[Raw], list[Fault]]:
    records: dict[str, list[dict[str, str]]] = {}
    unknown: dict[str, int] = {}
    children = 0
    for child in _children(data):
        children += 1
        for table, record in _records(child, unknown):
            records.setdefault(table, []).append(record)
    if not children:
        why = "The XML holds no CHILD element, so it is no return. Check that it is the right file."
        return [], [Fault(name, 0, "", "xml_not_a_return", why)]
    notes.add("xml_unknown", sum(unknown.values()), [Example("", name, 0, tag[:40]) for tag in sorted(unknown)])
    faults: list[Fault] = []
    raws = [_raw(name, table, rows, limits, faults) for table, rows in records.items()]
    return raws, faults


def _children(data: bytes) -> Iterator[Any]:
    """Every CHILD element that holds a child's record, each emptied after use."""
    depth = 0
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        depth += 1 if event == "start" else -1
        if depth > _DEPTH:
            raise ValueError("nested deeper than the return is")
        if event == "end" and depth == 1:
            if _tag(element) == "CHILD":
                yield element
            element.clear()


def _records(child: Any, unknown: dict[str, int]) -> Iterator[tuple[str, dict[str, str]]]:
    """The records of one child, each with the name of its table."""
    loose: dict[str, str] = {}
    groups: list[dict[str, str]] = []
    for part in child:
        inner = [part] if _tag(part) != "HEADER" else []
        for leaf in part if _tag(part) == "HEADER" else ():
            if len(leaf):
                inner.append(leaf)
            else:
                loose[_tag(leaf)] = (leaf.text or "").strip(" \r\n\t")
        groups += [{_tag(leaf): (leaf.text or "").strip(" \r\n\t") for leaf in group} for group in inner if len(group)]
    who = {"CHILD": loose.get("CHILD", ""), "DOB": loose.get("DOB", ""), "SEX": loose.get("SEX", "")}
    yield "header", {c: loose[c] for c in tables()["header"].columns if c in loose}
    taken = set(tables()["header"].columns) | {"UASC"}
    for table in _LOOSE:
        own = {c: loose[c] for c in tables()[table].telling if loose.get(c)}
        taken |= tables()[table].telling
        if own or (table == "uasc" and loose.get("UASC") == "1"):
            yield table, _of(table, own | who)
    for tag in loose.keys() - taken:
        unknown[tag] = unknown.get(tag, 0) + 1
    for group in groups:
        table = recognise(["CHILD", *group]).table or ""
        if not table or not any(group.values()):
            if not table:
                unknown.update({tag: unknown.get(tag, 0) + 1 for tag in group})
            continue
        yield table, _of(table, group | who)


def _of(table: str, record: dict[str, str]) -> dict[str, str]:
    return {c: record[c] for c in tables()[table].columns if c in record}


def _raw(name: str, table: str, records: list[dict[str, str]], limits: Limits, faults: list[Fault]) -> Raw:
    columns = tables()[table].columns
    for number, record in enumerate(records, 2):
        for column, value in record.items():
            if len(value) > limits.cell_chars:
                why = f"A value holds more than {limits.cell_chars:,} characters."
                faults.append(Fault(name, number, column, "cell_too_long", why))
                record[column] = ""
            elif not value.isprintable():
                faults.append(control_character(name, number, column))
                record[column] = ""
    frame = pl.DataFrame(
        {c: [record.get(c) or None for record in records] for c in columns},
        schema=dict.fromkeys(columns, pl.String),
    )
    return Raw(table, name, frame, pl.int_range(2, frame.height + 2, dtype=pl.UInt32, eager=True).alias("row"), True)


def _tag(element: Any) -> str:
    return folded(element.tag.rsplit("}", 1)[-1]) if isinstance(element.tag, str) else ""
