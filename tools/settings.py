"""The development settings with uploads beside the database: a throwaway run leaves nothing in var/."""

from pathlib import Path

from cms.settings.dev import *  # noqa: F403
from cms.settings.dev import DATABASES

MEDIA_ROOT = Path(DATABASES["default"]["NAME"]).parent / "media"
