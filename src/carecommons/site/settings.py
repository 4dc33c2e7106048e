"""Settings, all from the environment: CARECOMMONS_HOME, DATABASE_URL, CARECOMMONS_PROFILE and the secrets."""

import os
from pathlib import Path

import dj_database_url

PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("CARECOMMONS_HOME", "var")).resolve()
PROFILE = os.environ.get("CARECOMMONS_PROFILE", "local")
DEBUG = False
SECRET_KEY = os.environ.get("CARECOMMONS_SECRET_KEY", "local-only-not-a-secret")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "carecommons.register",
    "carecommons.people",
    "carecommons.constitution",
    "carecommons.children",
    "carecommons.provision",
    "carecommons.matching",
    "carecommons.decisions",
    "carecommons.planning",
    "carecommons.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "carecommons.site.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_USER_MODEL = "people.Account"
DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'carecommons.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEMO = os.environ.get("CARECOMMONS_DEMO", "") == "1"
