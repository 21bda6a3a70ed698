"""The tree of commands. A stage's group is imported only when it is called: the rest starts fast."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click
import typer
from typer.core import TyperGroup

STAGES = {
    "record": "Directory, plans, documents: import, export, read, duplicates.",
    "intersect": "Overlaps between measures, partners, fields.",
    "meet": "Schedules of one-to-one meetings: solve and check.",
}
WHOLE = ("run", "demo")


class LazyGroup(TyperGroup):
    """A click group whose sub-commands live in modules of this package, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The whole-product commands, then the stages that exist."""
        return [*WHOLE, *(name for name in STAGES if find_spec(f"neisse.cli.{name}"))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> Any:
        """Import `neisse.cli.run` or the stage's module and turn its typer app into a click command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        if cmd_name in WHOLE:
            group = typer.main.get_group(import_module("neisse.cli.run").app)
            return group.get_command(ctx, cmd_name)
        return typer.main.get_group(import_module(f"neisse.cli.{cmd_name}").app)


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def neisse() -> None:
    """Neisse: overlaps, joint plan, partners, meetings and follow-up for a regional network."""
