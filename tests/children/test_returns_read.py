"""Reading the return: tables known by their columns, all faults named, every doubt kept and counted."""

import io
import zipfile

import pytest
from returns_drawn import EPISODES, HEADER, episode, head, kinds, reading, table

from carecommons.children.returns.read import Reading
from carecommons.children.returns.report import checked

GOOD = table(EPISODES, episode(end="01/02/2024", ended="E4A"))


def rows(result: Reading) -> dict[str, int]:
    return {t.name: t.rows for t in result.tables}


def faults(result: Reading) -> list[tuple[str, int, str, str]]:
    return [(f.file, f.row, f.column, f.code) for f in result.faults]


# ------------------------------------------------------------------------------------- what is read
@pytest.mark.parametrize(
    ("heading", "name"),
    [
        (HEADER, "header"),
        ("CHILD,SEX,DOB", "header"),
        (EPISODES, "episodes"),
        ("CHILD,DOB,REVIEW,REVIEW_CODE", "reviews"),
        ("CHILD,SEX,DOB,DUC", "uasc"),
        ("CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK", "oc2"),
        ("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "oc3"),
        ("CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR", "ad1"),
        ("CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED", "placed_for_adoption"),
        ("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", "previous_permanence"),
        ("CHILD,DOB,MISSING,MIS_START,MIS_END", "missing"),
        ("CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", "sw_episodes"),
        ("CHILD,DOB,DOLO_START,DOLO_END", "dolo"),
    ],
)
def test_a_table_is_known_by_its_columns_whatever_the_file_is_called(heading: str, name: str) -> None:
    backwards = ",".join(reversed(heading.split(",")))
    for text in (heading, heading.lower(), f"EXTRA,{backwards},LA", heading.replace("_", " ")):
        result = reading(("x/whatever.txt", text.encode() + b"\n"))
        assert (rows(result), result.faults) == ({name: 0}, ())


def test_a_heading_alone_is_a_table_without_rows() -> None:
    result = reading(("2024/episodes.csv", EPISODES.encode()))
    assert (rows(result), result.faults, result.years) == ({"episodes": 0}, (), (2024,))


def test_columns_may_stand_in_any_order_with_others_between() -> None:
    names = ["X", *reversed(EPISODES.split(",")), "YEAR"]
    cells = ["?", *reversed(episode(end="01/02/2024", ended="E4A").split(",")), "2024"]
    result = reading(("2024/e.csv", table(",".join(names), ",".join(cells))))
    plain = reading(("2024/e.csv", GOOD))
    assert result.tables[0].frame.equals(plain.tables[0].frame)
    assert kinds(result) == {"columns_extra": 2}


def test_a_column_that_the_year_did_not_have_is_blank() -> None:
    short = EPISODES.removesuffix(",URN")
    result = reading(("2024/e.csv", table(short, episode(end="01/02/2024", ended="E4A").removesuffix(",1000001"))))
    assert (result.faults, kinds(result)) == ((), {"columns_missing": 1})
    assert result.tables[0].frame["URN"].to_list() == [None]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_other_alphabets_are_read_and_reported(codec: str) -> None:
    lines = table(EPISODES, episode(end="01/02/2024", ended="E4A", home="Zoë’s house")).decode()
    result = reading(("2024/e.csv", lines.encode(codec)))
    assert (rows(result), result.faults) == ({"episodes": 1}, ())
    assert kinds(result)["encoding"] == 1
    assert result.tables[0].frame["HOME_POST"].to_list() == ["Zoë’s house"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\n\n"])
def test_any_line_end_will_do(end: str) -> None:
    lines = end.join(
        (EPISODES, episode(end="01/02/2024", ended="E4A"), episode("2", end="02/02/2024", ended="E4A"), "")
    )
    result = reading(("2024/e.csv", lines.encode()))
    assert (rows(result), result.faults) == ({"episodes": 2}, ())


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_seen(separator: str) -> None:
    result = reading(("2024/e.csv", GOOD.replace(b",", separator.encode())))
    assert (rows(result), result.faults) == ({"episodes": 1}, ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023-05-01", "dates_iso"),
        ("2023-05-01T00:00:00", "dates_iso"),
        ("2023-05-01 00:00", "dates_iso"),
        ("01/05/23", "dates_two_digit_year"),
        ("1/5/2023", None),
        ("01.05.2023", "dates_other_form"),
        ("01-05-2023", "dates_other_form"),
        ("1 May 2023", "dates_other_form"),
        ("01-May-23", "dates_two_digit_year"),
        (" 01/05/2023 ", "dates_other_form"),
    ],
)
def test_days_written_in_other_ways_are_the_same_days(text: str, kind: str | None) -> None:
    result = reading(("2024/e.csv", table(EPISODES, episode(start=text, end="01/02/2024", ended="E4A"))))
    assert result.faults == ()
    assert str(result.tables[0].frame["DECOM"][0]) == "2023-05-01"
    assert kinds(result) == ({kind: 1} if kind else {})


def test_two_digit_years_fall_in_the_century_that_children_live_in() -> None:
    result = reading(("2024/h.csv", table(HEADER, head("1", born="02/03/12"), head("2", born="02/03/98"))))
    assert [str(d) for d in result.tables[0].frame["DOB"]] == ["2012-03-02", "1998-03-02"]


def test_codes_are_cleaned_and_the_cleaning_is_counted() -> None:
    lines = table(EPISODES, episode(" 1 ", legal="c2", place=" u6", provider="NULL", end="01/02/2024", ended="E4A"))
    result = reading(("2024/e.csv", lines), ("2024/h.csv", table(HEADER, head("1.0", sex="1.0"))))
    assert result.faults == ()
    row = result.of("episodes")[0].frame.row(0, named=True)
    assert (row["CHILD"], row["LS"], row["PLACE"], row["PLACE_PROVIDER"]) == ("1", "C2", "U6", None)
    assert result.of("header")[0].frame["CHILD"].to_list() == ["1"]
    assert kinds(result) == {"spaces_trimmed": 2, "code_case": 2, "code_decimal": 2, "blank_word": 1}


def test_empty_rows_and_repeated_headings_are_left_out() -> None:
    lines = table(
        EPISODES, episode(end="01/02/2024", ended="E4A"), "," * 12, EPISODES, episode("2", end="01/02/2024"), ""
    )
    result = reading(("2024/e.csv", lines))
    assert (rows(result), result.faults) == ({"episodes": 2}, ())
    found = kinds(result)
    assert (found["blank_rows"], found["header_repeated"]) == (2, 1)
    assert result.tables[0].frame["row"].to_list() == [2, 5]


# ------------------------------------------------------------------------------------- doubts, all kept
def test_doubtful_values_are_kept_and_flagged() -> None:
    lines = table(
        EPISODES,
        episode("1", legal="QQ", end="01/02/2024", ended="E4A"),
        episode("2", place="K3", end="01/02/2024", ended="E4A"),
        episode("3", need="", end="01/02/2024", ended="E4A"),
        episode("4", urn="=HYPERLINK(1)", end="01/02/2024", ended="E4A"),
    )
    result = reading(("2024/e.csv", lines))
    assert result.faults == ()
    frame = result.tables[0].frame
    assert frame["LS"].cast(str).to_list()[0] == "QQ"
    assert frame["URN"].to_list()[3] == "=HYPERLINK(1)"
    assert kinds(result) == {"code_unknown": 1, "code_out_of_year": 1, "value_blank": 1, "formula": 1}
    unknown = next(n for n in result.notes if n.kind == "code_unknown").as_dict()
    assert unknown["examples"] == [{"table": "episodes", "file": "2024/e.csv", "row": 2, "column": "LS", "value": "QQ"}]


def test_codes_are_judged_by_the_year_of_their_return() -> None:
    before = table(EPISODES, episode(start="01/05/2023", place="H5", end="01/02/2024", ended="E4A"))
    after = table(EPISODES, episode(start="01/05/2025", place="H5", end="01/02/2026", ended="E4A"))
    assert kinds(reading(("2024/e.csv", before))) == {}
    assert kinds(reading(("2026/e.csv", after))) == {"code_out_of_year": 1}
    assert "code_out_of_year" in kinds(reading(("2024/h.csv", table(HEADER, head(sex="M")))))
    assert kinds(reading(("2025/h.csv", table(HEADER, head(sex="M"))))) == {}


def test_a_number_out_of_its_range_is_kept() -> None:
    lines = table("CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED", "1,01/01/2012,41,,0", "2,01/01/2012,40,,0")
    assert kinds(reading(("2024/oc2.csv", lines)))["number_out_of_range"] == 1


@pytest.mark.parametrize("reason", ["SDQ2", "SDQ5"])
def test_a_child_who_refuses_the_sdq_is_in_the_return_with_that_reason_and_no_score(reason) -> None:
    """Edge case of the handbook's section 7: the carer (SDQ2) or the child (SDQ5) refuses it."""
    refused = reading(("2024/oc2.csv", table("CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED", f"1,01/01/2012,,{reason},0")))
    assert set(kinds(refused)) == {"columns_missing"}, "this file is short; its row is as good as any"
    scored = reading(("2024/oc2.csv", table("CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED", "1,01/01/2012,41,,0")))
    assert "number_out_of_range" in kinds(scored), "a score is looked at, and none is made up for who refuses"


# ------------------------------------------------------------------------------------- faults, all named
@pytest.mark.parametrize(
    ("line", "row", "column", "code", "words"),
    [
        (episode(start="31/02/2023"), 3, "DECOM", "date_impossible", "There is no such day. Write days as dd/mm/yyyy"),
        (episode(start="13/13/2023"), 3, "DECOM", "date_impossible", "no such day"),
        (episode(start="01/01/1812"), 3, "DECOM", "date_impossible", "no such day"),
        (episode(end="yesterday"), 3, "DEC", "date_impossible", "no such day"),
        (episode(start="02/05/2023", end="01/05/2023"), 3, "DEC", "end_before_start",
         "It ends (DEC) before it begins (DECOM)"),
        (episode(""), 3, "CHILD", "no_child", "The row names no child."),
        (episode("NULL"), 3, "CHILD", "no_child", "Fill in the child's number"),
        (episode(start=""), 3, "DECOM", "date_missing", "The episode has no first day (DECOM)."),
        (episode(home="AB1\x00 2CD"), 3, "HOME_POST", "control_character", "cannot be seen"),
        (episode(home="AB1\x07"), 3, "HOME_POST", "control_character", "Type the value again in the source system."),
        (episode(home='"AB1\n2CD"'), 3, "HOME_POST", "control_character", "a line break"),
        (episode("1\u202e2"), 3, "CHILD", "control_character", "cannot be seen"),
        (episode("7" * 41), 3, "CHILD", "child_id_too_long", "at most 40 signs"),
        (episode() + ",more", 3, "", "row_too_long", "The row has 14 cells where the heading has 13."),
        (episode(home="x" * 40_000), 3, "HOME_POST", "cell_too_long", "Is a quotation mark left open?"),
    ],
)  # fmt: skip
def test_an_unusable_row_is_a_fault_that_names_it(line: str, row: int, column: str, code: str, words: str) -> None:
    good = episode("9", end="01/02/2024", ended="E4A")
    result = reading(("2024/e.csv", table(EPISODES, good, line, good.replace("9,", "8,", 1))))
    assert faults(result) == [("2024/e.csv", row, column, code)]
    assert words in result.faults[0].message
    told = checked(result)
    assert (told["accepted"], told["faults"]) == (False, [result.faults[0].as_dict()])
    # The row at fault has no place in a life; the others have.
    assert (told["children"], told["episodes"]) == (2, 2)


def test_every_fault_is_named_not_only_the_first() -> None:
    bad = [episode(start="30/02/2023"), episode(""), episode(start="03/05/2023", end="01/05/2023"), episode("2")]
    result = reading(("2024/e.csv", table(EPISODES, *bad)), ("2024/h.csv", table(HEADER, head(born="99/99/9999"))))
    assert faults(result) == [
        ("2024/e.csv", 2, "DECOM", "date_impossible"),
        ("2024/e.csv", 3, "CHILD", "no_child"),
        ("2024/e.csv", 4, "DEC", "end_before_start"),
        ("2024/h.csv", 2, "DOB", "date_impossible"),
    ]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("CHILD,DOB,MISSING,MIS_START,MIS_END", "1,01/01/2012,M,02/05/2023,01/05/2023"),
        ("CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", "1,01/01/2012,SW1,02/05/2023,01/05/2023,MANAGE"),
        ("CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED", "1,01/01/2012,02/05/2023,01/05/2023,RD1"),
        ("CHILD,DOB,DOLO_START,DOLO_END", "1,01/01/2012,02/05/2023,01/05/2023"),
    ],
)
def test_no_table_may_end_before_it_begins(heading: str, line: str) -> None:
    assert [f.code for f in reading(("2024/x.csv", table(heading, line))).faults] == ["end_before_start"]


