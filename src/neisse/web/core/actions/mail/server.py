"""The dialogue with the mail server, cut where it becomes uncertain: between the text of a mail and its receipt.

Every command has a time limit, and so has the dialogue as a whole, because a server that sends one sign at a
time would keep every single limit.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr
from smtplib import SMTPException
from threading import Timer
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.utils import DNS_NAME

from neisse.web.core.actions.mail.outcome import LaterError, RefusedError, UncertainError

# In limits of one command: the whole dialogue before the text, and the receipt, for which scanners take their time.
WHOLE, RECEIPT = 4, 4


class Line(smtplib.SMTP):
    """A connection that somebody else can cut while it is being made."""

    def __init__(self, keep: Callable[[Line], None], *args: Any, **kwargs: Any) -> None:
        self.sock: Any = None
        keep(self)
        super().__init__(*args, **kwargs)


class SecureLine(smtplib.SMTP_SSL):
    """The same for a server that speaks TLS from the first sign (port 465)."""

    def __init__(self, keep: Callable[[SecureLine], None], *args: Any, **kwargs: Any) -> None:
        self.sock: Any = None
        keep(self)
        super().__init__(*args, **kwargs)


class Server:
    """The mail server of the instance; the connection is kept for several mails."""

    def __init__(self) -> None:
        self.limit_s = settings.MAIL_TIMEOUT_S
        self.line: Any = None
        self.is_open = False

    def carry(self, letter: EmailMessage, before: Callable[[], None]) -> None:
        """Hand one mail over; `before` is called when everything but the text is said, and may still stop it."""
        raw = letter.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg] # Django's own parameter
        with within(WHOLE * self.limit_s, lambda: self.line), self._before_the_text():
            self._ready()
            expect(self.line.mail(parseaddr(letter.from_email)[1]))
            code, answer = self.line.rcpt(letter.to[0])
            if code not in {250, 251}:
                raise refusal(code, answer)
        before()
        with within((1 + RECEIPT) * self.limit_s, lambda: self.line):
            with self._before_the_text():
                code, answer = self.line.docmd("DATA")
                if code != 354:
                    raise refusal(code, answer)
            code, answer = self._give(raw)
        if code >= 300:
            raise refusal(code, answer)

    def _give(self, raw: bytes) -> tuple[int, bytes]:
        """The text, and what the server answers to it."""
        try:
            self.line.sock.settimeout(RECEIPT * self.limit_s)
            self.line.send(re.sub(rb"(?m)^\.", b"..", raw).removesuffix(b"\r\n") + b"\r\n.\r\n")
            answer: tuple[int, bytes] = self.line.getreply()
            self.line.sock.settimeout(self.limit_s)
        except (SMTPException, OSError, AttributeError) as error:
            self.is_open = False
            self.close()
            raise UncertainError(said(error)) from error
        if not 200 <= answer[0] < 600:
            raise UncertainError(f"{answer[0]} {text_of(answer[1])}")
        return answer

    def close(self) -> None:
        """Let the connection go, politely where it still stands."""
        line, self.line, was_open, self.is_open = self.line, None, self.is_open, False
        if line is None:
            return
        if was_open:
            with suppress(SMTPException, OSError), within(self.limit_s, lambda: line):
                line.quit()
        line.close()

    def _ready(self) -> None:
        """A connection that takes the next mail: the old one where it still answers, else a new one."""
        if self.is_open:
            with suppress(SMTPException, OSError):
                if self.line.rset()[0] == 250:
                    return
            self.is_open = False
            self.close()
        kind = SecureLine if settings.EMAIL_USE_SSL else Line
        extra = {"context": ssl.create_default_context()} if settings.EMAIL_USE_SSL else {}
        kind(
            self._keep,
            settings.EMAIL_HOST,
            settings.EMAIL_PORT,
            local_hostname=DNS_NAME.get_fqdn(),
            timeout=self.limit_s,
            **extra,
        )
        if settings.EMAIL_USE_TLS:
            self.line.ehlo_or_helo_if_needed()
            expect(self.line.starttls(context=ssl.create_default_context()))
        self.line.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            self.line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        self.is_open = True

    def _keep(self, line: Any) -> None:
        self.line = line

    @contextmanager
    def _before_the_text(self) -> Iterator[None]:
        """Whatever goes wrong here, the server has no mail: it can be tried again without harm."""
        try:
            yield
        except (SMTPException, OSError) as error:
            self.is_open = False
            self.close()
            raise LaterError(said(error), of_server=True) from error


def expect(answered: tuple[int, bytes]) -> None:
    """What the server must agree to before any mail."""
    if not 200 <= answered[0] < 300:
        raise LaterError(f"{answered[0]} {text_of(answered[1])}", of_server=True)


def refusal(code: int, answer: bytes) -> Exception:
    """What a server says of one mail: 5xx is for good, everything else for now; 421 ends the conversation."""
    said_text = f"{code} {text_of(answer)}"
    if 500 <= code < 600:
        return RefusedError(said_text)
    return LaterError(said_text, of_server=code in {421, -1})


@contextmanager
def within(seconds: float, line: Callable[[], Any]) -> Iterator[None]:
    """Cut the connection when the time is over: a limit for the whole of a dialogue."""
    timer = Timer(seconds, lambda: cut(line()))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def cut(line: Any) -> None:
    """End a connection from another thread: what waits for it gets an error."""
    if line is not None and line.sock is not None:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)


def text_of(answer: bytes | str) -> str:
    """The answer of a server on one line."""
    text = answer.decode("utf-8", errors="replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())


def said(error: Exception) -> str:
    """What went wrong, in one line: the answer of the server, or what the network said."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {text_of(error.smtp_error)}"
    return f"{type(error).__name__}: {text_of(str(error))}"
