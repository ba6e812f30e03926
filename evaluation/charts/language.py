"""The visual language: what each colour means, which fonts speak, how large things are on which picture."""

from dataclasses import dataclass, fields, replace

INK, SECOND, RULE, HAIR, EDGE = "#1E2A32", "#555D5C", "#D9D3C5", "#ECE8DE", "#8A8F8C"
RED = "#B3261E"
CHOSEN = "#1F4254"
COUNTED, COUNTED_EDGE, COUNTED_STEM = "#A9B4B9", "#7C8A91", "#C3CACD"
AMBER, AMBER_TEXT, AMBER_GROUND = "#B26A00", "#7A4B00", "#FDF3DF"
VIOLET, VIOLET_TEXT, VIOLET_GROUND = "#6B4A8E", "#573A78", "#F3EEF8"
CELL, CELL_TEXT = "#E9EEF0", "#3E5A68"
WATERMARK = "rgba(178,106,0,.045)"
OWN_MARK = "rgba(30,42,50,.09)"
WHITE = "#FFFFFF"

DIMENSIONS = ("#0B4F8A", "#009E73", "#E69F00", "#6A716F", "#56B4E9", "#8C4A6B", "#C9B458", "#3D6B5C")
"""By position in the scheme. Fills only, never text; from the ninth on they start again."""

SANS = "Microsoft YaHei, 微软雅黑, PingFang SC, Noto Sans CJK SC, sans-serif"
SERIF = (
    "FZXiaoBiaoSong-B05S, 方正小标宋简体, STZhongsong, 华文中宋, Source Han Serif SC, Noto Serif CJK SC, Microsoft YaHei, serif"
)


def dimension_colour(position: int) -> str:
    """Return the fill of a dimension by its position in the scheme, counted from 0."""
    return DIMENSIONS[position % len(DIMENSIONS)]


def text_on(fill: str) -> str:
    """Return white or ink, whichever stands out better on a fill such as "#0B4F8A"."""
    channels = [int(fill[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return WHITE if 1.05 / (luminance + 0.05) > (luminance + 0.05) / (0.0222 + 0.05) else INK


@dataclass(frozen=True)
class Preset:
    """Sizes in px. ``top`` and ``bottom`` keep the plot clear of title and footer (of headers on a page).

    A page preset has no frame, takes its height from its rows and its width from its container, which
    ``width`` merely assumes as the narrowest. ``rows`` is the most on one picture. ``folds_names`` means that
    names of more than eight characters take two lines. ``factor`` says how much smaller than printed it is.
    """

    name: str
    width: float
    height: float
    outer: float
    title: float
    title_lines: int
    subtitle: float
    label: float
    note: float
    footer: float
    top: float
    bottom: float
    rows: int
    verdicts: bool = True
    framed: bool = True
    folds_names: bool = False
    factor: float = 1.0
    saved_scale: float = 1.0
    """A saved file has this many times the preset's px: A4 at 150 dpi is saved for printing at 300."""

    def at(self, width: float) -> "Preset":
        """Return the same picture drawn ``width`` px wide, for the screen; every size shrinks with it."""
        if not self.framed:
            return replace(self, width=width)
        factor = width / self.width
        kept = {"title_lines", "rows", "saved_scale"}
        sizes = {
            field.name: value * factor
            for field in fields(self)
            if field.name not in kept
            and isinstance(value := getattr(self, field.name), int | float)
            and not isinstance(value, bool)
        }
        return replace(self, **sizes)


PAGE = Preset("page", 640, 0, 0, 0, 0, 13, 14, 13, 0, 34, 8, rows=80, framed=False)
"""Three screens of rows; the browser takes ten milliseconds for each, at every step of a slider."""
PROJECTOR = Preset("projector", 1920, 1080, 72, 46, 1, 26, 24, 21, 19, 238, 118, rows=20)
A4 = Preset("a4", 1754, 1240, 70, 44, 1, 25, 24, 21, 19, 236, 120, rows=25, saved_scale=2.0)
WECHAT = Preset("wechat", 1080, 1440, 48, 54, 2, 30, 36, 30, 25, 396, 188, 12, verdicts=False, folds_names=True)
PRESETS = {preset.name: preset for preset in (PAGE, PROJECTOR, A4, WECHAT)}
