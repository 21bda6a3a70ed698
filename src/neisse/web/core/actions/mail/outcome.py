"""How handing a mail over can end other than well; what it says is what the mail server said."""

from __future__ import annotations


class RefusedError(Exception):
    """The server does not take this mail for this address, today or tomorrow."""


class LaterError(Exception):
    """The server has certainly not taken the mail; `of_server` where no other mail would fare better now."""

    def __init__(self, text: str, *, of_server: bool) -> None:
        super().__init__(text)
        self.of_server = of_server


class UncertainError(Exception):
    """The mail was given to the server, and its answer is not known."""


class NotOursError(Exception):
    """Another sender holds the mail now, or this one is to stop: nothing may be handed over."""
