"""What is allowed to go wrong, by route, each with its reason; one that excuses nothing fails the test."""

EXEMPT = {
    "wagtailadmin_error_test": "raises an error on purpose, to show what people are told of one",
}
