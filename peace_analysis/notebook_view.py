"""How a result shows itself in a notebook: a small table whose every cell is escaped, small counts of people in words.

For researchers, and in English. A page of a report is made by `report`; this is for whoever calls a function and looks at what comes back.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

FEW = 3  # fewer are not told: whoever sat beside a lone voice knows it
MOST_ROWS = 40
# Marks that turn the direction of what follows can make other words read backwards; they draw nothing themselves.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def escape_text(value: object) -> str:
    """Make a value safe in HTML text and quoted attributes: markup escaped, control characters replaced, direction marks left out."""
    text = re.sub(r"\s+", " ", _DIRECTION.sub("", str(value)))
    return html.escape("".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(mark) in ("Cc", "Cs") else mark for mark in text))


def say_count(n: int, of: int | None = None) -> str:
    """Say how many people or sessions; one and two are not told, nor are all but one or two.

    Args:
        n: How many.
        of: Of how many, where that is shown too.

    Examples:
        >>> say_count(0), say_count(2), say_count(1_204)
        ('0', 'fewer than 3', '1,204')
        >>> say_count(39, of=40)
        'all but fewer than 3'
    """
    if 0 < n < FEW:
        return f"fewer than {FEW}"
    if of is not None and n < of and of - n < FEW:
        return f"all but fewer than {FEW}"
    return f"{n:,}"


def view_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, remark: str = "") -> str:
    """Set a result as a table.

    Args:
        title: What it is, in a few words.
        columns: Headers.
        rows: One value per header: text as it is, numbers with two decimals, nothing for a missing one. No more than `MOST_ROWS` are
            shown, and the table says how many are left.
        remark: A sentence below.

    Returns:
        HTML without style, script or link; all of it is escaped.

    Examples:
        >>> view_table("Themes", ["name", "share"], [["<b>Waiting", 0.333]])
        '<table><caption>Themes</caption><thead><tr><th scope="col">name</th><th scope="col">share</th></tr></thead>\
<tbody><tr><td>&lt;b&gt;Waiting</td><td>0.33</td></tr></tbody></table>'
    """
    head = "".join(f'<th scope="col">{escape_text(name)}</th>' for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape_text(_say(cell))}</td>" for cell in row) + "</tr>" for row in rows[:MOST_ROWS])
    table = f"<table><caption>{escape_text(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    left = f"{len(rows) - MOST_ROWS:,} more rows." if len(rows) > MOST_ROWS else ""
    said = " ".join(part for part in (left, remark) if part)
    return f"{table}<p>{escape_text(said)}</p>" if said else table


def view_facts(title: str, facts: Mapping[str, object], *, remark: str = "") -> str:
    """Set a few named values, one a row, as `view_table` sets a table."""
    return view_table(title, ["what", "value"], list(facts.items()), remark=remark)


def _say(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "item"):
        return _say(value.item())
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
