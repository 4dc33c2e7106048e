"""The regulator's public list, release by release, as published: nothing in it is personal (D0).

A list and the locally kept register (local.py) are two sources of one home and are never merged: a local home
may name its listing by the unique reference number.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

__all__ = ["Listing", "Premises", "Release"]


class Release(models.Model):
    """One list as at one day; importing a corrected file replaces all that it said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    as_at = models.DateField(unique=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    providers = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D0"}

    class Meta:
        ordering = ["-as_at"]


class Listing(models.Model):
    """One registered provider in one release. The words of kind, sector, status and grade are the heart's."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="listings")
    urn = models.CharField(max_length=12)
    kind = models.CharField(max_length=80)
    sector = models.CharField(max_length=40)
    status = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=300, blank=True)
    owner_key = models.CharField(max_length=300, blank=True)
    authority = models.CharField(max_length=3, blank=True)
    authority_name = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=80, blank=True)
    outside_england = models.BooleanField()
    postcode = models.CharField(max_length=10, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    premises = models.PositiveSmallIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=80, blank=True)
    graded_on = models.DateField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    short_breaks_only = models.BooleanField()
    linked_school_urn = models.CharField(max_length=12, blank=True)
    row = models.PositiveIntegerField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D0"}

    class Meta:
        ordering = ["urn"]
        indexes = [
            models.Index(fields=["release", "authority", "kind"]),
            models.Index(fields=["release", "owner_key"]),
            models.Index(fields=["urn"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["release", "urn"], name="listing_stands_once_in_a_release"),
            models.CheckConstraint(
                condition=Q(outside_england=False) | Q(authority=""), name="listing_outside_england_has_no_council"
            ),
        ]


class Premises(models.Model):
    """One building of supported accommodation, in the council where it stands."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="buildings")
    urn = models.CharField(max_length=12)
    authority = models.CharField(max_length=3, blank=True)
    authority_name = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=80, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    row = models.PositiveIntegerField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D0"}

    class Meta:
        ordering = ["row"]
        indexes = [models.Index(fields=["release", "authority"])]
