"""Tests: hostile on purpose; an undefined template variable or a warning is a failure."""

import os

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, Q_CLUSTER, STORAGES, TEMPLATES
from cms.settings.env import BASE_DIR
from tests.hostile import FailingUndefined

SECRET_KEY = "tests-only"  # noqa: S105 - refused by production.py
ALLOWED_HOSTS = ["*"]
LOCAL_HOST_SUFFIX = ".localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = BASE_DIR / "var" / "test-media"
STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "sizes": {"BACKEND": "tests.uploads.SizesInMemory"},
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailingUndefined()  # type: ignore[index]
LOGGING_CONFIG = None
# Tasks run where they are queued; tests of the real worker turn this off.
Q_CLUSTER = {**Q_CLUSTER, "sync": True}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In a file, so that worker processes see it: some tests kill one. One file a terminal, so
    # that two runs at once do not meet.
    (BASE_DIR / "var").mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / "var" / f"test-{os.getsid(0)}.sqlite3"}
