"""The hours at which the queue runs the tasks of this app; each room adds its own (its `setup`)."""

from typing import Any

from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django_q.models import Schedule

# Last days pass without anybody saying so: all matches are looked at each hour.
SCHEDULES: dict[str, dict[str, Any]] = {
    "Match everything": {
        "func": "exchanges.tasks.match_everything",
        "schedule_type": Schedule.MINUTES,
        "minutes": 60,
    },
}


@receiver(post_migrate, dispatch_uid="exchanges.schedules")
def create_schedules(sender: Any, **kwargs: Any) -> None:
    """Make them where they are missing, and bring them to what is written above."""
    if sender.name != "exchanges":
        return
    for name, hours in SCHEDULES.items():
        Schedule.objects.update_or_create(name=name, defaults=hours)