FILES = [
    ("file_empty", "2024/episodes.csv", b"", "keep its heading line"),
    ("wrong_type", "2024/episodes.csv", b"\x89PNG\r\n\x1a\n" + bytes(90), "It is a picture, whatever its name says."),
    ("heading_missing", "2024/episodes.csv", b"a,b\n1,2\n", "Put the column names in its first row."),
    ("column_missing", "2024/e.csv", GOOD.replace(b"DECOM", b"BEGAN"), "cannot be used without the column DECOM"),
    ("column_twice", "2024/e.csv", GOOD.replace(b",URN", b",LS"), "The column LS stands twice"),
    ("second_heading", "2024/e.csv", GOOD + b"CHILD,DOB,REVIEW,,,,,,,,,,\n", "Split the file there."),
    ("no_tables", "2024/notes.txt", b"hello\n", "Give the folder, the CSV files, the ZIP or the XML"),
    ("too_many_columns", "2024/e.csv", b"CHILD" + b",A" * 600 + b"\n", "more columns than any return"),
    ("xml_unsafe", "r.xml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><EXPSSDA903>&x;</EXPSSDA903>", "declares entities"),
    ("xml_broken", "r.xml", b"<EXPSSDA903><CHILD>", "breaks off"),
    ("xml_broken", "r.xml", b"<a>" * 5000 + b"</a>" * 5000, "Export it again"),
    ("xml_not_a_return", "r.xml", b"<feed><entry/></feed>", "no CHILD element"),
]


