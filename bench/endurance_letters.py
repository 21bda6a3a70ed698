"""A mail server to measure against: `with letters(folder) as server`. It works, or it hangs at once and everywhere.

It is a process of its own. Each mail that it takes is a line in a ledger before its sender is told so.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

HERE = "127.0.0.1"
LOOK_EVERY_S = 0.02
LONGEST_STEP_S = 0.01


class Letters:
    """The mail server as who measures sees it."""

    def __init__(self, folder: Path) -> None:
        self.ledger, self.sign = folder / "ledger", folder / "hangs"
        self.ledger.touch()
        with closing(socket.socket()) as probe:
            probe.bind((HERE, 0))
            self.port = int(probe.getsockname()[1])

    def hang(self, wanted: bool) -> None:
        """From now on say nothing, in dialogues that have begun too; or go on where they stand."""
        if wanted:
            self.sign.touch()
        else:
            self.sign.unlink(missing_ok=True)

    def taken(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(self.ledger.read_text(encoding="utf-8").split())


class Dialogue(SMTP):
    """The side of the server, with pauses in which its client can be killed, or for ever."""

    async def _handle_client(self) -> None:
        await self.event_handler.pause()
        await super()._handle_client()


class Handler:
    """Waits before every answer, and writes down what was taken."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.chance = folder, random.Random(1)

    async def pause(self) -> None:
        await asyncio.sleep(self.chance.uniform(0, LONGEST_STEP_S))
        while (self.folder / "hangs").exists():
            await asyncio.sleep(LOOK_EVERY_S)

    async def handle_MAIL(self, _server: Any, _s: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        await self.pause()
        envelope.mail_from = address
        return "250 fine"

    async def handle_RCPT(self, _server: Any, _s: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        await self.pause()
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, _server: Any, _s: Any, envelope: Any) -> str:  # noqa: N802
        await self.pause()
        name = str(message_from_bytes(envelope.original_content)["Message-ID"])
        with (self.folder / "ledger").open("a", encoding="utf-8") as ledger:
            ledger.write(name + "\n")
        await self.pause()
        return "250 taken"


@contextmanager
def letters(folder: Path) -> Iterator[Letters]:
    """A mail server while the block runs, named in the environment for every instance that starts in it."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Letters(folder)
    os.environ |= {"NEISSE_MAIL_HOST": HERE, "NEISSE_MAIL_PORT": str(server.port), "NEISSE_MAIL_PLAIN": "1"}
    process = subprocess.Popen([sys.executable, __file__, str(server.port), str(folder)])
    try:
        while socket.socket().connect_ex((HERE, server.port)):
            assert process.poll() is None, "the mail server did not start"
            time.sleep(0.1)
        yield server
    finally:
        process.kill()
        process.wait()


async def listen(port: int, folder: Path) -> None:
    handler, loop = Handler(folder), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Dialogue(handler, hostname="bench", loop=loop), HERE, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(listen(int(sys.argv[1]), Path(sys.argv[2])))
