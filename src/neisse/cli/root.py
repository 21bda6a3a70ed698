"""The tree of commands. A command's module is imported only when it is called: the rest starts fast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from neisse.cli.language import choose
from neisse.engine.values import LANGUAGES


class Entry(NamedTuple):
    """What brings the typer app of a command, and the first sentence of its help, which the list shows without it."""

    load: Callable[[], typer.Typer]
    help: str


def _run() -> typer.Typer:
    from neisse.cli.run import app

    return app


def _backup() -> typer.Typer:
    from neisse.cli.backup import app

    return app


def _check() -> typer.Typer:
    from neisse.cli.check import app

    return app


def _record() -> typer.Typer:
    from neisse.cli.record import app

    return app


def _intersect() -> typer.Typer:
    from neisse.cli.intersect import app

    return app


def _agree() -> typer.Typer:
    from neisse.cli.agree import app

    return app


def _meet() -> typer.Typer:
    from neisse.cli.meet import app

    return app


WHOLE = {
    "run": Entry(_run, "Migrate, serve, work off background tasks: one process to start and to stop."),
    "demo": Entry(_run, "Load the example, run all stages, print what was found, serve."),
    "backup": Entry(_backup, "Write database, files and secret into one file, while the instance runs."),
    "restore": Entry(
        _backup, "Bring an empty instance that does not run to what a backup holds; everybody signs in again."
    ),
    "move": Entry(
        _backup,
        "Copy an instance that does not run into the empty database at URL: SQLite to PostgreSQL, or back.",
    ),
    "check": Entry(
        _check,
        "Print the state of the instance: workers, queue, mails, disk; exit code 1 where something is wrong.",
    ),
}
STAGES = {
    "record": Entry(_record, "Directory, plans, documents: what the network has."),
    "intersect": Entry(_intersect, "Overlaps, partners and fields: what belongs together."),
    "agree": Entry(_agree, "The coordination round and its joint plan."),
    "meet": Entry(_meet, "Schedules of one-to-one meetings."),
}
COMMANDS = WHOLE | STAGES


class LazyGroup(TyperGroup):
    """A group whose sub-commands live in modules of this package, imported on use."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The whole-product commands, then the stages."""
        return [*COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import the module that holds the command and turn its typer app into a command."""
        if cmd_name not in COMMANDS:
            return None
        group = typer.main.get_group(COMMANDS[cmd_name].load())
        return group if cmd_name in STAGES else group.get_command(ctx, cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands, without importing one of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # it costs half of the start
)


Language = Annotated[
    str,
    typer.Option(help="Say sentences in de, pl or en; as the environment (LC_ALL, LANG) does without it."),
]


@app.callback()
def neisse(language: Language = "") -> None:
    """Neisse: overlaps, joint plan, partners, meetings and follow-up for a regional network."""
    if language not in {"", *LANGUAGES}:
        raise typer.BadParameter(f"one of {', '.join(LANGUAGES)}", param_hint="--language")
    choose(language)
