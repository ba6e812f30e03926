"""The font that comes along: what it covers, and that a browser without any other Chinese font draws with it."""

import io
import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from evaluation.export import drawing
from evaluation.glyphs import without_glyph

RARE_NAMES = "堃赟翀昇喆祎"


def test_rare_characters_of_names_are_covered():
    assert without_glyph([RARE_NAMES, "㑇㛃", "东坪村（社区）①②—−+", "ABC 123"]) == []


def test_every_character_of_gbk_is_covered_but_one_sign_of_mathematics():
    text = "".join(
        bytes([lead, trail]).decode("gbk", "ignore") for lead in range(0x81, 0xFE) for trail in range(0x40, 0xFF) if trail != 0x7F
    )
    assert len(text) > 20_000
    assert without_glyph([text]) == ["≒"]


def test_a_character_without_a_picture_is_named_once():
    assert without_glyph(["村\U00030edd村", "\U00030edd\ue000"]) == ["\U00030edd", "\ue000"]


def drawn(drawer: drawing.Drawer, text: str) -> Image.Image:
    note = {"text": text, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    layout = {
        "width": 120, "height": 120, "template": {}, "margin": dict.fromkeys("lrtb", 0), "xaxis": {"visible": False},
        "yaxis": {"visible": False}, "font": {"size": 80, "family": "Microsoft YaHei, Noto Sans CJK SC"}, "annotations": [note],
    }  # fmt: skip
    picture = drawer.draw({"data": [], "layout": layout}, "png")
    return Image.open(io.BytesIO(picture)).convert("L")


@pytest.fixture(scope="module")
def bare_server(tmp_path_factory):
    """Yield a drawer whose browser has no font but the program's own."""
    fonts = tmp_path_factory.mktemp("server") / "fonts"
    fonts.mkdir()
    shutil.copy(drawing.FONTS / "NotoSansCJKsc-Regular.otf", fonts)
    config = (drawing.FONTS / "fonts.conf").read_text("utf-8").replace("/etc/fonts/fonts.conf", "/nowhere")
    (fonts / "fonts.conf").write_text(config, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "FONTS", fonts)
        drawer = drawing.Drawer()
        yield drawer
        drawer.close()


def test_a_server_without_chinese_fonts_draws_no_boxes(bare_server):
    box = drawn(bare_server, "\U00030edd").tobytes()
    pictures = [drawn(bare_server, character).tobytes() for character in RARE_NAMES]
    assert len({box, *pictures}) == len(RARE_NAMES) + 1


def test_pictures_come_from_one_browser_and_a_killed_one_is_started_again(bare_server):
    first = drawn(bare_server, "村")
    process = bare_server._process
    assert drawn(bare_server, "村").size == first.size == (120, 120)
    assert bare_server._process is process
    os.kill(process.pid, 9)
    process.wait()
    assert drawn(bare_server, "镇").size == (120, 120)


def test_no_browser_is_said_in_words(monkeypatch):
    monkeypatch.setattr(drawing, "find_browser", lambda: None)
    with pytest.raises(Exception, match="没有浏览器"):
        drawing.Drawer().draw({"data": [], "layout": {"width": 9, "height": 9}}, "png")


def test_the_browser_named_by_the_environment_comes_first(monkeypatch, tmp_path):
    mine = tmp_path / "chrome"
    mine.write_text("")
    monkeypatch.setenv("BROWSER_PATH", str(mine))
    assert drawing.find_browser() == str(mine)
    assert Path(drawing.FONTS).name == "fonts"
