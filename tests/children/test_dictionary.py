"""One data dictionary drives forms, checks, API and manual: nothing is asked that it does not hold."""

from datetime import date
from pathlib import Path

import pytest

from carecommons.children import dictionary, forms, models, schemas
from carecommons.children.dictionary import KINDS, fault_of, faults, field, fields, records
from carecommons.children.manual import RECORDS, data_dictionary
from carecommons.children.needs import DOMAINS, Flag, Outcome, Rating, Strength

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "data-dictionary.md"
ORDER = ["D0", "D1", "D2", "D3", "D4", "D5", "D6"]
EVERY = [each for record in records() for each in fields(record)]


@pytest.mark.parametrize("asked", EVERY, ids=lambda asked: f"{asked.record}.{asked.name}")
def test_every_field_says_what_it_is_and_who_may_see_it(asked):
    assert asked.kind in KINDS
    assert asked.data_class in ORDER
    assert asked.label
    assert asked.source
    assert not asked.missing.endswith(".")
    assert (asked.kind in ("one_of", "several_of")) == bool(asked.choices)
    assert bool(asked.pattern) == bool(asked.pattern_words)
    if asked.kind in ("text", "words", "list"):
        assert asked.longest


def test_no_field_is_there_twice_and_every_record_has_a_heading_in_the_manual():
    names = [(each.record, each.name) for each in EVERY]
    assert len(names) == len(set(names))
    assert set(records()) == set(RECORDS)


def test_an_unknown_record_or_field_is_our_mistake_and_named():
    with pytest.raises(KeyError, match="no record 'bed'"):
        fields("bed")
    with pytest.raises(KeyError, match=r"no field 'child\.price'"):
        field("child", "price")


@pytest.mark.parametrize(
    ("kind", "record"), [(Rating, "rating"), (Strength, "strength"), (Outcome, "outcome"), (Flag, "flag")]
)
def test_the_values_of_the_heart_hold_exactly_the_dictionary_s_fields(kind, record):
    assert set(kind.__dataclass_fields__) == {each.name for each in fields(record)}


@pytest.mark.parametrize(
    ("model", "record"),
    [
        (models.Child, "child"), (models.WrittenStory, "story"), (models.RecordedWish, "wish"),
        (models.KnownConnection, "connection"), (models.PlaceToAvoid, "avoid"),
    ],
)  # fmt: skip
def test_a_row_declares_the_dictionary_s_class_for_every_field_that_both_hold(model, record):
    declared = model.data_classes
    for each in fields(record):
        assert declared.get(each.name, declared["*"]) == each.data_class, each.name


@pytest.mark.parametrize(
    ("column", "record"), [("ratings", "rating"), ("strengths", "strength"), ("outcomes", "outcome"), ("flags", "flag")]
)
def test_a_stored_list_is_as_closely_kept_as_the_closest_of_its_parts(column, record):
    declared = models.NeedsProfile.data_classes
    closest = max((each.data_class for each in fields(record)), key=ORDER.index)
    assert declared.get(column, declared["*"]) == closest


def test_a_row_has_room_for_the_longest_answer():
    for model, record in (
        (models.Child, "child"),
        (models.KnownConnection, "connection"),
        (models.PlaceToAvoid, "avoid"),
    ):
        for each in fields(record):
            room = getattr(model._meta.get_field(each.name), "max_length", None)
            if room and each.longest:
                assert room == each.longest, each.name


# ------------------------------------------------------------------ one judgement for page, program and manual
def form_fields(form) -> set[str]:
    return set(form.fields)


def test_forms_ask_only_what_the_dictionary_holds_and_in_its_words():
    made = forms.WishForm()
    assert form_fields(made) == {each.name for each in fields("wish")}
    for each in fields("wish"):
        assert made.fields[each.name].label == each.label
        assert str(made.fields[each.name].help_text) == each.help


