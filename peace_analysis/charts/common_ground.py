"""What every group raised: each theme by the share of the group that raised it least, and by the mean over groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.charts.figure import BLUE, GUIDE, INK, MUTED, PAPER, VERMILION, Figure, drawing_style, empty_figure
from peace_analysis.charts.group_shares import attribute_names
from peace_analysis.charts.labels import counted, listed, percent, quoted, shorten, unit_words, wrap
from peace_analysis.charts.layout import MARGIN, WIDTH, add_axes, add_caption, inches, open_drawing, text_width, wrap_to
from peace_analysis.charts.rows import label_rows, percent_axis, rows_of, say_masked, select_rows, shown_text
from peace_analysis.groups.common_ground import LEAST, geometric_mean_share
from peace_analysis.wording import _, marked, ngettext

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from peace_analysis.charts.rows import Row

COLUMNS = [
    "theme_id",
    "name",
    "attribute",
    "n_groups",
    "geometric_mean",
    "lowest_share",
    "lowest_group",
    "highest_share",
    "highest_group",
    "shown",
]
ROW = 0.36  # inches: two lines of a name
LOWEST: dict[str, Any] = {"marker": "o", "markersize": 7, "color": BLUE}
MEAN: dict[str, Any] = {"marker": "D", "markersize": 5.5, "color": VERMILION, "markeredgecolor": PAPER, "markeredgewidth": 0.6}
HIGHEST: dict[str, Any] = {"marker": "o", "markersize": 4.5, "markerfacecolor": PAPER, "markeredgecolor": MUTED, "color": MUTED}
KEY = (
    (LOWEST, marked("group that raised it least")),
    (MEAN, marked("geometric mean over groups")),
    (HIGHEST, marked("group that raised it most")),
)


def common_ground(shares: pd.DataFrame, themes: pd.DataFrame, attribute: str, *, least: float = LEAST) -> Figure:
    """Draw each theme's lowest, mean and highest share over groups, the lowest group named beside it; highest lowest share first.

    Args:
        shares: Columns of `tables.THEME_SHARES`, masked for the public where it is public. Everything drawn is worked out from these.
        themes: Columns of `tables.THEMES`; top-level themes are drawn.
        attribute: What the groups are made by.
        least: Share that is drawn as a line: from here on in every group a theme is common ground.

    Returns:
        The figure; a theme whose count in a group may not be given has words in place of marks. Where fewer than two groups may be shown,
        one that says so.

    Examples:
        >>> from peace_analysis import charts
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> shares = groups.theme_shares(made.statements, made.assignments, made.participants, made.sessions)
        >>> charts.common_ground(shares, made.themes, "neighborhood").title
        '2 of 3 themes were raised by a quarter or more of the people heard in every neighborhood shown'
    """
    rows = select_rows(shares, themes, attribute)
    rows = rows[rows["adequate"].astype(bool)]
    table = _summarise(rows, attribute)
    singular, plural = attribute_names(attribute)
    if rows["group"].nunique() < 2:
        none = _("Fewer than two {plural} were heard in enough sessions, by enough people, to be set side by side", plural=plural)
        return empty_figure(none, table)
    unit = unit_words(str(rows["unit"].iloc[0]))
    title = _title(table, singular, unit, least)
    n_known = int((table["shown"] == "").sum())  # these come first
    names = [wrap(name, 32) for name in table["name"]]
    beside = [_beside(row) for row in rows_of(table)]
    with drawing_style():
        left, right = text_width(names, 9) + 0.15, max(0.25, text_width(beside[:n_known], 8) + 0.2)
        body, foot = ROW * len(table), 0.92
        drawing = open_drawing(title, body + foot + 0.24)
        axes = add_axes(drawing, left, foot, WIDTH - left - right, body)
        for y, row in enumerate(rows_of(table)):
            if y < n_known:
                _draw_marks(axes, row, y)
                axes.annotate(beside[y], (1, y), xytext=(8, 0), textcoords="offset points", va="center_baseline", fontsize=8)
            else:
                words = "\n".join(wrap_to(beside[y], 7, WIDTH - left - 0.3, 2))
                plate = {"facecolor": PAPER, "linewidth": 0, "pad": 1.0}
                axes.annotate(words, (0, y), xytext=(8, 0), textcoords="offset points", va="center", fontsize=7, color=MUTED, bbox=plate)
        label_rows(axes, names)
        percent_axis(axes)
        axes.axvline(least, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)), zorder=0.9)
        axes.annotate(
            _("{share} in every group", share=percent(least)),
            (least, -0.5),
            xytext=(0, 4),
            textcoords="offset points",
            fontsize=7.5,
            color=MUTED,
        )
        _draw_key(inches(add_axes(drawing, MARGIN, 0.26, WIDTH - 2 * MARGIN, 0.3)))
        caption = _(
            "Share of the {unit} heard in a {singular} who raised it; on the right, where it is lowest", unit=unit, singular=singular
        )
        add_caption(drawing, caption, MARGIN, MUTED)
    return Figure(drawing, title, _alt(table, plural, least), table)


def _summarise(rows: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """One row per theme; where a group's count may not be given, `shown` says what is known and the numbers are missing."""
    found: list[dict[str, Any]] = []
    for theme, of_it in rows.groupby("theme_id", sort=False):
        cells = of_it.sort_values(["share", "group"], kind="stable")
        masked = rows_of(cells[cells["masked"]])
        row: dict[str, Any] = {"theme_id": theme, "name": cells["name"].iloc[0], "attribute": attribute, "n_groups": len(cells)}
        row |= dict.fromkeys(COLUMNS[4:9]) | {"shown": _masked_words(masked)}
        if not masked:
            low, high = rows_of(cells.iloc[[0]])[0], rows_of(cells.sort_values(["share", "group"], ascending=[False, True]).iloc[[0]])[0]
            row["geometric_mean"] = round(float(geometric_mean_share(cells["n_raised"], cells["n_heard"])), 4)
            row |= {"lowest_share": low["share"], "lowest_group": low["group"]}
            row |= {"highest_share": high["share"], "highest_group": high["group"]}
        found.append(row)
    numbers = ["geometric_mean", "lowest_share", "highest_share"]
    table = pd.DataFrame(found, columns=COLUMNS).astype(dict.fromkeys(numbers, "float64"))
    return table.sort_values(["lowest_share", "geometric_mean", "theme_id"], ascending=[False, False, True], ignore_index=True)


