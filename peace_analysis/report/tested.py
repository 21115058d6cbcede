"""Which differences between groups hold up: what was tested, what was found, and what this design cannot tell, in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from peace_analysis.charts.labels import counted, listed, percent, quoted
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.groups.contrasts import DIFFERS, NOT_TESTED
from peace_analysis.groups.declared import REST
from peace_analysis.report.html import Fragment, bullets, folded, join, note, paragraph
from peace_analysis.report.material import attribute_words, name_of
from peace_analysis.report.tabular import is_missing, table

MOST_LISTED = 5
CLEAR = 0.05  # an interval that stays so far from no difference is worth a sentence; nothing is corrected here
HOW_TESTED = (
    "Each group is compared with everybody else, theme by theme. The test asks how often chance alone would part whole sessions so far. "
    "Many comparisons are made, and some would look large by chance. The test allows for that. Each difference is given with its size "
    "and its 95% interval."
)
UNTESTED = (
    "Differences between groups are not tested in this report. Too few sessions were held with each group: even the clearest answer "
    "could be chance. Each share has a 95% interval. Where the intervals of two groups overlap, these numbers cannot tell the groups apart."
)


def how_tested(contrasts: pd.DataFrame, missing: Sequence[str] = ()) -> Fragment:
    """Say how differences are tested, or that with these sessions none can be.

    Args:
        contrasts: As `comparisons.compare` gives them.
        missing: Names in declared comparisons that no theme has.
    """
    if contrasts.empty or not (contrasts["verdict"] != NOT_TESTED).any():
        start = note(UNTESTED, kind="caution", title="Not tested")
    else:
        start = note(HOW_TESTED, title="How to read differences")
    n = 0 if contrasts.empty else int(contrasts["declared"].sum())
    lines = [f"{counted(n, 'comparison')} {'was' if n == 1 else 'were'} declared before anybody looked, and corrected apart."] if n else []
    if missing:
        lines.append(f"Declared comparisons on {listed([quoted(name) for name in missing])} could not be made: no theme has this name.")
    return join([start, paragraph(*lines)]) if lines else start


def differences_found(contrasts: pd.DataFrame, attribute: str) -> Fragment:
    """Say which groups of one attribute stand apart on which themes, what was not found, and what cannot be tested.

    Args:
        contrasts: As `comparisons.compare` gives them.
        attribute: What the groups are made by.
    """
    every = contrasts[contrasts["attribute"] == attribute]
    rows = every[~every["masked"]]
    if rows.empty:
        return Fragment("")
    pieces = [*_found(rows), *_not_testable(rows, attribute, int(every["adequate"].sum()))]
    return join([*pieces, folded("Show all comparisons as a table", _table(rows, attribute, len(every) - len(rows)))])


def _found(rows: pd.DataFrame) -> list[Fragment]:
    tested = rows[rows["verdict"] != NOT_TESTED]
    found = tested[tested["verdict"] == DIFFERS].sort_values("difference", key=abs, ascending=False, kind="stable")
    if len(found):
        more = len(found) - MOST_LISTED
        rest = [paragraph(f"{counted(more, 'more difference')} like these can be found in the table.")] if more > 0 else []
        start = paragraph(f"{counted(len(found), 'difference')} {'holds' if len(found) == 1 else 'hold'} up:")
        return [start, bullets([describe_difference(row, with_p=True) for row in rows_of(found.head(MOST_LISTED))]), *rest]
    if tested.empty:
        return []
    detectable = tested["detectable"].dropna()
    limit = f" A difference below about {round(100 * detectable.median())} points would often be missed." if len(detectable) else ""
    return [paragraph(f"No difference was found between the groups that could be tested.{limit}")]


def _not_testable(rows: pd.DataFrame, attribute: str, n_made: int) -> list[Fragment]:
    """Groups for which nothing could reach the threshold, and what stands out in them all the same."""
    silent = rows.groupby("group", sort=False).filter(lambda of: (of["verdict"] == NOT_TESTED).all())
    if silent.empty:
        return []
    groups = silent.drop_duplicates("group")
    sizes = [f"{name_of(row['group'])} ({row['n_sessions']} against {row['n_sessions_against']})" for row in rows_of(groups)]
    start = f"{counted(len(groups), attribute_words(attribute), attribute_words(attribute, 2))} cannot be tested with this design"
    why = (
        f"With so few sessions p cannot fall below {_p_text(float(groups['smallest_p'].min()))}, whatever was said. "
        f"That is not enough where {counted(n_made, 'comparison is', 'comparisons are')} made."
    )
    pieces = [paragraph(f"{start}, by sessions: {listed(sizes)}.", why)]
    large = silent[(silent["low"] > CLEAR) | (silent["high"] < -CLEAR)].sort_values("difference", key=abs, ascending=False, kind="stable")
    if len(large):
        pieces.append(paragraph("These differences are large, and no test can tell whether they are more than chance:"))
        pieces.append(bullets([describe_difference(row, with_p=False) for row in rows_of(large.head(MOST_LISTED))]))
    return pieces


def describe_difference(row: Row, *, with_p: bool) -> str:
    """Put one difference in words, with its size.

    Args:
        row: A row of `comparisons.compare` that may be shown.
        with_p: Say p and corrected p.
    """
    mine, others = row["n_raised"] / row["n_heard"], row["n_raised_against"] / row["n_heard_against"]
    against = "others" if row["against"] == REST else name_of(row["against"])
    often = "more often" if row["difference"] > 0 else "less often"
    points = f"{abs(round(100 * row['difference']))} points{_interval(row, turned=row['difference'] < 0)}"
    within = ", on average within sessions" if row["design"] == "within_session" else ""
    tail = f"{within}; p = {_p_text(row['p'])}, corrected {_p_text(row['q'])}" if with_p else within
    name = name_of(row["group"])
    return (
        f"{name[:1].upper()}{name[1:]} raised {quoted(row['name'])} {often} than {against}: {percent(mine)} against {percent(others)}. "
        f"The difference is {points}{tail}."
    )


def _interval(row: Row, *, turned: bool = False) -> str:
    if is_missing(row["low"]):
        return ""
    low, high = (round(100 * row[name]) for name in ("low", "high"))
    return f" (95% interval {-high} to {-low})" if turned else f" (95% interval {low} to {high})"


def _ratio(row: Row) -> str:
    """Say a ratio of shares with its 95% interval."""
    if is_missing(row["ratio_low"]):
        return f"{row['ratio']:.1f}"
    return f"{row['ratio']:.1f} ({row['ratio_low']:.1f} to {row['ratio_high']:.1f})"


def _p_text(p: float) -> str:
    """Say a p with two figures that count, never as 0: ".011", "under .0001"."""
    if p < 0.0001:
        return "under .0001"
    return f"{p:.4f}".lstrip("0") if p < 0.00095 else f"{p:.3f}".lstrip("0") if p < 0.995 else "1"


def _table(rows: pd.DataFrame, attribute: str, n_hidden: int) -> Fragment:
    kinds = rows_of(rows)
    shown = pd.DataFrame(
        {
            "Theme": rows["name"].tolist(),
            attribute_words(attribute).capitalize(): [name_of(row["group"]) for row in kinds],
            "Share": [percent(row["n_raised"] / row["n_heard"]) for row in kinds],
            "Others": [percent(row["n_raised_against"] / row["n_heard_against"]) for row in kinds],
            "Difference, points": [f"{round(100 * row['difference']):+d}{_interval(row)}" for row in kinds],
            "Ratio": [_ratio(row) for row in kinds],
            "p": [_p_text(row["p"]) for row in kinds],
            "Corrected p": ["" if is_missing(row["q"]) else _p_text(row["q"]) for row in kinds],
            "Would be found from": ["" if is_missing(row["detectable"]) else f"{round(100 * row['detectable'])} points" for row in kinds],
            "Result": [row["verdict"] for row in kinds],
        }
    )
    remark = (
        "p is that of a permutation of sessions. The corrected p allows for all comparisons of this table that could reach it. "
        "A difference of the size in “Would be found from” is found in four of five programmes like this one, taken alone."
    )
    if n_hidden:
        remark += f" {counted(n_hidden, 'comparison is', 'comparisons are')} not shown, because counts in them are small."
    caption = f"Each {attribute_words(attribute)} against the others, by theme"
    return table(shown, caption=caption, row_headers=2, numbers=shown.columns[2:-1], remark=remark)
