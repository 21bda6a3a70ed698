"""Mails as files, for an instance without a mail server: one file a mail, under its Message-ID."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage


class Folder:
    """Writes each mail to the folder `mail` of the instance; the same mail again is the same file."""

    def carry(self, letter: EmailMessage, before: Callable[[], None]) -> None:
        """Write a mail whole or not at all. Nothing is uncertain here, so nothing is noted before."""
        folder = place()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        message = letter.message()
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        unfinished = folder / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / f"{name}.eml")

    def close(self) -> None:
        """Nothing is kept open."""


def place() -> Path:
    """The folder that holds mails as files."""
    return Path(settings.EMAIL_FILE_PATH)


def forget_files(addresses: Iterable[str]) -> None:
    """Take the mails to or about these addresses (small letters) out of the folder."""
    folder = place()
    files = [*folder.glob("*.eml"), *folder.glob("*.log"), *folder.glob(".*")] if folder.is_dir() else []
    for path in files:
        raw = path.read_bytes()
        text = raw.decode("utf-8", errors="replace").lower() + _said(raw).lower()
        if any(address in text for address in addresses):
            path.unlink(missing_ok=True)


def _said(raw: bytes) -> str:
    """The text of a mail without its transfer encoding, which may break an address in two."""
    payload = message_from_bytes(raw, policy=policy.default).get_payload(decode=True)
    return payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""
