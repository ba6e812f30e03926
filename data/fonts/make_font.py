"""Makes the font of this folder from Debian's package fonts-noto-cjk: Chinese only, unhinted, 7 MB instead of 19.

    pip install fonttools
    python data/fonts/make_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

It also writes coverage.txt, the ranges of code points that the font can draw: the program reads it to name the
characters that would be boxes.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SIMPLIFIED = 2
"""Place of Noto Sans CJK SC in the collection."""
BLOCKS = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x2000, 0x206F), (0x2190, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x25FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2FFFF),
]  # fmt: skip
"""Signs, both blocks of Han characters that names use, and what the font has of the rarer ones; GBK comes on top."""


def gbk() -> set[int]:
    """Return every code point of GBK."""
    found = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.update(map(ord, bytes([lead, trail]).decode("gbk")))
            except UnicodeDecodeError:
                continue
    return found


def ranges(points: list[int]) -> list[str]:
    """Return sorted code points as lines such as 4E00-9FFF."""
    lines, start = [], points[0]
    for point, following in zip(points, [*points[1:], -1], strict=True):
        if following != point + 1:
            lines.append(f"{start:X}-{point:X}")
            start = following
    return lines


def main(source: str) -> None:
    """Write the font and its coverage."""
    font = TTFont(source, fontNumber=SIMPLIFIED)
    wanted = gbk() | {point for first, last in BLOCKS for point in range(first, last + 1)}
    options = subset.Options()
    options.layout_features, options.hinting, options.name_IDs, options.notdef_outline = [], False, ["*"], True
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GPOS", "GSUB"]
    maker = subset.Subsetter(options)
    maker.populate(unicodes=wanted)
    maker.subset(font)
    font.save(HERE / "NotoSansCJKsc-Regular.otf")
    points = sorted(font.getBestCmap())
    (HERE / "coverage.txt").write_text("\n".join(ranges(points)) + "\n", "ascii")
    print(f"{len(points)} characters; missing from GBK: {len(gbk() - set(points))}")


if __name__ == "__main__":
    main(sys.argv[1])
