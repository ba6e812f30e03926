"""Grounds for printed numbers: a dimension's colour, thinned with white as far as ink stays readable on it."""

from evaluation.charts.language import INK

READABLE = 4.5
"""Contrast that small print needs (WCAG 2.2, 1.4.3)."""
PALEST = 0.12
"""Share of the full strength that the last place gets, so that it can be told from an empty cell."""


def full_strength(colour: str) -> float:
    """Return how much of a colour, in hundredths of 1, may be mixed into white under ink."""
    return next(share / 100 for share in range(100, 0, -1) if contrast(INK, mixed(colour, share / 100)) >= READABLE)


def scale_of(colour: str) -> list[list[object]]:
    """Return a colour scale from the palest ground (0) to the strongest one that ink can be read on (1)."""
    strength = full_strength(colour)
    return [[0, mixed(colour, PALEST * strength)], [1, mixed(colour, strength)]]


def mixed(colour: str, share: float) -> str:
    """Return a colour such as "#0B4F8A" mixed into white."""
    return "#" + "".join(f"{round(255 + (channel - 255) * share):02X}" for channel in _channels(colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (equal) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = [value / 255 for value in _channels(colour)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
