"""What the charts of shares have in common: which rows are drawn, in which order, and how one row looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.charts.figure import BLUE, INK, MUTED
from peace_analysis.charts.labels import percent
from peace_analysis.wording import _, marked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = Mapping[str, Any]
FEWER = "fewer than 3"  # how a masked count reads where its row does not say otherwise
MASKED = (  # how masked counts read: tables keep these words, and code goes by them
    (re.compile(r"fewer than ([\d,]+)"), marked("fewer than {few}")),
    (re.compile(r"all but fewer than ([\d,]+)"), marked("all but fewer than {few}")),
    (re.compile(r"([\d,]+) or fewer"), marked("{few} or fewer")),
    (re.compile(r"(not shown)"), marked("not shown")),
    (re.compile(r"(too few to show)"), marked("too few to show")),
)


def select_rows(shares: pd.DataFrame, themes: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """Pick the rows of top-level themes for one attribute, in one unit: participants where there are any, else sessions.

    Args:
        shares: Columns of `tables.THEME_SHARES`; where a count is masked `n_raised` and `share` are empty, and a column `shown`, where
            there is one, says how it reads.
        themes: Columns of `tables.THEMES`.
        attribute: "everyone", "neighborhood", ...

    Returns:
        A copy with `name` (of the theme) and `masked`; themes most often raised among everyone come first.
    """
    top = themes.loc[themes["parent_id"].isna(), ["theme_id", "name"]]
    rows = shares[shares["theme_id"].isin(top["theme_id"])]
    here = rows[rows["attribute"] == attribute]
    unit = "participant" if (here["unit"] == "participant").any() else "session"
    here = here[here["unit"] == unit].merge(top, on="theme_id", how="left")
    everyone = rows[(rows["attribute"] == "everyone") & (rows["unit"] == unit)].set_index("theme_id")["share"]
    here["masked"] = here["share"].isna() | here["n_raised"].isna()
    here["overall"] = here["theme_id"].map(everyone).fillna(-1.0)
    return here.sort_values(["overall", "theme_id", "group"], ascending=[False, True, True], kind="stable", ignore_index=True)


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Give the rows of a frame one by one, each as a mapping from column to value."""
    return [{str(name): value for name, value in record.items()} for record in frame.to_dict("records")]


def shown_text(row: Row) -> str:
    """Give how a masked row reads, in the words of the tables; `say_masked` says them to readers."""
    shown = row.get("shown")
    return shown if isinstance(shown, str) and shown else FEWER


def say_masked(words: str) -> str:
    """Say how a masked count reads in the language of the report; a count that is given, or anything else, as it is."""
    for pattern, message in MASKED:
        if found := pattern.fullmatch(words):
            return _(message, few=found[1])
    return words


def value_text(row: Row) -> str:
    """Say a row beside its dot: share, and count of how many; a masked one as it may be shown."""
    if row["masked"]:
        words = say_masked(shown_text(row))
        return _("{count} of {total}", count=words, total=_whole(row["n_heard"])) if pd.notna(row["n_heard"]) else words
    count, total = _whole(row["n_raised"]), _whole(row["n_heard"])
    return _("{share}  ({count} of {total})", share=percent(row["share"]), count=count, total=total)


def draw_interval(axes: Axes, row: Row, y: float, *, size: float = 6.5) -> None:
    """Draw a dot with its interval; a masked row as a hollow diamond at zero, so that it cannot be taken for a value."""
    if row["masked"]:
        axes.plot([0], [y], marker="D", markersize=size * 0.75, markerfacecolor="none", markeredgecolor=MUTED, clip_on=False, linestyle="")
        return
    if pd.notna(row["low"]) and pd.notna(row["high"]):
        axes.plot([row["low"], row["high"]], [y, y], color=BLUE, linewidth=1.8, solid_capstyle="butt", clip_on=False)
    axes.plot([row["share"]], [y], marker="o", markersize=size, color=BLUE, linestyle="", clip_on=False)


def percent_axis(axes: Axes, ticks: tuple[float, ...] = (0, 0.25, 0.5, 0.75, 1)) -> None:
    """Show shares from none to all, with thin guides."""
    axes.set_xlim(0, 1)
    axes.set_xticks(ticks, [f"{tick:.0%}" for tick in ticks])
    if len(ticks) == 3:  # a small panel: the outer labels stay inside it, clear of its neighbors'
        first, _, last = axes.get_xticklabels()
        first.set_horizontalalignment("left")
        last.set_horizontalalignment("right")
    axes.xaxis.grid(True)


def label_rows(axes: Axes, names: list[str], *, size: float = 9) -> None:
    """Write a name beside each row, the first on top."""
    axes.set_yticks(range(len(names)), names, fontsize=size, color=INK)
    axes.tick_params(axis="y", pad=5)  # clear of a hollow mark at zero
    axes.set_ylim(len(names) - 0.5, -0.5)


def has_intervals(rows: pd.DataFrame) -> bool:
    """Tell whether any drawn row has an interval."""
    return bool((~rows["masked"] & rows["low"].notna() & rows["high"].notna()).any())


def _whole(number: float) -> str:
    return f"{int(number):,}"
