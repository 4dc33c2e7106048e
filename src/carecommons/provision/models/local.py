"""The locally kept register of homes: who owns, who runs, what the law says, what is proved, who lives there.

It holds exact sites and is never published. The regulator's list is another source (public_list.py); a home
here may name its entry there by number, and the two are shown side by side, never merged.
No model here holds an amount of money, and none may.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carecommons.common.sealed_field import SealedText
from carecommons.provision.capability import EVIDENCE_KINDS, SPECIALISMS
from carecommons.provision.documents import MEDIA
from carecommons.provision.homes import KINDS

__all__ = [
    "CapabilityClaim",
    "DocumentOpened",
    "EvidenceFile",
    "EvidenceItem",
    "Home",
    "HomeLevels",
    "HomeTerms",
    "NamedChild",
    "Owner",
    "Provider",
]

LEGAL_FORMS = {
    "council": "Council",
    "company": "Company limited by shares",
    "guarantee": "Company limited by guarantee",
    "charity": "Charity",
    "cic": "Community interest company",
    "cooperative": "Co-operative or mutual",
    "partnership": "Partnership",
    "person": "A person in their own name",
    "health_body": "Health body",
}
SECTORS = {"council": "Council", "private": "Private", "voluntary": "Voluntary", "health": "Health"}
SEXES = {"any": "Any", "M": "Male", "F": "Female"}


def _among(field: str, allowed: object, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": list(allowed)}), name=name)  # type: ignore[call-overload]


class Owner(models.Model):
    """Who owns a provider, and in what legal form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=20, choices=list(LEGAL_FORMS.items()))
    company_number = models.CharField(max_length=20, blank=True)
    kept_by = models.CharField(max_length=3)
    recorded_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        constraints = [_among("legal_form", LEGAL_FORMS, "owner_legal_form_is_known")]


class Provider(models.Model):
    """Who runs homes. The sector is a fact about the provider; no gate, fit or order reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=10, choices=list(SECTORS.items()))
    owner = models.ForeignKey(Owner, null=True, blank=True, on_delete=models.PROTECT, related_name="providers")
    kept_by = models.CharField(max_length=3)
    verified_on = models.DateField(null=True, blank=True)
    verified_by_role = models.CharField(max_length=30, blank=True)
    recorded_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        constraints = [_among("sector", SECTORS, "provider_sector_is_known")]


class Home(models.Model):
    """Anywhere a child may live. `reference` is the only name of it that leaves the register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True)
    kind = models.CharField(max_length=40, choices=list(KINDS.items()))
    name = models.CharField(max_length=120)
    provider = models.ForeignKey(Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="homes")
    kept_by = models.CharField(max_length=3)
    # A home in Wales is known by the nine-character code of its council.
    authority = models.CharField(max_length=9)
    postcode = SealedText(blank=True)
    site = SealedText(blank=True, default="")  # easting and northing in metres: as near to a door as a postcode is
    places = models.PositiveSmallIntegerField()
    school_places = models.PositiveSmallIntegerField(default=0)
    public_urn = models.CharField(max_length=12, blank=True)
    # None is "nobody has said"; an empty list is "said: none".
    access = models.JSONField(null=True, blank=True)
    culture = models.JSONField(null=True, blank=True)
    description = models.TextField(blank=True)
    opened_on = models.DateField(null=True, blank=True)
    # The day on which an officer of the keeping council looked at this entry; until then it takes no child.
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by_role = models.CharField(max_length=30, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.TextField(blank=True)
    closed_by_role = models.CharField(max_length=30, blank=True)
    recorded_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "postcode": "D4", "site": "D4"}

    class Meta:
        ordering = ["reference"]
        indexes = [models.Index(fields=["kept_by", "kind"])]
        constraints = [
            _among("kind", KINDS, "home_kind_is_known"),
            models.CheckConstraint(condition=Q(places__gte=1), name="home_has_a_place"),
        ]

    @property
    def place(self) -> tuple[int, int] | None:
        """Easting and northing in metres (OSGB36); None where nobody has said."""
        easting, _, northing = self.site.partition(" ")
        return (int(easting), int(northing)) if northing else None

    @staticmethod
    def site_of(easting: int | None, northing: int | None) -> str:
        """The two as the column holds them, sealed as one: blank where nobody has said."""
        return "" if easting is None or northing is None else f"{easting} {northing}"


