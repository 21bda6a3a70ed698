"""A real mail server that can be in every kind of trouble, and raw ones that speak no SMTP at all."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import cycle
from threading import Thread
from time import sleep
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

HERE = "127.0.0.1"
CLOSE = "close"
LIMIT_S = 1.0


class Dialogue(SMTP):
    """The server's side, which also has trouble between the command DATA and its answer."""

    async def smtp_EHLO(self, hostname: str) -> None:
        if (said := await self.event_handler.trouble_at("ehlo", self)) is None:
            await super().smtp_EHLO(hostname)
        else:
            await self.push(said)

    async def smtp_DATA(self, arg: str) -> None:
        if (said := await self.event_handler.trouble_at("data", self)) is None:
            await super().smtp_DATA(arg)
        else:
            await self.push(said)


class MailServer:
    """What arrived, and the trouble at each step: an answer, a number of seconds, or that the line is closed.

    Steps are `ehlo`, `mail`, `rcpt`, `data` (the command), `text` (before it is taken) and `receipt` (after).
    """

    def __init__(self) -> None:
        self.trouble: dict[str, str | float | Callable[[], float]] = {}
        self.letters: list[EmailMessage] = []
        self.raw: list[bytes] = []

    @property
    def counted(self) -> Counter[str]:
        return Counter(str(letter["Message-ID"]) for letter in self.letters)

    async def trouble_at(self, step: str, server: Any) -> str | None:
        trouble = self.trouble.get(step, 0.0)
        if trouble == CLOSE:
            server.transport.close()
            return "421 gone"
        if isinstance(trouble, str):
            return trouble
        await asyncio.sleep(trouble() if callable(trouble) else trouble)
        return None

    async def handle_MAIL(self, server: Any, _s: Any, envelope: Any, address: str, _options: Any) -> str:
        envelope.mail_from = address
        return await self.trouble_at("mail", server) or "250 fine"

    async def handle_RCPT(self, server: Any, _s: Any, envelope: Any, address: str, _options: Any) -> str:
        said = await self.trouble_at("rcpt", server) or await self.trouble_at(address, server)
        envelope.rcpt_tos.append(address)
        return said or "250 fine"

    async def handle_DATA(self, server: Any, _s: Any, envelope: Any) -> str:
        if (said := await self.trouble_at("text", server)) is not None:
            return said
        self.raw.append(envelope.original_content)
        self.letters.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return await self.trouble_at("receipt", server) or "250 taken"


class Listening(Controller):
    def factory(self) -> SMTP:
        return Dialogue(self.handler, hostname="test", loop=self.loop)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def at_port(settings: Any) -> Callable[[int], None]:
    """The instance has a mail server at this port, with short time limits."""

    def use(port: int) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HERE, port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        settings.MAIL_TIMEOUT_S = LIMIT_S

    return use


@pytest.fixture
def mail_server(at_port: Any) -> Iterator[MailServer]:
    server = MailServer()
    listening = Listening(server, hostname=HERE, port=free_port())
    listening.start()
    at_port(listening.port)
    yield server
    listening.stop()


@pytest.fixture
def silent(at_port: Any) -> Iterator[Callable[[str], None]]:
    """`silent("greeting")`: a machine that hangs when it should greet; or at `connect`; or it `drips`; or `absent`."""
    opened: list[socket.socket] = []

    def listen(kind: str) -> None:
        if kind == "absent":
            at_port(free_port())
            return
        raw = socket.socket()
        opened.append(raw)
        raw.bind((HERE, 0))
        raw.listen(0 if kind == "connect" else 5)
        port = raw.getsockname()[1]
        at_port(port)
        if kind == "connect":  # the queue of the machine is full: nobody else gets through
            for _ in range(3):
                waiting = socket.socket()
                waiting.setblocking(False)
                with suppress(BlockingIOError):
                    waiting.connect((HERE, port))
                opened.append(waiting)
        if kind == "drips":
            Thread(target=drip, args=(raw,), daemon=True).start()

    yield listen
    for one in opened:
        one.close()


def drip(raw: socket.socket) -> None:
    """Keeps every limit of a single read, and never comes to an end."""
    with suppress(OSError):
        line, _address = raw.accept()
        with line:
            for sign in cycle(b"220-still here\r\n"):
                line.sendall(bytes([sign]))
                sleep(LIMIT_S / 5)
