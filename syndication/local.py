"""What a receiving site says of a copy: kept on the delivery, shown by the copy."""

from cms.core.kinds import relation
from cms.core.registry import kind_named
from syndication.models import Delivery


def apply_local(*, delivery: Delivery) -> None:
    """Write the local fields of the delivery to its copy, and nothing else."""
    kind = kind_named(delivery.kind)
    kind.objects.filter(pk=delivery.copy_id).update(
        featured=delivery.featured, editor_note=delivery.editor_note
    )
    to = relation(kind, "local_themes")
    to.table.objects.filter(**{to.page_id: delivery.copy_id}).delete()
    to.table.objects.bulk_create(
        to.table(**{to.page_id: delivery.copy_id, to.other_id: theme})
        for theme in delivery.local_themes.values_list("pk", flat=True)
    )
