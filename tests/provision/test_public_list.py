"""The regulator's list, read whatever its form: the right rows, the right kinds, every fault by its row."""

import contextlib
import io
import random
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carecommons.common.errors import Faulty
from carecommons.constitution.limits import upload_limits
from carecommons.provision.public_list import Reading, changes, read_files, read_limited, summary
from carecommons.provision.public_list.as_at import day_of, named_day, spoken_day
from carecommons.provision.public_list.words import columns, fold_heading, owner_key
from shared import SHARED, needs_shared

HEADINGS = [
    "Web link", "URN", "Provision type", "Registration date", "Registration status", "Name", "Postcode",
    "Ofsted Region", "Government Office Region", "Local authority", "Sector", "Places",
    "Organisation which owns the provider", "Latest full inspection date",
    "Overall experiences and progress of children and young people",
]  # fmt: skip
# Invented data, in the form of the list.
ROWS = [
    ["link", "SC100001", "Children's home", "01/04/2010", "Active", "REDACTED", "REDACTED", "South West",
     "South West", "Devon", "Private", "4", "Invented Care Ltd", "05/11/2024", "Good"],
    ["link", "2600002", "Children's Home", "25/06/2020", "Active", "REDACTED", "REDACTED", "London", "London",
     "Kingston upon Thames", "Local Authority", "6", "", "", ""],
    ["link", "SC100003", "Independent Fostering Agency", "2012-02-29", "Active", "Invented Fostering", "EX4 3QJ",
     "South West", "South West", "Bristol, City of", "Voluntary", "", "Invented Fostering Limited", "", "Outstanding"],
    ["link", "2600004", "Residential special school (registered as a children’s home)", "", "Suspended",
     "(blank)", "", "Wales", "Wales", "Powys", "Academy", "30", "Invented Trust", "", "Requires Improvement"],
]  # fmt: skip
TITLE = "Children's social care data in England 2025 – Provider level as at 31 March 2025"


def text(rows: list[list[str]], *, title: str = TITLE, headings: list[str] | None = None) -> bytes:
    """A list as comma-separated text with its banner."""
    lines = [[title], HEADINGS if headings is None else headings, *rows]
    return "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in lines).encode()


def read(data: bytes, name: str = "list.csv", as_at: date | None = None) -> Reading:
    return read_files([(name, data)], as_at)


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(fault.row, fault.code) for fault in reading.faults]


def refused(data: bytes, name: str = "list.csv") -> Faulty:
    with pytest.raises(Faulty) as refusal:
        read(data, name)
    assert refusal.value.faults
    return refusal.value


# ---------------------------------------------------------------------------- reading


def test_a_list_is_read_into_values() -> None:
    reading = read(text(ROWS))
    assert reading.faults == ()
    assert reading.list.as_at == date(2025, 3, 31)
    by_urn = {x.urn: x for x in reading.list.listings}
    devon = by_urn["SC100001"]
    assert (devon.kind, devon.sector, devon.status, devon.authority, devon.places) == (
        "childrens_home", "private", "active", "878", 4,
    )  # fmt: skip
    assert (devon.name, devon.postcode, devon.owner) == ("", "", "Invented Care Ltd")
    assert (devon.grade, devon.graded_on, devon.registered_on) == ("good", date(2024, 11, 5), date(2010, 4, 1))
    assert by_urn["SC100003"].authority == "801"
    assert by_urn["SC100003"].registered_on == date(2012, 2, 29)
    assert by_urn["SC100003"].postcode == "EX4 3QJ"
    wales = by_urn["2600004"]
    assert (wales.kind, wales.authority, wales.outside_england) == ("special_school_registered_as_home", "", True)
    assert wales.grade == "requires_improvement"


