"""Announcements - releases, invitations, calendars, mails - read into facts, each with the words that show it.

`read_announcement` is the way in. Deterministic: grammars of dates, names and numbers over a text with offsets, the
product's one reader of periods, its table of towns, its resolver of organisations. A fact without words is none.
"""

from neisse.engine.record.announcements.reading import Announcement, language_of, read_announcement

__all__ = ["Announcement", "language_of", "read_announcement"]
