"""Model fields of the house."""

from typing import Any

from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """A StreamField whose blocks are left out of migrations: changing a block makes none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Migrations call it without blocks.
        super().__init__(args[0] if args else [], *args[1:], **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Everything but the blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
