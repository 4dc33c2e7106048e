"""What was published, when, and its seal: the text in the row is the text that decides."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Length

from carecommons.common.keys import RoomKey

models.CharField.register_lookup(Length)


class NumbersSeal(models.Model):
    """The policy numbers as published, all of them, each time that they changed. Rows are added and never changed."""

    text = models.TextField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D0"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry"], name="a_seal_of_numbers_has_an_entry_of_its_own"),
            models.CheckConstraint(condition=models.Q(digest__length=64), name="digest_of_numbers_is_whole"),
        ]

    def __str__(self) -> str:
        return f"numbers sealed {self.sealed_at:%Y-%m-%d}"


class Publication(models.Model):
    """A version of the criteria, as published. Rows are added and never changed."""

    version = models.PositiveIntegerField(primary_key=True)
    text = models.TextField()
    text_hash = models.CharField(max_length=64, unique=True)
    in_force_from = models.DateField()
    published_at = models.DateTimeField()
    entry = RoomKey("register.Entry")

    data_classes: ClassVar[dict[str, str]] = {"*": "D0"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry"], name="a_publication_has_an_entry_of_its_own"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="criteria_versions_start_at_one"),
            models.CheckConstraint(condition=models.Q(text_hash__length=64), name="criteria_hash_is_whole"),
        ]

    def __str__(self) -> str:
        return f"criteria version {self.version}"
