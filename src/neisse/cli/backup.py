"""`neisse backup` and `neisse restore`: the whole instance as one file; `neisse move`: into another database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neisse.cli.instance import set_up
from neisse.cli.output import print_json, print_table

if TYPE_CHECKING:
    from neisse.web.core.actions.backup import Manifest

app = typer.Typer()
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write; it must not exist.")],
    json: Json = False,
) -> None:
    """Write database, files and secret into one file, while the instance runs.

    Whoever has the file has everything: keep it where only you can read it.
    """
    set_up()
    from neisse.web.core.actions.backup import write_backup

    _say(f"Written to {target}", write_backup(target), json)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of the same or an older release.")],
    json: Json = False,
) -> None:
    """Bring an empty instance that does not run to what a backup holds; everybody signs in again."""
    set_up()
    from neisse.web.core.actions.backup import erase_again, restore_backup

    manifest = restore_backup(source)
    done, refused = erase_again(source, manifest.made_at)
    if done:
        typer.echo(f"erased again, as after the backup was taken: {done}", err=True)
    if refused:
        typer.echo(f"not erased, since an instance needs a manager: {refused}", err=True)
    if os.environ.get("NEISSE_SECRET_KEY"):
        typer.echo(
            "NEISSE_SECRET_KEY stays in force; links in old mails work only with the old one.", err=True
        )
    _say(f"Restored from {source}", manifest, json)


@app.command()
def move(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            envvar="NEISSE_MOVE_TO",
            help="An empty database, as in DATABASE_URL; given by the environment, no list of processes shows its password.",
        ),
    ],
    json: Json = False,
) -> None:
    """Copy an instance that does not run into the empty database at URL: SQLite to PostgreSQL, or back.

    Every row is compared. The old database, files and secret stay as they are: from then on start with the new DATABASE_URL.
    """
    set_up()
    from neisse.web.core.actions.move import move_to

    counts = move_to(url)
    if json:
        print_json({"tables": len(counts), "rows": sum(counts.values())})
        return
    print_table("Moved", ("what", "value"), [("tables", len(counts)), ("rows", sum(counts.values()))])
    typer.echo("Set DATABASE_URL to this database and start; the old one stays as it was.")


def _say(title: str, manifest: Manifest, json: bool) -> None:
    files = sum(member.name.startswith("files/") for member in manifest.members)
    rows = {
        "taken": manifest.made_at,
        "release": manifest.product,
        "database": manifest.database,
        "rows": sum(manifest.counts.values()),
        "files": files,
    }
    if json:
        print_json(rows)
    else:
        print_table(title, ("what", "value"), rows.items())
