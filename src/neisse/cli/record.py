"""`neisse record`: files into the instance and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neisse.cli import record_import
from neisse.cli.instance import migrate, set_up
from neisse.cli.language import language
from neisse.cli.output import print_json, print_table
from neisse.cli.record_duplicates import duplicates
from neisse.cli.record_read import read

app = typer.Typer(no_args_is_help=True, help="Directory, plans, documents: what the network has.")
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]
app.command()(duplicates)
app.command()(read)
app.registered_commands += record_import.app.registered_commands


@app.command("export")
def export_instance(
    target: Annotated[Path, typer.Argument(metavar="OUT.zip", help="The zip to write.")],
    json: Json = False,
) -> None:
    """Write everything that the instance holds into one zip that `import` takes."""
    set_up()
    migrate()
    from django.utils import translation

    from neisse.web.core.queries import the_instance
    from neisse.web.record.bridge.archive import write_archive

    with translation.override(language()), target.open("wb") as file:
        counts = write_archive(file, the_instance())
    if json:
        print_json(counts)
    else:
        print_table(f"Written to {target}", ("kind", "records"), counts.items())
