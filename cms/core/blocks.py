"""Blocks of editorial pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock


class FigureBlock(StructBlock):
    """A picture with its caption."""

    image = ImageChooserBlock(label=_("picture"))
    caption = CharBlock(label=_("caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "core/blocks/figure.html"


class EditorialBlock(StreamBlock):
    """Everything that a plain page can be made of."""

    heading = CharBlock(label=_("Heading"), icon="title", max_length=120, template="core/blocks/heading.html")
    text = RichTextBlock(
        label=_("Text"), features=["h3", "bold", "italic", "ol", "ul", "link", "hr", "document-link"]
    )
    figure = FigureBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
