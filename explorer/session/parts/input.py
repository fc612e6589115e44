"""The left of the window: the picture, how it is fed to the net, and the net's answer."""

from __future__ import annotations

from dataclasses import replace

from explorer.render.numbers import MINUS, three_digits
from explorer.session.feeding import fed_size, framing, orders, picture_input, takes_any_size, takes_picture
from explorer.session.numbers import extents, percent
from explorer.session.parts.answer import rank
from explorer.session.shown import Computed, Loaded, layer_shape
from explorer.session.state import ViewState
from explorer.session.views.fact import Fact
from explorer.session.views.input import Answer, AnswerPart, FeedPart, InputPart
from explorer.sources.crop import Framing
from explorer.sources.feed import words
from explorer.sources.fit import Box
from explorer.sources.picture import Picture
from explorer.sources.presets import preset_of

_ANSWERS = 5
"""Classes in the answer."""

NOT_THE_CROPS = (
    "A place is not exactly the net's answer to the picture cut out there: layers pad a cut with zeros, where the "
    "larger picture goes on"
)


def input_part(state: ViewState, loaded: Loaded | None, computed: Computed | None, picture: Picture) -> InputPart:
    """Return the picture with what of it the net is to see."""
    framed = _framing(state, loaded, picture)
    size = extents((picture.width, picture.height))
    if loaded is not None and framed is not None:
        size += f" \N{RIGHTWARDS ARROW} {extents(fed_size(loaded.graph, framed.box)[::-1])}"
    facts: tuple[Fact, ...] = (("File", picture.name), ("Size", size), ("Kind", picture.described))
    cropped = framed is not None and state.crop is not None
    return InputPart(
        name=picture.name,
        run=computed.fed_in if computed is not None else 0,
        framing=framed,
        cropped=cropped,
        fit=state.fit,
        fit_matters=loaded is not None and framed is not None and not takes_any_size(loaded.graph),
        facts=(*facts, ("Crop", _spelled(framed.box))) if framed is not None and cropped else facts,
        pixels=picture.pixels,
    )


def feed_part(loaded: Loaded, computed: Computed | None) -> FeedPart | None:
    """Return how the net is fed, and the tensor of ``computed``; None where the net takes no picture."""
    if not takes_picture(loaded.graph):
        return None
    chosen = loaded.graph.input_format
    return FeedPart(
        run=computed.fed_in if computed is not None else 0,
        chosen=chosen,
        words=words(chosen),
        origin=_origin(loaded),
        changed=chosen != loaded.stated,
        preset=preset_of(chosen),
        orders=orders(loaded.graph),
        facts=_tensor(computed, picture_input(loaded.graph).name) if computed is not None else (),
        pixels=computed.seen if computed is not None else None,
    )


def answer_part(computed: Computed) -> AnswerPart | None:
    """Return the likeliest classes; None where the net does not classify."""
    ranking = rank(computed.loaded.graph, computed.activations, _ANSWERS)
    if ranking is None:
        return None
    answers = tuple(Answer(c.label, c.probability, percent(c.probability)) for c in ranking.classes)
    untrained = computed.loaded.graph.untrained
    told = f"Untrained ({untrained}): these classes mean nothing yet" if untrained else ""
    padded = NOT_THE_CROPS if _answers_beside_padding(computed.loaded) else ""
    return AnswerPart(answers, ". ".join(note for note in (told, ranking.note, padded) if note))


def _answers_beside_padding(loaded: Loaded) -> bool:
    """Return whether a map of answers comes of layers that pad."""
    if not loaded.convolutional or layer_shape(loaded, loaded.graph.outputs[0])[1:] == (1, 1):
        return False
    layers = loaded.summaries.values()
    return any(layer.operator == "Pad" or any(s.begin or s.end for s in layer.slides) for layer in layers)


def normalisation(loaded: Loaded) -> str:
    """Return how pixels become numbers, in words, and whether that is a guess; else the shapes that the net takes."""
    if not takes_picture(loaded.graph):
        return ", ".join(f"{i.name} of {extents(i.shape)}" for i in loaded.graph.inputs)
    chosen = loaded.graph.input_format
    guessed = chosen == loaded.stated and not chosen.stated
    return f"{words(chosen)} (a guess: the file does not say)" if guessed else words(chosen)


def _framing(state: ViewState, loaded: Loaded | None, picture: Picture) -> Framing | None:
    if loaded is None or not takes_picture(loaded.graph):
        return None
    return framing(loaded.graph, picture, state.fit, state.crop)


def _spelled(box: Box) -> str:
    size = extents((max(1, round(box.width)), max(1, round(box.height))))
    return f"{size} from {round(box.left)}, {round(box.top)}".replace("-", MINUS)


def _origin(loaded: Loaded) -> str:
    """Return who says how the net is fed."""
    stated, chosen = loaded.stated, loaded.graph.input_format
    if replace(chosen, labels=stated.labels) != stated:
        said = "The net was trained with" if stated.stated else "The guess was"
        return f"Set by you. {said} {words(stated)}."
    return "So the net's file says." if stated.stated else "A guess: the file does not say."


def _tensor(computed: Computed, name: str) -> tuple[Fact, ...]:
    ranges = computed.measures.ranges(name)
    low, high = float(ranges[:, 0].min()), float(ranges[:, 1].max())
    return (
        ("Tensor", extents(computed.activations[name].shape)),
        ("Values", f"{three_digits(low)} \N{HORIZONTAL ELLIPSIS} {three_digits(high)}"),
    )
