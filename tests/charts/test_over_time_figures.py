"""Figures of saturation and of themes over time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from peace_analysis.charts.saturation import saturation
from peace_analysis.charts.theme_over_time import theme_over_time

PERIODS = ("2026-01", "2026-02", "2026-03 to 2026-04")


def new_shares(last: float = 0.0) -> pd.DataFrame:
    ends = np.arange(6, 11)
    shares = np.array([0.3, 0.2, 0.1, 0.04, last])
    return pd.DataFrame({"n_sessions": ends, "new_share": shares, "low": shares / 2, "high": shares * 2, "themes_share": 0.9})


def over_time() -> pd.DataFrame:
    rows = [("T01", period, share) for period, share in zip(PERIODS, (0.2, 0.3, 0.5), strict=True)]
    rows += [("T02", period, share) for period, share in zip(PERIODS, (0.4, None, 0.35), strict=True)]
    frame = pd.DataFrame(rows, columns=["theme_id", "period", "share"]).astype({"share": "float64"})
    return frame.assign(first_day="2026-01-01", last_day="2026-01-02", n_sessions=2, n_heard=20, n_raised=frame["share"] * 20, shown="x")


NAMES = pd.DataFrame({"theme_id": ["T02", "T01"], "name": ["Dark streets", "<b>Calls</b> & $x_1$"]})


def test_the_title_says_after_how_many_sessions() -> None:
    figure = saturation(new_shares(), reached=9, base=4, run=2, cut=0.05)
    assert figure.title == "With 9 sessions, in any order, the last 2 brought hardly a new theme"
    assert "from 30% after 6 sessions to 0% after 10" in figure.alt
    assert "at or below 5% from 9 sessions on" in figure.alt


def test_the_title_says_that_it_was_not_reached() -> None:
    figure = saturation(new_shares(0.2), reached=None, base=4, run=2, cut=0.05)
    assert figure.title == "New themes still came up in the last sessions"
    assert "It does not stay at or below 5%." in figure.alt


def test_too_few_sessions_are_told() -> None:
    figure = saturation(new_shares().head(0), reached=None, base=4, run=2, cut=0.05)
    assert figure.title == "Too few sessions to tell: 6 are needed"


def test_the_theme_that_changed_most_is_named_and_its_name_is_harmless() -> None:
    figure = theme_over_time(over_time(), NAMES)
    assert figure.title == "“<b>Calls</b> & $x_1$” changed most from first to last period: 20%, then 50%"
    assert "1 went up and 1 went down" in figure.alt
    assert "<b>" not in figure.svg
    assert "hollow" in figure.svg


def test_a_count_that_is_not_given_is_not_in_the_drawing_or_the_table() -> None:
    table = theme_over_time(over_time(), NAMES).table
    hidden = table[(table["theme_id"] == "T02") & (table["period"] == "2026-02")]
    assert hidden["share"].isna().all()
    assert hidden["n_raised"].isna().all()


def test_nothing_to_show_is_told() -> None:
    assert theme_over_time(over_time().head(0), NAMES).title == "Too few sessions to show themes over time"


def test_the_same_table_gives_the_same_drawing() -> None:
    assert theme_over_time(over_time(), NAMES).svg == theme_over_time(over_time(), NAMES).svg
    first, second = (saturation(new_shares(), reached=9, base=4, run=2, cut=0.05) for _ in range(2))
    assert first.drawn_svg == second.drawn_svg


def test_the_drawings_leave_their_tables_as_they_were() -> None:
    table = over_time()
    theme_over_time(table, NAMES)
    pd.testing.assert_frame_equal(table, over_time())
