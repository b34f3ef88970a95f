"""What goes where in the demonstration, and what the hub's coordinators have decided so far."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from taggit.models import Tag
from wagtail.models import Site

from cms.core.models import Theme
from cms.users.models import User
from exchanges.models import ExternalId
from home.demo.content import HUB, SOURCE
from syndication.decisions import accept, refuse
from syndication.models import Decision, Delivery, Mode, State, SyndicationRule

EXCHANGES = "exchanges.ExchangePage"
NEEDS = "exchanges.ExchangePage:need"
ORGANISATIONS = "exchanges.OrganisationPage"


@dataclass(frozen=True)
class Rule:
    """A rule, its networks by their keys; it is kept by the hub unless said otherwise."""

    name: str
    source: str
    target: str
    kind: str
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    mode: str = Mode.AUTOMATIC
    owner: str = HUB


RULES = (
    *(
        Rule(f"{name} : offres et demandes pour la région", key, HUB, EXCHANGES, tags=("région",), owner=key)
        for key, name in (("apeas", "APEAS"), ("alliance", "Alliance Provence"), ("mesclun", "MESCLUN"))
    ),
    Rule("Structures d’Alliance Provence, à relire", "alliance", HUB, ORGANISATIONS, mode=Mode.REVIEWED),
    Rule(
        "Structures de l’APEAS : alimentation, agriculture, énergie, réemploi",
        "apeas",
        HUB,
        ORGANISATIONS,
        themes=("alimentation", "agriculture", "energie", "dechets-recyclage", "velo"),
    ),
    Rule(
        "Structures de MESCLUN : culture, ateliers, réemploi",
        "mesclun",
        HUB,
        ORGANISATIONS,
        themes=("culture", "artisanat", "dechets-recyclage", "restauration", "jardins-espaces-verts"),
    ),
    Rule(
        "Demandes de locaux et de logement, vers l’APEAS",
        HUB,
        "apeas",
        NEEDS,
        themes=("habitat", "habitat-groupe", "location-salles"),
    ),
    Rule(
        "Demandes d’emploi, de gestion et de financement, vers l’APEAS",
        HUB,
        "apeas",
        NEEDS,
        themes=(
            "services-entreprises",
            "social-sante-emploi",
            "finances",
            "finance-solidaire",
            "insertion",
            "egalite",
            "informatique-telecoms",
        ),
    ),
    Rule(
        "Demandes agricoles et alimentaires, vers Alliance Provence",
        HUB,
        "alliance",
        NEEDS,
        themes=("agriculture", "alimentation", "circuit-court"),
    ),
    Rule(
        "Demandes de transport et de matériel, vers MESCLUN",
        HUB,
        "mesclun",
        NEEDS,
        themes=("transports-logistique", "dechets-recyclage", "habillement-textile-artisanat"),
    ),
    Rule(
        "Demandes de culture, de communication et de commerce équitable, vers MESCLUN",
        HUB,
        "mesclun",
        NEEDS,
        themes=("culture", "communication", "loisirs", "commerce-equitable", "logiciels-libres"),
    ),
)

# Of what Alliance Provence sent, what the coordinators took and refused; the rest waits for them.
TAKEN = (
    "alliance-provence",
    "trois-figuiers",
    "bergerie-vauclaire",
    "rucher-des-aubes",
    "amap-planches-nicoises",
    "halle-aux-paysannes",
    "champs-voisins",
    "moulin-sauvebelle",
    "terres-tenues",
    "fournil-malacoste",
    "conserverie-pistou-tardif",
    "filet-commun",
)
DECLINED = {
    "vignes-de-tardelune": "La fiche ne dit pas encore comment les saisonniers des vendanges sont logés : "
    "notre charte le demande. Complétez-la et écrivez-nous, nous la reprendrons.",
}


def lay_down_rules(*, sites: dict[str, Site]) -> None:
    """Make the rules that are missing, each found again by its name."""
    for rule in RULES:
        with transaction.atomic():
            if not SyndicationRule.objects.filter(name=rule.name, network=sites[rule.owner]).exists():
                _make(rule, sites)


def _make(rule: Rule, sites: dict[str, Site]) -> None:
    made = SyndicationRule(name=rule.name, network=sites[rule.owner], kinds=[rule.kind], mode=rule.mode)
    made.sources = [sites[rule.source]]
    made.targets = [sites[rule.target]]
    made.themes = list(Theme.objects.filter(code__in=rule.themes))
    made.tags = [Tag.objects.get_or_create(name=name)[0] for name in rule.tags]
    made.full_clean()
    made.save()


def decide(*, hub: Site, coordinator: User) -> None:
    """Accept and refuse what the demonstration says, where nobody decided yet."""
    accept(deliveries=_waiting(hub, TAKEN), user=coordinator)
    for key, reason in DECLINED.items():
        refuse(deliveries=_waiting(hub, [key]), user=coordinator, reason=reason)


def _waiting(hub: Site, keys: Iterable[str]) -> list[Delivery]:
    pages = ExternalId.objects.filter(source=SOURCE, value__in=list(keys)).values("page")
    waiting = Delivery.objects.filter(target=hub, state=State.PENDING, decision=Decision.NONE)
    return list(waiting.filter(page__in=pages))
