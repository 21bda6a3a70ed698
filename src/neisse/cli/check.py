"""Whether an instance is well, for a terminal or a monitor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from neisse.cli.instance import set_up
from neisse.cli.output import print_table

if TYPE_CHECKING:
    from neisse.web.core.health import Sign

app = typer.Typer()


@app.command()
def check(
    public: Annotated[bool, typer.Option("--public", help="Also: is it ready for the public?")] = False,
) -> None:
    """Print the state of the instance: workers, queue, mails, disk; exit code 1 where something is wrong."""
    set_up()
    from django.db import DatabaseError
    from django.utils import timezone, translation

    from neisse.web.core.health import signs
    from neisse.web.core.queries.readiness import readiness

    with translation.override("en"):
        try:
            found = signs(timezone.now())
            ready = list(readiness()) if public else []
        except DatabaseError as error:
            typer.echo(f"The database does not answer: {error}", err=True)
            raise typer.Exit(1) from error
        _print("State of the instance", found)
        if public:
            _print("Ready for the public?", ready)
    raise typer.Exit(int(any(not sign.is_well for sign in [*found, *ready])))


def _print(title: str, found: list[Sign]) -> None:
    rows = [(str(sign.label), sign.found, "ok" if sign.is_well else sign.code) for sign in found]
    print_table(title, ("what", "found", "status"), rows)
