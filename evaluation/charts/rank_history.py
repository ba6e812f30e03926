"""One unit's rank from period to period: a line with its numbers, the best rank on top. For pages only."""

from collections.abc import Sequence

from evaluation.charts import language as look
from evaluation.charts.canvas import Canvas, Figure, Margins
from evaluation.charts.lettering import fit

HEIGHT = 128.0
SIZE = 13.0
MOST = 8
PLACE = 70.0
"""The least px of one period on a page."""


def rank_history(ranks: Sequence[tuple[str, int | None]], number: str) -> Figure:
    """Return the line of the last periods (eight at most); a period without rank interrupts it.

    ``number`` is the wording of a rank, as in “第 {rank}”.
    """
    shown = list(ranks)[-MOST:]
    canvas = Canvas(None, HEIGHT, Margins(8, 8, 26, 26))
    known = [rank for _, rank in shown if rank is not None]
    best, worst = min(known, default=1), max(known, default=1)
    canvas.data.append(
        {
            "type": "scatter", "mode": "lines+markers", "x": list(range(len(shown))), "y": [rank for _, rank in shown],
            "connectgaps": False, "line": {"color": look.COUNTED_EDGE, "width": 2},
            "marker": {"size": 10, "color": [look.CHOSEN if at == len(shown) - 1 else look.COUNTED for at in range(len(shown))]},
        }
    )  # fmt: skip
    span = max(1, worst - best)
    for at, (period, rank) in enumerate(shown):
        is_last = at == len(shown) - 1
        canvas.text(fit(period, SIZE, PLACE), at, HEIGHT - 12, SIZE, colour=look.SECOND, anchor="center", data_x=True)
        label = "—" if rank is None else number.format(rank=rank)
        y = worst + span * 0.1 if rank is None else rank - span * 0.3
        canvas.text(label, at, y, SIZE + 1, bold=is_last, anchor="center", data_x=True, row=True)
    return canvas.figure({"range": [-0.5, len(shown) - 0.5]}, {"range": [worst + span * 0.35, best - span * 0.55]})
