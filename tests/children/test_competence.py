"""Whoever reads a level or a formulation reads who made it, with what training and experience (B13)."""

from dataclasses import replace
from datetime import date

import pytest

from carecommons.children.actions import record_needs
from carecommons.children.needs import DOMAINS, Flag, Rating, Strength, flags_faults, rating_faults
from carecommons.children.packing import pack, unpack
from carecommons.common.errors import Faulty
from carecommons.people.roles import Role
from matching.searches_made import AT, KENT, TODAY, WORKER, a_child

pytestmark = pytest.mark.django_db
RATING = Rating("EDU", 2, "Seen in school.", "Teacher", "One day in May", "Nine years", "high", TODAY)
FLAG = Flag("SP-ASD", "Formulation.", "Clinical psychologist", TODAY, None, "Chartered psychologist", "Twelve years")


@pytest.mark.parametrize("part", ["training", "experience"])
def test_no_rating_without_training_and_experience(founding, part):
    assert [fault.column for fault in rating_faults(replace(RATING, **{part: " "}))] == [part]
    ratings = [replace(RATING, domain=domain.code) for domain in DOMAINS]
    ratings[3] = replace(ratings[3], **{part: ""})
    with pytest.raises(Faulty):
        record_needs(
            child_id=a_child(), ratings=ratings, strengths=[Strength(d.code, "unknown") for d in DOMAINS],
            assessed_on=TODAY, by=WORKER, at=AT,
        )  # fmt: skip


def test_competence_is_said_in_one_sentence():
    assert RATING.competence == "Teacher. Training: One day in May. Experience: Nine years"
    assert FLAG.competence == "Training: Chartered psychologist. Experience: Twelve years"
    assert Flag("SP-ASD", "F.", "P.", TODAY).competence == "Training and experience: not recorded"


def test_a_formulation_keeps_it_and_one_from_before_opens_without_it():
    assert unpack(Flag, pack([FLAG])) == (FLAG,)
    before = {"code": "SP-ASD", "basis": "F.", "professional": "P.", "assessed_on": "2025-01-02", "ended_on": None}
    assert unpack(Flag, [before]) == (Flag("SP-ASD", "F.", "P.", date(2025, 1, 2)),)
    assert not flags_faults([FLAG])


def test_the_record_says_beside_each_rating_who_made_it_where_several_did(founding, client_as):
    child = a_child()
    ratings = [replace(RATING, domain=domain.code) for domain in DOMAINS]
    ratings[0] = replace(ratings[0], rater="Clinician", training="Doctorate", experience="Twelve years")
    record_needs(
        child_id=child, ratings=ratings, strengths=[Strength(d.code, "unknown") for d in DOMAINS], flags=[FLAG],
        assessed_on=TODAY, by=WORKER, at=AT,
    )  # fmt: skip
    page = client_as(Role.SOCIAL_WORKER, authority=KENT).get(f"/children/{child}/").content.decode()
    assert page.count("Clinician. Training: Doctorate. Experience: Twelve years.") == 1
    assert page.count("Teacher. Training: One day in May. Experience: Nine years.") == len(DOMAINS) - 1
    assert "Training: Chartered psychologist. Experience: Twelve years" in page
    school = client_as(Role.VIRTUAL_SCHOOL_HEAD, authority=KENT).get(f"/children/{child}/school/").content.decode()
    assert "Teacher. Training: One day in May. Experience: Nine years" in school
