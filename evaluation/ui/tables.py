"""Figures, changes and times as pages print them, and what all grids share."""

from decimal import Decimal

ROW_HEIGHT = 32
DIMENSION_COLOURS = ("#0B4F8A", "#009E73", "#E69F00", "#6A716F", "#6B4A8E")


def signed(number: Decimal | None) -> str:
    """Return +0.50, −0.13 (a real minus), 0.00, or "" where there is none."""
    if number is None:
        return ""
    return f"+{number:f}" if number > 0 else f"{number:f}".replace("-", "−")


def plain(number: Decimal) -> str:
    """Return a setting such as 70 or 0.5 without trailing zeros."""
    return f"{number.normalize():f}"


def rank_change(places: int) -> str:
    """Return ▲ 3, ▼ 1 or — for a rank that rose, fell or stayed."""
    if places == 0:
        return "—"
    return f"▲ {places}" if places > 0 else f"▼ {-places}"


def figure(number: Decimal | None) -> str:
    """Return a figure as published, — where there is none."""
    return "—" if number is None else f"{number:f}"


def in_chinese(count: int) -> str:
    """Return a small count as people say it (六席, 十二席), larger ones in figures."""
    digits = "零一二三四五六七八九十"
    if count <= 10:
        return digits[count]
    return "十" + digits[count - 10] if count < 20 else str(count)


def in_chinese_time(at: str) -> str:
    """Return 11月20日 09:42 for an ISO time."""
    return f"{int(at[5:7])}月{int(at[8:10])}日 {at[11:16]}"
