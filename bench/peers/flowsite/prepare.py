"""Makes the tables and the three people, and prints the session of each."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowsite.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 -- after the setup
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402


def _session(name: str) -> str:
    # Whoever may do everything costs no look at permissions.
    user = User.objects.create_superuser(name)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


call_command("migrate", verbosity=0)
print(json.dumps({name: _session(name) for name in ("ada", "bea", "cem")}))
