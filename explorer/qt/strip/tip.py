"""What a card of the strip says in full."""

from __future__ import annotations

from explorer.session.strip.card import Card
from explorer.session.views.strip import StripPart


def tip(part: StripPart, tile: int) -> str:
    """Return a card's tooltip."""
    card = part.cards[tile]
    lines = [f"{card.operator} \N{EN DASH} {card.title}"]
    lines += ["edited"] if tile in part.edited else []
    lines += [f"contains: {', '.join(card.contents)}"] if card.folded else []
    lines += [f"width, height, number of maps: {card.volume}"] if card.volume else []
    lines += [f"parameters: {formula}" for formula in card.formulas]
    lines += [f"time: {card.milliseconds}"] if card.milliseconds else []
    lines += [f"speed: {card.speed} (a multiply-add is two operations)"] if card.speed else []
    for verb, others in (("reads", part.flow.sources[tile]), ("read by", part.flow.targets[tile])):
        lines += [f"{verb}: {_names(part, others)}"] if others else []
    return "\n".join(lines)


def chevron_tip(card: Card) -> str:
    """Return the tooltip of the chevron that folds or opens a block."""
    names = ", ".join(card.contents)
    return f"Show {names} one by one" if card.folded else f"Fold {names} into one block"


def spoken(part: StripPart) -> str:
    """Return what a screen reader says of the selected card."""
    if part.selected is None:
        return ""
    card = part.cards[part.selected]
    edited = "edited" if part.selected in part.edited else ""
    said = (card.operator, card.title, edited, card.volume, f"{part.selected + 1} of {len(part.cards)}")
    return ", ".join(text for text in said if text)


def _names(part: StripPart, tiles: tuple[int, ...]) -> str:
    shown = [part.cards[tile].name for tile in tiles[:6]]
    more = len(tiles) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