def test_the_api_s_shapes_are_the_dictionary_s():
    shape = schemas.WishShape.model_json_schema()["properties"]
    assert set(shape) == {each.name for each in fields("wish")} | {"corrects"}
    assert [each for each in shape["stage"]["enum"] if each] == [
        "before_shortlist",
        "before_decision",
        "review",
        "any_time",
    ]
    level = schemas.RatingShape.model_json_schema()["properties"]["level"]
    assert (level["minimum"], level["maximum"]) == (0, 4)
    assert "never 0" in level["description"]


@pytest.mark.django_db
def test_a_form_refuses_in_the_dictionary_s_words():
    made = forms.WishForm({"stage": "someday", "words": "", "how": "said", "said_on": ""})
    assert not made.is_valid()
    assert made.errors["words"] == [f"{field('wish', 'words').missing}."]
    assert made.errors["stage"] == ["When was the child asked?: choose one of the answers in the list."]
    assert made.errors["said_on"] == ["Enter the day on which the child was asked."]


HIDDEN = "there is a hidden character in it. Type it again."
CALLED = "What the child likes to be called"


@pytest.mark.parametrize(
    ("asked", "answer", "words"),
    [
        ("child.birth_date", None, "Enter the child’s date of birth."),
        ("child.birth_date", "2012-03-27", "Date of birth: enter a real date."),
        ("child.birth_date", date(1099, 1, 1), "Date of birth: enter a year from 1900 to 2200."),
        ("child.reference", "R-1", "Reference is C- and five letters or digits, such as C-7K4QX."),
        (
            "child.home_postcode",
            "nowhere",
            "Postcode of the child’s own home must be a full postcode, such as EX1 1AA.",
        ),
        ("child.known_as", "x" * 61, f"{CALLED}: use 60 characters or fewer; there are 61."),
        ("child.known_as", "Ro\nbin", f"{CALLED}: write it on one line."),
        ("child.known_as", "Ro\x00bin", f"{CALLED}: {HIDDEN}"),
        ("child.known_as", "\ud800", f"{CALLED}: {HIDDEN}"),
        ("child.known_as", 7, f"{CALLED}: write words."),
        ("child.known_as", "   ", "Enter what the child likes to be called."),
        ("child.unaccompanied", "no", "Came to this country alone, seeking asylum: answer yes or no."),
        ("child.access_needs", ["wings"], "What the house itself must have: choose only answers in the list."),
        ("child.languages", ["a"] * 6, "Languages that carers must speak: give 5 or fewer."),
        ("child.languages", ["a" * 41], "Languages that carers must speak: use 40 characters or fewer for each."),
        ("child.languages", "Arabic", "Languages that carers must speak: write one a line."),
        ("child.languages", ["Ara\x1bbic"], f"Languages that carers must speak: {HIDDEN}"),
        ("avoid.miles", 301, "How many miles around it: enter a whole number from 0 to 300."),
        ("avoid.miles", 1.5, "How many miles around it: enter a whole number."),
        ("child.sex", "X", "Sex: choose one of the answers in the list."),
    ],
)
def test_a_refusal_says_what_and_what_to_do(asked, answer, words):
    assert fault_of(field(*asked.split(".")), answer)[1] == words


@pytest.mark.parametrize("answer", ["", None, [], ()])
def test_what_is_not_owed_may_stay_empty(answer):
    assert fault_of(field("child", "home_postcode"), answer) == ("", "")


def test_what_was_not_asked_is_a_fault():
    assert faults("matter", {"words": "My school", "price": 1})[0].code == "not_asked"


def test_choices_are_read_from_one_place():
    assert list(dictionary.choices("domain")) == [domain.code for domain in DOMAINS]
    assert len(dictionary.choices("flag")) == 21


# ------------------------------------------------------------------ the manual
def test_the_manual_page_is_fresh():
    assert MANUAL.read_text(encoding="utf-8") == data_dictionary(), "run: python tools/data_dictionary.py"


def test_the_manual_names_every_field_with_its_class():
    page = data_dictionary()
    for each in EVERY:
        assert f"| `{each.name}` | {each.label} |" in page
