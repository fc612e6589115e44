"""The command that times nets against other engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from explorer.bench.clock import Pace
from explorer.bench.engine import PEERS, find_peer
from explorer.bench.measure import Outcome, measure
from explorer.bench.suite import SUITE, find_case
from explorer.cli.arguments import Json
from explorer.cli.bench_report import Table, as_json
from explorer.cli.choice import choose
from explorer.cli.report import print_json
from explorer.errors import NetError


def bench(
    nets: Annotated[
        list[str] | None,
        typer.Argument(metavar="NET", help="Net of the suite, or any other net; else the suite."),
    ] = None,
    *,
    layers: Annotated[bool, typer.Option("--layers", help="Time each layer too, in its net and alone.")] = False,
    against: Annotated[str, typer.Option(metavar="LIST", help="Engines to compare with.")] = ",".join(PEERS),
    threads: Annotated[int, typer.Option(min=0, metavar="N", help="Threads of each engine; 0 for one a core.")] = 0,
    json: Json = False,
) -> None:
    """Time nets side by side with other engines, and against what the machine can do."""
    wanted = [choose(name.strip(), PEERS, "engine") for name in against.split(",") if name.strip()]
    cases = [find_case(name) for name in nets or SUITE]
    from explorer.bench.machine import use_machine  # noqa: PLC0415 - it loads the compiler

    machine = use_machine(threads)
    found = {name: find_peer(name, machine.threads) for name in wanted}
    peers = [peer for peer in found.values() if peer is not None]
    outcomes = (measure(make(), peers, Pace(), layers=layers) for make in cases)
    if json:
        measured = list(outcomes)
        print_json(as_json(machine, found, measured))
    else:
        table = Table(machine, found, layers)
        table.begin()
        measured = [table.add(outcome) for outcome in outcomes]
    _check(measured)


def _check(outcomes: Sequence[Outcome]) -> None:
    """Refuse answers that differ.

    Raises
    ------
    NetError
        There are some.
    """
    parts = [part for outcome in outcomes for part in (outcome, *(layer.alone for layer in outcome.layers))]
    differing = [(part.name, rival) for part in parts for rival in part.rivals if rival.disagrees]
    if differing:
        named = dict.fromkeys(f"{rival.peer} on {name} by {rival.error:.1g}" for name, rival in differing)
        raise NetError(f"answers differ from ours: {', '.join(named)}")
