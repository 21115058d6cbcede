"""Pieces of a page, as small functions that escape every value from data.

All markup of a report is made here or stands in a notebook's own words; names, quotes and numbers come in as arguments and are shown
as written, whatever they hold.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.charts.labels import clean_text, percent
from peace_analysis.errors import Problem

if TYPE_CHECKING:
    from peace_analysis.charts import Figure

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NOTE_KINDS = ("plain", "caution", "draft")


@dataclass(frozen=True, repr=False)
class Fragment:
    """A piece of a page: markup that may be shown as it is."""

    markup: str

    def __add__(self, other: Fragment) -> Fragment:
        return Fragment(f"{self.markup}\n{other.markup}" if self.markup and other.markup else self.markup + other.markup)

    def __repr__(self) -> str:
        return f"a piece of a report ({len(self.markup):,} characters of HTML)"

    def _repr_html_(self) -> str:
        """Show as HTML in a notebook."""
        return self.markup


def escape(value: object, *, lines: bool = False) -> str:
    """Make a value from data safe in HTML text and in quoted attributes: control characters replaced, direction marks left out."""
    return html.escape(clean_text(value, lines=lines), quote=True)


def join(fragments: Iterable[Fragment]) -> Fragment:
    """Put pieces one under the other."""
    return Fragment("\n".join(fragment.markup for fragment in fragments if fragment.markup))


def paragraph(*sentences: str) -> Fragment:
    """Set sentences as one paragraph."""
    return Fragment(f"<p>{escape(' '.join(sentences))}</p>") if any(sentences) else Fragment("")


def bullets(items: Sequence[str | Fragment], *, numbered: bool = False) -> Fragment:
    """Set items as a list, numbered where their order matters."""
    if not items:
        return Fragment("")
    tag = "ol" if numbered else "ul"
    rows = "".join(f"<li>{item.markup if isinstance(item, Fragment) else escape(item)}</li>" for item in items)
    return Fragment(f"<{tag}>{rows}</{tag}>")


def heading(level: int, text: object, anchor: str) -> Fragment:
    """Set a heading that the contents list shows.

    Args:
        level: 2 to 4; the page's title is its only heading of level 1.
        text: From data or not.
        anchor: Id on the page: letters, digits, _ and -.

    Raises:
        ValueError: If level or anchor are not such.
    """
    if level not in (2, 3, 4) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,80}", anchor):
        raise ValueError("a heading has level 2 to 4 and an anchor of letters, digits, _ and -")
    return Fragment(f'<h{level} id="{anchor}">{_bdi(text)}</h{level}>')


def note(text: str | Fragment, *, kind: str = "plain", title: str | None = None) -> Fragment:
    """Set a remark apart from the text; its kind is said in words, not by color alone.

    Raises:
        ValueError: If the kind is none of "plain", "caution", "draft".
    """
    if kind not in NOTE_KINDS:
        raise ValueError(f"kind of note is one of {', '.join(NOTE_KINDS)}")
    label = title or {"plain": "Note", "caution": "Read with care", "draft": "Draft"}[kind]
    body = text.markup if isinstance(text, Fragment) else f"<p>{escape(text)}</p>"
    return Fragment(f'<div class="note {kind}" role="note"><p class="label">{escape(label)}</p>{body}</div>')


def quote(text: object, attribution: str, *, language: str = "en") -> Fragment:
    """Set a verbatim, anonymised quote with who said it, as coarse as it may be.

    Args:
        text: The statement's words.
        attribution: Stakeholder group or neighborhood, or "A participant".
        language: ISO 639-1 code of the words; anything else is left out.
    """
    lang = f' lang="{language}"' if LANGUAGE.fullmatch(language) else ""
    words = escape(text, lines=True).replace("\n", "<br>")
    said = f'<blockquote{lang}><p dir="auto">{words}</p></blockquote>'
    return Fragment(f'<figure class="quote">{said}<figcaption>{_bdi(attribution)}</figcaption></figure>')


def facts(pairs: Sequence[tuple[str, object]]) -> Fragment:
    """Set a few named numbers side by side."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    return Fragment(f'<dl class="facts">{items}</dl>') if pairs else Fragment("")


def section(*pieces: Fragment, kind: str = "part") -> Fragment:
    """Keep pieces together: "theme" starts a new page in print."""
    return Fragment(f'<section class="{escape(kind)}">\n{join(pieces).markup}\n</section>')