def test_the_summary_counts_what_was_read() -> None:
    found = summary(read(text(ROWS)))
    assert found["providers"] == 4
    assert found["by_type"] == {
        "childrens_home": 2, "independent_fostering_agency": 1, "special_school_registered_as_home": 1,
    }  # fmt: skip
    assert found["places"] == {"special_school_registered_as_home": 30, "childrens_home": 10}
    assert found["by_sector"] == {"academy": 1, "local_authority": 1, "private": 1, "voluntary": 1}
    assert (found["outside_england"], found["unmatched_authorities"], found["faults"]) == (1, [], [])


KINDS = [
    ("Children's home", "childrens_home"),
    ("Children’s Home", "childrens_home"),
    ("  CHILDRENS   HOME ", "childrens_home"),
    ("Secure children's home", "secure_childrens_home"),
    ("Residential special school (>295 days/year)", "special_school_registered_as_home"),
    ("Residential special school (registered as a children's home)", "special_school_registered_as_home"),
    ("Residential Special School", "residential_special_school"),
    ("Supported Accommodation", "supported_accommodation"),
    ("Independent Fostering agency", "independent_fostering_agency"),
    ("Residential Family Centre", "residential_family_centre"),
    ("Voluntary Adoption Agency", "voluntary_adoption_agency"),
    ("Adoption support agency", "adoption_support_agency"),
    ("Further Education College with Residential Accommodation",
     "further_education_college_with_residential_accommodation"),
    ("Residential Holiday Scheme for Disabled Children", "residential_holiday_scheme_for_disabled_children"),
    ("Secure Training Centre", "secure_training_centre"),
    ("Boarding School", "boarding_school"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "kind"), KINDS)
def test_a_kind_is_one_kind_in_all_its_spellings(written: str, kind: str) -> None:
    row = [*ROWS[0][:2], written, *ROWS[0][3:]]
    reading = read(text([row]))
    assert [x.kind for x in reading.list.listings] == [kind]
    assert reading.notes == ()


def test_a_kind_new_to_us_is_counted_under_its_own_name_and_noted() -> None:
    reading = read(text([[*ROWS[0][:2], "Regional Care Co-operative", *ROWS[0][3:]]]))
    assert [x.kind for x in reading.list.listings] == ["regional_care_co_operative"]
    assert [(note.kind, note.examples) for note in reading.notes] == [("kind_unknown", ("Regional Care Co-operative",))]


GRADES = [
    ("Outstanding", "outstanding"),
    ("Requires Improvement to be good", "requires_improvement"),
    ("requires improvement", "requires_improvement"),
    ("Adequate", "adequate"),
    ("Consistently strong service delivery", "consistently_strong"),
    ("Serious or widespread weaknesses", "serious_weaknesses"),
    ("", ""),
    ("Not yet judged", "not_yet_judged"),
]


@pytest.mark.parametrize(("written", "grade"), GRADES)
def test_a_grade_is_one_grade_in_all_its_spellings(written: str, grade: str) -> None:
    assert [x.grade for x in read(text([[*ROWS[0][:-1], written]])).list.listings] == [grade]


def test_supported_accommodation_is_graded_on_its_own_scale() -> None:
    headings = [*HEADINGS, "Supported Accommodation outcome"]
    row = [*ROWS[0][:-1], "", "Inconsistent quality of service delivery"]
    assert [x.grade for x in read(text([row], headings=headings)).list.listings] == ["inconsistent"]


def test_blank_rows_footnotes_and_blank_trailing_columns_are_no_providers() -> None:
    padded = [[*row, "", "", ""] for row in ROWS]
    padded += [[""] * 18, ["Source: an invented list."], [" "] * 4]
    reading = read(text(padded, headings=[*HEADINGS, "", "", ""]))
    assert len(reading.list.listings) == 4
    assert reading.faults == ()


