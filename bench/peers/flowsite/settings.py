"""Nothing but what the workflow needs, with connections that stay open and sessions that last."""

import os

import psycopg

SECRET_KEY = "only for the bench"  # noqa: S105 -- of a database that lives for a minute
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "flowsite.urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "viewflow",
    "viewflow.workflow",
    "flowsite",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
ADDRESS = os.environ["FLOWSITE_DATABASE"]
IS_SQLITE = ADDRESS.startswith("/")


def _postgresql() -> dict[str, object]:
    said = psycopg.conninfo.conninfo_to_dict(ADDRESS)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": said["dbname"],
        "HOST": said["host"],
        "USER": said["user"],
        "CONN_MAX_AGE": None,
    }


def _sqlite() -> dict[str, object]:
    said = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": ADDRESS, "CONN_MAX_AGE": None, "OPTIONS": said}


DATABASES = {"default": _sqlite() if IS_SQLITE else _postgresql()}
