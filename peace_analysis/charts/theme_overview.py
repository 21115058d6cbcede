"""All themes at a glance: how many people raised each."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.figure import BLUE, MUTED, Figure, drawing_style, empty_figure
from peace_analysis.charts.labels import counted, counted_units, quoted, unit_words, wrap
from peace_analysis.charts.layout import WIDTH, add_axes, add_caption, open_drawing, text_width
from peace_analysis.charts.rows import FEWER, label_rows, rows_of, say_masked
from peace_analysis.wording import _

ROW = 0.32  # inches


def theme_overview(themes: pd.DataFrame, *, threshold: int = 3) -> Figure:
    """Draw one bar per theme: participants who raised it; sessions where no source names speakers.

    Args:
        themes: Columns of `tables.THEMES`; top-level themes are drawn.
        threshold: A count of 1 to `threshold` - 1 participants is not drawn and reads "fewer than 3" (or whatever it is).

    Returns:
        The figure; where there is no theme, one that says so.

    Examples:
        >>> from peace_analysis import charts
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> drawn = charts.theme_overview(made.themes)
        >>> drawn.title
        '3 themes came up; 2 of them lead with 32 people each'
    """
    rows = themes[themes["parent_id"].isna()].copy()
    if rows.empty:
        return empty_figure(_("No theme was found"), rows[["theme_id", "name"]])
    unit = "participant" if (rows["n_participants"] > 0).any() else "session"
    rows["unit"] = unit
    rows["n_raised"] = rows["n_participants" if unit == "participant" else "n_sessions"].astype("float64")
    rows["masked"] = rows["n_raised"].between(0, threshold - 1) & (unit == "participant")
    rows["n_raised"] = rows["n_raised"].mask(rows["masked"])
    words = FEWER if threshold == 3 else f"fewer than {threshold}"
    rows["shown"] = [words if masked else f"{int(n)}" for masked, n in zip(rows["masked"], rows["n_raised"], strict=True)]
    rows = rows.sort_values(["n_raised", "theme_id"], ascending=[False, True], na_position="last", ignore_index=True)
    title, names = _title(rows), [wrap(name, 40) for name in rows["name"]]
    with drawing_style():
        values = [say_masked(words) for words in rows["shown"]]
        left, right = text_width(names, 9) + 0.15, text_width(values, 8.5) + 0.15
        body = ROW * len(rows)
        drawing = open_drawing(title, body + 0.3)
        axes = add_axes(drawing, left, 0.25, WIDTH - left - right, body)
        for y, row in enumerate(rows_of(rows)):
            value = 0.0 if row["masked"] else float(row["n_raised"])
            axes.barh([y], [value], height=0.62, color=BLUE)
            axes.annotate(values[y], (value, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=8.5)
        label_rows(axes, names)
        most = rows["n_raised"].max()
        axes.set_xlim(0, float(most) if most > 0 else 1.0)
        axes.set_xticks([])
        add_caption(drawing, _("People who raised it") if unit == "participant" else _("Sessions in which it was raised"), left, MUTED)
    columns = ["theme_id", "name", "unit", "n_raised", "shown"]
    return Figure(drawing, title, _alt(rows), rows[columns])


def _title(rows: pd.DataFrame) -> str:
    known = rows[~rows["masked"]]
    if known.empty:
        return _("No theme was raised by enough people to show a number")
    unit = str(rows["unit"].iloc[0])
    n = int(known["n_raised"].max())
    first = known[known["n_raised"] == n]
    how, n_themes = counted_units(n, unit), len(rows)
    if len(first) > 1:
        return _("{n_themes} themes came up; {n_first} of them lead with {how} each", n_themes=n_themes, n_first=len(first), how=how)
    name = quoted(first["name"].iloc[0])
    if unit == "participant":
        return _("{n_themes} themes came up; {theme} leads, raised by {how}", n_themes=n_themes, theme=name, how=how)
    return _("{n_themes} themes came up; {theme} leads, raised in {how}", n_themes=n_themes, theme=name, how=how)


def _alt(rows: pd.DataFrame) -> str:
    known = rows[~rows["masked"]]
    unit = unit_words(str(rows["unit"].iloc[0]))
    parts = [_("Bar chart of {themes}, longest bar first.", themes=counted(len(rows), "theme", "themes"))]
    if not known.empty:
        most, least = int(known["n_raised"].max()), int(known["n_raised"].min())
        parts.append(_("Numbers of {unit} run from {most:,} to {least:,}.", unit=unit, most=most, least=least))
        parts.append(_("The first three: {themes}.", themes=", ".join(quoted(name) for name in known["name"].head(3))))
    if n_masked := int(rows["masked"].sum()):
        parts.append(_("{themes} raised by too few people to give a number.", themes=counted(n_masked, "theme", "themes")))
    return " ".join([*parts, _("The table holds all numbers.")])