@pytest.mark.parametrize(("code", "name", "content", "words"), FILES, ids=[f"{f[0]}-{n}" for n, f in enumerate(FILES)])
def test_an_unusable_file_is_refused_with_its_reason(code: str, name: str, content: bytes, words: str) -> None:
    result = reading((name, content))
    assert [f.code for f in result.faults] == [code]
    assert words in result.faults[0].message


def test_an_open_quotation_mark_does_not_swallow_the_file() -> None:
    lines = table(EPISODES, episode(home='"AB1'), *(episode(str(n), end="01/02/2024") for n in range(2, 2000)))
    codes = {f.code for f in reading(("2024/e.csv", lines)).faults}
    assert codes & {"control_character", "cell_too_long"}


def test_twenty_megabytes_in_one_cell_are_a_fault_and_no_more() -> None:
    result = reading(("2024/e.csv", table(EPISODES, episode(home="x" * 20_000_000))))
    assert [f.code for f in result.faults] == ["cell_too_long"]


def test_billions_of_laughs_are_not_told() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><EXPSSDA903><CHILD>&l9;</CHILD></EXPSSDA903>'
    assert [f.code for f in reading(("r.xml", bomb.encode())).faults] == ["xml_unsafe"]


def test_an_outside_entity_opens_no_file() -> None:
    evil = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><EXPSSDA903><CHILD>&f;</CHILD></EXPSSDA903>'
    assert [f.code for f in reading(("r.xml", evil)).faults] == ["xml_unsafe"]


