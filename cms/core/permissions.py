"""Who works for which network, and the one scope for what is not a page.

Pages are kept apart by Wagtail's tree permissions. Everything else that belongs to a network has a
foreign key to its site and is shown by a viewset that inherits from `NetworkScopedViewSet`, or by a
report that inherits from `NetworkScopedMixin`: Wagtail's own views check only the permission on the
model (reference/traps).
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar, cast

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.views.generic.chooser import BaseChooseView, ChosenMultipleViewMixin, ChosenViewMixin
from wagtail.models import GroupPagePermission, Site
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core import registry
from cms.core.tenancy.actor import policy_is_on, sees_everything

CACHED = "_user_networks"

# The name of a foreign key to a site, or what makes the condition from the user's networks.
# A condition must not multiply rows: reach many-to-many relations by `Exists`.
Lookup = str | Callable[[QuerySet[Site]], Q]
M = TypeVar("M", bound=Model)

# Views that only show; every other view by id counts as one that changes something.
READING = (
    generic.IndexView,
    generic.InspectView,
    history.HistoryView,
    usage.UsageView,
    BaseChooseView,
    ChosenViewMixin,
    ChosenMultipleViewMixin,
)


def user_networks(user: Any) -> QuerySet[Site]:
    """The sites for which the user works: those on whose root page a group of theirs has a permission.

    The same queryset is handed out for the life of the user object, so that reading it twice
    costs one query; in a condition (`network__in=`) it is a subquery.
    """
    found = getattr(user, CACHED, None)
    if found is None:
        found = _networks(user)
        setattr(user, CACHED, found)
    return cast("QuerySet[Site]", found)


def _networks(user: Any) -> QuerySet[Site]:
    sites = Site.objects.select_related("root_page")
    if not user.is_active:  # Nobody's account, or a closed one.
        return sites.none()
    if user.is_superuser:
        return sites
    rights = GroupPagePermission.objects.filter(page=OuterRef("root_page"), group__user=user)
    return sites.filter(Exists(rights))


def belongs_to(user: Any, site: Site | None) -> bool:
    """Whether the user works for that network."""
    return site is not None and any(network.pk == site.pk for network in user_networks(user))


def scoped(queryset: QuerySet[M], user: Any, lookup: Lookup = "network") -> QuerySet[M]:
    """The rows that belong to the user's networks; all of them for a superuser."""
    if sees_everything(user):
        return queryset
    return of_networks(queryset, user_networks(user), lookup)


def of_networks(queryset: QuerySet[M], networks: QuerySet[Site], lookup: Lookup = "network") -> QuerySet[M]:
    """The rows that belong to these networks."""
    return queryset.filter(lookup(networks) if callable(lookup) else Q(**{f"{lookup}__in": networks}))


def networks_at_hand(request: HttpRequest) -> QuerySet[Site]:
    """The networks that lists are about: the one worked for, or else all of the user's.

    What is opened by its id is looked for in `user_networks`: nothing goes out of reach.
    """
    chosen = working_site(request)
    networks = user_networks(request.user)
    return networks if chosen is None else networks.filter(pk=chosen)


def working_site(request: HttpRequest) -> int | None:
    """The id of the one site worked for at this request; none for a superuser who sees all of them."""
    return registry.working_site(request) if registry.working_site else None


