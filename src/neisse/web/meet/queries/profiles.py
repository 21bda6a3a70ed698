"""Who takes part in the meetings of an event, as one participant may see them: never an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from neisse.web.core.bridge import fold
from neisse.web.meet.bridge.proposals import Fit, Proposals
from neisse.web.meet.models import Absence, Event, MeetingProfile, MeetingRequest, Registration, Wish
from neisse.web.meet.queries.agenda import needs_interpreter
from neisse.web.meet.queries.requests import requests_of


def profiles_of(event: Event) -> QuerySet[MeetingProfile]:
    """Everybody who takes part in the meetings and has a place."""
    rows = MeetingProfile.objects.filter(registration__event=event, takes_part=True)
    return rows.filter(registration__state=Registration.State.REGISTERED).select_related(
        "registration__organisation"
    )


@dataclass(frozen=True, slots=True)
class Participant:
    """Another participant as one sees them; `wish` is one's own."""

    profile: MeetingProfile
    fit: Fit
    wish: str
    request: MeetingRequest | None
    needs_interpreter: bool

    @property
    def person(self) -> Registration:
        """Who it is."""
        return self.profile.registration


@dataclass(slots=True)
class Others:
    """All other participants of an event for one of them: filtered and ordered as a whole, shown in parts.

    Five queries, however many there are; a part costs nothing more.
    """

    me: Registration
    profiles: list[MeetingProfile] = field(init=False)
    proposals: Proposals = field(init=False)
    wishes: dict[int, str] = field(init=False)
    requests: dict[int, MeetingRequest] = field(init=False)

    def __post_init__(self) -> None:
        others = profiles_of(self.me.event).exclude(registration=self.me)
        self.profiles = list(others.order_by("registration__name", "pk"))
        self.proposals = Proposals(self.me)
        self.wishes = dict(Wish.objects.filter(wisher=self.me).values_list("other_id", "kind"))
        live = requests_of(self.me).filter(state__in=MeetingRequest.LIVE)
        self.requests = {request.other_than(self.me).pk: request for request in live}

    def ranked(self, filters: Mapping[str, Any]) -> list[MeetingProfile]:
        """Who passes every filter; best proposals first, who was said no to last, or by name if asked."""
        busy = busy_people(self.me.event) if filters.get("time") else set()
        found = [p for p in self.profiles if self._passes(p, filters) and p.registration_id not in busy]
        if filters.get("sort") == "name":
            return found
        no = {Wish.Kind.NO.value, Wish.Kind.NEVER.value}
        return sorted(
            found,
            key=lambda p: (
                self.wishes.get(p.registration_id) in no,
                -round(self.proposals.score(p.registration_id), 4),
            ),
        )

    def shown(self, profiles: Iterable[MeetingProfile]) -> list[Participant]:
        """Participants with reasons, one's wish and the request between the two."""
        return [
            Participant(
                profile,
                self.proposals.fit(profile.registration_id),
                self.wishes.get(profile.registration_id, ""),
                self.requests.get(profile.registration_id),
                needs_interpreter(self.me, profile.registration),
            )
            for profile in profiles
        ]

    def choices(self) -> dict[str, list[tuple[str, int]]]:
        """What the filters offer, with how many people each: countries, languages, topics, organisations."""
        rows = [profile.registration for profile in self.profiles]
        counted = {
            "country": Counter(r.country for r in rows if r.country),
            "language": Counter(code for r in rows for code in r.languages),
            "topic": Counter(topic for p in self.profiles for topic in p.topics),
            "organisation": Counter(r.comes_from for r in rows if r.comes_from),
        }
        return {name: sorted(found.items()) for name, found in counted.items()}

    def _passes(self, profile: MeetingProfile, filters: Mapping[str, Any]) -> bool:
        person = profile.registration
        wish = filters.get("wish", "")
        held = self.requests.get(person.pk)
        return (
            filters.get("country", person.country) == person.country
            and filters.get("organisation", person.comes_from) == person.comes_from
            and (not (topic := filters.get("topic")) or topic in profile.topics)
            and (not (code := filters.get("language")) or code in person.languages)
            and (not wish or (bool(held) if wish == "asked" else self.wishes.get(person.pk, "none") == wish))
            and holds_words(profile, fold(filters.get("q", "")).split())
        )


def holds_words(profile: MeetingProfile, words: Sequence[str]) -> bool:
    """Whether what a profile shows holds every folded word: ł, ä, ß in any spelling."""
    if not words:
        return True
    person = profile.registration
    said = [person.name, person.comes_from, person.office, *profile.offers, *profile.needs, *profile.topics]
    folded = fold(" ".join(said))
    return all(word in folded for word in words)


def busy_people(event: Event) -> set[int]:
    """Who has as many accepted meetings as slots or as they want: five queries."""
    slots = event.slots.count()
    away = Counter(
        dict(
            Absence.objects.filter(profile__registration__event=event)
            .values_list("profile__registration")
            .annotate(n=Count("pk"))
        )
    )
    held: Counter[int] = Counter()
    accepted = event.meeting_requests.filter(state=MeetingRequest.State.ACCEPTED).order_by()
    for asker, asked in accepted.values_list("asker", "asked"):
        held.update((asker, asked))
    most = dict(profiles_of(event).values_list("registration", "max_meetings"))
    return {pk for pk, n in held.items() if n >= min(slots - away[pk], most.get(pk) or slots)}


def offered_by_organisation(registration: Registration) -> dict[str, list[str]]:
    """Offers and needs of the person's organisation in the directory: what a new profile begins with."""
    if registration.organisation is None:
        return {"offers": [], "needs": []}
    return {
        "offers": [row.text for row in registration.organisation.offers.all()],
        "needs": [row.text for row in registration.organisation.needs.all()],
    }


def unanswered(registration: Registration) -> int:
    """How many wait for an answer."""
    return registration.requests_received.filter(state=MeetingRequest.State.OPEN).count()


def registration_by_login(user: Any, event: Event) -> Registration | None:
    """The registration that somebody who is signed in made for an event."""
    return event.registrations.filter(user=user).first() if user.is_authenticated else None
