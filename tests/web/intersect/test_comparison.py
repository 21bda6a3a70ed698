"""Comparing everything: a job that is seen and stopped, and that encodes each text once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.urls import reverse

from neisse.engine.text.encoder import Vectors, default_encoder
from neisse.web.core.actions.jobs import Tell, request_stop
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Job
from neisse.web.intersect import actions
from neisse.web.intersect.actions.comparison import COMPARISON, compare_all, request_refresh
from neisse.web.intersect.models import Overlap, PartnerProposal

LAB = {"name": "Labor", "offers": ["Diagnostik in der Onkologie"], "needs": ["klinische Studien"]}
CLINIC = {"name": "Klinika", "offers": ["badania kliniczne"], "needs": ["diagnostyka onkologiczna"]}


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that the encoder was asked for."""
    seen: list[str] = []
    encoder = default_encoder()
    encode = encoder.encode

    def counted(texts: Sequence[str]) -> Vectors:
        seen.extend(texts)
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", counted)
    return seen


def test_no_text_is_encoded_twice(overlapping: Any, record: Any, encoded: list[str]) -> None:
    record("organisation", id="lab", **LAB)
    record("organisation", id="clinic", **CLINIC)
    actions.refresh()
    assert set(encoded) == {*LAB["offers"], *LAB["needs"], *CLINIC["offers"], *CLINIC["needs"]}
    assert PartnerProposal.objects.count() == 1
    del encoded[:]
    record("organisation", id="third", **{**CLINIC, "needs": ["Sensoren"]})
    actions.refresh()
    assert encoded == ["Sensoren"]


def test_a_comparison_tells_how_far_it_is(overlapping: Any, record: Any) -> None:
    record("organisation", id="lab", **LAB)
    record("organisation", id="clinic", **CLINIC)
    steps: list[tuple[str, int, int]] = []
    actions.refresh(lambda *step: steps.append(step))
    assert list(dict.fromkeys(steps)) == [
        ("texts", 0, 0),
        ("texts", 4, 0),
        ("overlaps", 0, 0),
        ("overlaps", 1, 0),
        ("partners", 0, 2),
    ]


def test_a_change_asks_for_one_comparison_and_it_is_done_once(
    people: Any, django_capture_on_commit_callbacks: Any
) -> None:
    topic = {f"label_{language}": "Blutegel" for language in ("de", "pl", "en")} | {"patterns": ""}
    with django_capture_on_commit_callbacks(execute=True):
        actions.keep_concepts([{**topic, "key": "leeches"}], actor=people["manager"])
        actions.keep_concepts([{**topic, "key": "leeches-again"}], actor=people["manager"])
    job = Job.objects.get(kind=COMPARISON)
    compare_all.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["partners"]) == ("done", 0)


def test_a_stop_keeps_what_was_found_before(overlapping: Any, people: Any, client_of: Any) -> None:
    PartnerProposal.objects.all().delete()
    Overlap.objects.all().delete()
    client = client_of(people["manager"], headers={"accept-language": "en"})
    assert client.post(reverse("intersect:refresh")).status_code == 302
    job = Job.objects.get(kind=COMPARISON)
    assert "waits for its turn" in client.get(reverse("intersect:overlaps")).content.decode()
    assert client.post(reverse("core:job_act", args=[job.pk]), {"action": "stop"}).status_code == 302
    compare_all.call(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED
    assert not Overlap.objects.exists()
    page = client.get(reverse("intersect:overlaps")).content.decode()
    assert "may be older" in page
    request_refresh(actor=SYSTEM)
    compare_all.call(Job.objects.get(state="waiting").pk)
    assert Overlap.objects.exists()
    assert Job.objects.filter(kind=COMPARISON).count() == 1


def test_it_stops_between_two_pieces_of_its_overlaps(
    overlapping: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_refresh(actor=SYSTEM)
    job = Job.objects.get()
    show = Tell.show

    def stopped_when_pairs_are_compared(tell: Tell, step: str, done: int = 0, total: int = 0) -> None:
        if (step, done) == ("overlaps", 1):
            job.refresh_from_db()
            request_stop(job, actor=SYSTEM)
        show(tell, step, done, total)

    monkeypatch.setattr(Tell, "show", stopped_when_pairs_are_compared)
    before = list(Overlap.objects.values())
    compare_all.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message, job.done) == (Job.State.STOPPED, "", 1)
    assert list(Overlap.objects.values()) == before


def test_a_failure_is_noted_and_raised(overlapping: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ArithmeticError

    monkeypatch.setattr("neisse.web.intersect.actions.overlaps.keep_proposals", broken)
    request_refresh(actor=SYSTEM)
    job = Job.objects.get()
    with pytest.raises(ArithmeticError):
        compare_all.call(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_the_fragment_follows_it_and_only_managers_see_it(people: Any, client_of: Any) -> None:
    request_refresh(actor=SYSTEM)
    job = Job.objects.get()
    url = reverse("core:job", args=[job.pk])
    seen = client_of(people["manager"]).get(url)
    assert "HX-Refresh" not in seen.headers
    assert b"<progress" in seen.content
    compare_all.call(job.pk)
    assert client_of(people["manager"]).get(url).headers["HX-Refresh"] == "true"
    for reader in ("circle", "owner", "guest"):
        assert client_of(people[reader]).get(url).status_code == 404
        assert client_of(people[reader]).post(reverse("core:job_act", args=[job.pk])).status_code == 404