class HomeTerms(models.Model):
    """A registration (children's homes and others) or a foster approval: whom the law lets the home take."""

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="terms")
    number = models.CharField(max_length=40, blank=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    age_min = models.PositiveSmallIntegerField()
    age_max = models.PositiveSmallIntegerField()
    sexes = models.CharField(max_length=3, choices=list(SEXES.items()), default="any")
    places = models.PositiveSmallIntegerField()
    restricted_from = models.DateField(null=True, blank=True)
    restricted_to = models.DateField(null=True, blank=True)
    suspended_from = models.DateField(null=True, blank=True)
    suspended_to = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    inadequate_since = models.DateField(null=True, blank=True)
    exempt = models.BooleanField(default=False)
    exempt_on = models.DateField(null=True, blank=True)
    exempt_because = models.TextField(blank=True, default="")
    stays = models.JSONField(default=list)
    conditions = models.TextField(blank=True)
    range_of_needs = models.JSONField(default=list)
    recorded_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["home_id", "from_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(age_min__lte=F("age_max")), name="terms_ages_in_order"),
            models.CheckConstraint(condition=Q(age_max__lte=25), name="terms_age_is_a_childs"),
            models.CheckConstraint(condition=Q(places__gte=1), name="terms_allow_a_place"),
            _among("sexes", SEXES, "terms_sexes_are_known"),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=F("from_day")), name="terms_days_in_order"
            ),
        ]


class NamedChild(models.Model):
    """A child for whom this home is approved by name: parents, relatives, friends. The id is opaque here."""

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="named")
    child = models.UUIDField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "child": "D3"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home", "child"], name="child_is_named_once_in_a_home")]


class HomeLevels(models.Model):
    """What a home says it can meet in each domain, and on what basis. The newest row counts; all are kept.

    It counts once an officer of the keeping council has checked it: until then every answer is unknown.
    """

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="levels")
    # domain code -> [meets, with support, words about the support]; null is unknown
    answers = models.JSONField()
    basis = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by_role = models.CharField(max_length=30)
    checked_on = models.DateField(null=True, blank=True)
    checked_by_role = models.CharField(max_length=30, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["home_id", "recorded_at", "id"]


class CapabilityClaim(models.Model):
    """A specialism that a home says it has. It counts only with evidence."""

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="capabilities")
    code = models.CharField(max_length=8, choices=list(SPECIALISMS.items()))
    claimed_on = models.DateField()
    specialist = models.BooleanField(default=False)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["home_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["home", "code"], name="a_home_claims_a_specialism_once"),
            _among("code", SPECIALISMS, "claim_is_of_a_known_specialism"),
        ]


class EvidenceItem(models.Model):
    """One dated document behind a claim, and who outside the home has read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(CapabilityClaim, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=24, choices=list(EVIDENCE_KINDS.items()))
    document = models.CharField(max_length=200)
    issued_on = models.DateField()
    expires_on = models.DateField()
    checked_on = models.DateField(null=True, blank=True)
    checked_by_role = models.CharField(max_length=30, blank=True)
    recorded_at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["claim_id", "issued_on", "id"]
        constraints = [
            # The kinds leave out staffing ratios and statements of purpose: the database holds B9 too.
            _among("kind", EVIDENCE_KINDS, "evidence_is_of_a_kind_that_counts"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("issued_on")), name="evidence_days_in_order"),
        ]


class EvidenceFile(models.Model):
    """The document itself, as it was sent. The file lies outside the web's reach under a name drawn by lot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.OneToOneField(EvidenceItem, on_delete=models.CASCADE, related_name="file")
    kept_as = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_by_role = models.CharField(max_length=30)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            _among("kind", MEDIA, "document_is_pdf_or_picture"),
            models.CheckConstraint(condition=Q(size__gte=1), name="document_is_not_empty"),
        ]


class DocumentOpened(models.Model):
    """Somebody opened a document: nobody can say that they have read what they never opened."""

    file = models.ForeignKey(EvidenceFile, on_delete=models.CASCADE, related_name="opened")
    account = models.UUIDField()
    role = models.CharField(max_length=30)
    at = models.DateTimeField()

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["file", "account"])]
