"""Whatever an import stored opens in its form and is saved unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neisse.web.core.actors import SYSTEM

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=30
)
OWN = ("Klausur am See", "kolędowanie", "Stammtisch & Co", "Überseh-Bar", "12")


def saved_as_it_is(client: Any, kind: str, slug: str) -> Any:
    """Open the form of a record and send it back as the browser would."""
    from tests.web.walks.browser import Reader

    address = reverse(f"record:{kind}_edit", args=[slug])
    reader = Reader()
    reader.feed(client.get(address).content.decode())
    form = next(form for form in reader.forms if any(field.name == "version" for field in form.fields))
    return client.post(address, form.filled())


@pytest.mark.parametrize("word", OWN)
def test_a_word_of_its_own_is_no_error(record: Any, user: Any, client_of: Any, word: str) -> None:
    from neisse.web.record.bridge import to_object

    owner = record("organisation", id="o", name="Haus", kind=word, sectors=[word])
    made = record(
        "measure",
        id="m",
        title="Titel",
        owner="o",
        kind=word,
        topics=[word],
        starts="2027-03-01",
        place={"city": word},
    )
    client = client_of(user("manager"))
    for kind, row in (("organisation", owner), ("measure", made)):
        before = to_object(row)
        answer = saved_as_it_is(client, kind, row.slug)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        row.refresh_from_db()
        assert to_object(row) == before


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {"title": WORDS.filter(lambda text: text.strip())},
        optional={
            "kind": WORDS,
            "description": WORDS,
            "topics": st.lists(WORDS, max_size=3),
            "audience": st.lists(WORDS, max_size=2),
            "language": st.sampled_from(["de", "pl", "en", "cs", "Latein"]),
            "certainty": st.sampled_from(["idea", "planned", "vielleicht"]),
            "when": st.sampled_from(
                ["Q1 2027", "Frühjahr 2027", "14.4.2027 10-12 Uhr", "II połowa marca 2027", "2027"]
            ),
        },
    )
)
def test_whatever_is_stored_is_saved_unchanged(
    record: Any, user: Any, client_of: Any, plan: dict[str, Any]
) -> None:
    """From objects as files have them, through the one way in."""
    from neisse.web.core.queries import today
    from neisse.web.record.actions import store
    from neisse.web.record.bridge import to_object
    from neisse.web.record.bridge.reading import read_typed
    from neisse.web.record.models import Measure

    Measure.objects.all().delete()
    record("organisation", id="o", name="Haus")
    read, _findings = read_typed("measure", {"id": "m", "owner": "o", **plan}, today())
    if read is None:
        return
    store("measure", [read], actor=SYSTEM)
    row = Measure.objects.get(key="m")
    before = to_object(row)
    answer = saved_as_it_is(client_of(user("manager")), "measure", row.slug)
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert to_object(row) == before


@given(st.lists(WORDS.map(str.strip).filter(bool), max_size=5, unique=True))
def test_a_list_in_one_line_is_read_as_it_was_written(entries: list[str]) -> None:
    from neisse.web.record.forms.fields import LinesField

    field = LinesField(commas=True)
    assert field.clean(field.prepare_value(entries)) == entries