def test_the_header_may_stand_under_banners_and_a_row_of_groups() -> None:
    banners = [[TITLE], ["This worksheet contains one table."], ["", ""], ["Provider information", "", "Latest"]]
    data = "\n".join(",".join(row) for row in banners).encode() + b"\n" + text(ROWS, title="")
    reading = read(data)
    assert len(reading.list.listings) == 4
    assert reading.list.listings[0].row == 7 + [r[1] for r in ROWS].index(reading.list.listings[0].urn)


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16"])
def test_every_alphabet_of_the_lists_is_read(alphabet: str) -> None:
    rows = [[*ROWS[0][:12], "Café Élan Care’s Ltd", *ROWS[0][13:]]]
    data = text(rows, title="Provider level as at 31 March 2025").decode().encode(alphabet)
    assert [x.owner for x in read(data).list.listings] == ["Café Élan Care’s Ltd"]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_signs_between_cells_are_read(sign: str) -> None:
    lines = [[TITLE], HEADINGS, *ROWS]
    data = "\n".join(sign.join(f'"{cell}"' for cell in row) for row in lines).encode()
    assert len(read(data).list.listings) == 4


def test_a_formula_is_kept_as_text_and_noted_never_worked_out() -> None:
    formula = '=HYPERLINK("http://example.org","Invented")'
    reading = read(text([[*ROWS[0][:12], formula, *ROWS[0][13:]]]))
    assert [x.owner for x in reading.list.listings] == [formula]
    assert [note.kind for note in reading.notes] == ["formula_as_text"]


def test_the_same_row_twice_is_one_provider_and_noted() -> None:
    reading = read(text([*ROWS, ROWS[0]]))
    assert len(reading.list.listings) == 4
    assert [(note.kind, note.examples) for note in reading.notes] == [("row_twice", ("row 7",))]


def test_a_council_that_nobody_knows_is_kept_without_a_code_and_named() -> None:
    reading = read(text([[*ROWS[0][:9], "Barsetshire", *ROWS[0][10:]]]))
    assert summary(reading)["unmatched_authorities"] == ["Barsetshire"]
    assert [note.kind for note in reading.notes] == ["authority_unmatched"]


def test_councils_are_those_of_the_day_of_the_list() -> None:
    rows = [[*ROWS[0][:9], "Dorset", *ROWS[0][10:]]]
    before = read(text(rows, title="as at 31 March 2019")).list.listings[0]
    after = read(text(rows, title="as at 31 March 2020")).list.listings[0]
    assert (before.authority, after.authority) == ("835", "838")
    early = read(text([[*ROWS[0][:9], "Cumberland", *ROWS[0][10:]]], title="as at 31 March 2023"))
    assert early.list.listings[0].authority == "942"
    assert [note.kind for note in early.notes] == ["authority_of_another_year"]


# ---------------------------------------------------------------------------- the day

DAYS = [
    # title                                    sheet                          file                          day
    (TITLE, "", "x.csv", date(2025, 3, 31)),
    ("Providers and places at 31 March 2025", "", "x.csv", date(2025, 3, 31)),
    ("", "Providers+places_at_31_Mar_2025", "x.ods", date(2025, 3, 31)),
    ("", "", "provider_at_march_2018_part2.csv", date(2018, 3, 31)),
    ("", "", "Providers_places_at_31_Mar_2025.csv", date(2025, 3, 31)),
    ("", "", "list-2024-03-31.csv", date(2024, 3, 31)),
    ("", "", "list 31.03.2024.csv", date(2024, 3, 31)),
    ("", "", "february_2024.csv", date(2024, 2, 29)),
    ("", "", "list.csv", None),
    ("as at 31 February 2025", "", "list.csv", None),
    ("published 16 July 2025", "", "list.csv", None),
]


@pytest.mark.parametrize(("title", "sheet", "file", "day"), DAYS)
def test_the_day_is_what_the_file_says_of_itself(title: str, sheet: str, file: str, day: date | None) -> None:
    assert day_of([title], sheet, (), file) == day


def test_the_cover_is_asked_before_the_file_name() -> None:
    cover = "01 April 2024 to 31 March 2025, published by 30 April 2025"
    assert day_of([], "", [cover], "list_march_2019.ods") == date(2025, 3, 31)


