"""Settings, all from the environment; docs/manual/people.md lists the variables.

CARECOMMONS_PROFILE is local (default), demo, test or production. Production refuses to start with DEBUG, a
default key, no hosts, or no TLS setting (`checks.py`).
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from carecommons.common.days import day_in_london
from carecommons.common.key_source import PRIVATE, KeySource
from carecommons.constitution.parameters import whole

from . import checks, languages

# Policy numbers are those that the constitution publishes, as in force when this process starts.
STARTED_ON = day_in_london(datetime.now(UTC))
ENV = os.environ
PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(ENV.get("CARECOMMONS_HOME", "var")).resolve()
PROFILE = ENV.get("CARECOMMONS_PROFILE", "local")
if _found := checks.problems(ENV, profile=PROFILE):
    raise ImproperlyConfigured(checks.refusal(_found))
IN_PRODUCTION, IN_TEST = PROFILE == "production", PROFILE == "test"
# A folder that a demonstration was built in is a demonstration, however it is served: its pages say so.
DEMO = (
    PROFILE == "demo" or checks.is_on(ENV, "CARECOMMONS_DEMO") or (PROFILE == "local" and (HOME / "demo.json").exists())
)
SOURCE_URL = ENV.get("CARECOMMONS_SOURCE_URL", "")  # where this copy's source is published (AGPL section 13)
# Where "Exit this page" leads: a page that anybody may have open.
EXIT_ADDRESS = ENV.get("CARECOMMONS_EXIT_ADDRESS") or "https://www.bbc.co.uk/weather"
DEBUG = False if IN_PRODUCTION else checks.is_on(ENV, "CARECOMMONS_DEBUG")
SEAL_EVERY = checks.seal_every(ENV, profile=PROFILE)  # seconds from one seal of the register to the next
SECRET_KEY = ENV.get("CARECOMMONS_SECRET_KEY") or checks.local_key(HOME)
PRIVATE_KEYS = KeySource.of(ENV, HOME, PRIVATE)  # private messages: a file of its own
FIELD_KEYS = KeySource.of(ENV, HOME)  # the keys of sealed columns (docs/manual/keys.md)
SECRET_KEY_FALLBACKS = checks.names(ENV, "CARECOMMONS_OLD_SECRET_KEYS")
ALLOWED_HOSTS = checks.names(ENV, "CARECOMMONS_HOSTS") or ["127.0.0.1", "localhost", "testserver"]

# ---------------------------------------------------------------- rooms and libraries
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # site and people stand before allauth, so that their sign-in pages are found first
    "carecommons.site",
    "carecommons.people",
    "carecommons.register",
    "carecommons.constitution",
    "carecommons.children",
    "carecommons.provision",
    "carecommons.matching",
    "carecommons.decisions",
    "carecommons.planning",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "carecommons.site.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "carecommons.site.middleware.LanguageMiddleware",
    "carecommons.site.middleware.UploadLimitMiddleware",
    "carecommons.site.middleware.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "carecommons.people.doors.PersonMiddleware",
    "carecommons.site.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "carecommons.site.urls"
WSGI_APPLICATION = "carecommons.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "carecommons.site.menus.chrome",
            ]
        },
    }
]
FORM_RENDERER = "carecommons.common.forms.CommonsRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- database
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(ENV.get("DATABASE_URL") or f"sqlite:///{HOME / 'carecommons.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Deferred transactions lose writes to "database is locked"; IMMEDIATE loses none (docs: trust).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    from django.db.backends.postgresql.psycopg_any import IsolationLevel

    # Two acts that meet are told apart by the database; doors do the loser again (common/again.py).
    DATABASES["default"].setdefault("OPTIONS", {})["isolation_level"] = IsolationLevel.SERIALIZABLE
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if IN_TEST else 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# ---------------------------------------------------------------- accounts and sign-in
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["carecommons.site.hashers.CappedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": whole("password_letters_min", STARTED_ON)}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "carecommons.site.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by an operator for a known address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Care Commons: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * whole("sign_in_again_minutes", STARTED_ON)
ACCOUNT_FORMS = {
    "login": "carecommons.site.accounts_forms.SignInForm",
    "change_password": "carecommons.site.accounts_forms.ChangePasswordForm",
    "reset_password": "carecommons.site.accounts_forms.ResetPasswordForm",
    "reset_password_from_key": "carecommons.site.accounts_forms.NewPasswordForm",
    "reauthenticate": "carecommons.site.accounts_forms.ReauthenticateForm",
    "set_password": "carecommons.site.accounts_forms.SetPasswordForm",
}
# The limit per account that allauth offers would let a stranger lock somebody out: axes counts by account
# and address together instead, and one address alone is only slowed down.
ACCOUNT_RATE_LIMITS = {"login_failed": f"{whole('sign_in_attempts_from_one_place_max', STARTED_ON)}/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "carecommons.site.accounts.FactorAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True  # then only the number left
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key alone is one factor: the person unlocks it as well
MFA_FORMS = {
    name: f"carecommons.site.accounts_forms.{form}"
    for name, form in {
        "authenticate": "FactorForm",
        "reauthenticate": "FactorAgainForm",
        "activate_totp": "AppForm",
        "add_webauthn": "PasskeyForm",
        "edit_webauthn": "RenameForm",
    }.items()
}
MFA_TOTP_ISSUER = "Care Commons"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION
# The council's own sign-in: off unless its issuer is named. It opens accounts that an operator opened, and no other.
COUNCIL = checks.council(ENV)
SOCIALACCOUNT_ADAPTER = "carecommons.site.entering.council.CouncilAdapter"
SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = checks.council_provider(COUNCIL)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = whole("sign_in_attempts_max", STARTED_ON)
AXES_COOLOFF_TIME = timedelta(minutes=whole("sign_in_wait_minutes", STARTED_ON))
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "carecommons.site.accounts.address_tried"
AXES_CLIENT_IP_CALLABLE = "carecommons.site.accounts.client_address"
AXES_LOCKOUT_CALLABLE = "carecommons.site.accounts.locked_out_page"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "email", "oldpassword", "password1", "password2"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# ---------------------------------------------------------------- sessions, cookies, headers
# How long a visit lasts is a dated parameter (session_idle_minutes, session_hours_max); no cookie outlives a day.
SESSION_COOKIE_AGE = 24 * 60 * 60
TOKEN_DAYS_MAX = whole("token_days_max", STARTED_ON)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION
SESSION_COOKIE_NAME = "__Host-cc-session" if IN_PRODUCTION else "cc-session"
CSRF_COOKIE_NAME = "__Host-cc-csrf" if IN_PRODUCTION else "cc-csrf"
CSRF_FAILURE_VIEW = "carecommons.site.views.csrf_failed"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if IN_PRODUCTION else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TLS = ENV.get("CARECOMMONS_TLS", "")
BEHIND_PROXY = TLS == "proxy"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_HSTS_SECONDS = 63_072_000 if IN_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IN_PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
REQUEST_BODY_MAX_BYTES = 64 * 1024 * 1024  # several files of 20 MB; each is weighed again on reading

# ---------------------------------------------------------------- words, files, jobs, mail, logs
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
# English, and every language whose catalogue has been translated and compiled (docs/manual/languages.md).
LANGUAGES = languages.offered(LOCALE_PATHS[0])
TIME_ZONE = "Europe/London"
USE_TZ = USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# What rooms above show on the record of a child and on the list of children: src/carecommons/site/templatetags/ways.py.
CHILD_RECORD_PARTS = ("site/child_ways.html",)
POST_DETAILS = "carecommons.site.posts.details_of"  # what tells two posts of one role apart: homes, children
CHILDREN_LIST_PARTS = ("site/children_ways.html",)
# The manual: a wheel carries it inside the package, a clone has it where it is written.
DOCS = next(path for path in (PACKAGE / "site" / "docs", PACKAGE.parents[1] / "docs") if (path / "manual").exists())
STATICFILES_DIRS = [("manual", DOCS / "images" / "manual")]
PAPER_TYPEFACES = PACKAGE / "site" / "static" / "built" / "print"  # what a PDF is set in; tools/build_look.py
_STATIC = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if IN_TEST  # the manifest is written by collectstatic, which tests do not run
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": _STATIC},
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if IN_TEST else "django_tasks_db.DatabaseBackend"
    }
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.get("CARECOMMONS_MAIL_FROM", "care-commons@localhost")
if ENV.get("CARECOMMONS_SMTP_HOST"):
    EMAIL_HOST = ENV["CARECOMMONS_SMTP_HOST"]
    EMAIL_PORT = int(ENV.get("CARECOMMONS_SMTP_PORT", "587"))
    EMAIL_HOST_USER = ENV.get("CARECOMMONS_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = ENV.get("CARECOMMONS_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = True
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "carecommons.site.logs.NoPersonalData",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "carecommons": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}
