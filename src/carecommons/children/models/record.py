"""A child, and what is known of and said by the child. Rows are added, never changed or removed.

Who may see each field stands in `data_classes` (handbook section 6), checked against the data dictionary. What names a
child, says where they are or is in somebody's words is sealed (common/sealed_field.py).
People are named by plain id and role, so that the record outlives any account.
"""

import uuid
from typing import Any, ClassVar

from django.db import models

from carecommons.common.sealed_field import SealedDate, SealedText, blind

__all__ = [
    "AppendOnly",
    "Child",
    "KnownConnection",
    "PlaceToAvoid",
    "RecordedWish",
    "SecureApproval",
    "SiblingLink",
    "WrittenStory",
    "return_key_index",
]


def return_key_index(model: type[models.Model], authority: str, return_key: str) -> str:
    """The blind index of a child's number in the return, among those of one council."""
    return blind(model._meta.get_field("return_key"), return_key, within=authority)


class AppendOnly(models.Model):
    """A row that may be added and read. To correct it, add another."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        assert self._state.adding, "This row is part of a child's record: add a correction, never change it."
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AssertionError("This row is part of a child's record: it is kept as the law requires.")


class Child(models.Model):
    """A child whom a council looks after. `reference` is random; `return_key` links the statutory record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=7, unique=True)
    known_as = SealedText()
    birth_date = SealedDate()
    sex = models.CharField(max_length=1)
    authority = models.CharField(max_length=3, db_index=True)
    home_postcode = SealedText(blank=True)
    legal_status = models.CharField(max_length=2, blank=True)
    looked_after_since = models.DateField(null=True)
    unaccompanied = models.BooleanField(default=False)
    return_key = SealedText(null=True)
    return_key_index = models.CharField(max_length=64, null=True)  # finds the key above without opening it
    access_needs = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    faiths = models.JSONField(default=list)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)
    added_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {
        "id": "D2", "reference": "D2", "sex": "D2", "authority": "D2", "home_postcode": "D4",
        "access_needs": "D1", "languages": "D1", "faiths": "D1", "*": "D3",
    }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "return_key_index"], name="child_return_key_once_per_authority"
            ),
            models.CheckConstraint(condition=models.Q(sex__in=["F", "M", "U"]), name="child_sex_as_the_return"),
            models.CheckConstraint(condition=~models.Q(known_as=""), name="child_is_called_something"),
        ]


class SiblingLink(AppendOnly):
    """Two children are brothers or sisters; `together` when they should live together. One row each way."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="sibling_links")
    sibling = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    together = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(child=models.F("sibling")), name="sibling_is_another_child"),
        ]
        indexes = [models.Index(fields=["child", "recorded_at"], name="sibling_latest")]


class SecureApproval(AppendOnly):
    """The Secretary of State's approval that a child under 13 may live in a secure home, or that it has ended.

    Source: Children (Secure Accommodation) Regulations 1991, regulation 4. The row recorded last counts.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="secure_approvals")
    approved_on = models.DateField()
    reference = models.CharField(max_length=40)
    ended = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reference=""), name="secure_approval_has_a_reference"),
        ]
        indexes = [models.Index(fields=["child", "recorded_at"], name="secure_approval_latest")]


class KnownConnection(AppendOnly):
    """Someone or somewhere that matters to a child. A correction names the row that it takes the place of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="connections")
    kind = models.CharField(max_length=16)
    name = SealedText()
    postcode = SealedText(blank=True)
    keep = models.BooleanField()
    how_often = SealedText(blank=True)
    note = SealedText(blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    ended = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"postcode": "D4", "*": "D3"}

    class Meta:
        indexes = [models.Index(fields=["child", "recorded_at"], name="connection_latest")]


class PlaceToAvoid(AppendOnly):
    """Where this child must not live: one council area, or miles around one postcode."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="places_to_avoid")
    name = SealedText()
    authority = models.CharField(max_length=3, blank=True)
    postcode = SealedText(blank=True)
    miles = models.PositiveSmallIntegerField(default=0)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    ended = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"*": "D4"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(authority="") ^ models.Q(postcode=""), name="avoid_an_area_or_a_place"
            ),
        ]


class RecordedWish(AppendOnly):
    """What a child said, wrote, drew or showed, and when. A correction names the wish that it corrects."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="wishes")
    stage = models.CharField(max_length=16)
    words = SealedText()
    how = models.CharField(max_length=16)
    observed_by = SealedText(blank=True)
    said_on = models.DateField()
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"stage": "D2", "how": "D2", "said_on": "D2", "*": "D3"}

    class Meta:
        indexes = [models.Index(fields=["child", "recorded_at"], name="wish_latest")]


class WrittenStory(AppendOnly):
    """One version of a child's story, with whose words it is in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="stories")
    version = models.PositiveIntegerField()
    words = SealedText()
    strengths = SealedText()
    helps = SealedText()
    authorship = models.CharField(max_length=8)
    not_agreed_because = SealedText(blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)
    written_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "version"], name="story_version_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="story_version_from_one"),
        ]
