"""The reference lists in the admin's menu, for those who keep them."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.core.registry import reference_viewsets
from cms.core.theme_viewset import ThemeViewSet
from cms.core.viewsets import AreaViewSet, TermViewSet

reference_viewsets[:0] = [ThemeViewSet, TermViewSet]


@hooks.register("register_admin_viewset")
def add_reference_lists() -> ModelViewSetGroup:
    """Every list in one menu; apps that stand above this one add theirs."""
    group = type(
        "ReferenceGroup",
        (ModelViewSetGroup,),
        {
            "items": (*reference_viewsets, AreaViewSet),
            "menu_label": _("Reference lists"),
            "menu_icon": "list-ul",
            "menu_order": 800,
        },
    )
    return group()
