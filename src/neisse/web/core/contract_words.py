"""Words of files and programs that stand in sentences for people: fields, kinds, states. Named here to be translated."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

WORDS = (
    # fields
    _("about"), _("address"), _("aliases"), _("audience"), _("certainty"), _("city"), _("concept"), _("consent"),
    _("consent.given_on"), _("consent.purpose"), _("consent.until"), _("cost"), _("cost_cents"), _("country"),
    _("date"), _("day"), _("description"), _("descriptions"), _("email"), _("ends"), _("founded"), _("from"),
    _("given_on"), _("id"), _("kind"), _("language"), _("languages"), _("lat"), _("location"), _("lon"), _("mail"),
    _("name"), _("names"), _("needs"), _("networks"), _("note"), _("offers"), _("office"), _("online"), _("owner"),
    _("part_of"), _("partners"), _("period"), _("phone"), _("place"), _("postcode"), _("purpose"), _("representative"),
    _("sectors"), _("size"), _("source"), _("staff_days"), _("starts"), _("status"), _("text"), _("time"),
    _("time_end"), _("title"), _("titles"), _("topics"), _("unit"), _("until"), _("url"), _("value"), _("venue"),
    _("visibility"), _("year"),
    # kinds of records
    _("organisation"), _("person"), _("network"), _("membership"), _("measure"), _("section"), _("topic_group"),
    _("figure"), _("document"),
    # what a file of meetings speaks of
    _("slot"), _("table"), _("participant"), _("request"), _("session"), _("interpreter pair"), _("instance"),
    _("rules"),
    # parts of a year
    _("week"), _("month"), _("quarter"), _("half"), _("season"),
    # states and what stands instead
    _("cancelled"), _("postponed"), _("planned"), _("confirmed"), _("idea"), _("other"), _("circle"), _("blind"),
    _("public"), _("state"),
    # parts of an archive
    _("overlap"), _("feedback"), _("profile_type"), _("event"), _("delegation"), _("distinction"),
)  # fmt: skip