def folded(summary: str, body: Fragment, *, kind: str = "data") -> Fragment:
    """Fold a piece away behind a line that opens it; open in print."""
    return Fragment(f'<details class="{escape(kind)}"><summary>{escape(summary)}</summary>\n{body.markup}\n</details>')


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    headers: Mapping[str, str] | None = None,
    row_headers: int = 1,
    numbers: Iterable[str] = (),
    remark: str = "",
) -> Fragment:
    """Set a frame as a table that a screen reader can walk: caption, scoped headers, its own scrolling region.

    Args:
        frame: What to show, in order; floats are shown with two decimals, missing values as a dash that is read as "not available".
        caption: What the table holds.
        headers: Header of a column, by its name; the name in words otherwise.
        row_headers: How many leading columns name the row.
        numbers: Text columns that hold numbers and stand on the right; numeric columns always do.
        remark: Set under the table.
    """
    named = set(numbers)
    right = {name for name in frame.columns if name in named or _is_number(frame[name])}
    classes = {name: ' class="number"' if name in right else "" for name in frame.columns}
    names = {name: (headers or {}).get(name, _in_words(name)) for name in frame.columns}
    head = "".join(f'<th scope="col"{classes[name]}>{escape(names[name])}</th>' for name in frame.columns)
    rows = []
    for values in frame.itertuples(index=False, name=None):
        cells = [
            f'<th scope="row"{classes[name]}>{_cell(value)}</th>' if position < row_headers else f"<td{classes[name]}>{_cell(value)}</td>"
            for position, (name, value) in enumerate(zip(frame.columns, values, strict=True))
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    body = "\n".join(rows) or f'<tr><td colspan="{max(1, len(frame.columns))}">No rows</td></tr>'
    under = f'<p class="remark">{escape(remark)}</p>' if remark else ""
    return Fragment(
        f'<div class="table-scroll" role="region" aria-label="Table: {escape(caption)}" tabindex="0">\n<table>\n'
        f"<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>{under}"
    )


def figure_with_table(
    figure: Figure,
    *,
    frame: pd.DataFrame | None = None,
    headers: Mapping[str, str] | None = None,
    row_headers: int = 1,
    numbers: Iterable[str] = (),
    remark: str = "",
) -> Fragment:
    """Set a figure under its take-away title, with its data folded beside it.

    Args:
        figure: From `charts`.
        frame: The data as people should read it; the figure's own table where it is left out.
        headers: As for `table`.
        row_headers: As for `table`.
        numbers: As for `table`.
        remark: Set under the figure: how to read it.
    """
    data = figure.table if frame is None else frame
    title = escape(figure.title)
    caption = f"Data of the figure: {clean_text(figure.title)}"
    numbers_below = folded(
        "Show the numbers as a table", table(data, caption=caption, headers=headers, row_headers=row_headers, numbers=numbers)
    )
    under = f'<p class="remark">{escape(remark)}</p>' if remark else ""
    drawing = f'<div class="chart-scroll" role="region" aria-label="Figure: {title}" tabindex="0">{figure.svg}</div>'
    return Fragment(f'<figure class="chart"><figcaption>{title}</figcaption>\n{drawing}\n{under}{numbers_below.markup}</figure>')


def share_text(share: Any, low: Any, high: Any) -> str:
    """Say a share with its 95% interval in whole percents: "about 42% (29% to 57%)".

    Args:
        share: 0 to 1; missing gives a dash.
        low: Lower end, or missing where there is no interval.
        high: Upper end.
    """
    if is_missing(share):
        return "\N{EN DASH}"
    if is_missing(low) or is_missing(high):
        return f"about {percent(share)}"
    return f"about {percent(share)} ({percent(low)} to {percent(high)})"


def notices(problems: Sequence[Problem]) -> Fragment:
    """List what is worth knowing about the input, each remark once with the number of places; names of files may name people."""
    if not problems:
        return paragraph("Nothing to note.")
    counts = Counter(f"{problem.message} {problem.remedy}".strip() for problem in problems)
    return bullets([text if n == 1 else f"{text} ({n} times)" for text, n in counts.items()])


def _bdi(value: object) -> str:
    """Set words from data so that their writing direction stays their own."""
    return f"<bdi>{escape(value)}</bdi>"


def _is_number(values: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values))


def _in_words(name: object) -> str:
    words = str(name).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def is_missing(value: Any) -> bool:
    """Tell whether a cell holds nothing."""
    return value is None or bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _cell(value: object) -> str:
    if isinstance(value, Fragment):
        return value.markup
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_missing(value):
        return '<span role="img" aria-label="not available">\N{EN DASH}</span>'
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    return _bdi(value) if hasattr(value, "strip") else escape(value)
