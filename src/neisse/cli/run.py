"""The whole product: the embedded example to look at, or an instance to work with."""

from __future__ import annotations

import gc
import time
from typing import Annotated

import typer

from neisse.cli.instance import migrate, require_free, serve, set_up
from neisse.cli.output import print_table

app = typer.Typer()
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages when all is loaded.")]


@app.command()
def demo(serve_pages: Serve = True, host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Load the example, run all stages, print what was found, serve."""
    began = time.monotonic()
    if serve_pages:
        require_free(host, port)
    set_up(demo=True)
    migrate()
    from neisse.web.meet.actions.example import load_example_event
    from neisse.web.places import data_folder, example_folder
    from neisse.web.record.actions.example import load_example, refuse_real_data

    refuse_real_data(data_folder())
    loaded = load_example(example_folder())
    load_example_event(example_folder())
    _run_stages(again=loaded)
    _print_found()
    state = "loaded" if loaded else "was loaded before; nothing changed"
    typer.echo(f"The example {state} ({time.monotonic() - began:.1f} s).")
    if serve_pages:
        serve(host, port, lambda: _say_where(host, port))


@app.command()
def run(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Migrate, serve, work off background tasks: one process to start and to stop."""
    gc.disable()  # until `serve` has loaded all: what is loaded stays, and need not be walked again and again
    require_free(host, port)
    set_up()
    typer.echo("Neisse starts; this takes some seconds.")
    migrate()
    from neisse.web.accounts.actions import setup_link

    path = setup_link()
    serve(host, port, lambda: _say_where(host, port, path))


def _say_where(host: str, port: int, setup: str = "") -> None:
    """Where the pages are, and how the first manager comes in; addresses that can be opened at once."""
    typer.echo(f"Neisse is open on http://{host}:{port} - Ctrl-C ends it.")
    if setup:
        typer.echo(
            f"Nobody runs this instance yet. Become its manager within a day: http://{host}:{port}{setup}"
        )


def _run_stages(*, again: bool) -> None:
    """Every stage behind `record` works on what was loaded; nothing to do where nothing is new."""
    from neisse.web.intersect.actions import refresh
    from neisse.web.intersect.models import Overlap

    if again or not Overlap.objects.exists():
        refresh()


def _print_found() -> None:
    """One row per thing that was found, in the order of the stages."""
    from neisse.web.intersect.models import Overlap, PartnerProposal
    from neisse.web.meet.models import Event, Registration
    from neisse.web.record.queries.found import found

    rows = [("record", what, number) for what, number in found()]
    for verdict in Overlap.Verdict.values:
        number = Overlap.objects.filter(verdict=verdict, stale=False).count()
        rows.append(("intersect", f"overlaps: {verdict}", str(number)))
    rows.append(("intersect", "partner proposals", str(PartnerProposal.objects.count())))
    rows += [
        ("meet", "events", str(Event.objects.count())),
        ("meet", "registrations", str(Registration.objects.count())),
    ]
    print_table("What was found", ("stage", "what", "number"), rows)
