"""Shades of a share: five steps of one hue that stay in order in grey, the words of a masked cell, and the key that explains both.

A cell or area always carries its number or words as well, so that no meaning rests on its shade alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.charts.figure import GUIDE, INK, MUTED, ON_DARK, ON_LIGHT
from peace_analysis.charts.layout import text_width
from peace_analysis.charts.rows import Row, say_masked, shown_text
from peace_analysis.wording import _, marked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHADES = ("#dcebf7", "#9bc6e6", "#4f9bd0", "#0072B2", "#003a5e")  # Okabe-Ito's blue and four tints of it: L* 92, 77, 61, 46, 23
STARTS = (0, 10, 25, 50, 75)  # percent from which on a shade is used
WORDS = (marked("under 10%"), marked("10 to 24%"), marked("25 to 49%"), marked("50 to 74%"), marked("75% or more"))
DARK_FROM = 3  # white words stand on this shade and darker ones
HATCH = "////"
KEY_SIZE = 7.5
KEY_HEIGHT = 0.24  # inches
BOX, SPACE = 0.22, 0.16  # inches: a sample in the key, and what separates two entries


def shade_of(share: float) -> int:
    """Give the step of a share (0 to 1), by the whole percent that is printed beside it."""
    whole = int(f"{share:.0%}"[:-1])
    return max(step for step, start in enumerate(STARTS) if whole >= start)


def ink_on(step: int) -> str:
    """Color of words on a shade."""
    return ON_DARK if step >= DARK_FROM else ON_LIGHT


def short_text(row: Row, *, narrow: bool = False) -> str:
    """Say a cell in few characters: "42%", "<3" for fewer than three, "all but <3", "–" for a number that is held back.

    Args:
        row: A row of released shares with `masked` and, where masked, `shown`.
        narrow: Leave out the percent sign; "all" in place of "all but <3".
    """
    if not row["masked"]:
        share = float(row["share"])
        text = "<1%" if 0 < share < 0.005 else ">99%" if 0.995 <= share < 1 else f"{share:.0%}"
        return text.rstrip("%") if narrow else text
    words = shown_text(row)
    few = re.search(r"fewer than (\d+)", words)
    if few is None:
        return "\N{EN DASH}"
    if words.startswith("all but"):
        return _("all") if narrow else _("all but <{few}", few=few[1])
    return f"<{few[1]}"


def explain_masked(rows: pd.DataFrame, *, narrow: bool = False) -> list[str]:
    """Explain what stands in masked cells, as far as there are any."""
    found: dict[str, str] = {}
    for values in rows.loc[rows["masked"]].to_dict("records"):
        row: Row = {str(name): value for name, value in values.items()}
        words = shown_text(row)
        meaning = say_masked(words) if words.startswith(("fewer", "all but")) else _("not shown, to protect a small count")
        found.setdefault(short_text(row, narrow=narrow), meaning)
    return [
        _("\N{LEFT DOUBLE QUOTATION MARK}{short}\N{RIGHT DOUBLE QUOTATION MARK}: {meaning}", short=short, meaning=meaning)
        for short, meaning in sorted(found.items())
    ]


def key_rows(entries: Sequence[tuple[int | None, str]], width: float) -> list[list[tuple[int | None, str]]]:
    """Break the entries of a key into rows of at most `width` inches."""
    rows: list[list[tuple[int | None, str]]] = [[]]
    used = 0.0
    for step, words in entries:
        needed = BOX + 0.06 + text_width([words], KEY_SIZE) + SPACE
        if rows[-1] and used + needed > width:
            rows.append([])
            used = 0.0
        rows[-1].append((step, words))
        used += needed
    return rows


def draw_key(axes: Axes, rows: Sequence[Sequence[tuple[int | None, str]]]) -> None:
    """Draw a key row by row: a sample (a step; None is hatched) and its words.

    Args:
        axes: Whose data are inches, origin at the lower left.
        rows: As `key_rows` gives them.
    """
    from matplotlib.patches import Rectangle

    for line, entries in enumerate(rows):
        x, y = 0.0, KEY_HEIGHT * (len(rows) - 1 - line) + 0.05
        for step, words in entries:
            look: dict[str, Any] = (
                {"facecolor": "none", "hatch": HATCH, "edgecolor": GUIDE} if step is None else {"facecolor": SHADES[step]}
            )
            axes.add_patch(Rectangle((x, y), BOX, 0.13, clip_on=False, linewidth=0, **look))
            axes.add_patch(Rectangle((x, y), BOX, 0.13, clip_on=False, linewidth=0.5, facecolor="none", edgecolor=MUTED))
            axes.text(x + BOX + 0.06, y + 0.065, words, fontsize=KEY_SIZE, color=INK, va="center_baseline")
            x += BOX + 0.06 + text_width([words], KEY_SIZE) + SPACE


def shares_key(rows: pd.DataFrame, *, no_number: str = "") -> list[tuple[int | None, str]]:
    """Entries of the key for the steps that are drawn, lightest first, and for areas without a number where there are any."""
    steps = sorted({shade_of(share) for share in rows.loc[~rows["masked"], "share"]})
    return [*[(step, _(WORDS[step])) for step in steps], *([(None, no_number)] if no_number else [])]
