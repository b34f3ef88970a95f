"""The least that a Wagtail install has: a kind of page, and a snippet that somebody owns."""

from django.conf import settings
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.snippets.models import register_snippet


class StockPage(Page):
    """A page with a text."""

    body = RichTextField(blank=True)


@register_snippet
class StockNote(models.Model):
    """A note."""

    text = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)

    def __str__(self) -> str:
        return self.text
