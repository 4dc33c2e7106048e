"""Who runs which home, as the policy asks about it. For rooms that have asked who may."""

from collections.abc import Iterable
from uuid import UUID

from carecommons.people.roles import Subject
from carecommons.provision.models import Home

__all__ = ["home_subjects"]


def home_subjects(homes: Iterable[UUID]) -> dict[UUID, Subject]:
    """home -> whose it is: the council that keeps it in its register, and who runs it."""
    rows = Home.objects.filter(id__in=set(homes)).values_list("id", "kept_by", "provider_id")
    return {home: Subject(authority=kept_by, provider_id=provider, home_id=home) for home, kept_by, provider in rows}
