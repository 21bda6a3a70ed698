"""Addresses that somebody typed: none leads to the machine or its network, none is endless, and what is unchanged is told so."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.values import NeisseError
from neisse.web.core import outside

PRIVATE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "2002:7f00:1::", "2001::1", "::127.0.0.1", "2001:db8::1", "fec0::1", "feff::1", "3fff::1", "5f00::1", "192.0.0.8",
    "192.88.99.1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"]
BAD = [
    "", "x", "ftp://example.org/", "file:///etc/passwd", "https://", "https:///x", "https://u:p@example.org/",
    "https://u@example.org/", "https://example.org:8080/", "http://example.org:22/", "https://example.org:99999/",
    "https://exa mple.org/", "https://example.org/\r\nX: y", "https://[::1", "https://példa.org/", "gopher://example.org",
    "https://example.org/" + "x" * 500, "http://a..b/", "http://.example/", f"http://{'a' * 64}.example/", "http://../",
]  # fmt: skip


class Answers(BaseHTTPRequestHandler):
    """Answers by path; keeps what it was asked."""

    asked: list[dict[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append({"path": self.path, **{name.lower(): said for name, said in self.headers.items()}})
        getattr(self, f"_{self.path.strip('/').partition('?')[0]}", self._plain)()

    def _plain(self) -> None:
        if self.headers.get("If-None-Match") == '"1"':
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Sun, 29 Nov 2026 08:00:00 GMT")
        self.end_headers()
        self.wfile.write(b"hello")

    def _gone(self) -> None:
        self.send_response(404)
        self.end_headers()

    def _packed(self) -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()

    def _away(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.path.partition("?")[2] or "/plain")
        self.end_headers()

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65_536)

    def _drip(self) -> None:
        for _ in range(600):
            self.wfile.write(b"H")
            time.sleep(0.05)

    def _part(self) -> None:
        self.send_response(200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"BEGIN:VCALENDAR")

    def _slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._drip()

    def log_message(self, *said: Any) -> None:
        """Nothing."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine, which passes for a public one."""
    found = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Answers.asked = []
    Thread(target=found.serve_forever, daemon=True).start()
    monkeypatch.setattr(outside, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setitem(outside.PORTS, "http", found.server_port)
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_machine_or_house_is_public(address: str) -> None:
    assert not outside.is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_ones_are(address: str) -> None:
    assert outside.is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_wrapping_makes_a_private_address_public(address: Any) -> None:
    number = int(address)
    for said in (
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        f"::{address}",
        f"2002:{number >> 16:x}:{number & 0xFFFF:x}::",
    ):
        assert not outside.is_public(said)


@pytest.mark.parametrize("address", BAD)
def test_what_is_no_such_address_is_refused_before_anything_is_opened(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: pytest.fail("asked for a name"))
    with pytest.raises(NeisseError, match=r"outside\.address"):
        outside.fetch(address)


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], []])
def test_a_name_of_which_one_address_is_private_is_answered_like_one_that_nobody_has(
    found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolved(*_args: Any, **_words: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, 443)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("connected"))
    with pytest.raises(NeisseError) as inside:
        outside.fetch("https://calendar.example/")
    monkeypatch.setattr(outside, "_resolved", _nobody)
    with pytest.raises(NeisseError) as nobody:
        outside.fetch("https://calendar.example/")
    assert str(inside.value) == str(nobody.value)
    assert inside.value.code == nobody.value.code == "outside.unreachable"


def test_the_connection_goes_to_the_address_that_was_checked(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = socket.getaddrinfo, []

    def resolved(host: str, port: int, *args: Any, **words: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1", port, *args, **words)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert outside.fetch(server.replace("127.0.0.1", "calendar.example")).data == b"hello"
    assert asked.count("calendar.example") == 1  # asked once, so it cannot mean something else a moment later
    assert Answers.asked[0]["host"].startswith("calendar.example")


def test_what_is_unchanged_is_not_sent_again(server: str) -> None:
    first = outside.fetch(f"{server}/plain")
    assert (first.data, first.etag) == (b"hello", '"1"')
    again = outside.fetch(f"{server}/plain", etag=first.etag, modified=first.modified)
    assert again.data is None
    assert Answers.asked[1]["if-modified-since"] == first.modified


@pytest.mark.parametrize("path", ["gone", "packed"])
def test_what_is_no_answer_is_told(server: str, path: str) -> None:
    with pytest.raises(NeisseError, match=r"outside\.answer"):
        outside.fetch(f"{server}/{path}")


def test_redirections_are_followed_and_checked_each(server: str) -> None:
    assert outside.fetch(f"{server}/away").data == b"hello"
    with pytest.raises(NeisseError, match=r"outside\.answer"):
        outside.fetch(f"{server}/away?/away?/away?/away?/away")
    for inner in (
        "http://127.0.0.2/",
        "http://[::1]/",
        "file:///etc/passwd",
        f"http://localhost:{server[-5:]}x/",
    ):
        with pytest.raises(NeisseError, match=r"outside\.(address|unreachable)"):
            outside.fetch(f"{server}/away?{inner}")


def test_nothing_is_endless(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "MOST_SECONDS", 1.0)
    with pytest.raises(NeisseError, match=r"outside\.(large|unreachable)"):
        outside.fetch(f"{server}/endless")
    with pytest.raises(NeisseError, match=r"outside\.unreachable"):
        outside.fetch(f"{server}/drip")


@pytest.mark.parametrize("path", ["part", "slow"])
def test_a_part_of_an_answer_is_never_taken_for_the_whole(
    server: str, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(outside, "MOST_SECONDS", 1.0)
    with pytest.raises(NeisseError, match=r"outside\.unreachable"):
        outside.fetch(f"{server}/{path}")


@given(
    st.text(st.characters(codec="ascii"), max_size=80),
    st.sampled_from(
        ["", "/", "//", "http://", "https://[", "webcal://", "http://a.", "http://.", "http://a:"]
    ),
)
def test_whatever_is_typed_or_led_to_is_refused_by_name(said: str, head: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outside, "_resolved", _nobody)
        with pytest.raises(NeisseError, match=r"outside\.(address|unreachable)"):
            outside.fetch(f"{head}{said}")
        patch.setattr(outside, "_ask", lambda *_a: f"{head}{said}")
        with pytest.raises(NeisseError, match=r"outside\.(address|answer)"):
            outside.fetch("https://calendar.example/")


def _nobody(host: str, port: int) -> str:
    host.encode("idna")  # as the system's own look-up does
    raise OSError


def test_nobody_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "is_public", lambda _address: True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setitem(outside.PORTS, "http", port)
    with pytest.raises(NeisseError, match=r"outside\.unreachable"):
        outside.fetch(f"http://127.0.0.1:{port}/")
