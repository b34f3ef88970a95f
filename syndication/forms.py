"""The forms of sharing: rules, refusals, what a site adds to a copy."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.forms import TagField
from taggit.models import Tag
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminTagWidget
from wagtail.models import Site

from cms.core.permissions import user_networks
from cms.core.registry import shared_kinds
from cms.core.tenancy.actor import acting_user
from cms.core.tenancy.scopes import visible
from cms.core.widgets import ThemesField
from syndication import queries
from syndication.models import Delivery, SyndicationRule
from syndication.models.rules import named


class NamedNetworks(ModelChoiceIterator):
    """The choices of a field, the names read with the sites."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.queryset = self.queryset.select_related("networksettings")


class NetworkField(forms.ModelChoiceField):
    """One network, by its name."""

    iterator = NamedNetworks

    def label_from_instance(self, obj: Any) -> str:
        return queries.network_name(obj)


class NetworksField(forms.ModelMultipleChoiceField):
    """Networks as boxes, by their names."""

    # A rule is about other networks than one's own.
    offers_every_network = True
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return queries.network_name(obj)


def known_tags() -> QuerySet[Tag]:
    """Keywords that the person reads somewhere: on what is theirs, in its rules, on public pages."""
    user = acting_user()
    if user is None:
        return Tag.objects.all()
    read = Q(pk__in=visible(Tag, user).order_by().values("pk"))
    read |= Q(pk__in=visible(SyndicationRule, user).order_by().values("tags"))
    for kind in shared_kinds():
        read |= Q(pk__in=kind.objects.live().public().order_by().values("tags"))
    return Tag.objects.filter(read)


class KnownTagsField(TagField):
    """Keywords that pages have already: of another one, a rule would wait in vain.

    Those of what others keep to themselves are as unknown as any: the answer tells nothing of them.
    """

    widget: Any = AdminTagWidget(free_tagging=False)

    def clean(self, value: Any) -> list[Tag]:
        """The keywords; raises ValidationError naming those that no page has."""
        names = super().clean(value)
        # One for each name: a rule takes "Bio" and "bio" for the same.
        found = {tag.name.casefold(): tag for tag in known_tags().filter(named(names)).order_by("-pk")}
        missing = sorted(name for name in names if name.casefold() not in found)
        if missing:
            raise ValidationError(_("No page has this keyword yet: %s.") % ", ".join(missing))
        return [found[name] for name in dict.fromkeys(name.casefold() for name in names)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other keywords were chosen, whatever their order."""
        try:
            chosen = self.clean(data)
        except ValidationError:
            return True
        return sorted(tag.pk for tag in chosen) != sorted(tag.pk for tag in initial or [])


class RuleForm(WagtailAdminModelForm):
    """A rule, with messages beside what would make it senseless or is not the editor's to decide.

    An editor pushes from their own networks to any, or pulls from any to their own.
    """

    sources = NetworksField(
        queryset=Site.objects.none(),
        label=gettext_lazy("Comes from"),
        help_text=gettext_lazy("The regional platform passes on what it received itself."),
        error_messages={"required": gettext_lazy("Tick at least one network from which pages come.")},
    )
    targets = NetworksField(
        queryset=Site.objects.none(),
        label=gettext_lazy("Goes to"),
        error_messages={"required": gettext_lazy("A rule without target shows nothing: tick at least one.")},
    )
    kinds = forms.MultipleChoiceField(
        choices=lazy(queries.rule_kind_choices, list)(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("What"),
        help_text=gettext_lazy("Nothing ticked: everything."),
    )
    themes = ThemesField(
        required=False,
        label=gettext_lazy("Themes"),
        help_text=gettext_lazy("Narrower themes count. Nothing ticked: whatever the theme."),
    )
    tags = KnownTagsField(
        required=False,
        label=gettext_lazy("Keywords"),
        help_text=gettext_lazy("Keywords that pages have already. None: whatever the keywords."),
    )
    network = NetworkField(
        queryset=Site.objects.none(),
        label=gettext_lazy("Kept by"),
        help_text=gettext_lazy("The network whose people may change this rule."),
    )
    name = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Left empty, it is made of the networks."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("sources", "targets", "network"):
            self.fields[field].queryset = queries.networks()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add messages about the way the rule goes, and give it a name."""
        cleaned = super().clean() or {}
        sources, targets = list(cleaned.get("sources", ())), list(cleaned.get("targets", ()))
        if sources and targets:
            self._check_way(sources, targets)
            self._check_owner(cleaned.get("network"), sources, targets)
            self._check_rights(sources, targets)
        if not cleaned.get("name"):
            cleaned["name"] = f"{_names(sources)} → {_names(targets)}"[:120]
        return cleaned

    def _check_way(self, sources: Sequence[Site], targets: Sequence[Site]) -> None:
        if len(sources) == 1 and sources[0] in targets:
            message = _("%(network)s is the only source: its pages are there already.")
            self.add_error("targets", message % {"network": queries.network_name(sources[0])})

    def _check_owner(self, owner: Site | None, sources: Sequence[Site], targets: Sequence[Site]) -> None:
        if owner and owner not in sources and owner not in targets:
            message = _("%(network)s neither gives nor receives here: another network has to keep this rule.")
            self.add_error("network", message % {"network": queries.network_name(owner)})

    def _check_rights(self, sources: Sequence[Site], targets: Sequence[Site]) -> None:
        if self.for_user is None or self.for_user.is_superuser:
            return
        own = set(user_networks(self.for_user))
        foreign = [site for site in sources if site not in own]
        if foreign and not own.issuperset(targets):
            message = _(
                "You may send pages of your own networks, or receive some on them: not from %(networks)s to others."
            )
            self.add_error("sources", message % {"networks": _names(foreign)})


def _names(sites: Sequence[Site]) -> str:
    return ", ".join(queries.network_name(site) for site in sites)


class RefuseForm(forms.Form):
    """Why a page is not shown."""

    reason = forms.CharField(
        max_length=500,
        label=gettext_lazy("Why it is not shown"),
        help_text=gettext_lazy("The author’s network reads it: say what would make it acceptable."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why: the author will read it.")},
    )


class LocalForm(forms.ModelForm):
    """What the receiving site adds to a copy; no update from its origin overwrites it."""

    local_themes = ThemesField(required=False, label=gettext_lazy("Themes added on this site"))

    class Meta:
        model = Delivery
        fields = ("featured", "editor_note", "local_themes")
        widgets = {"editor_note": forms.Textarea(attrs={"rows": 3})}

    def save(self, commit: bool = True) -> Delivery:  # noqa: FBT001, FBT002 - Django's signature
        """Write these columns only: the engine may have written the others meanwhile."""
        delivery: Delivery = super().save(commit=False)
        if commit:
            delivery.save(update_fields=["featured", "editor_note"])
            self.save_m2m()
        return delivery
