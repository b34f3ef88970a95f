"""The traps that the test settings lay do spring."""

import socket

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from tests.conftest import OutsideNetworkError
from tests.hostile import UndefinedVariableError


@pytest.mark.parametrize("source", ["{{ missing }}", "{{ page.missing }}", "{{ missing|upper }}"])
def test_undefined_variable_in_our_template_fails(source: str) -> None:
    with pytest.raises(UndefinedVariableError, match="missing"):
        Template(source).render(Context({"page": None}))


@pytest.mark.parametrize(
    ("source", "expected"),
    [("{{ missing|default:'none' }}", "none"), ("{% if missing %}yes{% else %}no{% endif %}", "no")],
)
def test_absence_that_the_author_foresaw_is_fine(source: str, expected: str) -> None:
    assert Template(source).render(Context()) == expected


def test_others_templates_may_count_on_silence() -> None:
    assert render_to_string("registration/password_reset_subject.txt").strip()


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_the_network_is_out_of_reach(host: str) -> None:
    with pytest.raises(OutsideNetworkError):
        socket.create_connection((host, 80), timeout=1)
