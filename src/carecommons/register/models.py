"""The register's rows. Rows are added and never changed; openings alone may lawfully be emptied.

Entry is queued in the act's own transaction. One sequencer later gives it a number (Sealed), adds it to the
tree (Tile) and signs the whole (Checkpoint). Waiting holds the entries not yet numbered, so that no row of
Entry is ever touched. Every row carries a stamp made with a key that is not in the database (keyring.py).
"""

import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models

from carecommons.common.sealed_field import SealedText

ADDED_NEVER_CHANGED = "Rows of the register are added and never changed. Record a new entry instead."


class OnlyAdded(models.QuerySet[Any]):
    """A query set that reads and adds, and refuses to change or delete."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(ADDED_NEVER_CHANGED)

    def delete(self) -> NoReturn:
        raise TypeError(ADDED_NEVER_CHANGED)


class Added(models.Model):
    """A row that is written once."""

    objects = OnlyAdded.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(ADDED_NEVER_CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(ADDED_NEVER_CHANGED)


class Entry(Added):
    """What was done, queued in the transaction of the act itself. Texts are canonical JSON, byte for byte."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, db_index=True)
    public = models.TextField()
    commitments = models.TextField()
    queued_at = models.DateTimeField()
    mac = models.BinaryField(max_length=32)

    data_classes: ClassVar[dict[str, str]] = {
        "id": "D2", "kind": "D0", "public": "D0", "commitments": "D0", "queued_at": "D2", "mac": "D2",
    }  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(kind=""), name="entry_has_a_kind")]


class Waiting(models.Model):
    """An entry that has no number yet. The sequencer takes the row away in the transaction that numbers it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="waiting")
    queued_at = models.DateTimeField(db_index=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}


class Sealed(Added):
    """The number of an entry, its place in the tree. The month is public; the minute is nowhere in the leaf."""

    number = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="sealed")
    month = models.CharField(max_length=7, db_index=True)
    leaf_hash = models.BinaryField(max_length=32, db_index=True)
    mac = models.BinaryField(max_length=32)

    data_classes: ClassVar[dict[str, str]] = {
        "number": "D0", "entry": "D2", "month": "D0", "leaf_hash": "D0", "mac": "D2",
    }  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="numbers_begin_at_one"),
            models.CheckConstraint(condition=models.Q(month__regex=r"^[0-9]{4}-[0-9]{2}$"), name="month_is_a_month"),
        ]


class Opening(models.Model):
    """Salt and value of one sealed part, shown to the parties only, and emptied when the law asks.

    The value is sealed in the database as well: a copy of it opens nothing.
    An emptied opening keeps its row and a stamp, so that a lawful erasure and a missing row look different.
    """

    id = models.UUIDField(primary_key=True, editable=False)  # made from entry and name (queries.opening_id)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="openings")
    name = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=32, null=True)
    value = SealedText(null=True)
    erased_on = models.DateField(null=True)
    erased_mac = models.BinaryField(max_length=32, null=True)

    data_classes: ClassVar[dict[str, str]] = {
        "id": "D2", "entry": "D2", "name": "D0", "salt": "D4", "value": "D4", "erased_on": "D2", "erased_mac": "D2",
    }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="one_opening_a_name"),
            models.CheckConstraint(
                name="opening_is_whole_or_erased",
                condition=models.Q(
                    salt__isnull=False, value__isnull=False, erased_on__isnull=True, erased_mac__isnull=True
                )
                | models.Q(salt__isnull=True, value__isnull=True, erased_on__isnull=False, erased_mac__isnull=False),
            ),
        ]


class Tile(models.Model):
    """Up to 256 hashes of the tree side by side; the last of each level grows. Made from Sealed, and checked so.

    level 0 holds leaf hashes; a hash on level k + 1 stands for a full tile of level k.
    """

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField(max_length=256 * 32)

    data_classes: ClassVar[dict[str, str]] = {"*": "D0"}


class Checkpoint(Added):
    """The signed root of the tree at one size. Each stamp covers the one before, so none can be taken out."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    text = models.TextField()
    at = models.DateTimeField()
    mac = models.BinaryField(max_length=32)

    data_classes: ClassVar[dict[str, str]] = {
        "size": "D0", "root": "D0", "text": "D0", "at": "D2", "mac": "D2",
    }  # fmt: skip
