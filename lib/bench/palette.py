"""One colour per framework, the same in every figure, told apart with any kind of colour vision."""

from __future__ import annotations

from collections.abc import Iterable

# Okabe and Ito's set without black, which is the text's; yellow is darkened to be seen on white.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#8C7A00", "#7F7F7F")
_MARKERS = ("o", "s", "D", "^", "v", "P", "X", "h")


def colours(names: Iterable[str]) -> dict[str, str]:
    """A colour `#RRGGBB` for each name, by the names' sorted order; after eight names colours come again."""
    return _assigned(names, _COLOURS)


def markers(names: Iterable[str]) -> dict[str, str]:
    """A marker shape of matplotlib for each name, shifted at each turn so that colour and shape together differ."""
    ordered = sorted(set(names))
    turns = ((i + i // len(_MARKERS)) % len(_MARKERS) for i in range(len(ordered)))
    return {name: _MARKERS[i] for name, i in zip(ordered, turns, strict=True)}


def _assigned(names: Iterable[str], values: tuple[str, ...]) -> dict[str, str]:
    return {name: values[i % len(values)] for i, name in enumerate(sorted(set(names)))}
