"""The guide of those who run the platform names what the settings read, and the figures are those measured."""

import re

from cms.settings.env import BASE_DIR
from tests.core.test_admin_queries import OURS, STOCK_AT_1_AND_30

READ = re.compile(r"env\.(?:text|flag|integer|words|choice|database|required)\(\s*\"([A-Z_]+)\"")


def test_every_variable_is_in_the_guide() -> None:
    guide = (BASE_DIR / "docs" / "operations.md").read_text()
    settings = (BASE_DIR / "cms" / "settings").glob("*.py")
    names = {name for path in settings for name in READ.findall(path.read_text())}
    assert len(names) > 25
    assert {name for name in names if f"`{name}`" not in guide} == set()


def test_the_table_of_queries_is_what_is_asserted() -> None:
    written = (BASE_DIR / "docs" / "performance.md").read_text()
    for page, own in OURS.items():
        least, most = STOCK_AT_1_AND_30[page]
        assert f"| {page} | {least} | {most} | {own} | {own / least:.2f} |" in written
