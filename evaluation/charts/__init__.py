"""One visual language: rankings and shortlists in, pictures out, as plain dictionaries for the chart library."""

from evaluation.charts.contribution import contributions, contributions_text
from evaluation.charts.frame import Caption
from evaluation.charts.gap import gap_text, gap_to_line, left_out
from evaluation.charts.heat import heat_table, heat_text
from evaluation.charts.intervals import interval_pages, rank_intervals
from evaluation.charts.language import A4, PAGE, PRESETS, PROJECTOR, WECHAT, Preset
from evaluation.charts.lettering import escape
from evaluation.charts.praise import praise, praise_pages, praise_text
from evaluation.charts.rank_history import rank_history
from evaluation.charts.reporting import reporting_matrix, reporting_text
from evaluation.charts.rows import pages
from evaluation.charts.settings import png_config
from evaluation.charts.slope import Earlier, rank_slope, slope_text
from evaluation.charts.triangle import weight_triangle
from evaluation.charts.waterfall import Against, Panel, PanelLine, waterfall, waterfall_text

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
