"""A small instance in which everything that can be written is owned by one organisation, and who attacks it.

`owner` speaks for the organisation of all records, events and journeys; `partner` for their co-owner; `stranger`
organises an event of their own. Holders have secret links: `first` and `second` took part, `third` did in the
stranger's event; `feed`, `intake`, `letter`, `seat` hold what their link opens.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.web.meet import conftest as meet

from neisse.web.core.actors import SYSTEM

event, session, market = meet.event, meet.session, meet.market
registered, takes_part, agreed, published = meet.registered, meet.takes_part, meet.agreed, meet.published
SIGNED_IN = ("manager", "circle", "owner", "partner", "stranger", "guest")
HOLDERS = ("first", "second", "third", "feed", "intake", "letter", "seat")
PLAN = {"title": "Laboratory day", "kind": "event", "starts": "2026-12-08", "topics": ["biobank"]}
RELEASE = """Görlitz, 3. März 2030

Die Muster Optik GmbH veranstaltet am 14. April 2030 in Görlitz den Lasertag der Region.
"""


@dataclass
class World:
    """Who is there and what they hold: `secrets` by holder, `slugs` of everything, rows by a short name."""

    people: dict[str, Any]
    secrets: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, list[str]] = field(default_factory=dict)  # by kind
    rows: dict[str, Any] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)  # registrations in a queue: they move up when others leave


@pytest.fixture
def world(people: Any, record: Any, user: Any, market: Any, session: Any, takes_part: Any, agreed: Any,
          published: Any, registered: Any) -> World:  # fmt: skip
    """Everything, made by the ways of the product where there is one."""
    made = World(people)
    plant_records(made, record, user)
    plant_pairs(made)
    plant_doors(made)
    meets = (market, session, takes_part, agreed, published, registered)
    made.rows["event"] = plant_event(made, "owner", *meets, names=("first", "second"))
    made.rows["other_event"] = plant_event(made, "stranger", *meets, names=("third", "fourth"))
    made.rows["fresh"] = market(
        key="event-fresh", organiser=made.rows["event"].organiser, visibility="public"
    )
    guests = [takes_part(made.rows["fresh"], f"{name}@example.org") for name in ("fifth", "sixth")]
    agreed(guests, (0, 1))  # no meeting of it has begun
    plant_journey(made)
    plant_machine(made)
    return made


def plant_records(made: World, record: Any, user: Any) -> None:
    """One record of every kind, with a version that it had before; a plan of each visibility."""
    from neisse.web.core.models import SavedView
    from neisse.web.record.actions import remove, store
    from neisse.web.record.models import Organisation, Person

    owns = {"owner": "owner", "partners": ["partner"]}
    record("network", id="net", name="Net", organisation="owner")
    record("person", id="chair", name="Chair", organisation="owner")
    record("membership", id="member", network="net", organisation="owner", representative="chair")
    record("section", id="section", network="net", name="Section", chair="chair", members=["owner"])
    record("topic_group", id="group", section="section", name="Group", chair="chair", members=["owner"])
    record("figure", id="figure", about="owner", concept="members", value=5, unit="1", year=2021)
    record("organisation", id="twin", name="Twin", kind="research")
    record("organisation", id="gone", name="Gone", kind="research")
    record("organisation", id="alone", name="Alone", kind="research")
    for level in ("public", "circle", "blind"):
        record("measure", id=f"plan-{level}", **PLAN, **owns, visibility=level)
        made.rows[f"plan-{level}"] = f"plan-{level}"
    record("measure", id="theirs", **PLAN, owner="stranger", visibility="circle")
    store("measure", [{"id": "plan-public", "title": "Another title"}], actor=SYSTEM)
    store("organisation", [{"id": "owner", "city": "Bautzen", "needs": ["Lasers"]}], actor=SYSTEM)
    for kind, given in (("organisation", {"name": "Past"}), ("measure", PLAN | {"owner": "owner"})):
        remove(record(kind, id=f"past-{kind}", **given), actor=SYSTEM)
    remove(record("measure", id="past-too", **PLAN, owner="owner"), actor=SYSTEM, together="planted")
    made.slugs = {
        "organisation": ["owner", "twin", "alone"], "network": ["net"], "person": ["chair", "own-entry"],
        "membership": ["member"], "section": ["section"], "topic_group": ["group"], "figure": ["figure"],
        "measure": ["plan-public"],
    }  # fmt: skip
    made.rows["view"] = SavedView.objects.create(owner=made.people["owner"], page="record:plans", name="Own")
    made.rows["invited"] = user("guest")
    type(made.rows["invited"]).objects.filter(pk=made.rows["invited"].pk).update(password="!x")
    Person.objects.filter(user=made.people["owner"]).update(slug="own-entry")
    assert Organisation.objects.filter(key="owner").exists()


def plant_pairs(made: World) -> None:
    """What was proposed, decided and asked: duplicates, overlaps, partners, offices."""
    from neisse.web.intersect.models import Overlap, PartnerProposal
    from neisse.web.record.actions.merge import distinguish, merge
    from neisse.web.record.actions.offices import give_office
    from neisse.web.record.models import DuplicateProposal, Measure, Organisation

    of = {row.key: row for row in Organisation.objects.all()}
    plan = {row.key: row for row in Measure.objects.all()}
    for model, keys in ((DuplicateProposal, ("owner", "twin")), (PartnerProposal, ("owner", "stranger"))):
        a, b = sorted((of[key] for key in keys), key=lambda row: row.pk)
        model.objects.create(a=a, b=b, score=0.9, reasons=[])
    distinguish(of["twin"], of["alone"], "not the same", actor=SYSTEM)
    merge(of["twin"], of["gone"], {}, versions=(of["twin"].version, of["gone"].version), actor=SYSTEM)
    for key in ("plan-circle", "plan-blind"):
        a, b = sorted((plan[key], plan["theirs"]), key=lambda row: row.pk)
        made.rows[f"overlap-{key}"] = Overlap.objects.create(
            a=a, b=b, verdict="parallel", score=0.9, reasons=[]
        )
    give_office(made.people["manager"], "owner", made.people["manager"])


def plant_doors(made: World) -> None:
    """An announcement, imports in every state, links for sending plans in, tokens."""
    from neisse.web.accounts.actions import issue_token
    from neisse.web.record.actions import announcements, imports, storing
    from neisse.web.record.actions.intake import make_link, submit
    from neisse.web.record.models import Organisation

    manager, owner = made.people["manager"], Organisation.objects.get(key="owner")
    announcements.read("release.txt", RELEASE.encode(), actor=manager)
    table = b"id;name;kind\nnew-1;New one;research\nnew-2;Owner;research\n"
    for number, name in enumerate(("previewed", "confirmed")):
        batch = imports.upload(f"{name}.csv", table.replace(b"new-", b"new%d-" % number), actor=manager)
        imports.prepare(batch, actor=manager)
        made.rows[name] = batch
    line = json.dumps({"type": "organisation", "id": "sent", "name": "Sent", "kind": "research"}).encode()
    done = imports.upload("done.jsonl", line, actor=manager)
    imports.prepare(done, actor=manager)
    storing.confirm(done, actor=manager)
    link, made.secrets["intake"] = make_link(owner, addressee="x", language="en", days=9, actor=manager)
    submit(link, [{"type": "measure", "id": "sent-in", **PLAN, "owner": "owner"}], actor=SYSTEM)
    plant_campaigns(made, owner)
    plant_calendar(made, owner)
    plant_rounds(made)
    for name in SIGNED_IN:
        person = made.people[name]
        made.secrets[f"token {name}"] = issue_token(person, "x", "write", actor=person)[1]
        made.secrets[f"reads {name}"] = issue_token(person, "x", "read", actor=person)[1]


def plant_calendar(made: World, owner: Any) -> None:
    """A calendar of the owner that is looked at."""
    from neisse.web.record.actions.subscriptions import subscribe

    made.rows["calendar"] = subscribe(owner, "https://calendar.example/owner.ics", actor=made.people["owner"])


def plant_campaigns(made: World, owner: Any) -> None:
    """A campaign that can be sent, and one that is under way, whose recipient holds a link."""
    from neisse.web.record.actions.campaign import Asked, add_recipients, keep_campaign, send, send_mails
    from neisse.web.record.models import Campaign

    until = timezone.localdate() + timedelta(days=30)
    words = {f"{name}_{code}": "Plans" for name in ("title", "text") for code in ("de", "pl", "en")}
    for name in ("draft", "under-way"):
        row = keep_campaign(Campaign(**words, open_until=until), actor=SYSTEM)
        add_recipients(row, [Asked(owner, "x", f"{name}@example.org", "de")], actor=SYSTEM)
        made.rows[f"campaign-{name}"] = row
    send(row, web_address="https://neisse.example/", actor=SYSTEM)
    send_mails.func(row.pk)


def plant_rounds(made: World) -> None:
    """A round in which owner and partner sit, and one in preparation."""
    from neisse.web.agree.actions.rounds import keep_part, keep_round, open_round
    from neisse.web.agree.models import Budget, ClosedDays, Goal, Round, Seat, Team
    from neisse.web.record.models import Organisation

    owner, partner = (Organisation.objects.get(key=key) for key in ("owner", "partner"))
    for name in ("preparing", "running"):
        row = keep_round(Round(name=name, year=2026), actor=SYSTEM)
        first, last = date(2026, 12, 24), date(2026, 12, 27)
        for part in (
            Seat(round=row, organisation=owner, address=f"{name}@example.org"),
            Seat(round=row, organisation=partner),
            Goal(round=row, name="Goal", topics=["biobank"]),
            Budget(round=row, name="Budget", cents=1, organisation=owner),
            Team(round=row, name="Team", organisation=owner, days_per_month=1),
            ClosedDays(round=row, name="Closed", start=first, end=last),
        ):
            keep_part(part, actor=SYSTEM)
        made.rows[f"round-{name}"] = row
    row = open_round(row, web_address="https://neisse.example/", actor=SYSTEM)
    plant_proposal(made, row)


def plant_proposal(made: World, row: Any) -> None:
    """A proposal that drops a plan of the owner, who is asked and has a link."""
    from neisse.web.agree.actions.answers import ask_owners
    from neisse.web.agree.actions.proposals import begin_proposal, compute_proposal
    from neisse.web.agree.links import secret_of_seed
    from neisse.web.agree.models import Group, SeatLink

    changes: dict[str, Any] = {}
    for _twice in range(2):
        proposal = begin_proposal(row, changes, actor=SYSTEM)
        compute_proposal.func(proposal.job_id, proposal.pk)
        changes = {"locks": {str(Group.objects.get(measures__key="plan-public").pk): "drop"}}
    proposal.refresh_from_db()
    ask_owners(proposal, actor=SYSTEM)
    made.secrets["seat"] = secret_of_seed(SeatLink.objects.get().seed)


def plant_event(made: World, organiser: str, market: Any, session: Any, takes_part: Any, agreed: Any,
                published: Any, registered: Any, *, names: tuple[str, str]) -> Any:  # fmt: skip
    """An event with all its parts, people with meetings, and what waits for its organiser."""
    from neisse.web.meet.actions.feeds import issue_feed
    from neisse.web.meet.links import secret_of_seed
    from neisse.web.record.models import Organisation

    of = market(
        key=f"event-{organiser}", organiser=Organisation.objects.get(key=organiser), visibility="public"
    )
    made.slugs.setdefault("event", [of.slug])
    talk = session(of, 0, 1, room="Aula", speakers=["Somebody"], kind="workshop")
    plant_parts(of, talk)
    for name in names:
        row = takes_part(of, f"{name}@example.org", offers=["Sensors"], needs=["Lasers"])
        made.rows[name], made.secrets[name] = row, secret_of_seed(row.link_seed)
    third = takes_part(of, f"also-{names[0]}@example.org", offers=["Lasers"])
    made.rows[f"free-{organiser}"] = takes_part(of, f"free-{names[0]}@example.org", offers=["Lasers"])
    first, second = (made.rows[name] for name in names)
    published(of, [(agreed([first, second], (0, 1))[0], 0, 0)])
    of.slots.filter(meetings__isnull=False).update(
        starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(hours=1)
    )
    made.secrets.setdefault("feed", issue_feed(of, "", actor=SYSTEM)[1])
    issue_feed(of, "", first, actor=SYSTEM)
    plant_waiting(made, of, first, third, registered)
    return of


def plant_parts(of: Any, talk: Any) -> None:
    """Tables of a workshop with an idea and a note; quotas, questions, interpreters."""
    from neisse.web.meet.models import Idea, InterpreterPool, Question, Quota, TableNote, TopicTable

    table = TopicTable.objects.create(session=talk, title="Table")
    Idea.objects.create(table=table, title="Idea")
    TableNote.objects.create(table=table, text="Note")
    Quota.objects.create(event=of, places=50)
    Question.objects.create(event=of, text="Why?")
    InterpreterPool.objects.create(event=of, pair="de-pl", people=1)


def plant_waiting(made: World, of: Any, first: Any, third: Any, registered: Any) -> None:
    """What asks for an answer: a request, a change after the deadline, somebody in the queue, a notice, a draft."""
    from neisse.web.core.models import Mail
    from neisse.web.meet.actions.desk import change
    from neisse.web.meet.actions.requests import ask
    from neisse.web.meet.links import answer_secret
    from neisse.web.meet.models import MeetingChange, MeetingSlot, Registration, ScheduleVersion
    from neisse.web.meet.queries.mails import key_of

    request = ask(third, first, "Lasers?", actor=SYSTEM)
    made.secrets.setdefault("letter", answer_secret(request))
    waiting = registered(of, "waiting@example.org")
    Registration.objects.filter(pk=waiting.pk).update(state="waiting", queued_at=timezone.now())
    made.waiting.add(waiting.pk)
    of.changes_until = timezone.now() - timedelta(days=1)
    of.save()
    first.refresh_from_db()
    change(first, {"name": "Another name"}, actor=first)
    MeetingChange.objects.create(event=of, kind="no_show", registration=third)
    ScheduleVersion.objects.create(event=of, number=of.schedules.count() + 1, state="draft")
    undelivered = {"to": "a@example.org", "subject": "x", "body": "x", "state": "failed"}
    known = {"about": key_of(first), "group": key_of(of), "message_id": f"<{of.pk}>"}
    Mail.objects.create(purpose="confirm", **known, **undelivered)
    half = timedelta(minutes=30)
    MeetingSlot.objects.create(event=of, starts_at=of.ends_at - half, ends_at=of.ends_at)


def plant_journey(made: World) -> None:
    """A journey with a stop, a visit and a traveller."""
    from neisse.web.meet.actions.events import keep
    from neisse.web.meet.models import Delegation, DelegationMember, Stop, Visit
    from neisse.web.record.models import Organisation

    owner, of = Organisation.objects.get(key="owner"), made.rows["event"]
    journey = keep(
        Delegation(key="journey", title="Journey", organiser=owner, visibility="public"), actor=SYSTEM
    )
    made.slugs["delegation"] = [journey.slug]
    stop = Stop.objects.create(
        delegation=journey, city="Görlitz", arrives_at=of.starts_at, leaves_at=of.ends_at
    )
    Visit.objects.create(stop=stop, host=owner, subject="x", starts_at=of.starts_at, ends_at=of.ends_at)
    DelegationMember.objects.create(delegation=journey, name="Traveller")


def plant_machine(made: World) -> None:
    """What the machine keeps for people: a job that failed, a mail that failed, a word of the vocabulary."""
    from neisse.web.core.models import Job, Mail
    from neisse.web.intersect.actions.vocabulary import keep_concepts

    Job.objects.create(kind="overlaps", owner=made.people["manager"], state="failed", message="x")
    Mail.objects.create(to="a@example.org", purpose="x", subject="x", body="x", state="failed")
    keep_concepts(
        [{"key": "word", "label_de": "Wort", "label_pl": "Słowo", "label_en": "Word"}], actor=SYSTEM
    )
