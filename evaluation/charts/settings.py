"""How the chart library behaves around a picture: Chinese words, one button, the exact size of the saved file."""

from typing import Any

from evaluation.charts.language import Preset
from evaluation.wording.charts import LOCALE

SAVED_PAGE_WIDTH = 1000
SAVED_PAGE_SCALE = 2


def png_config(name: str, preset: Preset | None = None) -> dict[str, Any]:
    """Return the settings for one picture, saved by its camera button as ``name``.png (no suffix needed).

    A framed picture is saved in its printed size even while it is drawn smaller (``Preset.at``). Without a
    preset, as for the matrix, there is no button.
    """
    quiet = {
        "displaylogo": False,
        "locale": "zh-CN",
        "locales": {"zh-CN": LOCALE},
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "showAxisDragHandles": False,
        "showSendToCloud": False,
        "responsive": preset is None or not preset.framed,
        "displayModeBar": False,
    }
    if preset is None:
        return quiet
    size: dict[str, Any] = {"width": SAVED_PAGE_WIDTH, "scale": SAVED_PAGE_SCALE}
    if preset.framed:
        size = {"width": preset.width, "height": preset.height, "scale": preset.saved_scale / preset.factor}
    options = {"format": "png", "filename": name.removesuffix(".png"), **size}
    return quiet | {"displayModeBar": "hover", "modeBarButtons": [["toImage"]], "toImageButtonOptions": options}
