"""Our engine and its peers on one case: the same answer first, then the time that each takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.bench.case import Case, cut_layers
from explorer.bench.clock import Pace, Timing, take_turns
from explorer.bench.engine import Engine, Keeps, Ready
from explorer.bench.ours import ReadyExecutor
from explorer.nn.spec import Array
from explorer.nn.summary import LayerSummary, summarise

_TOLERANCE = 1e-3
"""Largest difference of right answers, relative to the largest number in them."""


@dataclass(frozen=True)
class Rival:
    """What a peer made of a case.

    Attributes
    ----------
    keeps
        What it was told to keep.
    timing
        None where it cannot run the net.
    error
        Largest difference of its answer from ours, relative to the largest number in ours.
    reason
        Why it cannot run the net, in its words.
    """

    peer: str
    keeps: Keeps
    timing: Timing | None = None
    error: float | None = None
    reason: str = ""

    @property
    def disagrees(self) -> bool:
        """Whether its answer is another than ours."""
        return self.error is not None and not self.error <= _TOLERANCE


@dataclass(frozen=True)
class Outcome:
    """A net in figures.

    Attributes
    ----------
    multiply_adds
        Products that the definitions of its layers sum up.
    ours
        Our time, every value kept.
    layers
        The layers that do work, where they were asked for.
    """

    name: str
    multiply_adds: int
    ours: Timing
    rivals: tuple[Rival, ...]
    layers: tuple[LayerOutcome, ...] = ()


@dataclass(frozen=True)
class LayerOutcome:
    """A layer in figures.

    Attributes
    ----------
    within
        Our time for it as a part of the net; 0 where another layer's pass over memory computes it too.
    alone
        The layer as a net of its own, against peers that keep its answer.
    """

    summary: LayerSummary
    within: Timing
    alone: Outcome


def measure(case: Case, peers: Sequence[Engine], pace: Pace, *, layers: bool = False) -> Outcome:
    """Return the outcome of ``case``, with its layers one by one if they are asked for.

    Raises
    ------
    NetError
        We cannot run it.
    """
    outcome = _compete(case, peers, pace)
    return replace(outcome, layers=tuple(_layers(case, peers, pace))) if layers else outcome


def _compete(case: Case, peers: Sequence[Engine], pace: Pace) -> Outcome:
    ours = ReadyExecutor(case)
    wanted = ours.answers()
    # Whoever keeps the answer of a net of one layer keeps every value.
    settings = [(peer, keeps) for peer in peers for keeps in peer.keeps if keeps == "answer" or len(case.values) > 1]
    entered = [_enter(peer, keeps, case, wanted) for peer, keeps in settings]
    first, *others = take_turns([ours.run, *(ready.run for _, ready in entered if ready is not None)], pace)
    timings = iter(others)
    rivals = [replace(rival, timing=next(timings)) if ready is not None else rival for rival, ready in entered]
    return Outcome(case.name, sum(layer.multiply_adds for layer in _summaries(case)), first, tuple(rivals))


def _enter(peer: Engine, keeps: Keeps, case: Case, wanted: Mapping[str, Array]) -> tuple[Rival, Ready | None]:
    """Return a peer with its net ready; without it where it cannot run it."""
    try:
        ready = peer.prepare(case, keeps)
        answers = ready.answers()
    except peer.failures as error:
        return Rival(peer.name, keeps, reason=" ".join(str(error).split())), None
    return Rival(peer.name, keeps, error=max(_error(answers[name], wanted[name]) for name in wanted)), ready


def _error(theirs: Array, ours: Array) -> float:
    """Return the largest difference relative to the largest number; infinity where shapes differ."""
    if theirs.shape != ours.shape:
        return float("inf")
    if not ours.size:
        return 0.0
    difference = np.abs(theirs.astype(np.float64) - ours).max()
    return float(difference / max(np.abs(ours).max(), np.finfo(np.float32).tiny))


def _layers(case: Case, peers: Sequence[Engine], pace: Pace) -> Iterator[LayerOutcome]:
    ours = ReadyExecutor(case)
    summaries = {layer.name: layer for layer in _summaries(case)}
    within = _times_within(ours, pace)
    alone: dict[Case, Outcome] = {}
    for name, cut in list(cut_layers(case, ours.run())):
        if cut not in alone:
            alone[cut] = _compete(cut, peers, pace)
        yield LayerOutcome(summaries[name], within[name], alone[cut])


def _times_within(ours: ReadyExecutor, pace: Pace) -> dict[str, Timing]:
    """Return the timing of each node in passes through the whole net."""
    passes: list[Mapping[str, float]] = []
    take_turns([lambda: passes.append(dict(ours.run().milliseconds))], pace)  # the memory of a pass is used again
    return {name: Timing.of([milliseconds[name] for milliseconds in passes]) for name in passes[0]}


def _summaries(case: Case) -> Sequence[LayerSummary]:
    return summarise(case.graph, {name: array.shape for name, array in case.feeds.items()}).layers
