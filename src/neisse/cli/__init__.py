"""The command line: parse and print. One file per stage, plus `run` for the whole product."""

import sys

from neisse.engine.values import NeisseError


def main() -> None:
    """Run the command line; a user error ends with exit 2 and one line, a bug with its traceback."""
    from neisse.cli.root import app

    try:
        app()
    except NeisseError as error:
        from neisse.cli.language import sentence_of

        print(f"{error.code}: {sentence_of(error)}", file=sys.stderr)
        sys.exit(2)
