"""Who asks, behind a proxy: what `Forwarded` says cannot be said in another spelling, with the real server in between."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from neisse.web.core.addresses import client_address

SERVER = """
import sys
from granian import Granian
from granian.constants import Interfaces

if __name__ == "__main__":
    Granian("told:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI, workers=1).serve()
"""
TOLD = """
import django
from django.core.handlers.wsgi import WSGIRequest

django.setup()
from neisse.web.core.addresses import client_address


def application(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [client_address(WSGIRequest(environ)).encode()]
"""
REAL, FALSE = "203.0.113.9", "198.51.100.1"
pytestmark = pytest.mark.one_database("it is about headers")
WAIT_S = 60


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"for={REAL}", REAL),
        (f"For={REAL};proto=https;by=10.0.0.1", REAL),
        (f"for={FALSE}, for={REAL}", REAL),
        (f"by=10.0.0.1; for={REAL}:4711", REAL),
        ('for="[2001:db8::1]:4711"', "2001:db8::1"),
        (f"for={FALSE}, for=unknown", "127.0.0.1"),
        (f"for={FALSE}, proto=https", "127.0.0.1"),
        (f"for={FALSE}, for=_hidden", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_last_hop_is_who_asks(said: str, found: str, settings: Any) -> None:
    settings.PROXIES, settings.PROXY_HEADER = "127.0.0.1", "forwarded"
    false = {"x-forwarded-for": FALSE, "x_forwarded_for": FALSE}
    request = RequestFactory().get("/", headers={"forwarded": said, **false})
    assert client_address(request) == found


def test_from_others_nothing_is_believed(settings: Any) -> None:
    settings.PROXIES, settings.PROXY_HEADER = "10.0.0.1", "forwarded"
    assert client_address(RequestFactory().get("/", headers={"forwarded": f"for={FALSE}"})) == "127.0.0.1"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The server of the product with a page that says who it takes the reader for."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    (tmp_path / "told.py").write_text(TOLD)
    (tmp_path / "server.py").write_text(SERVER)
    env = {**os.environ, "NEISSE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "neisse.web.settings",
           "NEISSE_PROXIES": "127.0.0.1", "NEISSE_PROXY_HEADER": "Forwarded"}  # fmt: skip
    process = subprocess.Popen([sys.executable, "server.py", str(number)], cwd=tmp_path, env=env)
    try:
        yield number
    finally:
        process.terminate()
        process.wait(WAIT_S)


def asked(port: int, headers: list[tuple[str, str]]) -> str:
    until_s = time.monotonic() + WAIT_S
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
        try:
            connection.putrequest("GET", "/")
            for name, value in headers:
                connection.putheader(name, value)
            connection.endheaders()
            return connection.getresponse().read().decode()
        except OSError:
            if time.monotonic() > until_s:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


def test_no_spelling_of_a_header_changes_who_asks(port: int) -> None:
    own = ("Forwarded", f"for={REAL}")
    for name in ("X_Forwarded_For", "X-Forwarded_For", "X-Forwarded-For", "HTTP_FORWARDED", "HTTP-FORWARDED"):
        for headers in ([(name, FALSE), own], [own, (name, FALSE)]):
            assert asked(port, headers) == REAL, headers
    # What the client wrote itself stands before what the proxy adds, in one header or in two.
    assert asked(port, [("Forwarded", f"for={FALSE}"), own]) == REAL
