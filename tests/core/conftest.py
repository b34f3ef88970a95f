"""What several tests of the kernel need."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def uploads_on_disk(settings: Any, tmp_path: Path) -> Path:
    """The folder in which uploads are while the test runs: only files are served."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
    return tmp_path
