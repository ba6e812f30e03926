"""Figures drawn in a real browser, and what is wrong with their texts."""

from evaluation import charts

SMALLEST = {"projector": 19, "a4": 19, "wechat": 25, "page": 12}
DIMENSIONS = ("项目建设", "营商环境", "作风能力")
PAGE_WIDTHS = (700, 929, 1400)

# A glyph fills its em square, the line box around it is higher; rows may be as close as em squares allow.
BOXES = """() => {
  const found = [];
  for (const text of document.querySelectorAll('#picture text')) {
    const lines = text.querySelectorAll('tspan.line');
    for (const line of lines.length ? lines : [text]) {
      const words = line.textContent.trim();
      if (!words || text.closest('.shape-label')) continue;  // the watermark lies below on purpose
      const box = line.getBoundingClientRect(), size = parseFloat(getComputedStyle(line).fontSize);
      const middle = (box.top + box.bottom) / 2;
      found.push({words, size, left: box.left, right: box.right, top: middle - size / 2, bottom: middle + size / 2});
    }
  }
  return found;
}"""
DRAW = """async ([figure, width]) => {
  const sheet = document.getElementById('picture');
  Plotly.purge(sheet);
  sheet.style.width = width + 'px';
  sheet.style.height = figure.layout.height + 'px';
  await Plotly.newPlot(sheet, figure.data, figure.layout, {displayModeBar: false});
}"""
LONG = "镇退役军人服务站暨社会事务办{}"
CAPTION = charts.Caption(
    "平塬镇考核办", "2022年", "村（社区）", "5 份评分表（项目办、营商办、纪委等）", 20, 22,
    "项目建设 : 营商环境 : 作风能力 = 1 : 1 : 1", "方案第 3 版", "2026年11月20日", "7F3A-91C2",
    ("demonstration", "draft"),
)  # fmt: skip
LONG_CAPTION = charts.Caption(
    "平塬镇人民政府年度目标责任考核领导小组办公室", "2022年第4季度", "镇直机关及派驻站所办公室",
    "、".join(f"第{n}份评分表.xlsx" for n in range(1, 20)), 60, 60,
    " : ".join(f"第{n}个维度" for n in range(1, 9)) + " = 4 : 3 : 3 : 1 : 1 : 1 : 1 : 1", "方案第 12 版",
    "2026年11月20日", "7F3A-91C2", ("demonstration", "what_if", "draft", "final"),
)  # fmt: skip
FRAMED = [charts.PROJECTOR, charts.A4, charts.WECHAT]


def faults(page, figure: dict, smallest: float, width: float | None = None) -> list[str]:
    """Draw a figure and return what is wrong with its texts, in words."""
    width, height = figure["layout"].get("width", width), figure["layout"]["height"]
    page.evaluate(DRAW, [figure, width])
    boxes = page.evaluate(BOXES)
    wrong = [f"{box['words']}: {box['size']} px" for box in boxes if box["size"] < smallest - 0.01]
    wrong += [
        f"{box['words']}: outside" for box in boxes
        if box["left"] < -0.5 or box["top"] < -0.5 or box["right"] > width + 0.5 or box["bottom"] > height + 0.5
    ]  # fmt: skip
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if across > 0.5 and down > 0.5:
                wrong.append(f"{one['words']} × {other['words']}")
    return wrong
