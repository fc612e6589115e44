"""The left of the window: the picture, what the net was fed of it, and the net's answer."""

from __future__ import annotations

from explorer.nn.graph import InputFormat
from explorer.session.answer import rank
from explorer.session.feeding import takes_any_size
from explorer.session.numbers import extents, percent
from explorer.session.shown import Computed, Loaded
from explorer.session.state import ViewState
from explorer.session.view import Answer, AnswerPart, Fact, InputPart
from explorer.sources.feed import seen, words
from explorer.sources.picture import Picture

ANSWERS = 5
"""Classes in the answer."""


def input_part(state: ViewState, loaded: Loaded | None, computed: Computed | None, picture: Picture) -> InputPart:
    """Return the picture with what ``computed``, if it is of this picture, was fed."""
    fed = computed.fitted if computed is not None and computed.picture is picture else None
    height, width = picture.pixels.shape[:2]
    size = extents((width, height))
    if fed is not None:
        size += f" \N{RIGHTWARDS ARROW} {extents((fed.pixels.shape[1], fed.pixels.shape[0]))}"
    facts: tuple[Fact, ...] = (("File", picture.name), ("Size", size), ("Kind", picture.described))
    return InputPart(
        name=picture.name,
        run=computed.run if computed is not None else 0,
        box=fed.box if fed is not None else (0, 0, height, width),
        fit=state.fit,
        fit_matters=loaded is not None and not takes_any_size(loaded.graph),
        facts=facts,
        normalisation=normalisation(loaded.graph.input_format) if loaded is not None else "",
        pixels=picture.pixels,
        fitted=seen(fed, loaded.graph.input_format) if fed is not None and loaded is not None else None,
    )


def answer_part(computed: Computed) -> AnswerPart | None:
    """Return the likeliest classes; None where the net does not classify."""
    ranking = rank(computed.loaded.graph, computed.activations, ANSWERS)
    if ranking is None:
        return None
    answers = tuple(Answer(c.label, c.probability, percent(c.probability)) for c in ranking.classes)
    return AnswerPart(answers, ranking.note)


def normalisation(pixels: InputFormat) -> str:
    """Return how pixels become numbers, in words, and whether that is known."""
    return words(pixels) if pixels.stated else f"{words(pixels)} (a guess: the file does not say)"
