"""The live index of a process: what it learns of a change, and what it believes of the file beside the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.text.encoder import default_encoder
from neisse.web.core.actors import SYSTEM
from neisse.web.intersect import actions, bridge, tasks
from neisse.web.intersect.bridge import live, snapshot
from neisse.web.intersect.models import Overlap
from neisse.web.record.actions import store
from neisse.web.record.models import Measure

TYPED = {"title": "Energieeffizienz im Reinraum", "kind": "event", "topics": "Reinraum, Energieeffizienz"}


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids whose columns are computed."""
    ids: list[str] = []
    whole = OverlapIndex.put_all

    def put_all(self: OverlapIndex, measures: Any, vectors: Any = None) -> None:
        ids.extend(measure.id for measure in measures)
        whole(self, measures, vectors)

    monkeypatch.setattr(OverlapIndex, "put_all", put_all)
    return ids


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the encoder is asked for."""
    texts: list[str] = []
    whole = default_encoder().encode

    def encode(asked: Any) -> Any:
        texts.extend(asked)
        return whole(asked)

    monkeypatch.setattr(default_encoder(), "encode", encode)
    return texts


@pytest.fixture
def filed(overlapping: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learnt: list[str]) -> Path:
    """A file with the columns of three measures, and a process that has just started."""
    monkeypatch.setattr(live, "FEW", 0)
    monkeypatch.setattr(snapshot, "path", lambda: tmp_path / snapshot.NAME)
    live.forget()
    live.current()
    live.forget()
    learnt.clear()
    return tmp_path / snapshot.NAME


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch, overlapping: Any) -> list[bool]:
    """A process whose index is far behind; how often it was asked to prepare."""
    asked: list[bool] = []
    live.forget()
    monkeypatch.setattr(live, "FEW", 0)
    monkeypatch.setattr(bridge, "prepare", lambda: asked.append(True))
    return asked


def found() -> set[tuple[int, int, str]]:
    return {(pair.a, pair.b, pair.verdict) for pair in bridge.all_overlaps()}


def test_a_cold_process_takes_the_columns_from_the_file(filed: Path, learnt: list[str]) -> None:
    from_file = found()
    assert from_file
    assert learnt == []
    filed.unlink()
    live.forget()
    assert found() == from_file
    assert sorted(learnt) == ["choir", "clean-room", "clean-room-again"]
    assert [file.name for file in filed.parent.iterdir()] == [snapshot.NAME]


def test_a_file_is_not_believed_where_the_database_says_otherwise(
    filed: Path, learnt: list[str], measure: Callable[..., Any], clean_room: dict[str, Any]
) -> None:
    store("measure", [{"id": "choir", "title": "Workshop Reinraum"}], actor=SYSTEM)
    measure(id="new", **clean_room)
    Measure.objects.filter(key="clean-room-again").delete()
    live.forget()
    learnt.clear()
    index = live.current()
    assert sorted(learnt) == ["choir", "new"]
    assert sorted(index.keys) == ["choir", "clean-room", "new"]
    of_a_backup = Measure.objects.get(key="new").updated_at - timedelta(days=1)
    Measure.objects.filter(key="new").update(updated_at=of_a_backup)
    live.forget()
    learnt.clear()
    live.current()
    assert learnt == ["new"]


def test_a_file_of_other_code_or_another_vocabulary_is_left_alone(
    filed: Path, learnt: list[str], people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"key": "hymns", "label_de": "Choräle", "label_pl": "chorały", "label_en": "hymns", "patterns": ""}
    actions.keep_concepts([own], actor=people["manager"])
    live.forget()
    learnt.clear()
    live.current()
    assert len(learnt) == 3
    monkeypatch.setattr(snapshot, "sources_digest", lambda: "another release")
    live.forget()
    learnt.clear()
    live.current()
    assert len(learnt) == 3


def test_one_change_costs_its_own_texts_and_its_own_row(
    overlapping: Any, learnt: list[str], encoded: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    live.current()
    others = Overlap.objects.exclude(a__key="choir").exclude(b__key="choir")
    before = sorted(others.values_list("pk", "score"))
    learnt.clear()
    encoded.clear()
    with django_capture_on_commit_callbacks(execute=True):
        store("measure", [{"id": "choir", "title": "Reinraum", "topics": ["Lüftung"]}], actor=SYSTEM)
    assert learnt == ["choir"]
    assert sorted(encoded) == ["Reinraum", "Reinraum. Lüftung"]
    assert sorted(others.values_list("pk", "score")) == before


def test_changes_of_another_process_are_learnt_and_nothing_else(overlapping: Any, learnt: list[str]) -> None:
    index = live.current()
    learnt.clear()
    row = Measure.objects.get(key="choir")
    row.title = "Ein anderer Titel"
    row.save()
    Measure.objects.filter(key="clean-room").delete()
    assert live.current() is index
    assert "clean-room" in index  # nobody has said that something changed
    actions.bump()
    assert live.current() is index
    assert "clean-room" not in index
    assert learnt == ["choir"]


def test_while_plans_are_prepared_the_page_says_so(cold: list[bool], people: Any, client_of: Any) -> None:
    client = client_of(people["circle"])
    page = client.post(reverse("intersect:similar"), TYPED).content.decode()
    assert "hx-trigger" in page
    assert "Workshop" not in page
    answer = client.post("/api/v1/similar", TYPED | {"topics": []}, content_type="application/json")
    assert answer.status_code == 503
    assert answer.json()["code"] == "api.not_ready"
    assert cold == [True, True]
    live.current()
    assert "Workshop" in client.post(reverse("intersect:similar"), TYPED).content.decode()


def test_a_plan_saved_meanwhile_is_compared_in_the_background(
    cold: list[bool], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    waiting: list[list[int]] = []
    monkeypatch.setattr(tasks.later, "once", lambda _task, pks: waiting.append(pks))
    with django_capture_on_commit_callbacks(execute=True):
        store("measure", [{"id": "choir", "title": "Chor"}], actor=SYSTEM)
    assert waiting == [[Measure.objects.get(key="choir").pk]]


def test_the_thread_that_prepares_ends(overlapping: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[Any] = []
    monkeypatch.setattr(
        live.threading,
        "Thread",
        lambda target, **_rest: SimpleNamespace(start=lambda: began.append(target)),
    )
    bridge.prepare()
    bridge.prepare()
    assert len(began) == 1
    assert not bridge.at_hand()
    monkeypatch.setattr(live.connection, "close", lambda: None)
    began[0]()
    assert bridge.at_hand()


def test_plans_that_a_reader_may_not_see_take_no_place_from_others(
    people: Any, client_of: Any, measure: Callable[..., Any], clean_room: dict[str, Any]
) -> None:
    for number in range(12):
        measure(id=f"closed-{number}", **clean_room | {"visibility": "circle"})
    measure(id="open", **clean_room | {"title": "Fachtag Energie sparen im Reinraum", "visibility": "public"})
    actions.refresh()
    page = client_of(None).post(reverse("intersect:similar"), TYPED).content.decode()
    assert "Fachtag Energie sparen im Reinraum" in page
    assert "Workshop" not in page


def test_what_is_mapped_is_changed_for_this_process_alone(filed: Path, learnt: list[str]) -> None:
    index, before = live.current(), filed.read_bytes()
    assert len(index._columns) > len(index.keys) + 900  # new plans move nothing
    index.remove("choir")
    index.put(live.read_all(["clean-room"])["clean-room"])
    assert filed.read_bytes() == before
    live.forget()
    assert "choir" in live.current()


def test_half_a_file_or_another_one_is_left_alone(filed: Path, learnt: list[str]) -> None:
    whole = filed.read_bytes()
    for content in (whole[:-1], whole[:100], b"", whole.replace(b"NEISSE1", b"NEISSE0"), whole + b"x"):
        filed.write_bytes(content)
        live.forget()
        learnt.clear()
        live.current()
        assert len(learnt) == 3


def test_the_worker_keeps_the_file_as_the_plans_are(filed: Path, learnt: list[str]) -> None:
    from neisse.web.intersect.actions.comparison import keep_index

    actions.bump()
    assert keep_index.func()
    assert not keep_index.func()
    store("measure", [{"id": "choir", "title": "Workshop Reinraum"}], actor=SYSTEM)
    actions.bump()
    live.forget()
    assert keep_index.func()
    live.forget()
    learnt.clear()
    live.current()
    assert learnt == []


def test_a_web_process_leaves_what_takes_long_to_the_worker(
    filed: Path, learnt: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live.connection, "close", lambda: None)
    for is_there in (False, True):
        if is_there:
            live.forget()
            live.current()
            live.forget()
            learnt.clear()
        else:
            filed.unlink()
        live._live.at_work.acquire()
        live._prepare()
        assert learnt == []
        assert bridge.at_hand() == is_there


A_REHEARSAL = "a"


def test_what_questions_need_is_there_before_copies_are_made(
    filed: Path, learnt: list[str], encoded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    live.rehearse()
    assert encoded
    assert learnt == [A_REHEARSAL]  # the file has the others
    assert "choir" in live._live.index.keys
    live.forget()
    filed.unlink()
    monkeypatch.setattr(live, "FEW", 2)
    live.rehearse()
    assert learnt == [A_REHEARSAL] * 2  # three are more than few: the worker learns them
    assert not live._live.index.keys
    monkeypatch.setattr(live, "FEW", 3)
    live.rehearse()
    assert len(learnt) == 3 + 3
    assert "choir" in live._live.index.keys
