"""Accounts, the posts that people hold, personal tokens, and every look at a child's record."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from ..roles import ROLE_NAMES, Role

ROLES = [(role.value, ROLE_NAMES[role]) for role in Role if role is not Role.PUBLIC]


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Someone who can sign in. What they may do hangs on the post they act in, not on the account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # only the demonstration's accounts have one-click sign-in
    made_at = models.DateTimeField()
    # The language in which they read the pages, wherever they sign in; "" is what their browser asks for.
    language = models.CharField(max_length=12, blank=True, default="")

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="people_account_one_per_address")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role that an account holds: one of its hats. Ended, never deleted, because looks name it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=ROLES)
    provider_id = models.UUIDField(null=True, blank=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[value for value, _ in ROLES]), name="people_post_known_role"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("given_at")),
                name="people_post_ends_after_it_began",
            ),
        ]


class PostReach(models.Model):
    """One council, child or home that a post reaches. `value`: a DfE code or a UUID in its usual form."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", "council"
        CHILD = "child", "child"
        HOME = "home", "home"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reaches")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=36)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2", "value": "D3"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "kind", "value"], name="people_reach_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["authority", "child", "home"]), name="people_reach_known_kind"
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="people_reach_by_value")]


class Token(models.Model):
    """A personal key to the API and the command line, for one post. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="people_token_expires_after_it_is_made"
            ),
        ]


class OnlyGains(models.QuerySet["Look"]):
    """Rows may be added and read. The database itself refuses the rest (first migration, `guard`)."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("A look is never changed: write another one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A look is never deleted: the child may always read who looked.")


class Look(models.Model):
    """Somebody, or a program, read what is kept about one child."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30)
    child_id = models.UUIDField()
    act = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300)
    at = models.DateTimeField()
    automatic = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Look"]] = OnlyGains.as_manager()

    data_classes: ClassVar[dict[str, str]] = {"*": "D3"}

    class Meta:
        indexes = [models.Index(fields=["child_id", "-at"], name="people_look_by_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) | models.Q(automatic=True),
                name="people_look_by_a_person_unless_automatic",
            ),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="people_look_has_a_purpose"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A look is never changed: write another one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A look is never deleted: the child may always read who looked.")
