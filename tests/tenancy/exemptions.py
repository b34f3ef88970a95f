"""Which routes may break, each with its reason; none may show or change anything.

One that excuses nothing fails the crawl of a network's manager, who gets everywhere.
"""

EXEMPT = {
    "wagtailadmin_error_test": "raises an error on purpose, to show what people are told of one",
    "wagtailredirects:process_import": "Wagtail takes for granted that its own form, with a file, came first",
}
