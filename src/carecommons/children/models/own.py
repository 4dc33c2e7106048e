"""What a young person keeps for themselves or says of themselves: drafts, their own view, and private messages (D6).

A private message is between the young person and their advocate. It is sealed with keys that are kept in a file apart
from those of the record; no staff page, operator's page, export, mail, log or list of looks holds a word of it.
Source: handbook section 6, class D6.
"""

import uuid
from typing import ClassVar

from django.db import models

from carecommons.common.sealed_field import PrivateText, SealedText

from .record import AppendOnly, Child

__all__ = ["OwnDraft", "OwnView", "PrivateMessage"]


class OwnView(AppendOnly):
    """How much help a young person says they need in one part of life, and their words. The newest of a part counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="own_views")
    domain = models.CharField(max_length=3)
    level = models.PositiveSmallIntegerField(null=True)
    words = SealedText(blank=True)
    said_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_role = models.CharField(max_length=24)

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        indexes = [models.Index(fields=["child", "said_at"], name="own_view_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__lte=4), name="own_view_level_is_0_to_4"
            ),
        ]


class PrivateMessage(AppendOnly):
    """One message between a young person and their advocate. Never changed, never taken away.

    with_reviewing: the young person chose that their reviewing officer reads this one message as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    words = PrivateText()
    from_child = models.BooleanField()
    with_reviewing = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D6"}

    class Meta:
        indexes = [models.Index(fields=["child", "sent_at"], name="private_message_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_child=True) | models.Q(with_reviewing=False),
                name="only_the_young_person_brings_another_in",
            ),
        ]


class OwnDraft(models.Model):
    """What somebody has typed into one of a young person's forms and not sent. It is gone when it is sent, or in days.

    Sealed with the keys of private messages: a message that was not sent is as private as one that was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    account = models.UUIDField()
    form = models.CharField(max_length=60)
    answers = PrivateText()
    kept_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D6"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "account", "form"], name="one_draft_a_form"),
        ]
