"""A file that breaks its limits, sent by a stranger: refused with its code, while others are answered."""

from __future__ import annotations

import re
import threading
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.urls import reverse

from neisse.formats import limited
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import store
from neisse.web.record.actions.intake import make_link
from neisse.web.record.models import Organisation

pytestmark = [pytest.mark.web, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
BOMB = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n" + "".join(
    f"BEGIN:VEVENT\nUID:{n}\nSUMMARY:B\nDTSTART:19000101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31\nEND:VEVENT\n"
    for n in range(200)
)


def send(url: str, text: str) -> str:
    """Send a file through a link as a browser does; the page that answers."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(url).read().decode()
    (token, *_) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    parts = [("csrfmiddlewaretoken", "", token), ("by", "", "file"), ("file", '; filename="a.ics"', text)]
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{n}"{f}\r\n\r\n{v}\r\n' for n, f, v in parts
    )
    request = urllib.request.Request(  # noqa: S310
        url, f"{body}--x--\r\n".encode(), {"Content-Type": "multipart/form-data; boundary=x", "Referer": url}
    )
    try:
        return str(opener.open(request).read().decode())
    except urllib.error.HTTPError as refused:
        return refused.read().decode()


def test_others_are_answered_while_a_bomb_is_read(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store("organisation", [{"id": "o", "name": "Muster Optik"}], actor=SYSTEM)
    link, secret = make_link(
        Organisation.objects.get(key="o"), addressee="Ida", language="en", days=9, actor=SYSTEM
    )
    begun = threading.Event()
    start = limited._started
    monkeypatch.setattr(limited, "_started", lambda file: (begun.set(), start(file))[1])
    seen = threading.Event()
    end = limited._ended
    monkeypatch.setattr(limited, "_ended", lambda child: (end(child), seen.wait(60)))
    answers: list[str] = []
    url = live_server.url + reverse("record:intake", args=[secret])
    sender = threading.Thread(target=lambda: answers.append(send(url, BOMB)))
    sender.start()
    assert begun.wait(60)
    with urllib.request.urlopen(live_server.url + "/", timeout=60) as page:  # noqa: S310
        assert page.status == 200
    assert answers == []  # the page came while the reading of the file was still under way
    seen.set()
    sender.join(120)
    assert "costs too much: time" in answers[0]
    assert not link.submissions.exists()
