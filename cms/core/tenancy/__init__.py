"""The administration is one for many networks; this package keeps each alone at home.

- `scopes`: one registry, which rows of each model a person may see;
- `rows`: the conditions for Wagtail's own models and the libraries';
- `actor`: for whom the administration is answering;
- `ids`: which row a parameter of an address or a form is about;
- `door`: the middleware, where foreign ids are turned away;
- `views`, `bulk`, `fields`, `widgets`: what listings, the API, bulk actions, forms and texts offer, narrowed;
- `screens`: the few screens of Wagtail's that look further;
- `people`: whose account a person may change;
- `mails`: who is told of what;
- `crossings`: what superusers do to a network is written down;
- `mails`: who is still told about a page;
- `checks`: what an upgrade, or the author of a new view, may forget.

Wagtail's screens are not copied: each is met at the one place through which all of its kind pass.
"""
