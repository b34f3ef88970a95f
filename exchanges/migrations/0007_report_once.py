import json
from hashlib import sha256

from django.db import migrations, models


def mark_first(apps, schema_editor):
    """The first of those that say the same is the one to which the next click leads.

    Those that two clicks made stay as they are, with what was decided of each.
    """
    Report = apps.get_model("exchanges", "Report")
    taken = set(Report.objects.exclude(once=None).values_list("once", flat=True))
    rows = []
    # What still waits comes first: a page may be reported again once somebody decided.
    for row in Report.objects.filter(once=None, verdict="open").order_by("pk"):
        _mark(row, taken, rows)
    for row in Report.objects.filter(once=None).exclude(verdict="open").order_by("pk"):
        _mark(row, taken, rows)
    Report.objects.bulk_update(rows, ["once"], batch_size=500)


def _mark(row, taken, rows):
    if not row.person_id and not row.email and row.message_id:
        return  # Of somebody whose account is gone.
    if row.message_id:
        said = ("message", row.message_id, row.person_id, row.email)
    else:
        said = ("page", row.page_id, row.complaint, row.text, row.person_id, row.email)
    once = sha256(json.dumps(said).encode()).hexdigest()
    if once not in taken:
        taken.add(once)
        row.once = once
        rows.append(row)


class Migration(migrations.Migration):

    dependencies = [
        ('exchanges', '0006_matching'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='once',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.RunPython(mark_first, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(
                condition=models.Q(('message__isnull', False), ('verdict', 'open'), _connector='OR'),
                fields=('once',),
                name='report_once',
            ),
        ),
    ]
