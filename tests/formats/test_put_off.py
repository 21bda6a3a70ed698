"""What is put off or called off says so in its title, its status or its text, in three languages, and says the new time."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.record.status_words import status_of
from neisse.formats.detect import read_any

OFF = st.sampled_from(["verschoben", "Verlegt", "POSTPONED", "rescheduled", "przełożone", "Przeniesiona"])
TO = {"v": "auf den", "V": "auf", "P": "to", "r": "to", "p": "na"}
FORMS = (
    "{m} {to} {d}: {t}",
    "{t} ({m} {to} {d})",
    "{t} – {m} {to} {d}",
    "[{m} {to} {d}] {t}",
    "{m}: {t}, neuer Termin {d}",
)
TITLES = st.text(st.sampled_from("abcdeEFäśl "), min_size=1, max_size=30).map(
    lambda t: f"Forum {t.strip()}".strip()
)


def table(**cells: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([list(cells), list(cells.values())])
    return stream.getvalue().encode()


@pytest.mark.parametrize(
    "said",
    [
        "Postponed until further notice: Forum", "Forum – postponed indefinitely", "Auf unbestimmte Zeit verschoben: Forum",
        "Forum (bis auf Weiteres verschoben)", "Przełożone na czas nieokreślony: Forum", "VERSCHOBEN bis auf Weiteres – Forum",
    ],
)  # fmt: skip
def test_put_off_without_a_day_is_put_off(said: str) -> None:
    status = status_of(said)
    assert (status.name, status.title, status.when) == ("postponed", "Forum", "")


@settings(deadline=None, max_examples=150)
@given(OFF, st.sampled_from(FORMS), TITLES, st.dates(date(2027, 1, 1), date(2029, 12, 31)))
def test_the_new_time_is_the_time_and_the_mark_leaves_the_title(
    mark: str, form: str, title: str, day: date
) -> None:
    to = TO["P" if mark.isupper() else "p" if mark[:2] in {"pr", "Pr"} else mark[0]]
    said = form.format(m=mark, to=to, d=f"{day:%d.%m.%Y}", t=title)
    old = day - timedelta(days=30)
    (found,) = read_any("x.csv", table(Titel=said, Datum=old.isoformat(), Veranstalter="K")).objects
    assert (found["title"], found["certainty"], found["starts"]) == (title, "postponed", day.isoformat())


@settings(deadline=None, max_examples=60)
@given(OFF, st.dates(date(2027, 1, 1), date(2029, 12, 31)), st.sampled_from(["Status", "Beschreibung"]))
def test_the_new_time_stands_in_the_status_or_in_the_text(mark: str, day: date, column: str) -> None:
    cells = {"Titel": "Forum", "Datum": "2026-12-01", "Veranstalter": "K", "Status": mark}
    cells[column] = f"{mark}, neuer Termin: {day:%d.%m.%Y}, 10 Uhr"
    (found,) = read_any("x.csv", table(**cells)).objects
    assert found["certainty"] == "postponed"
    assert found["starts"].startswith(f"{day.isoformat()}T10:00")


def test_without_a_new_time_the_old_one_stands_and_that_is_said() -> None:
    result = read_any("x.csv", table(Titel="[POSTPONED] Forum", Datum="1.12.2027", Veranstalter="K"))
    assert result.objects[0]["starts"] == "2027-12-01"
    assert result.objects[0]["certainty"] == "postponed"
    assert "status.no_new_time" in {finding.code for finding in result.findings}


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["abgesagt", "fällt aus", "Cancelled", "canceled", "ODWOŁANE", "odwołano", "storniert", "zrušeno"]),
    st.sampled_from(["{m}: {t}", "[{m}] {t}", "{t} ({m})", "{t} - {m}", "❌ {m} ❌ {t}", "*** {m} *** {t}", "{t} [{m} by host]"]),
    TITLES,
)  # fmt: skip
def test_what_is_called_off(mark: str, form: str, title: str) -> None:
    said = status_of(form.format(m=mark, t=title))
    assert (said.name, said.title) == ("cancelled", title)


@pytest.mark.parametrize(
    "title",
    ["Abgesagt und vergessen? Ein Abend", "How projects get cancelled", "„Abgesagt“ – ein Theaterstück",
     "The moved to Dresden story",
     "Umgang mit verschobenen Terminen", "Cancellation policies", "Wir haben verlegt auf 3 Etagen"],
)  # fmt: skip
def test_in_a_sentence_the_words_are_words(title: str) -> None:
    said = status_of(title)
    assert (said.name, said.title) == ("", title)
