"""Accounts, the posts that people hold, personal tokens, and every look at a child's record."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


class Account(AbstractUser):
    """Someone who can sign in. What they may do hangs on the post they act in, not on the account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    data_classes: ClassVar[dict[str, str]] = {"*": "D2"}
