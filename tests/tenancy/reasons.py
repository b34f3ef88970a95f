"""What holds no secret, and why: each model and field with its line."""

# Models of which no row belongs to one network.
MODELS_WITHOUT_SECRETS = {
    "auth.Permission": "written by migrations, the same for everybody",
    "contenttypes.ContentType": "the names of the models, the same for everybody",
    "core.Area": "the areas of France, public reference data",
    "core.Term": "shipped lists, public reference data",
    "core.Theme": "the thesaurus, public and common to all networks",
    "core.ThemeMapping": "the thesaurus, public and common to all networks",
    "exchanges.Method": "shipped list, public reference data",
    "wagtailadmin.Admin": "has no table: it carries a permission",
    "wagtailcore.Locale": "the languages of the platform",
    "wagtailembeds.Embed": "what public addresses on the web answered, by no network",
    "wagtail_localize.Template": "the tags around texts; texts and addresses are cut out into strings",
}

# Models whose rows every visitor of the victim's site reads, but nobody else.
READ_BY_VISITORS = {
    "sites.FooterLink": "stands at the foot of each of its pages",
}

# Fields, as "app.Model.field"; a star stands for any app and model.
FIELDS_WITHOUT_SECRETS = {
    "*.path": "a position in a tree, made by treebeard",
    "*.object_id": "an id",
    "*.to_object_id": "an id",
    "*.parent_object_id": "an id",
    "*.file_hash": "a digest of the file",
    "*.digest": "a digest",
    "*.action": "the name of an action, from a list in code",
    "*.origin_url": "where the origin of a copy stands, on its public site",
    "*.editor_note": "shown with a copy only, copied from the delivery, where one is planted",
    "*.expires_on": "a date",
    "django_q.*.hook": "the name of a function",
    "django_q.*.func": "the name of a function",
    "exchanges.Match.addressee": "an id",
    "exchanges.Match.declined_why": "one of a list in code",
    "exchanges.Reserve.addressee": "an id",
    "sites.NetworkSettings.name": "the name of a network is known to all",
    "sites.NetworkSettings.short_name": "the name of a network is known to all",
    "sites.NetworkSettings.tagline": "the regional platform names its networks, each with its first sentence",
    "sites.NetworkSettings.ink": "a colour, seen on the site",
    "sites.NetworkSettings.primary": "a colour, seen on the site",
    "sites.NetworkSettings.on_primary": "a colour, seen on the site",
    "sites.NetworkSettings.accent": "a colour, seen on the site",
    "sites.NetworkSettings.on_accent": "a colour, seen on the site",
    "sites.NetworkSettings.paper": "a colour, seen on the site",
    "sites.NetworkSettings.tile_url": "an address of map tiles, in every page with a map",
    "sites.FooterLink.url": "has to be a page of the network or an address on the web; its label is planted",
    "syndication.Delivery.kind": "the name of a model",
    "syndication.SyndicationRule.kinds": "names of models",
    "users.User.password": "hashed; the hash is planted by its own salt",
    "wagtailcore.Site.hostname": "the address of a public site",
    "wagtailcore.Site.site_name": "the name of a network is known to all",
    "wagtailcore.Comment.contentpath": "the name of a field",
    "wagtailcore.Comment.position": "a place in a text",
    "wagtailcore.ReferenceIndex.model_path": "the name of a field",
    "wagtailcore.ReferenceIndex.content_path": "the name of a field",
    "wagtailimages.Rendition.filter_spec": "the size of a picture, named in templates",
    "wagtailimages.Rendition.focal_point_key": "a place in a picture",
    "wagtailusers.UserProfile.preferred_language": "a choice of the account form",
    "wagtailusers.UserProfile.current_time_zone": "a choice of the account form",
    "wagtail_localize.TranslationSource.schema_version": "the name of a migration",
    "wagtail_localize.TranslationContext.path": "the name of a field",
    "wagtail_localize.TranslationContext.field_path": "the name of a field",
    "wagtail_localize.StringTranslation.tool_name": "the name of a tool",
    "wagtail_localize.StringSegment.attrs": "addresses of links, as they stand in TranslationSource.content_json",
}
