"""A participant's pages: the profile, the list with proposals, wishes that stay one's own, times."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions.profile import keep_profile, set_absences
from neisse.web.meet.actions.requests import answer, ask
from neisse.web.meet.bridge.proposals import Proposals
from neisse.web.meet.links import personal_path
from neisse.web.meet.models import MeetingProfile, Wish
from neisse.web.meet.queries.profiles import Others, busy_people


@pytest.fixture
def forum(market: Any) -> Any:
    return market()


@pytest.fixture
def ann(forum: Any, takes_part: Any) -> Any:
    return takes_part(
        forum, "ann@example.org", name="Ann", offers=["Sensoren für Wearables"], needs=["clinical study partner"],
        topics=["Telemedizin"], languages=["de"],
    )  # fmt: skip


@pytest.fixture
def bob(forum: Any, takes_part: Any) -> Any:
    return takes_part(
        forum, "bob@example.org", name="Łukasz Bąk", country="PL", offers=["badania kliniczne z pacjentami"],
        needs=["czujniki noszone przez pacjenta"], topics=["telemedizin"], languages=["pl"],
    )  # fmt: skip


@pytest.fixture
def cora(forum: Any, takes_part: Any) -> Any:
    return takes_part(
        forum, "cora@example.org", name="Cora Weiß", offers=["bread"], needs=["flour"], languages=["de", "en"]
    )


def page(person: Any, path: str = "", **query: Any) -> str:
    answer = Client().get(f"{personal_path(person)}{path}", query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_new_profile_begins_with_what_the_organisation_offers(
    forum: Any, registered: Any, organisation: Any
) -> None:
    firm = organisation(offers=["Laser welding"], needs=["Clinics"])
    me = registered(forum, "me@example.org", organisation=firm)
    assert "Laser welding" in page(me, "profile/")
    assert not MeetingProfile.objects.exists()
    form = {
        "takes_part": "on", "offers": "Laser welding\n\n Laser  welding \nOptics", "needs": "", "topics": "Robots",
        "languages": ["de", "pl"], "max_meetings": "4",
    }  # fmt: skip
    assert Client().post(f"{personal_path(me)}profile/", form).url.endswith("/participants/")
    kept = MeetingProfile.objects.select_related("registration").get()
    assert (kept.offers, kept.needs, kept.topics, kept.max_meetings) == (
        ["Laser welding", "Optics"], [], ["Robots"], 4,
    )  # fmt: skip
    assert kept.registration.languages == ["de", "pl"]


def test_without_meetings_or_a_place_there_are_no_such_pages(event: Any, forum: Any, registered: Any) -> None:
    plain, waiting = registered(event(), "a@example.org"), registered(forum, "b@example.org", confirmed=False)
    for person in (plain, waiting):
        for path in ("profile/", "participants/", "requests/", "agenda/", "agenda.pdf"):
            assert Client().get(f"{personal_path(person)}{path}").status_code == 404
        assert "/profile/" not in page(person)


def test_who_has_no_profile_is_led_to_it(forum: Any, registered: Any, ann: Any) -> None:
    new = registered(forum, "new@example.org")
    assert Client().get(f"{personal_path(new)}participants/").url.endswith("/profile/")
    assert "Ann" not in page(new, "profile/")


def test_who_fits_stands_first_with_reasons_in_any_language(ann: Any, bob: Any, cora: Any) -> None:
    others = Others(ann)
    ranked = others.ranked({})
    assert [p.registration.name for p in ranked] == ["Łukasz Bąk", "Cora Weiß"]
    best = others.shown(ranked)[0]
    assert best.fit.gives[0] == ("Sensoren für Wearables", "czujniki noszone przez pacjenta")
    assert best.fit.takes[0] == ("badania kliniczne z pacjentami", "clinical study partner")
    assert best.fit.topics == ["Telemedizin"]
    assert best.needs_interpreter
    assert not others.shown(ranked)[1].needs_interpreter
    shown = page(ann, "participants/")
    assert "no common language" in shown
    assert "bob@example.org" not in shown
    assert Others(bob).shown(Others(bob).ranked({}))[0].fit.gives[0][0] == "badania kliniczne z pacjentami"


def test_a_changed_profile_is_ranked_anew(ann: Any, bob: Any, cora: Any, takes_part: Any) -> None:
    assert Others(cora).proposals.score(ann.pk) < 0.1
    takes_part(cora.event, "dan@example.org", offers=["flour"], needs=["bread"])
    dan = Others(cora).ranked({})[0]
    assert dan.registration.email == "dan@example.org"


def test_a_market_brought_up_to_date_is_the_market_made_anew(ann: Any, bob: Any, cora: Any) -> None:
    from neisse.web.meet.bridge import proposals

    pairs = [(a, b) for a in (ann, bob, cora) for b in (ann, bob, cora)]
    Proposals(ann)
    keep_profile(bob, {"offers": ["flour", "bread"], "needs": [], "topics": ["Brot"]}, actor=SYSTEM)
    keep_profile(ann, {"offers": ["Sensoren"], "needs": ["flour"], "topics": ["Brot"]}, actor=SYSTEM)
    after = [(Proposals(a).score(b.pk), Proposals(a).fit(b.pk)) for a, b in pairs]
    proposals._known.clear()
    anew = [(Proposals(a).score(b.pk), Proposals(a).fit(b.pk)) for a, b in pairs]
    assert [fit for _score, fit in after] == [fit for _score, fit in anew]
    assert [score for score, _fit in after] == pytest.approx([score for score, _fit in anew], abs=1e-5)
    assert max(score for score, _fit in anew) > 0.3


def test_texts_are_encoded_when_a_profile_is_saved(ann: Any) -> None:
    from neisse.web.intersect.models import TextVector
    from neisse.web.meet.actions.profile import encode

    encode.call(ann.meeting_profile.pk)
    assert TextVector.objects.count() == 2
    encode.call(ann.meeting_profile.pk)
    assert TextVector.objects.count() == 2


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "lukasz"}, {"Łukasz Bąk"}), ({"q": "WEISS"}, {"Cora Weiß"}), ({"q": "pacjenta"}, {"Łukasz Bąk"}),
        ({"q": "telemedizin"}, {"Łukasz Bąk"}), ({"country": "PL"}, {"Łukasz Bąk"}), ({"language": "en"}, {"Cora Weiß"}),
        ({"topic": "telemedizin"}, {"Łukasz Bąk"}), ({"organisation": "Bakery"}, set()), ({"q": "bob@example.org"}, set()),
        ({"wish": "none", "sort": "name"}, {"Łukasz Bąk", "Cora Weiß"}), ({"wish": "no"}, set()),
    ],
)  # fmt: skip
def test_filters(ann: Any, bob: Any, cora: Any, filters: dict[str, str], found: set[str]) -> None:
    assert {p.registration.name for p in Others(ann).ranked(filters)} == found
    shown = page(ann, "participants/", **filters)
    assert {name for name in ("Łukasz Bąk", "Cora Weiß") if f">{name}</a>" in shown} == found


def test_who_has_no_time_left_can_be_left_out(ann: Any, bob: Any, cora: Any) -> None:
    MeetingProfile.objects.filter(registration=bob).update(max_meetings=1)
    answer(ask(bob, cora, actor=SYSTEM), True, actor=SYSTEM)
    assert busy_people(ann.event) == {bob.pk}
    assert [p.registration.name for p in Others(ann).ranked({"time": "free"})] == ["Cora Weiß"]
    slots = list(ann.event.slots.all())
    set_absences(cora.meeting_profile, slots[1:], actor=SYSTEM)
    assert busy_people(ann.event) == {bob.pk, cora.pk}


def test_a_wish_is_kept_and_never_shown_to_the_other(ann: Any, bob: Any) -> None:
    address = f"{personal_path(ann)}participants/{bob.pk}/wish/"
    assert Client().get(address).status_code == 405
    assert Client().post(address, {"kind": "no"}).status_code == 302
    assert Wish.objects.get().kind == "no"
    seen = [
        page(bob, path) for path in ("participants/", f"participants/{ann.pk}/", "requests/", "agenda/", "")
    ]
    Wish.objects.all().delete()
    unseen = [
        page(bob, path) for path in ("participants/", f"participants/{ann.pk}/", "requests/", "agenda/", "")
    ]
    assert [strip(text) for text in seen] == [strip(text) for text in unseen]
    part = Client().post(address, {"kind": "must"}, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in part
    assert "<html" not in part
    Client().post(address, {"kind": ""})
    assert not Wish.objects.exists()


def strip(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf" not in line.lower())


def test_somebody_said_no_to_stands_last_and_may_be_asked(ann: Any, bob: Any, cora: Any) -> None:
    Client().post(f"{personal_path(ann)}participants/{bob.pk}/wish/", {"kind": "no"})
    assert [p.registration.name for p in Others(ann).ranked({})] == ["Cora Weiß", "Łukasz Bąk"]


def test_wishes_and_requests_stay_within_the_event(ann: Any, market: Any, takes_part: Any) -> None:
    far = takes_part(market(), "far@example.org")
    for path in (f"participants/{far.pk}/wish/", f"participants/{far.pk}/", f"participants/{ann.pk}/"):
        assert Client().post(f"{personal_path(ann)}{path}", {"kind": "must"}).status_code == 404
    back = f"{personal_path(ann)}participants/"
    assert far.name not in page(ann, "participants/")
    assert back not in page(far)


def test_a_wish_goes_back_to_the_list_and_nowhere_else(ann: Any, bob: Any) -> None:
    address, here = (
        f"{personal_path(ann)}participants/{bob.pk}/wish/",
        f"{personal_path(ann)}participants/?q=b",
    )
    assert Client().post(address, {"kind": "like", "back": here}).url == here
    evil = Client().post(address, {"kind": "like", "back": "https://evil.example/"})
    assert evil.url == f"{personal_path(ann)}participants/"


def test_absences_and_what_they_mean_after_publishing(
    ann: Any, bob: Any, published: Any, market: Any
) -> None:
    slots, far = list(ann.event.slots.all()), market().slots.first()
    address = f"{personal_path(ann)}absences/"
    Client().post(address, {"slots": [slots[0].pk, slots[1].pk]})
    assert ann.meeting_profile.absences.count() == 2
    Client().post(address, {"slots": [slots[0].pk, far.pk]})
    assert ann.meeting_profile.absences.count() == 2
    published(ann.event, [(answer(ask(ann, bob, actor=SYSTEM), True, actor=SYSTEM), 3, 0)])
    Client().post(address, {"slots": [slots[3].pk, slots[4].pk]})
    change = ann.event.meeting_changes.get()
    assert (change.kind, change.slot_id, change.registration_id) == ("absent", slots[3].pk, ann.pk)
    Client().post(address, {"slots": []})
    assert not ann.event.meeting_changes.exists()


def test_the_way_in_by_login(forum: Any, user: Any, registered: Any, client_of: Any) -> None:
    person, other = user("guest"), user("guest")
    mine = registered(forum, person.email)
    mine.user = person
    mine.save()
    address = f"/events/{forum.slug}/mine/"
    assert client_of(person).get(address).url == personal_path(mine)
    assert client_of(other).get(address).status_code == 404
    assert client_of().get(address).url.startswith("/account/login/")


@pytest.mark.parametrize("path", ["participants/", "requests/", "agenda/", "profile/", ""])
def test_pages_cost_the_same_for_two_and_for_many(
    ann: Any, bob: Any, takes_part: Any, published: Any, path: str
) -> None:
    held = [answer(ask(ann, bob, actor=SYSTEM), True, actor=SYSTEM)]
    published(ann.event, [(held[0], 0, 0)])
    before = count(ann, path)
    for n in range(3):
        other = takes_part(ann.event, f"p{n}@example.org", offers=["x"], needs=["y"])
        held.append(answer(ask(ann, other, actor=SYSTEM), True, actor=SYSTEM))
    published(ann.event, [(request, n, 0) for n, request in enumerate(held)])
    assert count(ann, path) == before


def count(person: Any, path: str) -> int:
    page(person, path)
    with CaptureQueriesContext(connection) as found:
        page(person, path)
    return len(found)
