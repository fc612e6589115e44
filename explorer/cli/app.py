"""The commands, and how what goes wrong is said."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import explorer
from explorer.cli.bench import bench
from explorer.cli.explain import explain
from explorer.cli.export import export
from explorer.cli.info import info
from explorer.cli.run import run
from explorer.cli.window import Show, window
from explorer.errors import ExplorerError
from explorer.resources import APP

_FAILED = 2

_INTERRUPTED = 130
"""What Typer makes of Ctrl+C."""

_ROUTED = {"window", "run", "info", "explain", "export", "bench", "--help", "--version"}
"""What may come first; anything else belongs to the window."""

app = typer.Typer(name=APP, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("window")(window)
app.command("run")(run)
app.command("info")(info)
app.command("explain")(explain)
app.command("export")(export)
app.command("bench")(bench)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{APP} {explorer.__version__}")
        raise typer.Exit


@app.callback(epilog=f"Without a command, '{APP} [IMAGE]' opens the window; a file named like a command is ./run.")
def _describe(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """See a convolutional network work: every layer's activation maps beside the filters that made them."""


def main(arguments: Sequence[str], show: Show) -> int:
    """Run the command that ``arguments`` name, the window if they name none, and return the exit code, 0 or 2.

    Parameters
    ----------
    show
        Opens the window.
    """
    routed = list(arguments)
    if not routed or routed[0] not in _ROUTED:
        routed.insert(0, "window")
    try:
        code = app(routed, prog_name=APP, standalone_mode=False, obj=show)
    except ExplorerError as error:
        return _fail(str(error))
    except typer.TyperException as error:
        return _fail(_one_sentence(error.format_message()))
    except MemoryError:
        return _fail("there is not enough memory for this net and input (try a smaller picture)")
    except SystemExit:
        # Whoever read our output has left; Typer has seen to what is still buffered.
        return 0
    if code == _INTERRUPTED:
        return _fail("interrupted")
    return _FAILED if code else 0


def _one_sentence(text: str) -> str:
    sentence = " ".join(text.split()).rstrip(".")
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence


def _fail(sentence: str) -> int:
    if sys.stderr is not None:
        print(f"error: {' '.join(sentence.split())}", file=sys.stderr)  # noqa: T201, this is where commands speak
    return _FAILED
