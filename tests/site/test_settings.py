"""What production refuses to start with, and what every answer carries."""

import logging
import os
import secrets
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from carecommons.common.sealing import new_ring
from carecommons.site.checks import council, local_key, problems, seal_every
from carecommons.site.logs import NoPersonalData, without_personal_data

GOOD = {
    "CARECOMMONS_PROFILE": "production",
    "CARECOMMONS_SECRET_KEY": secrets.token_urlsafe(64),
    "CARECOMMONS_HOSTS": "care.example.org",
    "CARECOMMONS_FIELD_KEYS": new_ring().as_text(","),
    "CARECOMMONS_TLS": "proxy",
}
# A ring whose data key is the beginning of the secret key: one secret would then open both.
OF_THE_SECRET = replace(new_ring(), keys={}).with_key(GOOD["CARECOMMONS_SECRET_KEY"].encode()[:32]).as_text(",")
WRONG = [
    ({"CARECOMMONS_DEBUG": "1"}, "CARECOMMONS_DEBUG is on"),
    ({"CARECOMMONS_DEMO": "1"}, "CARECOMMONS_DEMO is on"),
    ({"CARECOMMONS_SECRET_KEY": ""}, "CARECOMMONS_SECRET_KEY is not set"),
    ({"CARECOMMONS_SECRET_KEY": "short"}, "too short"),
    ({"CARECOMMONS_SECRET_KEY": "a" * 80}, "too short"),
    ({"CARECOMMONS_SECRET_KEY": "django-insecure-" + "k3y" * 20}, "a default that anyone may know"),
    ({"CARECOMMONS_OLD_SECRET_KEYS": "changeme"}, "CARECOMMONS_OLD_SECRET_KEYS holds a default that anyone may know"),
    (
        {"CARECOMMONS_OLD_SECRET_KEYS": f"{secrets.token_urlsafe(64)}, short"},
        "CARECOMMONS_OLD_SECRET_KEYS holds a key too short",
    ),
    ({"CARECOMMONS_HOSTS": ""}, "CARECOMMONS_HOSTS must list"),
    ({"CARECOMMONS_HOSTS": "*"}, "CARECOMMONS_HOSTS must list"),
    ({"CARECOMMONS_FIELD_KEYS": ""}, "CARECOMMONS_FIELD_KEY_FILE and CARECOMMONS_FIELD_KEYS are not set"),
    ({"CARECOMMONS_FIELD_KEY_FILE": "/keys"}, "are both set: say one"),
    ({"CARECOMMONS_FIELD_KEYS": "", "CARECOMMONS_FIELD_KEY_FILE": "/no/such"}, "cannot be read (No such file"),
    ({"CARECOMMONS_FIELD_KEYS": "k1=abc"}, "does not begin with the name of a key"),
    ({"CARECOMMONS_FIELD_KEYS": "k1-000000=" + "A" * 43 + "="}, "is no random key"),
    ({"CARECOMMONS_FIELD_KEYS": OF_THE_SECRET}, "is made of CARECOMMONS_SECRET_KEY"),
    ({"CARECOMMONS_TLS": ""}, "CARECOMMONS_TLS must say who ends TLS"),
    ({"CARECOMMONS_TLS": "none"}, "CARECOMMONS_TLS must say who ends TLS"),
]