class NetworkPermissionPolicy(ModelPermissionPolicy):
    """The permission on the model, narrowed to the rows of the user's networks."""

    def __init__(self, model: type[Model], *, shown: Lookup, changed: Lookup) -> None:
        super().__init__(model)
        self.shown = shown
        self.changed = changed

    def rows(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """The rows on which the user may do one of the actions, where the model allows it."""
        lookup = self.shown if "view" in actions else self.changed
        return scoped(self.model._default_manager.all(), user, lookup)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user may do that with this very row."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Whether the user may do one of these with this very row."""
        allowed = [action for action in actions if self.user_has_permission(user, action)]
        return bool(allowed) and self.rows(user, allowed).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """The rows on which the user may do one of these."""
        allowed = [action for action in actions if self.user_has_permission(user, action)]
        return self.rows(user, allowed) if allowed else self.model._default_manager.none()


class NetworkScopedMixin:
    """For any view of the admin that lists or opens rows of a network.

    `network_lookup` says whose rows are shown, `network_change_lookup` whose may be changed (the
    same unless given). `network_field` is the form's field that names the owner: its choices are
    the user's networks.
    """

    network_lookup: ClassVar[Lookup] = "network"
    network_change_lookup: ClassVar[Lookup | None] = None
    network_field: ClassVar[str] = "network"

    def lookup(self) -> Lookup:
        """The condition that fits what this view does."""
        reads = isinstance(self, READING) or self.network_change_lookup is None
        # Read from the class: a function kept there must not become a method.
        return type(self).network_lookup if reads else cast("Lookup", type(self).network_change_lookup)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Answer 404, before anything is read, to an id of another network."""
        if kwargs.get("pk") is not None:
            self.require_own(request, unquote(str(kwargs["pk"])))
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def require_own(self, request: HttpRequest, pk: str) -> None:
        """Raise Http404 unless the row with that id belongs to the user's networks."""
        rows = scoped(self.model._default_manager.all(), request.user, self.lookup())  # type: ignore[attr-defined]
        try:
            found = rows.filter(pk=pk).exists()
        except (ValueError, ValidationError):
            found = False
        if not found:
            raise Http404

    def own(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the user's networks, when these are rows of the scoped model."""
        if not issubclass(queryset.model, self.model):  # type: ignore[attr-defined]
            return queryset  # The log entries of a history, the references of a usage.
        return scoped(queryset, self.request.user, self.lookup())  # type: ignore[attr-defined]

    def get_base_queryset(self) -> QuerySet[Any]:
        """What listings, reports and their exports start from: the rows of the network worked for."""
        rows = super().get_base_queryset()  # type: ignore[misc]
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        about_rows = issubclass(rows.model, self.model)  # type: ignore[attr-defined]
        if not about_rows or working_site(request) is None or not policy_is_on():
            return self.own(rows)
        return of_networks(rows, networks_at_hand(request), self.lookup())

    def get_object_list(self) -> QuerySet[Any]:
        """What a chooser offers."""
        return self.own(super().get_object_list())  # type: ignore[misc]

    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        """What was ticked in a chooser."""
        return self.own(super().get_objects(pks))  # type: ignore[misc]

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form, with the user's own networks to choose the owner from."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        owner = form.fields.get(self.network_field)
        if (
            policy_is_on()
            and isinstance(owner, ModelChoiceField)
            and owner.queryset is not None
            and owner.queryset.model is Site
        ):
            networks = user_networks(self.request.user)  # type: ignore[attr-defined]
            owner.queryset = networks.all()
            at_hand = working_site(self.request)  # type: ignore[attr-defined]
            if form.instance.pk is None and at_hand is not None:
                form.initial.setdefault(self.network_field, at_hand)
                owner.empty_label = None
        return form


def scoped_view(view_class: type, viewset: Any) -> type:
    """The view class with the scope of the viewset in front."""
    names = ("network_lookup", "network_change_lookup", "network_field")
    scope = {name: getattr(type(viewset), name) for name in names}
    mixed = issubclass(view_class, NetworkScopedMixin)
    return type(view_class.__name__, (view_class,) if mixed else (NetworkScopedMixin, view_class), scope)


class NetworkScopedChooserViewSet(SnippetChooserViewSet):
    """A chooser that offers the rows of the user's networks, and takes no others."""

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        """Wrap each view in the scope of the model's viewset."""
        viewset = self.model.snippet_viewset  # type: ignore[attr-defined]
        return super().construct_view(scoped_view(view_class, viewset), **kwargs)


class NetworkScopedViewSet(SnippetViewSet):
    """A snippet whose rows belong to networks: every view of it is scoped, present and future ones.

    See `NetworkScopedMixin` for the attributes.
    """

    network_lookup: ClassVar[Lookup] = "network"
    network_change_lookup: ClassVar[Lookup | None] = None
    network_field: ClassVar[str] = "network"
    chooser_viewset_class = NetworkScopedChooserViewSet

    @property
    def permission_policy(self) -> NetworkPermissionPolicy:
        """Model permission and network together."""
        shown = type(self).network_lookup
        changed = type(self).network_change_lookup or shown
        return NetworkPermissionPolicy(cast("type[Model]", self.model), shown=shown, changed=changed)

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        """Wrap each view in the scope: Wagtail builds all of them here."""
        return super().construct_view(scoped_view(view_class, self), **kwargs)