@given(st.text(max_size=60))
def test_no_title_breaks_the_search_for_a_day(title: str) -> None:
    for found in (spoken_day(title), named_day(title)):
        assert found is None or 2000 <= found.year <= 2099


def test_a_list_that_does_not_say_its_day_is_refused_with_the_way_to_say_it() -> None:
    data = text(ROWS, title="")
    refusal = refused(data)
    assert refusal.code == "as_at_unknown"
    assert "--as-at 2025-03-31" in str(refusal)
    assert read(data, as_at=date(2024, 3, 31)).list.as_at == date(2024, 3, 31)


def test_a_day_that_is_given_goes_before_the_one_in_the_file_and_the_difference_is_noted() -> None:
    reading = read(text(ROWS), as_at=date(2024, 3, 31))
    assert reading.list.as_at == date(2024, 3, 31)
    assert [(note.kind, note.examples) for note in reading.notes] == [("as_at_differs", ("2025-03-31",))]


# ---------------------------------------------------------------------------- faults of rows


def _with(column: str, cell: str) -> list[str]:
    row = list(ROWS[0])
    row[HEADINGS.index(column)] = cell
    return row


FAULTS = [
    # row, code, words that help
    (_with("URN", ""), "urn_missing", "Add it or drop the row"),
    (_with("URN", "=1+1"), "urn_misshapen", "SC037454"),
    (_with("URN", "12"), "urn_misshapen", "SC037454"),
    (_with("Provision type", ""), "kind_missing", "Add it"),
    (_with("Places", "six"), "places_not_number", "whole number"),
    (_with("Places", "-4"), "places_not_number", "whole number"),
    (_with("Places", "2.5"), "places_not_number", "whole number"),
    (_with("Places", "123456"), "places_not_number", "9,999"),
    (_with("Registration date", "31/02/2020"), "day_impossible", "31/03/2025"),
    (_with("Registration date", "yesterday"), "day_impossible", "31/03/2025"),
    (_with("Latest full inspection date", "2024-13-01"), "day_impossible", "31/03/2025"),
    (_with("Organisation which owns the provider", "Invented\x00 Ltd"), "control_character", "Remove it"),
    (_with("Name", "Invented \x1b[31m"), "control_character", "Remove it"),
    (_with("Name", "gnp\u202eInvented"), "control_character", "Remove it"),
    ([*ROWS[0], "", "slipped"], "row_too_long", "quotation marks"),
    (list(HEADINGS), "header_again", "one row of headings"),
    (_with("Places", "5"), "urn_twice", "row 6"),
]


@pytest.mark.parametrize(("row", "code", "words"), FAULTS)
def test_what_makes_a_row_unusable_is_a_fault_of_that_row_in_words_that_help(
    row: list[str], code: str, words: str
) -> None:
    reading = read(text([*ROWS[1:], ROWS[0], row] if code == "urn_twice" else [*ROWS[1:], row]))
    assert codes(reading) == [(7 if code == "urn_twice" else 6, code)]
    assert words in reading.faults[0].message
    assert summary(reading)["accepted"] is False


def test_every_fault_is_named_none_hides_another() -> None:
    rows = [_with("Places", "six"), *ROWS[1:], _with("URN", ""), _with("Registration date", "0/0/0")]
    rows[-1][1] = "2699999"
    assert codes(read(text(rows))) == [(3, "places_not_number"), (7, "urn_missing"), (8, "day_impossible")]


def test_headings_without_rows_are_a_fault_not_an_empty_country() -> None:
    assert codes(read(text([]))) == [(2, "no_rows")]


# ---------------------------------------------------------------------------- refusals of files

