"""All themes at a glance: how many people raised each."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.figure import BLUE, MUTED, Figure, drawing_style, new_drawing
from peace_analysis.charts.labels import counted, quoted, unit_words, wrap
from peace_analysis.charts.rows import FEWER, label_rows, rows_of


def theme_overview(themes: pd.DataFrame, *, threshold: int = 3) -> Figure:
    """Draw one bar per theme: participants who raised it; sessions where no source names speakers.

    Args:
        themes: Columns of `tables.THEMES`; top-level themes are drawn.
        threshold: A count of 1 to `threshold` - 1 participants is not drawn and reads "fewer than 3" (or whatever it is).

    Raises:
        ValueError: If there is no theme.
    """
    rows = themes[themes["parent_id"].isna()].copy()
    if rows.empty:
        raise ValueError("there is no theme to draw")
    unit = "participant" if (rows["n_participants"] > 0).any() else "session"
    rows["unit"] = unit
    rows["n_raised"] = rows["n_participants" if unit == "participant" else "n_sessions"].astype("float64")
    rows["masked"] = rows["n_raised"].between(0, threshold - 1) & (unit == "participant")
    rows["n_raised"] = rows["n_raised"].mask(rows["masked"])
    words = FEWER if threshold == 3 else f"fewer than {threshold}"
    rows["shown"] = [words if masked else f"{int(n)}" for masked, n in zip(rows["masked"], rows["n_raised"], strict=True)]
    rows = rows.sort_values(["n_raised", "theme_id"], ascending=[False, True], na_position="last", ignore_index=True)
    with drawing_style():
        drawing = new_drawing(height=0.5 + 0.32 * len(rows))
        axes = drawing.subplots()
        for y, row in enumerate(rows_of(rows)):
            value = 0.0 if row["masked"] else float(row["n_raised"])
            axes.barh([y], [value], height=0.62, color=BLUE)
            axes.annotate(row["shown"], (value, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=8.5)
        label_rows(axes, [wrap(name, 40) for name in rows["name"]])
        axes.set_xlim(0, max(1.0, float(rows["n_raised"].max() or 1) * 1.12))
        axes.set_xticks([])
        axes.set_xlabel("People who raised it" if unit == "participant" else "Sessions in which it was raised", color=MUTED, fontsize=8)
    columns = ["theme_id", "name", "unit", "n_raised", "shown"]
    return Figure(drawing, _title(rows), _alt(rows), rows[columns])


def _title(rows: pd.DataFrame) -> str:
    known = rows[~rows["masked"]]
    if known.empty:
        return "No theme was raised by enough people to show a number"
    unit = str(rows["unit"].iloc[0])
    n = int(known["n_raised"].max())
    first = known[known["n_raised"] == n]
    how = counted(n, unit_words(unit, 1), unit_words(unit, 2))
    if len(first) > 1:
        return f"{len(rows)} themes came up; {len(first)} of them lead with {how} each"
    verb = "raised by" if unit == "participant" else "raised in"
    return f"{len(rows)} themes came up; {quoted(first['name'].iloc[0])} leads, {verb} {how}"


def _alt(rows: pd.DataFrame) -> str:
    known = rows[~rows["masked"]]
    unit = unit_words(str(rows["unit"].iloc[0]))
    parts = [f"Bar chart of {counted(len(rows), 'theme')}, longest bar first."]
    if not known.empty:
        parts.append(f"Numbers of {unit} run from {int(known['n_raised'].max()):,} to {int(known['n_raised'].min()):,}.")
        parts.append(f"The first three: {', '.join(quoted(name) for name in known['name'].head(3))}.")
    if n_masked := int(rows["masked"].sum()):
        parts.append(f"{counted(n_masked, 'theme')} raised by too few people to give a number.")
    return " ".join([*parts, "The table holds all numbers."])
