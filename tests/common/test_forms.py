"""Forms in plain words: what is asked, what is missing, and where the error link lands."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms

from carecommons.common.forms import CommonsForm, DayField, Radios, Ticks, Words, error_summary


class Ask(CommonsForm):
    heading = "level"
    level = forms.ChoiceField(
        label="How much help?",
        choices=[("0", "None"), ("4", "Always"), ("unknown", "Unknown")],
        widget=Radios(hints={"4": "Would not be safe <without> it."}, or_before="unknown"),
    )
    seen = forms.CharField(label="What have you seen?", help_text="Facts & dates.", widget=Words(rows=3))
    seen_on = DayField(label="Date seen", earliest=date(2020, 1, 1), latest=date(2026, 11, 20))
    access = forms.MultipleChoiceField(
        label="Access", choices=[("s", "No steps"), ("b", "Bath")], widget=Ticks(), required=False
    )
    places = forms.IntegerField(label="Places", required=False)
    agreed = forms.BooleanField(label="The child has read this")
    kept = forms.CharField(widget=forms.HiddenInput, required=False)


RIGHT = {
    "level": "4", "seen": "Four days.", "seen_on_day": "3", "seen_on_month": "11", "seen_on_year": "2026",
    "agreed": "on",
}  # fmt: skip


class Anew(Ask):
    """A form that puts a question of its own in the place of another."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].label, self.fields["seen"].help_text = "What did Alder say?", "In its own words."


class Ids(HTMLParser):
    """Every id on the page, every label's target, every description, every link."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.described: list[str] = []
        self.links: list[str] = []
        self.controls: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label":
            self.labels.append(str(found["for"]))
        if tag in ("input", "textarea", "select"):
            self.controls.append(found)
        self.described += (found.get("aria-describedby") or "").split()
        if tag == "a":
            self.links.append(str(found["href"]).removeprefix("#"))


def test_a_question_that_a_form_puts_in_the_place_of_another_is_the_one_that_is_shown():
    page = shown(Anew())
    assert "What did Alder say?" in page
    assert "In its own words." in page
    assert "What have you seen?" not in page


def shown(form: CommonsForm) -> str:
    return str(form.error_summary) + "".join(field.as_field_group() for field in form)


def test_a_right_answer_is_understood() -> None:
    form = Ask(RIGHT)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen_on"] == date(2026, 11, 3)
    assert form.error_summary == ""


@pytest.mark.parametrize("form", [Ask(), Ask({}), Ask(RIGHT), Ask({"seen_on_day": "x"}, prefix="two")])
def test_every_control_has_a_label_and_every_link_and_description_lands(form: CommonsForm) -> None:
    found = Ids(shown(form))
    visible = [c for c in found.controls if c.get("type") != "hidden"]
    assert len(found.ids) == len(set(found.ids))
    assert {c["id"] for c in visible} <= set(found.labels)
    assert set(found.labels) | set(found.described) | set(found.links) <= set(found.ids)


def test_what_is_missing_is_asked_for_in_plain_words() -> None:
    form = Ask({})
    assert not form.is_valid()
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "level": "Answer the question “How much help?”",
        "seen": "Answer the question “What have you seen?”",
        "seen_on": "Enter date seen",
        "agreed": "Tick to say: The child has read this",
    }
    assert "4 things need mending" in form.error_summary
    assert Ids(form.error_summary).links == ["id_level_0", "id_seen", "id_seen_on_day", "id_agreed"]


def test_an_author_s_own_words_are_kept() -> None:
    class Own(CommonsForm):
        why = forms.CharField(label="Why", error_messages={"required": "Say why. It is owed a reason."})

    assert Own({}).errors["why"] == ["Say why. It is owed a reason."]


@pytest.mark.parametrize(
    ("day", "month", "year", "says", "lands"),
    [
        ("", "11", "2026", "Date seen must have a day.", "id_seen_on_day"),
        ("3", "", "", "Date seen must have a month and year.", "id_seen_on_month"),
        ("31", "2", "2026", "Date seen must be a real date, such as 27 3 2026.", "id_seen_on_day"),
        ("x", "2", "2026", "Date seen must be a real date, such as 27 3 2026.", "id_seen_on_day"),
        ("1_0", "1", "2026", "Date seen must be a real date, such as 27 3 2026.", "id_seen_on_day"),
        ("1", "1", "26", "Date seen must be a real date, such as 27 3 2026.", "id_seen_on_day"),
        ("1", "1", "99999999999", "Date seen must be a real date, such as 27 3 2026.", "id_seen_on_day"),
        ("31", "12", "2019", "Date seen must be on or after 1 January 2020.", "id_seen_on_day"),
        ("21", "11", "2026", "Date seen must be on or before 20 November 2026.", "id_seen_on_day"),
    ],
)
def test_a_day_says_which_part_is_wrong_and_keeps_what_was_typed(
    day: str, month: str, year: str, says: str, lands: str
) -> None:
    form = Ask({**RIGHT, "seen_on_day": day, "seen_on_month": month, "seen_on_year": year})
    assert form.errors["seen_on"] == [says]
    assert Ids(form.error_summary).links == [lands]
    assert [box.value for box in form["seen_on"].boxes] == [day, month, year]


def test_a_day_may_come_as_one_value_too_and_an_empty_one_is_none_where_it_may_be() -> None:
    class Two(CommonsForm):
        born = DayField(label="Born")
        left = DayField(label="Left", required=False)

    form = Two({"born": "2012-03-04"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"born": date(2012, 3, 4), "left": None}
    assert not Two({"born": "yesterday"}).is_valid()
    assert [box.value for box in Two(initial={"born": date(2012, 3, 4)})["born"].boxes] == ["4", "3", "2012"]


def test_hints_the_divider_and_the_heading_are_drawn() -> None:
    html = shown(Ask())
    assert "Would not be safe &lt;without&gt; it." in html
    assert html.index("govuk-radios__divider") > html.index("Always")
    assert html.count("<h1") == 1
    assert "Access (optional)" in html
    assert 'inputmode="numeric"' in html
    assert 'type="number"' not in html


def test_words_from_outside_are_escaped_wherever_they_are_shown() -> None:
    hostile = '"><script>alert(1)</script>'

    class Hostile(CommonsForm):
        home = forms.ChoiceField(label=hostile, help_text=hostile, choices=[(hostile, hostile)], widget=Radios())
        day = DayField(label=hostile)

    html = shown(Hostile({"home": "x", "day_day": hostile, "day_month": "1", "day_year": "2"}))
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") >= 6


def test_several_forms_share_one_summary() -> None:
    html = error_summary([Ask({}, prefix="a"), Ask({**RIGHT, "seen": ""})])
    assert "5 things need mending" in html
    assert "id_a-level_0" in Ids(html).links
    assert error_summary([Ask(RIGHT)]) == ""


def test_an_error_of_the_whole_form_is_said_without_a_link() -> None:
    class Whole(CommonsForm):
        def clean(self) -> None:
            raise forms.ValidationError("Someone else has just taken the last place.")

    html = Whole({}).error_summary
    assert "<li>Someone else has just taken the last place.</li>" in html