NO_LISTS = [
    (b"", "not_a_list"),
    (b"\x89PNG\r\n\x1a\n" + bytes(60), "not_a_list"),
    (b"%PDF-1.7 ...", "not_a_list"),
    (b"<!doctype html><html><body>URN</body></html>", "not_a_list"),
    (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "not_a_list"),
    (b"\x00" * 5000, "not_a_list"),
    (b"hello\nworld\n", "no_list"),
    (b"URN,Name,Places\n1,2,3\n", "no_list"),
    (b"PK\x03\x04 no archive", "zip_broken"),
]


@pytest.mark.parametrize(("data", "code"), NO_LISTS)
def test_what_is_no_list_is_refused_as_what_it_is(data: bytes, code: str) -> None:
    assert refused(data).code == code


def test_a_heading_that_is_needed_and_missing_is_named() -> None:
    at = HEADINGS.index("Local authority")
    data = text([r[:at] + r[at + 1 :] for r in ROWS], headings=HEADINGS[:at] + HEADINGS[at + 1 :])
    refusal = refused(data)
    assert refusal.code == "column_missing"
    assert "'Local authority'" in refusal.faults[0].message


def test_two_columns_of_one_heading_that_differ_are_refused_and_alike_are_not() -> None:
    twice = text([[*row, "9"] for row in ROWS], headings=[*HEADINGS, "Places"])
    assert refused(twice).code == "heading_twice"
    same = text([[*row, row[HEADINGS.index("Places")]] for row in ROWS], headings=[*HEADINGS, "Places"])
    assert read(same).faults == ()


def test_two_releases_at_once_are_refused() -> None:
    first = ("a.csv", text(ROWS))
    second = ("b.csv", text(ROWS, title="as at 31 March 2024"))
    with pytest.raises(Faulty) as refusal:
        read_files([first, second])
    assert refusal.value.code == "several_lists"


def test_a_quotation_mark_that_never_closes_is_a_refusal_not_a_hang() -> None:
    data = text(ROWS) + b'\r\n"' + b"x" * 40_000
    assert refused(data).code == "not_csv"


def test_a_cell_of_twenty_megabytes_is_a_refusal() -> None:
    assert refused(text([_with("Name", "x" * 20_000_000)])).code == "not_csv"


# ---------------------------------------------------------------------------- properties


@given(st.permutations(range(len(HEADINGS))), st.permutations(range(len(ROWS))))
@settings(max_examples=30, deadline=None)
def test_the_order_of_columns_and_rows_changes_nothing(columns_at: list[int], rows_at: list[int]) -> None:
    shuffled = text([[ROWS[r][c] for c in columns_at] for r in rows_at], headings=[HEADINGS[c] for c in columns_at])
    assert not changes(read(text(ROWS)).list, read(shuffled).list)


OTHER_NAMES = {
    "Organisation which owns the provider": ["Organisation", "Organisation name", "\nOrganisation  name "],
    "Local authority": ["Local Authority", "LOCAL AUTHORITY [note 2]", "Local autority"],
    "Registration status": ["Reg Status", "Registration Status", "Registation status"],
    "Registration date": ["Registration Date", "Date of registration", "Registraton date"],
    "Name": ["Setting Name", "Provider name"],
    "Overall experiences and progress of children and young people": [
        "\nOverall experiences and progress of children and young people", "Overall effectiveness",
        "Overall experience and progress of children and young people",
    ],
    "Latest full inspection date": ["\nLatest full inspection date", "Inspection date", "Latest full inspecton date"],
    "Provision type": ["Provision  Type", "Provison type"],
    "Government Office Region": ["Region", "Government office region"],
    "Sector": ["SECTOR ", "Sector (Note 3)"],
    "Places": ["PLACES", "Number of places"],
    "Postcode": ["Post code"],
    "URN": ["Urn ", "Unique Reference Number (URN)"],
}  # fmt: skip


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_drifting_and_misspelt_headings_change_nothing(data: st.DataObject) -> None:
    drifted = [data.draw(st.sampled_from([h, *OTHER_NAMES.get(h, [])])) for h in HEADINGS]
    assert not changes(read(text(ROWS)).list, read(text(ROWS, headings=drifted)).list)


