"""The start page of an instance."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from neisse.web.core.actions import describe_instance


def test_an_empty_instance_has_a_start_page(db: None) -> None:
    assert Client().get("/").status_code == 200


def test_the_network_in_numbers_on_both_banks(organisation: Any, measure: Any) -> None:
    describe_instance(name_en="Life sciences", today=date(2026, 11, 22), countries=["DE", "PL"])
    west, east = organisation(country="DE"), organisation(country="PL")
    organisation(country="PL")
    measure(west, title="Next thing", starts="2026-12-01")
    measure(east, starts="2020-01-01")
    answer = Client(headers={"accept-language": "en"}).get("/")
    assert [(code, n, plans) for code, _name, n, plans in answer.context["banks"]] == [
        ("DE", 1, 1),
        ("PL", 2, 0),
    ]
    html = answer.content.decode()
    assert "Life sciences" in html
    assert "Next thing" in html


def test_what_comes_next_is_dated_and_in_order(measure: Any) -> None:
    describe_instance(today=date(2026, 11, 22))
    measure(title="later", starts="2027-03-01")
    measure(title="sooner", starts="2026-12-01")
    measure(title="vague", period="2026-12", starts=None)
    measure(title="over", starts="2026-11-21")
    answer = Client().get("/")
    assert [row.title for row in answer.context["next"]] == ["sooner", "later"]


def test_nothing_that_is_counted_vanishes_between_the_banks(
    organisation: Any, measure: Any, user: Any, client_of: Any
) -> None:
    """Own plans of an owner without a country, plans of a third country: all of it stands somewhere."""
    describe_instance(today=date(2026, 11, 22), countries=["DE", "PL"])
    own = organisation(visibility="circle")
    measure(own, title="Own", starts="2026-12-01", visibility="circle")
    measure(own, title="Hidden", starts="2026-12-02", visibility="blind")
    measure(organisation(country="CZ"), title="Across", starts="2026-12-03")
    organisation(country="DE")
    for reader in (user("member", speaks_for=own, language="en"), user("circle", language="en"), None):
        client = client_of(reader) if reader else Client(headers={"accept-language": "en"})
        context = client.get("/").context
        shown = [(n, plans) for _code, _name, n, plans in context["banks"]]
        shown += [(n, plans) for _name, n, plans in context["elsewhere"]]
        counted = context["numbers"]
        assert (sum(n for n, _ in shown), sum(p for _, p in shown)) == (counted.organisations, counted.plans)
    html = client_of(user("member", speaks_for=own, language="en")).get("/").content.decode()
    assert "Without a country: 1 organisation, 2 plans ahead" in html
    assert "Czechia: 1 organisation, 1 plan ahead" in html
