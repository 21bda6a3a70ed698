"""Taking a person away from the seats for which they answer; the seats of the organisations stay."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from neisse.web.agree.models import Seat, SeatLink
from neisse.web.core.personal import Subject


def seats_of_person(subject: Subject) -> QuerySet[Seat]:
    """The seats that are the person's: by row, or by address."""
    wanted = Q(pk__in=subject.pks("agree.seat"))
    for address in subject.addresses:
        wanted |= Q(address__iexact=address)
    return Seat.objects.filter(wanted)


def erase_seats(subject: Subject) -> int:
    """Blank name and address, and end the personal links; returns how many."""
    rows = seats_of_person(subject)
    SeatLink.objects.filter(seat__in=list(rows.values_list("pk", flat=True))).delete()
    return rows.update(name="", address="")