# ------------------------------------------------------------------------------------- XML
XML = b"""<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><UPN/><SEX>1</SEX><DOB>02/03/2012</DOB><ETHNIC>WBRI</ETHNIC>
<UASC/><DUC>02/03/2030</DUC><AREVIEW><REVIEW>01/06/2023</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
<PERMANENCE><PREV_PERM>Z1</PREV_PERM></PERMANENCE><OC2><SDQ_SCORE>9</SDQ_SCORE><CONVICTED>0</CONVICTED>
<HEALTH_CHECK>1</HEALTH_CHECK></OC2><IN_TOUCH>YES</IN_TOUCH><ACTIV>F1</ACTIV><ACCOM>B1</ACCOM><SHOE>9</SHOE></HEADER>
<EPISODE><DECOM>01/05/2023</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U6</PL><PLACE_PROVIDER>PR1</PLACE_PROVIDER>
<DEC>01/02/2024</DEC><REC>E4A</REC></EPISODE></CHILD></EXPSSDA903>"""


def test_the_parts_of_an_xml_return_find_their_tables() -> None:
    result = reading(("r.xml", XML))
    assert result.faults == ()
    assert rows(result) == {
        "header": 1, "episodes": 1, "reviews": 1, "uasc": 1, "oc2": 1, "oc3": 1, "previous_permanence": 1,
    }  # fmt: skip
    assert result.of("episodes")[0].frame["PLACE"].cast(str).to_list() == ["U6"]
    assert result.of("reviews")[0].frame["CHILD"].to_list() == ["1"]
    assert kinds(result) == {"xml_unknown": 1}
    assert result.years == (2024,)


