"""The one error that a person is meant to read."""

from __future__ import annotations

from typing import Any

from neisse.engine.values.sentence import values_of


class NeisseError(Exception):
    """A user error: what is wrong (`code`), with what (`subject`), and what helps (`hint`).

    The code is a stable, lower-case, dotted word such as `import.encoding`; every code that the
    product can raise stands in `docs/reference/errors.md`. Text and hint are literals, or `say(...)` where they
    hold values: whoever shows them makes the sentence in the reader's language. Anything else that is raised
    is a bug and is never caught.
    """

    def __init__(self, code: str, subject: str, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.code = code
        self.subject = subject
        self.text = text
        self.hint = hint

    @property
    def data(self) -> dict[str, Any]:
        """The values that text and hint are about."""
        return values_of(self.text, self.hint)

    def __str__(self) -> str:
        """`code: sentence (hint)`, the form of the command line's contract."""
        tail = f" ({self.hint})" if self.hint else ""
        return f"{self.code}: {self.text}{tail}"
