"""The tree of commands. A stage's group is imported only when it is called: the rest starts fast."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer
from typer.core import TyperGroup

STAGES = ("record", "intersect", "meet")
WHOLE = {"run": "run", "demo": "run", "backup": "backup", "restore": "backup", "check": "check"}


class LazyGroup(TyperGroup):
    """A group whose sub-commands live in modules of this package, imported on use."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The whole-product commands, then the stages that exist."""
        return [*WHOLE, *(name for name in STAGES if find_spec(f"neisse.cli.{name}"))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the module that holds the command and turn its typer app into a command."""
        if cmd_name in WHOLE:
            return typer.main.get_group(import_module(f"neisse.cli.{WHOLE[cmd_name]}").app).get_command(
                ctx, cmd_name
            )
        if cmd_name not in self.list_commands(ctx):
            return None
        return typer.main.get_group(import_module(f"neisse.cli.{cmd_name}").app)


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def neisse() -> None:
    """Neisse: overlaps, joint plan, partners, meetings and follow-up for a regional network."""
