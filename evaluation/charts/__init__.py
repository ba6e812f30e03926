"""One visual language: rankings and shortlists in, pictures out, as plain dictionaries for the chart library.

Pictures that 首页 doesn't show are loaded when they are first named.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from evaluation.charts.frame import Caption
from evaluation.charts.gap import gap_text, gap_to_line, left_out
from evaluation.charts.language import A4, PAGE, PRESETS, PROJECTOR, WECHAT, Preset
from evaluation.charts.lettering import escape
from evaluation.charts.praise import praise, praise_pages, praise_text
from evaluation.charts.rank_history import rank_history
from evaluation.charts.reporting import reporting_matrix, reporting_text
from evaluation.charts.rows import pages
from evaluation.charts.settings import png_config
from evaluation.charts.waterfall import Against, Panel, PanelLine, waterfall, waterfall_text

if TYPE_CHECKING:
    from evaluation.charts.contribution import contributions, contributions_text
    from evaluation.charts.heat import heat_table, heat_text
    from evaluation.charts.intervals import interval_pages, rank_intervals
    from evaluation.charts.slope import Earlier, rank_slope, slope_text
    from evaluation.charts.triangle import weight_triangle

_LATER = {
    "contributions": "contribution",
    "contributions_text": "contribution",
    "heat_table": "heat",
    "heat_text": "heat",
    "interval_pages": "intervals",
    "rank_intervals": "intervals",
    "Earlier": "slope",
    "rank_slope": "slope",
    "slope_text": "slope",
    "weight_triangle": "triangle",
}
"""Module by name. A name that its own module bears too can't be here: loading the module would put it in the name's place."""


def __getattr__(name: str) -> Any:
    """Load a picture that somebody names. Raises AttributeError for a name that isn't one."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)


__all__ = [
    "A4",
    "PAGE",
    "PRESETS",
    "PROJECTOR",
    "WECHAT",
    "Against",
    "Caption",
    "Earlier",
    "Panel",
    "PanelLine",
    "Preset",
    "contributions",
    "contributions_text",
    "escape",
    "gap_text",
    "gap_to_line",
    "heat_table",
    "heat_text",
    "interval_pages",
    "left_out",
    "pages",
    "png_config",
    "praise",
    "praise_pages",
    "praise_text",
    "rank_history",
    "rank_intervals",
    "rank_slope",
    "reporting_matrix",
    "reporting_text",
    "slope_text",
    "waterfall",
    "waterfall_text",
    "weight_triangle",
]
