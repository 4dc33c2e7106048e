"""Rows of this room: accounts and posts, codes given in person, emergency access, second factors that were lost."""

from .accounts import ROLES, Account, AccountManager, Look, OnlyGains, Post, PostReach, Token
from .emergencies import Emergency, EmergencyTry
from .entering import CodeTry, FactorReset, SignInCode

__all__ = [
    "ROLES", "Account", "AccountManager", "CodeTry", "Emergency", "EmergencyTry", "FactorReset", "Look", "OnlyGains",
    "Post", "PostReach", "SignInCode", "Token",
]  # fmt: skip