@given(st.sampled_from(sorted(OTHER_NAMES)), st.data())
@settings(max_examples=80, deadline=None)
def test_one_letter_too_few_in_a_long_heading_is_still_that_heading(heading: str, data: st.DataObject) -> None:
    if len(heading) < 12:
        return
    drop = data.draw(st.integers(1, len(heading) - 1))
    misspelt = heading[:drop] + heading[drop + 1 :]
    headings = [misspelt if h == heading else h for h in HEADINGS]
    assert not changes(read(text(ROWS)).list, read(text(ROWS, headings=headings)).list)


def test_a_heading_of_another_column_is_never_taken_for_a_misspelling() -> None:
    found = columns([fold_heading(h) for h in ("URN", "Provision type", "Premises Ofsted Region", "Inspection ID")])
    assert found == {"urn": 0, "kind": 1}


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    with pytest.raises(Faulty):
        read(data)


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_a_list_with_bytes_flipped_is_read_or_refused(rng: random.Random) -> None:
    data = bytearray(text(ROWS))
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    with contextlib.suppress(Faulty):
        assert len(read(bytes(data)).list.listings) <= 4


# ---------------------------------------------------------------------------- changes between two lists


def test_what_a_corrected_list_changes_is_told_by_provider_and_field() -> None:
    corrected = [_with("Places", "5"), ROWS[1], ROWS[2], ["link", "2600005", *ROWS[3][2:]]]
    found = changes(read(text(ROWS)).list, read(text(corrected)).list)
    assert found.added == ("2600005",)
    assert found.removed == ("2600004",)
    assert [(change.urn, change.fields) for change in found.changed] == [("SC100001", ("places",))]
    assert bool(found)


def test_a_company_is_one_company_in_its_spellings() -> None:
    assert owner_key("Invented Care Limited") == owner_key("INVENTED CARE LTD.") != owner_key("Invented Cares Ltd")


# ---------------------------------------------------------------------------- workbooks


def workbook(sheets: dict[str, list[list[str | float]]], *, extra: dict[str, bytes] | None = None) -> bytes:
    """A small ODS with these sheets; numbers as floats, as the regulator's are."""
    from xml.sax.saxutils import escape

    def cell(value: str | float) -> str:
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        if value == "":
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'

    body = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    return container(
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        extra,
    )


MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def container(content: str, extra: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


LEVEL = [h for h in HEADINGS if h != "Places"]


def _floats(row: list[str]) -> list[str | float]:
    return [float(cell) if cell.isdigit() else cell for cell in row]


def _release() -> dict[str, list[list[str | float]]]:
    at = HEADINGS.index("Places")
    level = [r[:at] + r[at + 1 :] for r in ROWS[:2]]
    places_headings = HEADINGS[:-2]
    places: list[list[str | float]] = [_floats(r[:-2]) for r in ROWS]
    premises = [
        ["URN", "Provider name", "Provision type", "Service category (Note 4)", "Places",
         "Premises Government Office Region", "Premises Local Authority"],
        [2600002.0, "Invented", "Supported Accommodation", "Category 1", 3.0, "South West", "Devon"],
        [2600002.0, "Invented", "Supported Accommodation", "Category 1", 3.0, "South West", "Devon"],
        [2600002.0, "Invented", "Supported Accommodation", "Category 2", 2.0, "Wales", "Flintshire"],
    ]  # fmt: skip
    return {
        "Cover": [["Period covered", "01 April 2024 to 31 March 2025, published by 30 April 2025"]],
        "Provider_level_at_31_Mar_2025 ": [[TITLE], [*LEVEL], *[_floats(r) for r in level]],
        "Provider_level_in_year_2024-25": [
            ["Provider level in year 2024-25"], [*HEADINGS], *[_floats(r) for r in [*ROWS, *ROWS]],
        ],
        "Providers+places_at_31_Mar_2025": [
            ["Providers and places at 31 March 2025"], [*places_headings], *places,
        ],
        "SA_Premises_at_31_Mar_2025": [["Premises at 31 March 2025"], *premises],
        "Leavers+Joiners_at_31_Mar_2025": [
            ["Leavers and joiners"], ["URN", "Provision type", "Local authority", "Joiner status", "Leaver status"],
            [2699999.0, "Children's home", "Devon", "", "Leaver"],
        ],
    }  # fmt: skip


def test_a_workbook_is_counted_by_its_places_sheet_and_graded_from_its_inspections() -> None:
    reading = read(workbook(_release()), "list.ods")
    assert reading.faults == ()
    by_urn = {x.urn: x for x in reading.list.listings}
    assert sorted(by_urn) == ["2600002", "2600004", "SC100001", "SC100003"]
    assert by_urn["SC100001"].grade == "good"
    assert by_urn["SC100001"].graded_on == date(2024, 11, 5)
    assert by_urn["2600004"].grade == ""
    assert by_urn["2600002"].places == 6
    assert [(p.urn, p.authority, p.places) for p in reading.list.premises] == [
        ("2600002", "878", 3), ("2600002", "878", 3), ("2600002", "", 2),
    ]  # fmt: skip
    assert reading.notes == ()


def test_the_same_release_as_text_files_in_one_go_is_the_same_list() -> None:
    def as_text(rows: list[list[str | float]]) -> bytes:
        return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()

    files = [(f"{name.strip()}.csv", as_text(rows)) for name, rows in _release().items() if name != "Cover"]
    assert not changes(read(workbook(_release()), "list.ods").list, read_files(files).list)


def test_one_inspected_but_not_among_the_places_is_noted_and_not_counted() -> None:
    release = _release()
    stray = _floats([h if h != "SC100001" else "SC777777" for h in ROWS[0] if h != "4"])
    release["Provider_level_at_31_Mar_2025 "].append(stray)
    reading = read(workbook(release), "list.ods")
    assert len(reading.list.listings) == 4
    assert [(note.kind, note.examples) for note in reading.notes] == [("not_in_places_list", ("SC777777",))]


def test_a_workbook_without_a_places_sheet_is_counted_by_its_list() -> None:
    release = _release()
    del release["Providers+places_at_31_Mar_2025"]
    assert len(read(workbook(release), "list.ods").list.listings) == 2


def test_sheets_of_different_days_are_refused() -> None:
    release = _release()
    release["SA_Premises_at_31_Mar_2024"] = [["Premises at 31 March 2024"], *release["SA_Premises_at_31_Mar_2025"][1:]]
    del release["SA_Premises_at_31_Mar_2025"]
    assert refused(workbook(release), "list.ods").code == "several_days"


HOSTILE_PARTS = [
    ({"bomb.xml": bytes(30_000_000)}, "zip_bomb"),
    ({"../../outside.xml": b"<x/>"}, "zip_path"),
    ({"/etc/passwd": b"x"}, "zip_path"),
]


@pytest.mark.parametrize(("extra", "code"), HOSTILE_PARTS)
def test_a_workbook_built_to_harm_is_refused_before_it_is_opened(extra: dict[str, bytes], code: str) -> None:
    assert refused(workbook(_release(), extra=extra), "list.ods").code == code


def test_a_workbook_that_declares_entities_is_refused() -> None:
    lol = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert refused(container(lol), "list.ods").code == "xml_entities"


def test_a_container_that_is_no_workbook_is_refused() -> None:
    assert refused(container("<not><closed>"), "list.ods").code in {"not_a_workbook", "no_list"}


@pytest.mark.parametrize(("columns", "rows"), [(16_384, 1_048_576), (100, 1_000_000)])
def test_a_cell_repeated_beyond_measure_meets_the_limits_of_the_child(columns: int, rows: int) -> None:
    names = "".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0" ' for short in ("office", "table", "text")
    )
    bomb = container(
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="a">'
        f'<table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with pytest.raises(Faulty) as refusal:
        read_limited(
            [("bomb.ods", bomb)],
            limits=replace(upload_limits(date(2026, 11, 20)), seconds=10, memory_bytes=600_000_000),
        )
    assert refusal.value.code in {"parse_limit", "not_a_workbook"}


def test_the_child_process_gives_the_same_answer_and_the_same_refusal() -> None:
    assert read_limited([("list.csv", text(ROWS))]) == read(text(ROWS))
    with pytest.raises(Faulty) as refusal:
        read_limited([("list.csv", b"hello")])
    assert refusal.value.code == "no_list"


# ---------------------------------------------------------------------------- the regulator's own files

OFSTED = SHARED / "ofsted"
REAL = [
    # file, as at, providers, children's homes
    ("provider_at_march_2015.csv", date(2015, 3, 31), 2605, 1850),
    ("provider_at_march_2018_part2.csv", date(2018, 3, 31), 2941, 2124),
    ("provider_at_march_2019.csv", date(2019, 3, 31), 2864, 2112),
    ("provider_at_march_2021.csv", date(2021, 3, 31), 3402, 2624),
    ("provider_at_march_2023.csv", date(2023, 3, 31), 3546, 2821),
    ("provider_at_march_2025.csv", date(2025, 3, 31), 5600, 3946),
    ("Providers_places_at_31_Mar_2025.csv", date(2025, 3, 31), 5600, 3946),
    ("provider_at_march_2025.ods", date(2025, 3, 31), 5600, 3946),
]


@needs_shared
@pytest.mark.parametrize(("file", "as_at", "providers", "homes"), REAL)
def test_every_yearly_list_is_read_without_a_fault_and_every_council_known(
    file: str, as_at: date, providers: int, homes: int
) -> None:
    reading = read((OFSTED / file).read_bytes(), file)
    found = summary(reading)
    assert (reading.list.as_at, found["providers"], found["faults"]) == (as_at, providers, [])
    assert found["by_type"]["childrens_home"] == homes  # type: ignore[index]
    assert found["unmatched_authorities"] == []
    assert reading.notes == ()


@needs_shared
@pytest.mark.parametrize("file", [row[0] for row in REAL if "2025" in row[0]])
def test_the_list_of_2025_has_the_numbers_that_the_regulator_published(file: str) -> None:
    found = summary(read((OFSTED / file).read_bytes(), file))
    by_type, places, premises = found["by_type"], found["places"], found["premises"]
    assert isinstance(by_type, dict)
    assert isinstance(places, dict)
    assert found["providers"] == 5600
    assert (by_type["childrens_home"], places["childrens_home"]) == (3946, 14275)
    assert (by_type["secure_childrens_home"], places["secure_childrens_home"]) == (14, 236)
    home = "special_school_registered_as_home"
    assert (by_type[home], places[home]) == (49, 1231)
    assert (by_type["supported_accommodation"], places["supported_accommodation"]) == (893, 20224)
    assert premises == {"supported_accommodation": 8119}
    assert found["outside_england"] == 4
    assert "independent_fostering_agency" not in places


@needs_shared
def test_the_buildings_of_2025_hold_the_places_of_their_providers() -> None:
    file = "provider_at_march_2025.ods"
    listed = read((OFSTED / file).read_bytes(), file).list
    assert len(listed.premises) == 8119
    assert sum(p.places or 0 for p in listed.premises) == 20224


@needs_shared
def test_the_workbook_and_the_text_of_one_release_agree_on_every_provider_and_place() -> None:
    workbook_read, text_read = (
        {x.urn: (x.kind, x.places, x.authority) for x in read((OFSTED / file).read_bytes(), file).list.listings}
        for file in ("provider_at_march_2025.ods", "provider_at_march_2025.csv")
    )
    assert workbook_read == text_read
