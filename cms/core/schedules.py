"""The hours at which the queue runs the tasks of the kernel."""

from typing import Any

from django_q.models import Schedule

SCHEDULES: dict[str, dict[str, Any]] = {
    "Publish what is due": {
        "func": "cms.core.tasks.publish_scheduled",
        "schedule_type": Schedule.MINUTES,
        "minutes": 5,
    },
    "Forget old sessions": {
        "func": "cms.core.tasks.clear_sessions",
        "schedule_type": Schedule.CRON,
        "cron": "15 4 * * *",
    },
}


def create_schedules(**kwargs: Any) -> None:
    """Make them where they are missing, and bring them to what is written above."""
    for name, hours in SCHEDULES.items():
        Schedule.objects.update_or_create(name=name, defaults=hours)