def _masked_words(masked: list[Row]) -> str:
    words: dict[str, list[str]] = {}
    for row in sorted(masked, key=lambda row: str(row["group"])):
        words.setdefault(shown_text(row), []).append(shorten(row["group"], 20))
    parts = sorted(words.items())
    return "; ".join(_("{count}: {groups}", count=say_masked(text), groups=_some(groups)) for text, groups in parts)


def _some(groups: list[str]) -> str:
    return listed(groups) if len(groups) <= 2 else ngettext("{n} group", "{n} groups", len(groups))


def _beside(row: Row) -> str:
    return str(row["shown"]) if row["shown"] else f"{percent(row['lowest_share'])} {shorten(row['lowest_group'], 22)}"


def _draw_marks(axes: Axes, row: Row, y: float) -> None:
    axes.plot([row["lowest_share"], row["highest_share"]], [y, y], color=GUIDE, linewidth=1.2, clip_on=False, zorder=1.5)
    for value, look in ((row["highest_share"], HIGHEST), (row["lowest_share"], LOWEST), (row["geometric_mean"], MEAN)):
        axes.plot([value], [y], linestyle="", clip_on=False, **look)


def _draw_key(axes: Axes) -> None:
    x = 0.08
    for look, message in KEY:
        words = _(message)
        axes.plot([x], [0.12], linestyle="", clip_on=False, **look)
        axes.text(x + 0.1, 0.12, words, fontsize=8, color=INK, va="center_baseline")
        x += text_width([words], 8) + 0.38


def _title(table: pd.DataFrame, singular: str, unit: str, least: float) -> str:
    known = table[table["shown"] == ""]
    share = _("a quarter") if least == LEAST else percent(least)
    common_words = {"share": share, "unit": unit, "singular": singular}
    common = int((known["lowest_share"] >= least).sum())
    n = len(table)
    if common == 0:
        start = _("No theme was raised by {share} or more of the {unit} heard in every {singular} shown", **common_words)
        if known.empty:
            return _("{start}, as far as counts may be given", start=start)
        first = rows_of(known)[0]
        return _(
            "{start}; {theme} comes nearest: {low} ({group})",
            start=start,
            theme=quoted(first["name"], 40),
            low=percent(first["lowest_share"]),
            group=shorten(first["lowest_group"], 30),
        )
    if common == 1:
        name = quoted(known["name"].iloc[0], 50)
        return _(
            "One theme of {n} was raised by {share} or more of the {unit} heard in every {singular} shown: {theme}",
            n=n,
            theme=name,
            **common_words,
        )
    return _(
        "{common} of {n} themes were raised by {share} or more of the {unit} heard in every {singular} shown",
        common=common,
        n=n,
        **common_words,
    )


def _alt(table: pd.DataFrame, plural: str, least: float) -> str:
    known = rows_of(table[table["shown"] == ""])
    parts = [
        _(
            "Dot chart of {themes} over {n_groups} {plural}, highest lowest share first.",
            themes=counted(len(table), "theme", "themes"),
            n_groups=int(table["n_groups"].max()),
            plural=plural,
        )
    ]
    parts += [
        _(
            "{theme}: lowest {low} ({low_group}), mean {mean}, highest {high} ({high_group}).",
            theme=quoted(row["name"], 40),
            low=percent(row["lowest_share"]),
            low_group=shorten(row["lowest_group"], 30),
            mean=percent(row["geometric_mean"]),
            high=percent(row["highest_share"]),
            high_group=shorten(row["highest_group"], 30),
        )
        for row in known[:3]
    ]
    if len(known) < len(table):
        n = len(table) - len(known)
        parts.append(
            ngettext(
                "{n:,} theme with a count that may not be given has words in place of dots.",
                "{n:,} themes with a count that may not be given have words in place of dots.",
                n,
            )
        )
    parts.append(_("A line marks {share}.", share=percent(least)))
    parts.append(_("The figure tests no difference; the text beside it does. The table holds all numbers."))
    return " ".join(parts)
