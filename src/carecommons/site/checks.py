"""What production refuses to start with, and the secret that a local house keeps for itself.

Nothing here imports Django's settings: the settings import this.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from carecommons.common.key_source import problem as field_keys_problem

PROFILES = ("local", "demo", "test", "production")
TLS = ("proxy", "own")
KEY_LENGTH_MIN = 50
KEY_VARIETY_MIN = 10
SEAL_EVERY = {"production": 3600.0}  # seconds between two seals of the register; elsewhere one second
SEAL_EVERY_MAX = 86_400.0
# Words of RFC 8176 that count as a second factor, unless CARECOMMONS_OIDC_FACTORS names others.
COUNCIL_FACTORS = ("mfa", "otp", "hwk", "fido")
KNOWN_KEYS = ("changeme", "secret", "insecure", "local-only", "not-a-secret", "example")


WALKS_THROUGH = (
    "The database's user is a superuser or has BYPASSRLS, so row-level security does not hold: a mistake in this "
    "software could show one council the children of another. Give it a plain user that owns its tables: "
    "CREATE ROLE care LOGIN NOSUPERUSER NOBYPASSRLS; ALTER DATABASE care OWNER TO care;"
)


def problems(env: Mapping[str, str], *, profile: str) -> tuple[str, ...]:
    """Everything that must be put right before this profile may start; empty when all is well."""
    if profile not in PROFILES:
        return (f"CARECOMMONS_PROFILE is '{profile}'. Choose one of: {', '.join(PROFILES)}.",)
    if seal_every(env, profile=profile) is None:
        return (f"CARECOMMONS_SEAL_EVERY must be seconds, above 0 and up to {SEAL_EVERY_MAX:.0f}.",)
    if wrong := _council_problem(env, profile=profile):
        return (wrong,)
    if profile != "production":
        return ()
    found = [_key_problem("CARECOMMONS_SECRET_KEY", env.get("CARECOMMONS_SECRET_KEY", ""))]
    # What an old key signed still counts, so an old key that anyone may know is as bad as a new one.
    found += [_key_problem("CARECOMMONS_OLD_SECRET_KEYS", key) for key in names(env, "CARECOMMONS_OLD_SECRET_KEYS")]
    if is_on(env, "CARECOMMONS_DEBUG"):
        found.append("CARECOMMONS_DEBUG is on: error pages would show what is kept about children. Remove it.")
    if is_on(env, "CARECOMMONS_DEMO"):
        found.append("CARECOMMONS_DEMO is on: anyone could sign in with one click. Remove it.")
    hosts = names(env, "CARECOMMONS_HOSTS")
    if not hosts or any(host.startswith(("*", ".")) for host in hosts):
        found.append("CARECOMMONS_HOSTS must list the host names that this house answers to, each in full.")
    if env.get("CARECOMMONS_TLS") not in TLS:
        found.append(
            "CARECOMMONS_TLS must say who ends TLS: 'proxy' (a trusted proxy in front, which sets "
            "X-Forwarded-Proto and X-Forwarded-For itself) or 'own' (this server holds the certificate)."
        )
    found.append(field_keys_problem(env))
    return tuple(problem for problem in found if problem)


def council(env: Mapping[str, str]) -> dict[str, Any]:
    """How to reach the council's own sign-in; empty when none is configured."""
    issuer = env.get("CARECOMMONS_OIDC_ISSUER", "").strip()
    if not issuer:
        return {}
    return {
        "issuer": issuer,
        "client_id": env.get("CARECOMMONS_OIDC_CLIENT_ID", "").strip(),
        "secret": env.get("CARECOMMONS_OIDC_CLIENT_SECRET", "").strip(),
        "name": env.get("CARECOMMONS_OIDC_NAME", "").strip() or "your council's account",
        "factors": names(env, "CARECOMMONS_OIDC_FACTORS") or list(COUNCIL_FACTORS),
    }


def council_provider(found: Mapping[str, Any]) -> dict[str, Any]:
    """The same, as the sign-in library takes it."""
    if not found:
        return {}
    app = {
        "provider_id": "council", "name": found["name"], "client_id": found["client_id"], "secret": found["secret"],
        "settings": {
            "server_url": found["issuer"].rstrip("/"), "fetch_userinfo": False, "oauth_pkce_enabled": True,
            "scope": ["openid", "email"],
        },
    }  # fmt: skip
    return {"openid_connect": {"APPS": [app]}}


def _council_problem(env: Mapping[str, str], *, profile: str) -> str:
    found = council(env)
    if not found:
        return ""
    place = urlsplit(found["issuer"])
    loopback = place.hostname in ("127.0.0.1", "localhost", "::1")
    if place.scheme != "https" and (profile == "production" or place.scheme != "http" or not loopback):
        return (
            "CARECOMMONS_OIDC_ISSUER must be an https address: over http anybody on the way could sign in as "
            "anybody. (On one's own machine, outside production, http to 127.0.0.1 may be tried.)"
        )
    if not found["client_id"] or not found["secret"]:
        return "CARECOMMONS_OIDC_ISSUER is set, so CARECOMMONS_OIDC_CLIENT_ID and _CLIENT_SECRET must be set too."
    return ""


def warnings(*, walks_through: bool = False) -> tuple[str, ...]:
    """What a house starts with, and whoever runs it must know. walks_through: the database's user passes the wall.

    Production does not start with such a user (cli/ready.py); any other house is told.
    """
    return (WALKS_THROUGH,) if walks_through else ()


def seal_every(env: Mapping[str, str], *, profile: str) -> float | None:
    """Seconds from one seal of the register to the next; None when what is set cannot be that."""
    said = env.get("CARECOMMONS_SEAL_EVERY", "").strip()
    if not said:
        return SEAL_EVERY.get(profile, 1.0)
    try:
        seconds = float(said)
    except ValueError:
        return None
    return seconds if 0 < seconds <= SEAL_EVERY_MAX else None


def refusal(found: tuple[str, ...]) -> str:
    """The message with which the house refuses to start."""
    return "Care Commons does not start:\n" + "\n".join(f"  - {problem}" for problem in found)


def local_key(home: Path) -> str:
    """A random key for signing, made once and kept in `home` where only its owner reads it (mode 0600)."""
    file = home / "secret-key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(file)
    key = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w") as opened:
        opened.write(key)
    return key


def names(env: Mapping[str, str], name: str) -> list[str]:
    """A comma-separated variable as a list."""
    return [word.strip() for word in env.get(name, "").split(",") if word.strip()]


def is_on(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").strip().lower() in ("1", "true", "yes", "on")


_INSTEAD = {"CARECOMMONS_OLD_SECRET_KEYS": "Take it out: whatever it signed is then signed in again."}


def _read_key(file: Path) -> str:
    key = file.read_text().strip()
    if len(key) < KEY_LENGTH_MIN:
        raise RuntimeError(f"{file} is not whole (another start may be writing it). Try again, or delete it.")
    return key


def _key_problem(name: str, key: str) -> str:
    how = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    if not key:
        return f"{name} is not set. {how}"
    if any(known in key.lower() for known in KNOWN_KEYS):
        return f"{name} holds a default that anyone may know. {_INSTEAD.get(name, how)}"
    if len(key) < KEY_LENGTH_MIN or len(set(key)) < KEY_VARIETY_MIN:
        return f"{name} holds a key too short to be a secret. {_INSTEAD.get(name, how)}"
    return ""
