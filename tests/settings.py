"""The settings for tests: those of production, but with plain static files and fast password hashes."""

import os
import tempfile

if "VAR_DIR" not in os.environ:
    folder = tempfile.TemporaryDirectory(prefix="kat-site-tests-", ignore_cleanup_errors=True)
    os.environ["VAR_DIR"] = folder.name
os.environ["ENV_FILE"] = ""
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")
# Playwright runs an event loop in the same thread as the ORM
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from kat_site.settings import *  # noqa: F403
from kat_site.settings import DATABASES, INSTALLED_APPS, STORAGES, VAR_DIR
from vault.keys import NEW_KEYS, make

# many tests use no database, and so nothing would make them
for name in NEW_KEYS:
    make(VAR_DIR / "keys" / name)

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# a test that needs a second factor turns this on
STAFF_SECOND_FACTOR = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, as in production, because a database in memory locks differently
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