def test_faults_in_xml_are_named_by_the_place_of_the_record() -> None:
    result = reading(("r.xml", XML.replace(b"01/05/2023", b"31/04/2023")))
    assert faults(result) == [("r.xml", 2, "DECOM", "date_impossible")]


def test_an_xml_beside_csv_of_the_same_year_is_not_mixed_in_silently() -> None:
    result = reading(("r/episodes.csv", GOOD), ("r/all.xml", XML))
    assert rows(result) == {"episodes": 1}
    assert [(s.file, s.code) for s in result.skipped] == [("r/all.xml", "another_return")]
    assert kinds(result)["another_return"] == 1
    other = reading(("r/episodes.csv", GOOD.replace(b"2023", b"2022").replace(b"2024", b"2023")), ("r/all.xml", XML))
    assert other.years == (2023, 2024)


def test_two_xml_returns_of_one_year_cannot_both_be_right() -> None:
    other = XML.replace(b"<CHILDID>1<", b"<CHILDID>2<")
    assert [f.code for f in reading(("a.xml", XML), ("b.xml", other)).faults] == ["two_returns"]


# ------------------------------------------------------------------------------------- years and files
def test_a_folder_a_year_and_flat_files_give_the_same_years() -> None:
    def of(year: int) -> bytes:
        return table(EPISODES, episode(start=f"01/05/{year - 1}", end=f"01/02/{year}", ended="E4A"))

    deep = reading(("r/2023/episodes.csv", of(2023)), ("r/2024/episodes.csv", of(2024)))
    flat = reading(("r/2023-episodes.csv", of(2023)), ("r/2024-episodes.csv", of(2024)))
    bare = reading(("r/a.csv", of(2023)), ("r/b.csv", of(2024)))
    assert deep.years == flat.years == bare.years == (2023, 2024)


