"""Dates and times in the reader's language; English as Europe writes it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

AT = datetime(2027, 4, 5, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("de", "5. April 2027 15:30", "05.04.2027 15:30"),
        ("pl", "5 kwietnia 2027 15:30", "05.04.2027 15:30"),
        ("en", "5 April 2027, 15:30", "5 Apr 2027, 15:30"),
    ],
)
def test_a_time_is_written_as_its_readers_write_it(language: str, long: str, short: str) -> None:
    with translation.override(language):
        assert date_format(AT, "DATETIME_FORMAT") == long
        assert date_format(AT, "SHORT_DATETIME_FORMAT") == short
