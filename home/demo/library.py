"""The pictures of the demonstration in the image libraries of the networks."""

from pathlib import Path

from django.core.files.images import ImageFile
from wagtail.images.models import Image
from wagtail.models import Collection, Site

from home.demo.content import FOLDER
from sites.models import NetworkSettings

PICTURES = FOLDER / "pictures"

# File -> (title, what one sees: the alternative text).
WORDS: dict[str, tuple[str, str]] = {
    "bees": ("Ruches dans la lavande", "Trois ruches peintes dans un champ de lavande, des abeilles volent autour."),
    "bike": ("Vélo et panier de légumes", "Un vélo rouge appuyé contre une façade ocre, son panier plein de légumes."),
    "books": ("Étagère de livres", "Une étagère de livres de couleur ; un livre ouvert sur la table, près d’une tasse."),
    "bread": ("Pain de campagne", "Une miche de pain de campagne entourée d’épis de blé."),
    "building": ("Chantier d’une maison", "Une maison à ossature de bois en chantier, une échelle et un tas de pierres."),
    "cheese": ("Chèvre et fromages", "Une chèvre dans la garrigue, trois fromages frais posés sur une feuille."),
    "computer": ("Ordinateur portable", "Un ordinateur portable ouvert sur un bureau, une tasse fumante et une plante."),
    "garden": ("Potager", "Carottes, poireaux, betteraves et chou dans une terre où passe un ver."),
    "hens": ("Poules dans le pré", "Trois poules dans l’herbe près d’un nid plein d’œufs, une ferme au loin."),
    "hills": ("Champ de lavande", "Des rangs de lavande jusqu’à une maison et ses cyprès, des collines au loin."),
    "jars": ("Bocaux", "Trois étagères de bocaux de fruits et de légumes, tous étiquetés."),
    "kitchen": ("Cuisine", "Une marmite rouge qui fume sur un fourneau, des tomates et une aubergine à côté."),
    "laundry": ("Linge qui sèche", "Du linge qui sèche au soleil au-dessus d’un champ de lavande."),
    "market": ("Étal de marché", "Un étal de marché sous une toile rouge et blanche, des cagettes de légumes."),
    "mountain": ("Lac de montagne", "Des sommets enneigés au-dessus d’un lac bordé de sapins."),
    "olive": ("Branche d’olivier", "Une branche d’olivier chargée d’olives noires devant le soleil."),
    "orchard": ("Verger", "Une échelle contre un pommier chargé de fruits, deux paniers pleins au pied."),
    "press": ("Atelier d’imprimerie", "Des affiches qui sèchent sur un fil au-dessus d’un rouleau encreur."),
    "radio": ("Micro de radio", "Un micro de radio ancien entouré d’ondes de couleur."),
    "sails": ("Voiles en mer", "Deux barques à voile latine au pied des calanques."),
    "sewing": ("Machine à coudre", "Une machine à coudre, des ciseaux et des boutons sur une table."),
    "solar": ("Toit solaire", "Des panneaux solaires sur un toit de tuiles, en plein soleil."),
    "stage": ("Scène de théâtre", "Une scène de théâtre, rideau rouge ouvert, avec deux masques."),
    "van": ("Camionnette de tournée", "Une camionnette bleue ouverte sur le côté, chargée de fruits et de légumes."),
    "village": ("Village perché", "Un village perché aux toits de tuiles autour de son clocher."),
    "vines": ("Vigne", "Une grappe de raisin noir au-dessus des rangs de vigne."),
    "workshop": ("Établi", "Un établi de bois sous un panneau où pendent marteau, scie et clés."),
}  # fmt: skip


def picture_for(*, site: Site, file: str | None) -> Image | None:
    """That picture in the network's own library, added on first use; None where there is no such file."""
    path = PICTURES / (file or "")
    if not file or not path.is_file():
        return None
    title, description = WORDS[path.stem]
    collection = library_of(site)
    found = Image.objects.filter(collection=collection, title=title).first()
    return found or _add(path, title, description, collection)


def _add(path: Path, title: str, description: str, collection: Collection) -> Image:
    with path.open("rb") as drawn:
        return Image.objects.create(
            title=title,
            description=description,
            collection=collection,
            file=ImageFile(drawn, name=f"demo-{path.name}"),
        )


def library_of(site: Site) -> Collection:
    """The collection of the network, as provisioning named it."""
    name = NetworkSettings.objects.get(site=site).short_name
    return Collection.get_first_root_node().get_children().get(name=name)
