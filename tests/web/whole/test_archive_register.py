"""The archive: every model has an answer, what is held comes back, what is closed stays out with all around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.utils import timezone, translation

from neisse.engine.values import NeisseError
from neisse.web.core.actions.trees import compare_parts, take_parts
from neisse.web.core.actors import SYSTEM
from neisse.web.core.archive import answer_of, read_me, trees
from neisse.web.core.queries import the_instance
from neisse.web.core.queries.trees import columns_of, model_of, objects_of
from neisse.web.meet.models import Event, Registration
from neisse.web.record.actions.imports import begin, keep_preview, preview
from neisse.web.record.actions.reading import read_file
from neisse.web.record.actions.storing import confirm
from neisse.web.record.bridge.archive import write_archive
from neisse.web.record.models import Measure, Organisation

ONE_OF_EACH = frozenset({"meet.Event", "meet.Delegation"})


def test_every_model_has_an_answer() -> None:
    silent = [m._meta.label for m in apps.get_models(include_auto_created=True) if not answer_of(m)]
    assert silent == [], "register a Tree, or say `leaves_out` with the reason"


def test_every_column_of_a_part_travels_or_is_a_named_secret() -> None:
    for tree in trees():
        for name in tree.left_out:
            label, _, field = name.rpartition(".")
            assert label in tree.labels
            assert model_of(label)._meta.get_field(field)
        secret = {"link_seed", "digest", "password", "token"}
        held = {f.name for label in tree.labels for f in columns_of(tree, label)}
        assert not held & secret


def test_all_that_belongs_to_something_comes_back(fill: Callable[..., dict[str, int]]) -> None:
    """Every column of every model of every part, written, taken out of the database and read again."""
    fill(ONE_OF_EACH)
    before = {tree.name: objects_of(tree, lambda label, key: True) for tree in trees()}
    counted = {label: model_of(label)._base_manager.count() for tree in trees() for label in tree.labels}
    assert all(before.values())
    for tree in reversed(trees()):
        model_of(tree.root)._base_manager.filter(**tree.only).delete()
    done = take_parts(before)
    assert {name: c["new"] for name, c in done.items()} == {name: len(o) for name, o in before.items()}
    assert {tree.name: objects_of(tree, lambda label, key: True) for tree in trees()} == before
    after = {label: model_of(label)._base_manager.count() for tree in trees() for label in tree.labels}
    assert {label for label, n in after.items() if n != counted[label]} <= {"intersect.Overlap"}
    again = take_parts(before)
    assert {name: (c["new"], c["missing"]) for name, c in again.items()} == dict.fromkeys(before, (0, 0))
    assert compare_parts(before) == again


@pytest.fixture
def event(measure: Any, organisation: Any) -> Callable[..., Event]:
    def make(plan: Measure, **fields: Any) -> Event:
        starts = timezone.now() + timedelta(days=30)
        row = Event.objects.create(
            key=f"event-{plan.key}", slug=f"event-{plan.key}", title=f"Event of {plan.title}", measure=plan,
            organiser=plan.owner, starts_at=starts, ends_at=starts + timedelta(hours=4), **fields,
        )  # fmt: skip
        Registration.objects.create(
            event=row, name="Zoë", email="zoe@example.org", link_seed=f"seed {plan.key}", digest=f"digest {plan.key}",
            badge_code=plan.key[:8], consent_at=timezone.now(), keep_until=date(2027, 1, 2),
        )  # fmt: skip
        return row

    return make


def packed() -> bytes:
    target = BytesIO()
    write_archive(target, the_instance())
    return target.getvalue()


def test_events_travel_with_the_records(measure: Any, event: Any) -> None:
    event(measure())
    before = packed()
    Event.objects.all().delete()
    Measure.objects.all().delete()
    Organisation.objects.all().delete()
    batch = begin("neisse.zip", before, actor=SYSTEM)
    seen = preview(read_file("neisse.zip", before), {}, actor=SYSTEM)
    keep_preview(batch, seen, actor=SYSTEM)
    assert [f["text"] for f in batch.findings if f["code"] == "archive.part"] == [
        "event: 1 new, 0 there already"
    ]
    confirm(batch, actor=SYSTEM)
    assert packed() == before
    person = Registration.objects.get()
    assert (person.name, person.keep_until) == ("Zoë", date(2027, 1, 2))
    assert person.link_seed not in before.decode("latin-1")
    batch.refresh_from_db()
    assert "parts" not in batch.mapping


def test_what_a_manager_may_not_have_is_not_in_it(
    people: Any, client_of: Any, measure: Any, event: Any
) -> None:
    event(measure(visibility="blind", title="zzMarkerPlan"))
    event(measure(title="open plan"))
    answer = client_of(people["manager"]).get("/records/export/neisse.zip")
    with ZipFile(BytesIO(answer.content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "zzMarkerPlan" not in "".join(texts.values())
    assert "open plan" in texts["parts/event.jsonl"]
    with translation.override("de"):
        assert texts["README.md"] == read_me()
    for role in ("circle", "owner", "guest", "public"):
        refused = client_of(people[role]).get("/records/export/neisse.zip")
        assert refused.status_code in {302, 403, 404}


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": "yesterday"}, {"state": "unknown"}, {"ends_at": "2000-01-01T00:00:00+00:00"}, {"title": None},
        {"Room": 7}, {"Room": [7]}, {"Room": [{"name": "A"}, {"name": "A"}]}, {"zone": "Mars/Olympus"},
        {"Absence": [{"profile": 9, "slot": 1}]}, {"Registration": [{"email": "no address"}]},
    ],
)  # fmt: skip
def test_a_part_that_is_no_row_is_refused_and_nothing_is_written(
    measure: Any, event: Any, change: dict[str, Any]
) -> None:
    event(measure())
    (tree,) = [tree for tree in trees() if tree.name == "event"]
    (obj,) = objects_of(tree, lambda label, key: True)
    Event.objects.all().delete()
    with pytest.raises(NeisseError, match=r"archive\.damaged"):
        take_parts({"event": [obj, obj | {"key": "other"} | change]})
    assert Event.objects.count() == 0
    assert take_parts({"event": [obj | {"organiser": "nobody"}]})["event"]["missing"] == 1


def test_an_archive_says_in_the_language_of_its_reader_what_it_holds() -> None:
    said = {}
    for language in ("de", "pl", "en"):
        with translation.override(language):
            said[language] = read_me()
    assert [text.splitlines()[0] for text in said.values()] == [
        "# Archiv einer Instanz von Neisse",
        "# Archiwum instancji Neisse",
        "# Archive of an instance of Neisse",
    ]
    lines = {line for line in said["en"].splitlines() if line[:2] == "- "}
    for other in ("de", "pl"):
        same = lines & set(said[other].splitlines())
        assert same == set(), "what is not translated"
