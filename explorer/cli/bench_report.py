"""Figures of nets and layers as a table, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import typer

from explorer.bench.engine import Engine
from explorer.bench.measure import Outcome, Rival
from explorer.cli.report import print_row
from explorer.nn.summary import gigaflops

if TYPE_CHECKING:
    from explorer.bench.clock import Timing
    from explorer.bench.machine import Machine

_NAME, _NUMBER, _RIVAL = 28, 8, 20
"""Widths of columns."""

_LEGEND = """\
Every value of a net is kept. Another engine's column has its time divided by ours, then its milliseconds; it keeps the
answer alone, or '+ values' everything too."""


@dataclass(frozen=True)
class Table:
    """Rows that are printed as the figures come in.

    Attributes
    ----------
    peers
        By name; None for those that are not installed.
    layers
        Whether there are rows of layers, and a column for our time of the layer alone.
    """

    machine: Machine
    peers: Mapping[str, Engine | None]
    layers: bool

    def begin(self) -> None:
        """Print what comes before the figures."""
        machine = self.machine
        peak = f"{machine.peak:.0f} GFLOP/s at most"
        typer.echo(f"{machine.cpu}, kernels for {machine.tier}, threads: {machine.threads}, {peak}")
        typer.echo(
            ", ".join(f"{name} {peer.version}" for name, peer in self.peers.items() if peer) or "no other engine"
        )
        if absent := [name for name, peer in self.peers.items() if peer is None]:
            typer.echo(f"not installed: {', '.join(absent)}")
        typer.echo(_LEGEND)
        rivals = [name if keeps == "answer" else f"{name} + values" for name, keeps in self._settings()]
        self._print("", ["ms", "GFLOP/s", "of peak"], "alone ms", rivals)

    def add(self, outcome: Outcome) -> Outcome:
        """Print the rows of a net and its layers, and who cannot run them; return the outcome."""
        self._print(outcome.name, self._speed(outcome.multiply_adds, outcome.ours), "", self._rivals(outcome))
        for layer in outcome.layers:
            speed = self._speed(layer.summary.multiply_adds, layer.within)
            alone = _short(layer.alone.ours.median)
            self._print(f"  {layer.summary.name}", speed, alone, self._rivals(layer.alone))
        for line in dict.fromkeys(_refusals(outcome)):
            typer.echo(f"note: {line}")
        return outcome

    def _settings(self) -> Iterator[tuple[str, str]]:
        for name, peer in self.peers.items():
            yield from ((name, keeps) for keeps in (peer.keeps if peer is not None else ()))

    def _speed(self, multiply_adds: int, timing: Timing) -> list[str]:
        if not multiply_adds:
            return [_short(timing.median), "", ""]
        speed = gigaflops(multiply_adds, timing.median)
        return [_short(timing.median), f"{speed:.1f}", f"{speed / self.machine.peak:.0%}"]

    def _rivals(self, outcome: Outcome) -> list[str]:
        found = {(rival.peer, rival.keeps): rival for rival in outcome.rivals}
        return [_rival(found[key], outcome) if key in found else "" for key in self._settings()]

    def _print(self, name: str, speed: Sequence[str], alone: str, rivals: Sequence[str]) -> None:
        numbers = [*speed, alone] if self.layers else speed
        widths = [_NAME, *(_NUMBER for _ in numbers), *(_RIVAL for _ in rivals)]
        print_row([name, *numbers, *rivals], widths, right=frozenset(range(1, len(widths))))


def as_json(machine: Machine, peers: Mapping[str, Engine | None], outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Return all figures: times in milliseconds, speeds in 10^9 operations a second."""
    return {
        "machine": {
            "cpu": machine.cpu,
            "tier": machine.tier,
            "cores": machine.cores,
            "threads": machine.threads,
            "peak_gflops": machine.peak,
            "versions": dict(machine.versions),
        },
        "engines": {name: peer.version if peer is not None else None for name, peer in peers.items()},
        "nets": [_outcome_json(outcome, machine) | _layers_json(outcome, machine) for outcome in outcomes],
    }


def _outcome_json(outcome: Outcome, machine: Machine) -> dict[str, Any]:
    return {
        "name": outcome.name,
        **_speed_json(outcome.multiply_adds, outcome.ours, machine),
        "against": [
            {
                "engine": rival.peer,
                "keeps": rival.keeps,
                "milliseconds": asdict(rival.timing) if rival.timing is not None else None,
                "ratio": _ratio(rival, outcome),
                "relative_error": rival.error,
                "reason": rival.reason,
            }
            for rival in outcome.rivals
        ],
    }


def _layers_json(outcome: Outcome, machine: Machine) -> dict[str, Any]:
    return {
        "layers": [
            {
                "name": layer.summary.name,
                "operator": layer.summary.operator,
                "shape": list(layer.summary.shape),
                **_speed_json(layer.summary.multiply_adds, layer.within, machine),
                "alone": _outcome_json(layer.alone, machine),
            }
            for layer in outcome.layers
        ]
    }


def _speed_json(multiply_adds: int, timing: Timing, machine: Machine) -> dict[str, Any]:
    speed = gigaflops(multiply_adds, timing.median)
    return {
        "multiply_adds": multiply_adds,
        "milliseconds": asdict(timing),
        "gflops": speed,
        "of_peak": speed / machine.peak,
    }


def _ratio(rival: Rival, outcome: Outcome) -> float | None:
    return None if rival.timing is None else rival.timing.median / outcome.ours.median


def _rival(rival: Rival, outcome: Outcome) -> str:
    if rival.timing is None:
        return "-"
    return f"{_ratio(rival, outcome):.2f} {_short(rival.timing.median):>8}"


def _refusals(outcome: Outcome) -> Iterator[str]:
    for part in (outcome, *(layer.alone for layer in outcome.layers)):
        for rival in part.rivals:
            if rival.reason:
                yield f"{rival.peer} cannot run {part.name}: {rival.reason}"


def _short(milliseconds: float) -> str:
    if not milliseconds:
        return "0"
    return f"{milliseconds:.3f}" if milliseconds < 10 else f"{milliseconds:.1f}"
