"""A throwaway database for a benchmark: the test database, made and dropped by the script."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django


def setup() -> None:
    """Load Django with the test settings; DATABASE_URL says which engine."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    sys.path.insert(0, os.getcwd())
    django.setup()


@contextmanager
def throwaway() -> Iterator[str]:
    """Make the database, yield the engine's name, drop the database."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield connection.vendor
    finally:
        teardown_databases(made, verbosity=0)
