"""Tables and figures on a page: a frame as a table that a screen reader can walk, a figure with its data beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.charts.labels import clean_text, percent
from peace_analysis.report.html import Fragment, bdi, escape, folded, off_paper
from peace_analysis.wording import _

if TYPE_CHECKING:
    from peace_analysis.charts import Figure


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

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import report
        >>> shown = report.table(pd.DataFrame({"group": ["Harbor"], "n": [48]}), caption="Who came", numbers=["n"])
        >>> "Harbor" in shown.markup, "Who came" in shown.markup
        (True, True)
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
    none, region = _("No rows"), _("Table: {caption}", caption=clean_text(caption))
    body = "\n".join(rows) or f'<tr><td colspan="{max(1, len(frame.columns))}">{escape(none)}</td></tr>'
    under = f'<p class="remark">{escape(remark)}</p>' if remark else ""
    return Fragment(
        f'<div class="table-scroll" role="region" aria-label="{escape(region)}" tabindex="0">\n<table>\n'
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
    elsewhere: str = "",
) -> Fragment:
    """Set a figure under its take-away title, with its data folded beside it.

    Args:
        figure: From `charts`.
        frame: The data as people should read it; the figure's own table where it is left out.
        headers: As for `table`.
        row_headers: As for `table`.
        numbers: As for `table`.
        remark: Set under the figure: how to read it.
        elsewhere: Where its data stand in print besides; then its own table is left off paper, and this sentence says where.

    Examples:
        >>> from peace_analysis import charts
        >>> from peace_analysis import report
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> "<svg" in report.figure_with_table(charts.theme_overview(made.themes)).markup
        True
    """
    data = figure.table if frame is None else frame
    title, region = escape(figure.title), _("Figure: {title}", title=clean_text(figure.title))
    caption = _("Data of the figure: {title}", title=clean_text(figure.title))
    told = table(data, caption=caption, headers=headers, row_headers=row_headers, numbers=numbers)
    numbers_below = folded(_("Show the numbers as a table"), off_paper(told, elsewhere) if elsewhere else told)
    under = f'<p class="remark">{escape(remark)}</p>' if remark else ""
    drawing = f'<div class="chart-scroll" role="region" aria-label="{escape(region)}" tabindex="0">{figure.svg}</div>'
    return Fragment(f'<figure class="chart"><figcaption>{title}</figcaption>\n{drawing}\n{under}{numbers_below.markup}</figure>')


def share_text(share: Any, low: Any, high: Any) -> str:
    """Say a share with its 95% interval in whole percents: "about 42% (29% to 57%)".

    Args:
        share: 0 to 1; missing gives a dash.
        low: Lower end, or missing where there is no interval.
        high: Upper end.

    Examples:
        >>> from peace_analysis import report
        >>> report.share_text(0.333, 0.21, 0.49)
        'about 33% (21% to 49%)'
    """
    if is_missing(share):
        return "\N{EN DASH}"
    if is_missing(low) or is_missing(high):
        return _("about {share}", share=percent(share))
    return _("about {share} ({low} to {high})", share=percent(share), low=percent(low), high=percent(high))


def share_words(share: Any, low: Any, high: Any) -> str:
    """Say a share inside brackets, where no others fit: "about 42%, range 29% to 57%"; "" where it is missing."""
    if is_missing(share):
        return ""
    if is_missing(low) or is_missing(high):
        return _("about {share}", share=percent(share))
    return _("about {share}, range {low} to {high}", share=percent(share), low=percent(low), high=percent(high))


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
        return _("yes") if value else _("no")
    if is_missing(value):
        label = escape(_("not available"))
        return f'<span role="img" aria-label="{label}">\N{EN DASH}</span>'
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    return bdi(value) if hasattr(value, "strip") else escape(value)
