"""Where the program starts."""

from __future__ import annotations

import multiprocessing
import os
import sys
from typing import TYPE_CHECKING

from explorer.errors import UsageError

if TYPE_CHECKING:
    from explorer.session.launch import Launch


def main() -> None:
    """Run what the command line asks for and leave with its exit code."""
    multiprocessing.freeze_support()
    _give_streams()
    from explorer.cli.app import main as run  # noqa: PLC0415 - a frozen child process must not come this far

    sys.exit(run(sys.argv[1:], _show))


def _show(launch: Launch) -> int:
    try:
        from explorer.qt.app import show  # noqa: PLC0415 - the other commands do without Qt
    except ImportError as error:
        if "shared object" not in str(error):
            raise
        raise UsageError(f"the window lacks a system library: {error}", "'export' does without one") from error
    return show(launch)


def _give_streams() -> None:
    """See to it that printing never fails.

    A program without a console has no streams on Windows, and a console may lack characters.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
