"""What a receiving site says of a copy: kept on the delivery, shown by the copy."""

from cms.core.registry import kind_named
from syndication.models import Delivery


def apply_local(*, delivery: Delivery) -> None:
    """Write the local fields of the delivery to its copy, and nothing else."""
    kind = kind_named(delivery.kind)
    kind.objects.filter(pk=delivery.copy_id).update(
        featured=delivery.featured, editor_note=delivery.editor_note
    )
    through = kind._meta.get_field("local_themes").remote_field.through
    column = f"{kind._meta.model_name}_id"
    through.objects.filter(**{column: delivery.copy_id}).delete()
    through.objects.bulk_create(
        through(**{column: delivery.copy_id, "theme_id": theme})
        for theme in delivery.local_themes.values_list("pk", flat=True)
    )
