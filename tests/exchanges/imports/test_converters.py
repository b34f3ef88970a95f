from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.core.geo import Point
from exchanges.imports import converters
from exchanges.imports.fields import plain_decimal, plain_point
from exchanges.imports.problems import BadValueError
from exchanges.models.organisations import validate_siret

SEPARATORS = st.sampled_from(["", " ", "-", ".", ",", "\u00a0", "\u202f"])
EVERY_TEXT = st.text(max_size=60)


def with_check_digit(thirteen: str) -> str:
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(thirteen)]
    total = sum(d - 9 if d > 9 else d for d in doubled)
    return thirteen + str(-total % 10)


@given(st.from_regex(r"\A[1-9][0-9]{12}\Z"), st.lists(SEPARATORS, min_size=14, max_size=14))
def test_a_siret_is_read_whatever_separates_its_digits(start: str, separators: list[str]) -> None:
    siret = with_check_digit(start)
    written = "".join(digit + separator for digit, separator in zip(siret, separators, strict=True))
    assert converters.siret(written) == siret


@given(st.from_regex(r"\A0[0-9]{12}\Z"))
def test_a_siret_read_as_a_number_is_given_its_zero_back(start: str) -> None:
    siret = with_check_digit(start)
    assert converters.siret(siret[1:]) == siret


@given(EVERY_TEXT)
def test_a_siret_is_valid_blank_or_refused(text: str) -> None:
    with suppress(BadValueError):
        found = converters.siret(text)
        if found:
            validate_siret(found)


def test_a_siren_is_named_for_what_it_is() -> None:
    with translation.override("en"), pytest.raises(BadValueError, match="is a SIREN"):
        converters.siret("732 829 320")


@given(st.floats(11, 89.9), st.floats(-179.9, 179.9))
def test_a_point_survives_being_written_and_read(latitude: float, longitude: float) -> None:
    text = plain_point(Point(latitude, longitude))
    found = converters.point(text)
    assert found is not None
    assert found.latitude == pytest.approx(latitude, abs=1e-6)
    assert found.longitude == pytest.approx(longitude, abs=1e-6)
    assert Point.parse(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SRID=4326;POINT (5.37 43.3)", Point(43.3, 5.37)),
        ("POINT(5.37 43.3)", Point(43.3, 5.37)),
        ("SRID=4326;POINT (2.4e-05 45.012811)", Point(45.012811, 2.4e-05)),
        ("SRID=4326;POINT (0 0)", None),
        ("", None),
    ],
)
def test_points(text: str, expected: Point | None) -> None:
    assert converters.point(text) == expected


@pytest.mark.parametrize("text", ["43.3, 5.37", "SRID=2154;POINT(1 2)", "POINT(5.37 143.3)", "POINT(nan 1)"])
def test_points_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        converters.point(text)


def test_a_latitude_and_a_longitude_that_changed_places_are_noticed() -> None:
    with translation.override("en"), pytest.raises(BadValueError, match="exchanged"):
        converters.point_of("5,37", "43,30")
    assert converters.point_of("43,30", " 5,37 ") == Point(43.3, 5.37)


@given(st.dates(date(1950, 1, 1), date(2025, 12, 31)))
def test_a_date_is_read_however_it_is_written(day: date) -> None:
    assert converters.day(day.strftime("%d/%m/%Y")) == day
    assert converters.day(f"{day.day}/{day.month}/{day.year}") == day
    assert converters.day(day.isoformat()) == day
    assert converters.day(f"{day.isoformat()}T14:37:56.609Z") == day
    assert converters.year(day.strftime("%d/%m/%Y")) == day.year


@given(st.dates(date(1950, 1, 1), date(2025, 12, 31)))
def test_two_digits_of_a_year_are_of_the_past(day: date) -> None:
    assert converters.day(day.strftime("%d/%m/%y")) == day


