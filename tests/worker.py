"""A queue worker on the database of a running test: `python -m tests.worker NAME QUEUE`.

With the name of a command after these, that command instead of the worker.
"""

import os
import sys

import django


def main() -> None:
    """Point the default database at the test's, then run the cluster or the command."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    settings.Q_CLUSTER["name"] = sys.argv[2]
    settings.Q_CLUSTER["sync"] = False
    if port := os.environ.get("TEST_EMAIL_PORT"):  # A mail server of the test (tests.smtp_sink).
        settings.EMAIL_BACKEND = "cms.users.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    settings.REPLY_DOMAIN = os.environ.get("TEST_REPLY_DOMAIN", "")
    django.setup()
    from django.core.management import call_command

    call_command(sys.argv[3] if len(sys.argv) > 3 else "qcluster", verbosity=0)


if __name__ == "__main__":
    main()
