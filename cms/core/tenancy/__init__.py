"""The administration is one for many networks; this package keeps each alone at home.

- `scopes`: one registry, which rows of each model a person may see;
- `rows`: the conditions for Wagtail's own models and the libraries';
- `actor`: for whom the administration is answering;
- `ids`: which row a parameter of an address or a form is about;
- `door`: the middleware, where foreign ids are turned away;
- `views`, `bulk`, `fields`, `api`: what listings, bulk actions, forms and the API offer, narrowed;
- `mails`: who is still told about a page;
- `checks`: what an upgrade, or the author of a new view, may forget.

Wagtail's screens are not copied: each is met at the one place through which all of its kind pass.
"""