@given(EVERY_TEXT)
def test_no_text_breaks_a_converter(text: str) -> None:
    for convert in (
        converters.day,
        converters.year,
        converters.number,
        converters.point,
        converters.postcode,
        converters.html,
        converters.phones,
        converters.emails,
        converters.urls,
    ):
        with suppress(BadValueError):
            convert(text)


@pytest.mark.parametrize("text", ["", " ", "-", "?", "néant", "\u00a0"])
def test_what_says_nothing_is_nothing(text: str) -> None:
    assert converters.day(text) is None
    assert converters.year(text) is None
    assert converters.number(text) is None
    assert converters.siret(text) == ""
    assert converters.postcode(text) == ""
    assert converters.phones(text) == []


@pytest.mark.parametrize("text", ["31/02/2011", "2011-13-01", "hier", "00/00/00", "1/1/1"])
def test_dates_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        converters.day(text)


@pytest.mark.parametrize(("text", "expected"), [("1998", 1998), ("12/05/98", 1998), ("2011.0", 2011)])
def test_years(text: str, expected: int) -> None:
    assert converters.year(text) == expected


@pytest.mark.parametrize("text", ["98", "1066", "2300", "03/09/1234"])
def test_years_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        converters.year(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", "12"),
        ("12,50", "12.5"),
        ("1 250", "1250"),
        ("1\u202f250,5 ?", "1250.5"),
        ("1.250,5", "1250.5"),
        ("0,0", "0"),
        ("100", "100"),
    ],
)
def test_numbers(text: str, expected: str) -> None:
    found = converters.number(text)
    assert found is not None
    assert plain_decimal(found) == expected
    assert Decimal(expected) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13001", "13001"),
        ("4000", "04000"),
        ("13 001", "13001"),
        ("13401 CEDEX 20", "13401"),
        ("4000.0", "04000"),
    ],
)
def test_postcodes(text: str, expected: str) -> None:
    assert converters.postcode(text) == expected


@pytest.mark.parametrize("text", ["130010", "Marseille", "13"])
def test_postcodes_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        converters.postcode(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0465710010", ["04 65 71 00 10"]),
        ("465710010", ["04 65 71 00 10"]),
        ("+33 (0)4 65 71 00 10", ["04 65 71 00 10"]),
        ("04.65.71.00.10 / 06-39-98-00-02", ["04 65 71 00 10", "06 39 98 00 02"]),
        ("+32 2 555 12 12", ["+3225551212"]),
    ],
)
def test_phones(text: str, expected: list[str]) -> None:
    assert converters.phones(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.example.org", ["http://www.example.org"]),
        ("https://example.org/a?b=c", ["https://example.org/a?b=c"]),
        ("example.org ; http://autre.example.org", ["http://example.org", "http://autre.example.org"]),
    ],
)
def test_urls(text: str, expected: list[str]) -> None:
    assert converters.urls(text) == expected


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "bonjour"])
def test_urls_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        converters.urls(text)


def test_emails() -> None:
    assert converters.emails("Jean@Example.ORG, mailto:a@example.org") == [
        "Jean@example.org",
        "a@example.org",
    ]
    with pytest.raises(BadValueError):
        converters.emails("jean(at)example.org")


def test_plain_text_becomes_paragraphs_and_nothing_else() -> None:
    assert converters.html("Un <b>jardin</b>\r\ndeux lignes\r\n\r\nFin & suite") == (
        "<p>Un &lt;b&gt;jardin&lt;/b&gt;<br/>deux lignes</p><p>Fin &amp; suite</p>"
    )


def test_the_first_sentence_fits() -> None:
    assert converters.first_sentence("Un jardin. Des gens.", 250) == "Un jardin."
    long = converters.first_sentence("mot " * 100, 50)
    assert len(long) <= 50
    assert long.endswith("mot…")


def test_lists_are_split_once_each() -> None:
    assert converters.split("a; b ;a;;-", ";") == ["a", "b"]
    assert converters.split("a:b;c", ";:") == ["a", "b", "c"]