def start(tmp_path: Path, code: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CARECOMMONS_", "DATABASE_"))}
    whole = clean | {"CARECOMMONS_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "carecommons.site.settings"} | env
    return subprocess.run([sys.executable, "-c", code], env=whole, capture_output=True, text=True, timeout=60)


def test_production_that_is_whole_has_nothing_to_put_right() -> None:
    assert problems(GOOD, profile="production") == ()
    old = {"CARECOMMONS_OLD_SECRET_KEYS": f"{secrets.token_urlsafe(64)},{secrets.token_urlsafe(64)}"}
    assert problems(GOOD | old, profile="production") == ()


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_production_names_what_must_be_put_right(change: dict[str, str], words: str) -> None:
    (found,) = problems(GOOD | change, profile="production")
    assert words in found


def test_every_problem_is_named_at_once_and_no_profile_is_guessed() -> None:
    assert len(problems({}, profile="production")) == 4
    assert "Choose one of: local, demo, test, production" in problems({}, profile="prod")[0]
    assert problems({}, profile="local") == ()


@pytest.mark.parametrize(("change", "words"), [WRONG[0], WRONG[2], WRONG[6], WRONG[8]])
def test_production_does_not_start_until_it_is_put_right(tmp_path: Path, change: dict[str, str], words: str) -> None:
    done = start(tmp_path, "import django; django.setup()", **(GOOD | change))
    assert done.returncode != 0
    assert "Care Commons does not start" in done.stderr
    assert words in done.stderr


def test_the_command_says_what_must_be_put_right_and_ends_2(tmp_path: Path) -> None:
    code = "from carecommons.cli.main import main; import sys; sys.argv = ['carecommons', 'people', 'list']; main()"
    done = start(tmp_path, code, **(GOOD | {"CARECOMMONS_TLS": ""}))
    assert done.returncode == 2
    assert "Care Commons does not start:\n  - CARECOMMONS_TLS must say" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_starts_when_whole_and_passes_django_s_own_deployment_check(tmp_path: Path) -> None:
    words = ["x", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING"]
    code = f"from django.core.management import execute_from_command_line as run; run({words!r})"
    done = start(tmp_path, code, **GOOD)
    assert done.returncode == 0, done.stderr
    read = (
        "from django.conf import settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_NAME, s.DEMO, s.PASSWORD_HASHERS)"
    )
    done = start(tmp_path, read, **GOOD)
    assert done.stdout.split(maxsplit=7) == [
        "False", "True", "True", "True", "True", "__Host-cc-session", "False",
        "['carecommons.site.hashers.CappedArgon2']\n",
    ]  # fmt: skip


def test_the_local_house_keeps_a_random_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    key = local_key(tmp_path / "home")
    assert len(key) >= 50
    assert local_key(tmp_path / "home") == key
    assert local_key(tmp_path / "other") != key
    assert stat.S_IMODE((tmp_path / "home" / "secret-key").stat().st_mode) == 0o600


def test_every_page_carries_the_strict_headers(client: Client, db: None) -> None:
    answer = client.get("/account/login/")
    policy = {
        rule.split()[0]: rule.split()[1:] for rule in answer["Content-Security-Policy"].split("; ") if rule.strip()
    }
    assert policy["default-src"] == ["'self'"]
    assert policy["script-src"][0] == "'self'"
    assert policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert not any("unsafe" in source for sources in policy.values() for source in sources)
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in answer["Permissions-Policy"]


def test_a_script_of_a_page_needs_the_nonce_of_that_answer() -> None:
    from csp.constants import NONCE

    assert NONCE in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post("/account/login/", {}, CONTENT_LENGTH=str(settings.REQUEST_BODY_MAX_BYTES + 1))
    assert answer.status_code == 413
    assert "Nothing was stored" in answer.content.decode()
    assert client.post("/account/login/", {}, CONTENT_LENGTH="-1").status_code == 413


def test_logs_name_nobody() -> None:
    said = "sign-in of ada.ash+x@example.org from BS1 5TR with cc_8R6BNaU0LRXg_jtetfqFxJ3L5Zp2wMZttdL6y1gERio failed"
    assert without_personal_data(said) == "sign-in of [address] from [postcode] with [token] failed"


def test_the_database_is_asked_for_its_safest_manner() -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        assert options["transaction_mode"] == "IMMEDIATE"
        assert "synchronous=FULL" in options["init_command"]
    else:
        assert options["isolation_level"].name == "SERIALIZABLE"


def _a_record(message, *args, exc_info=None, sinfo=None):
    return logging.LogRecord("carecommons", logging.ERROR, __file__, 1, message, args, exc_info, sinfo=sinfo)


def test_a_traceback_and_a_stack_name_nobody_either():
    try:
        raise ValueError("robin@example.org of ME14 1XQ used cc_abcdefghijklmnopqrstuvwxyz")
    except ValueError:
        record = _a_record("it broke for %s", "robin@example.org", exc_info=sys.exc_info(), sinfo="at ME14 1XQ")
    line = NoPersonalData().format(record)
    assert "it broke for [address]" in line
    assert "ValueError: [address] of [postcode] used [token]" in line
    assert line.endswith("at [postcode]")


def test_every_log_handler_of_the_house_writes_through_that_formatter():
    from django.conf import settings

    for handler in settings.LOGGING["handlers"].values():
        assert settings.LOGGING["formatters"][handler["formatter"]]["()"] == "carecommons.site.logs.NoPersonalData"


def test_the_command_line_names_nobody_when_it_breaks(capsys):
    from argparse import Namespace

    from carecommons.cli.main import _answer

    def broken(args):
        raise ValueError("robin@example.org of ME14 1XQ used cc_abcdefghijklmnopqrstuvwxyz")

    assert _answer(Namespace(run=broken)) == 1
    said = capsys.readouterr().err
    assert "ValueError: [address] of [postcode] used [token]" in said


def test_the_register_is_sealed_each_second_here_and_each_hour_in_production() -> None:
    assert [seal_every({}, profile=each) for each in ("local", "demo", "test", "production")] == [1, 1, 1, 3600]
    assert seal_every({"CARECOMMONS_SEAL_EVERY": "600"}, profile="production") == 600
    for wrong in ("0", "-1", "soon", "nan", "86401"):
        (found,) = problems(GOOD | {"CARECOMMONS_SEAL_EVERY": wrong}, profile="production")
        assert "CARECOMMONS_SEAL_EVERY must be seconds" in found


OIDC = {
    "CARECOMMONS_OIDC_ISSUER": "https://sign-in.council.example",
    "CARECOMMONS_OIDC_CLIENT_ID": "care",
    "CARECOMMONS_OIDC_CLIENT_SECRET": "kept elsewhere",
}


@pytest.mark.parametrize(
    ("change", "profile", "words"),
    [
        ({"CARECOMMONS_OIDC_ISSUER": "http://sign-in.council.example"}, "production", "must be an https address"),
        ({"CARECOMMONS_OIDC_ISSUER": "http://127.0.0.1:9000"}, "production", "must be an https address"),
        ({"CARECOMMONS_OIDC_ISSUER": "http://sign-in.council.example"}, "local", "must be an https address"),
        ({"CARECOMMONS_OIDC_ISSUER": "sign-in.council.example"}, "local", "must be an https address"),
        ({"CARECOMMONS_OIDC_CLIENT_SECRET": ""}, "production", "_CLIENT_SECRET must be set"),
        ({"CARECOMMONS_OIDC_CLIENT_ID": ""}, "local", "_CLIENT_SECRET must be set"),
    ],
)
def test_a_council_s_sign_in_that_is_not_safe_does_not_start(change, profile, words) -> None:
    (found,) = problems(GOOD | OIDC | change, profile=profile)
    assert words in found


def test_a_council_s_sign_in_over_https_starts_and_without_one_there_is_none() -> None:
    assert problems(GOOD | OIDC, profile="production") == ()
    assert problems(OIDC | {"CARECOMMONS_OIDC_ISSUER": "http://127.0.0.1:9000"}, profile="local") == ()
    assert council({}) == {}
    assert council(OIDC)["factors"] == ["mfa", "otp", "hwk", "fido"]
    assert council(OIDC | {"CARECOMMONS_OIDC_FACTORS": "mfa, sc"})["factors"] == ["mfa", "sc"]
