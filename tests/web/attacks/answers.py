"""Who may write at which address: one table, and what has no form on a page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from tests.web.attacks.harvest import Target, name_of
from tests.web.attacks.world import RELEASE, World

from neisse.web.meet.queries.registrations import written_to
from neisse.web.record.models import Organisation

MANAGER, CIRCLE, OWNER, PARTNER, STRANGER, GUEST, PUBLIC = (
    "manager", "circle", "owner", "partner", "stranger", "guest", "public",
)  # fmt: skip
EVERYBODY = {MANAGER, CIRCLE, OWNER, PARTNER, STRANGER, GUEST, PUBLIC}
# Whose right an address asks for, where everything belongs to `owner`; of their own things, `OWN`.
MAY: dict[frozenset[str], str] = {
    frozenset({MANAGER}): """
        core:mails_again core:mail_act core:job_act core:settings core:test_mail accounts:invite
        accounts:invited accounts:user accounts:erase accounts:subjects
        record:organisation_new record:person_new record:network_new record:membership_new record:section_new
        record:topic_group_new record:figure_new record:network_edit record:membership_edit record:section_edit
        record:topic_group_edit record:figure_edit record:erase record:duplicates_again record:duplicate
        record:hand_over record:together+organisation record:together+person
        record:distinguish record:distinction_reopen record:merge_undo record:import_answer record:import_mapping
        record:announcement_decide record:announcement_forget
        record:import_decide record:import_confirm record:import_discard record:import_undo record:import_place record:import_row
        record:intake_links record:campaign_new record:campaign_edit record:campaign_recipients record:campaign_send
        record:campaign_state record:campaign_remove
        agree:round_new agree:round_edit agree:round_step agree:part_new agree:part agree:propose agree:ask agree:owners_step
        record:intake_revoke record:intake_decide intersect:refresh intersect:vocabulary intersect:read_vocabulary
        intersect:drop_concept record:restore+person record:restore+network record:restore+section
        record:delete+organisation record:delete+person record:delete+network record:delete+membership
        record:delete+section record:delete+topic_group record:delete+figure""",
    frozenset({MANAGER, OWNER}): """
        record:calendars record:calendar_look record:calendar_end
        record:removal_undo record:removed_together record:together+measure record:measure_new meet:event_new meet:delegation_new
        record:organisation_edit record:person_edit record:delete+measure record:restore+organisation
        intersect:answer intersect:confirm meet:delegation_edit meet:delegation_part_new meet:delegation_part
        meet:delegation_delete meet:event_state meet:event_seen_by meet:event_edit meet:feed_new meet:feed_revoke meet:session_new
        meet:session_edit meet:session_delete meet:programme_publish meet:part_new meet:part meet:change
        meet:registration meet:offer_free meet:mails_again meet:remind meet:check_in meet:meetings_phase
        meet:meetings_setup meet:meetings_never
        meet:slots meet:slots_delete meet:meeting_tables meet:meeting_table meet:schedule_compute
        meet:schedule_act meet:meeting_day meet:meeting_change meet:meeting_repair meet:spread meet:seat meet:note
        meet:idea_state meet:event_cancel meet:event_postpone meet:event_move meet:event_copy
        meet:person_new meet:person_edit meet:letter""",
    frozenset({MANAGER, OWNER, PARTNER}): "record:measure_edit record:restore+measure",
    frozenset({MANAGER, CIRCLE}): "intersect:decide",
    frozenset(
        {MANAGER, OWNER, PARTNER, STRANGER}
    ): "record:import record:announcement_read",  # each for the own organisation
    frozenset({OWNER, STRANGER}): "intersect:opening",  # each for the own side
    frozenset(
        {OWNER}
    ): "agree:answer record:office_decide accounts:revoke accounts:delete_me core:view_remove",
    frozenset(EVERYBODY - {PUBLIC}): "accounts:settings accounts:tokens core:view_save",
    frozenset(EVERYBODY): "meet:register",
}
# Steps of one address that fewer, or more, may take.
FEWER = {
    "record:together measure do=topic": {MANAGER, OWNER, PARTNER},
    "record:office_decide step=refuse": {OWNER, MANAGER},
}
# What is behind a secret: possession is the right, and it reaches no further (see `mixed`).
BY_LINK = [
    "meet:mine",
    "meet:mine_change",
    "meet:profile",
    "meet:absences",
    "meet:wish",
    "meet:request_step",
    "meet:participant",
    "meet:agenda_day",
    "meet:agenda_feed",
    "meet:agenda_feed_revoke",
    "meet:feedback_give",
    "meet:answer",
    "record:intake",
    "agree:by_mail",
]
# Addresses that take a POST and keep nothing, whoever sends it.
KEEP_NOTHING = {
    "core:language": "sets a cookie",
    "intersect:similar": "looks for plans like a draft",
    "accounts:demo_as": "only in a demonstration",
    "accounts:setup": "only before there is a manager",
}

# Rights that nothing in this world uses, with why.
NEVER: dict[tuple[str, str], str] = {}


def may(target: Target) -> set[str]:
    """The roles that may do what a target does."""
    if target.said in FEWER:
        return FEWER[target.said]
    found = [who for who, names in MAY.items() if target.name.replace(" ", "+") in names.split()]
    found = found or [who for who, names in MAY.items() if target.name.partition(" ")[0] in names.split()]
    return set(found[0]) if found else set()


def known() -> set[str]:
    """Every address that the table speaks of."""
    named = {name.partition("+")[0] for names in MAY.values() for name in names.split()}
    return named | set(BY_LINK) | set(KEEP_NOTHING)


def given(world: World) -> list[Target]:
    """What no form of a page shows as the owner or a manager finds it."""
    of = world.rows["event"]
    mine = {"secret": world.secrets["first"]}
    other = world.rows["free-owner"]
    version = Organisation.objects.get(key="owner").history.last()
    later = of.starts_at + timedelta(days=3)
    need = {"text": "Lasers", "still_valid": "1"}
    pages: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
        ("manager", "record:organisation_new", {}, {"name": "New", "kind": "research", "visibility": "public"}),
        ("manager", "intersect:refresh", {}, {}),
        ("manager", "accounts:invited", {"pk": world.rows["invited"].pk}, {}),
        ("manager", "accounts:subjects", {}, {"step": "erase", "names": "Somebody Else", "sure": "on",
                                              "addresses": "a@example.org"}),
        ("owner", "core:view_save", {}, {"list": "record:plans", "name": "Mine", "query": "kind=fair"}),
        ("owner", "core:view_remove", {"pk": world.rows["view"].pk}, {}),
        ("owner", "record:removed_together", {"sign": "planted"}, {}),
        ("owner", "record:calendars", {}, {"organisation": "owner", "address": "https://new.example/x.ics"}),
        ("partner", "record:announcement_read", {}, {"owner": "partner", "text": RELEASE}),
        ("stranger", "record:announcement_read", {}, {"owner": "stranger", "text": RELEASE}),
        ("owner", "accounts:delete_me", {}, {"email": world.people["owner"].email}),
        ("owner", "intersect:confirm", {"slug": "owner"}, need),
        ("owner", "meet:check_in", {"slug": of.slug}, {"registration": str(other.pk), "here": "1"}),
        ("owner", "meet:programme_publish", {"slug": of.slug}, {"note": "new"}),
        ("owner", "meet:mails_again", {"slug": of.slug}, {}),
        ("owner", "meet:event_move", {"slug": of.slug}, {
            "starts_at": f"{later:%Y-%m-%d}T09:00", "ends_at": f"{later:%Y-%m-%d}T17:00", "tells": "on"}),
        ("owner", "meet:letter", {"slug": of.slug}, {
            "subject_en": "x", "text_en": "x", "step": "send", "seen": str(written_to(of, {}).count())}),
        ("owner", "meet:delegation_delete", {"slug": "journey"}, {}),
        ("owner", "meet:slots", {"slug": of.slug}, {
            "begins": f"{of.starts_at:%Y-%m-%d}T20:00", "ends": f"{of.starts_at:%Y-%m-%d}T21:00"}),
        ("owner", "meet:schedule_compute", {"slug": world.rows["fresh"].slug}, {"seconds": "1", "seed": "0"}),
        ("manager", "intersect:vocabulary", {}, {"key": "new", "label_de": "N", "label_pl": "N", "label_en": "N"}),
        ("manager", "record:delete", {"kind": "organisation", "slug": "alone"}, {"reason": "x"}),
        ("manager", "record:restore", {"kind": "organisation", "slug": "owner", "version": version.pk}, {}),
        ("first", "meet:agenda_day", mine, {"word": "gone"}),
        ("first", "meet:participant", {**mine, "pk": other.pk}, {"message": "Lasers?"}),
    ]  # fmt: skip
    made = [(who, reverse(name, kwargs=parts), body) for who, name, parts, body in pages]
    return [Target(name_of(path), path, who, tuple(body.items())) for who, path, body in made]