def test_the_days_are_believed_before_the_name_of_the_folder() -> None:
    result = reading(("2023/episodes.csv", GOOD), ("2023/header.csv", table(HEADER, head())))
    assert result.years == (2024,)
    assert {t.year for t in result.tables} == {2024}
    assert kinds(result)["year_from_dates"] == 1


@pytest.mark.parametrize(
    ("name", "year"),
    [("2023-24/header.csv", 2024), ("903 2023_2024/header.csv", 2024), ("header_2024.csv", 2024),
     ("202324/header.csv", 2024), ("2022_2026/header.csv", None), ("header.csv", None)],
)  # fmt: skip
def test_a_year_in_the_path_helps_where_there_are_no_days(name: str, year: int | None) -> None:
    assert reading((name, table(HEADER, head()))).tables[0].year == year


def test_a_year_may_be_given() -> None:
    assert reading(("header.csv", table(HEADER, head())), year=2021).years == (2021,)


def test_tables_without_days_find_their_year_by_their_children() -> None:
    one = [episode(str(n), start="01/05/2022", end="01/02/2023", ended="E4A") for n in range(5)]
    two = [episode(str(n), start="01/05/2023", end="01/02/2024", ended="E4A") for n in range(4, 9)]
    result = reading(
        ("r/a.csv", table(EPISODES, *one)),
        ("r/b.csv", table(EPISODES, *two)),
        ("r/c.csv", table(HEADER, *(head(str(n)) for n in range(4, 9)))),
        ("r/d.csv", table(HEADER, *(head(str(n)) for n in range(5)))),
    )
    assert {t.files[0]: t.year for t in result.of("header")} == {"r/c.csv": 2024, "r/d.csv": 2023}


def test_parts_of_one_table_are_read_together() -> None:
    result = reading(("r/e1.csv", GOOD), ("r/e2.csv", table(EPISODES, episode("2", end="01/02/2024", ended="E4A"))))
    assert (rows(result), kinds(result)) == ({"episodes": 2}, {"several_parts": 2})


def test_the_same_file_twice_is_read_once() -> None:
    result = reading(("r/episodes.csv", GOOD), ("r/episodes (1).csv", GOOD))
    assert (rows(result), kinds(result)) == ({"episodes": 1}, {"same_file_twice": 1})


def test_another_version_beside_the_usual_file_is_set_aside_and_named() -> None:
    other = table(EPISODES, episode(place="K2", end="01/02/2024", ended="E4A"))
    result = reading(("r/episodes.csv", GOOD), ("r/episodes_errors.csv", other))
    assert [(s.file, s.code) for s in result.skipped] == [("r/episodes_errors.csv", "another_version")]
    assert [f.code for f in reading(("r/a.csv", GOOD), ("r/b.csv", other)).faults] == ["two_versions"]


def test_files_of_no_table_are_skipped_and_named() -> None:
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
    result = reading(("r/episodes.csv", GOOD), ("r/LICENCE", b"words"), ("r/providers.xlsx", office.getvalue()))
    assert result.faults == ()
    assert [(s.file, s.code) for s in result.skipped] == [
        ("r/LICENCE", "not_a_table"),
        ("r/providers.xlsx", "not_text"),
    ]


def test_no_message_holds_a_childs_number() -> None:
    secret = "90210771"
    lines = table(EPISODES, episode(secret, start="31/02/2023"), episode(secret, legal=secret, end="01/02/2024"))
    result = reading(("2024/e.csv", lines))
    said = [f.message for f in result.faults] + [str(n.as_dict()) for n in result.notes]
    assert said
    assert not any(secret in text for text in said)
