"""What migrating leaves ready: the hours of the queue, the table of a cache that is in the database."""

from typing import Any

from django.core.management import call_command
from django_q.models import Schedule

SCHEDULES: dict[str, dict[str, Any]] = {
    "Send the letters left behind": {
        "func": "cms.users.tasks.deliver_waiting",
        "schedule_type": Schedule.MINUTES,
        "minutes": 10,
    },
    "Tend the accounts": {
        "func": "cms.users.tasks.tend_accounts",
        "schedule_type": Schedule.CRON,
        "cron": "45 4 * * *",
    },
}


def create_schedules(**kwargs: Any) -> None:
    """Make them where they are missing, and bring them to what is written above."""
    for name, hours in SCHEDULES.items():
        Schedule.objects.update_or_create(name=name, defaults=hours)


def create_tables(**kwargs: Any) -> None:
    """The table of the cache, where that is how it is kept; it may be there."""
    call_command("createcachetable", verbosity=0)
