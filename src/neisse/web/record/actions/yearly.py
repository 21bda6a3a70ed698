"""“Still right?”, once a year and by itself: one mail to each person for all entries that nobody confirmed for a year.

The question of a year is a campaign like others: managers see who has answered, change its words, or end it, and
then nobody is asked until the next year. Nothing is asked where managers have not said the public address.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from neisse.web.core import later
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail, key_of
from neisse.web.core.queries import the_instance
from neisse.web.record.actions.campaign import Asked, add_recipients, held
from neisse.web.record.links import address_of
from neisse.web.record.models import Campaign, Recipient
from neisse.web.record.queries.campaign import Proposed, proposed
from neisse.web.record.queries.yearly import to_ask

LOOK_EVERY_S = 24 * 3600
# So many people are written to in a day: a first round over many years of entries comes in parts.
MOST_A_DAY = 100
WEEKS_TO_ANSWER = 4


@later.work(repeats=True)
def ask_yearly() -> int:
    """What the worker does every day."""
    return ask(timezone.now())


def ask(now: datetime) -> int:
    """Write to everybody whose entries are due, at most `MOST_A_DAY`; returns to how many.

    Each person in a transaction of their own that holds the campaign: cut off and done again, or done by two workers at
    once, nobody is asked twice. Where a mail could not be delivered, none follows.
    """
    instance = the_instance()
    if not (instance.public_address and instance.asks_yearly):
        return 0
    failed = Mail.objects.filter(state=Mail.State.FAILED).values_list("to", flat=True)
    broken = {address.casefold() for address in failed}
    people: dict[str, list[Proposed]] = defaultdict(list)
    for one in proposed(None, to_ask(timezone.localdate(now))):
        if one.address and one.address.casefold() not in broken:
            people[one.address.casefold()].append(one)
    if not people:
        return 0
    campaign = question_of(timezone.localdate(now))
    return sum(_ask_once(campaign.pk, found, now) for found in list(people.values())[:MOST_A_DAY])


@transaction.atomic
def question_of(day: date) -> Campaign:
    """The campaign of a year, made with the first question of it, with a text in each language."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[f"title_{code}"] = gettext("Is this still right?")
            words[f"text_{code}"] = gettext(
                "once a year we ask whether what we have about you is still right: your organisation and its plans. "
                "The page shows them; if nothing has changed, one button is enough. Nothing else happens."
            )
    # Who is asked on the last day of the year has some weeks.
    until = date(day.year + 1, 1, 1 + 7 * WEEKS_TO_ANSWER)
    fields = {**words, "open_until": until, "every_days": 0, "state": Campaign.State.OPEN}
    row, _made = Campaign.objects.get_or_create(year=day.year, defaults={**fields, "sent_at": timezone.now()})
    return row


@transaction.atomic
def _ask_once(pk: int, asked: list[Proposed], now: datetime) -> int:
    """One mail with the personal page of each organisation, and the note that it is written."""
    campaign = held(Campaign(pk=pk))
    if campaign.state == Campaign.State.CLOSED:
        return 0
    wanted = [one.organisation.pk for one in asked]
    due = set(to_ask(timezone.localdate(now)).filter(pk__in=wanted).values_list("pk", flat=True))
    rows = [
        Asked(one.organisation, one.name, one.address, one.language)
        for one in asked
        if one.organisation.pk in due
    ]
    add_recipients(campaign, rows, actor=SYSTEM)
    made = campaign.recipients.filter(mailed_at=None, link__organisation__in=due)
    made = made.filter(address__iexact=asked[0].address)
    found = list(made.select_related("campaign", "link__organisation").order_by("pk"))
    if not found:
        return 0
    first = found[0]
    post_rendered(
        "campaign_yearly",
        first.address,
        "record/mail/campaign_yearly.txt",
        {"campaign": campaign, "recipient": first, "rows": [(row, address_of(row)) for row in found]},
        language=first.link.language,
        about=key_of(first),
        group=key_of(campaign),
    )
    Recipient.objects.filter(pk__in=[row.pk for row in found]).update(mailed_at=now)
    return 1
