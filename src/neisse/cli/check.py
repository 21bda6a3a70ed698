"""Whether an instance is well, for a terminal or a monitor."""

from __future__ import annotations

import typer

from neisse.cli.instance import set_up
from neisse.cli.output import print_table

app = typer.Typer()


@app.command()
def check() -> None:
    """Print the state of the instance: workers, queue, mails, disk; exit code 1 where something is wrong."""
    set_up()
    from django.db import DatabaseError
    from django.utils import timezone, translation

    from neisse.web.core.health import signs

    with translation.override("en"):
        try:
            found = signs(timezone.now())
        except DatabaseError as error:
            typer.echo(f"The database does not answer: {error}", err=True)
            raise typer.Exit(1) from error
        rows = [(str(s.label), s.found, "ok" if s.is_well else s.code) for s in found]
    print_table("State of the instance", ("what", "found", "status"), rows)
    raise typer.Exit(int(any(not sign.is_well for sign in found)))
