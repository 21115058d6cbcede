"""Which differences between groups hold up: what was tested, what was found, and what this design cannot tell, in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from peace_analysis.charts.labels import counted, listed, percent, quoted
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.groups.contrasts import DIFFERS, NOT_TESTED
from peace_analysis.groups.declared import REST
from peace_analysis.report.html import Fragment, bullets, folded, join, note, off_paper, paragraph
from peace_analysis.report.material import attribute_words, name_of
from peace_analysis.report.tabular import is_missing, table
from peace_analysis.wording import _, marked, ngettext

MOST_LISTED = 5
CLEAR = 0.05  # an interval that stays so far from no difference is worth a sentence; nothing is corrected here
HOW_TESTED = marked(
    "Each group is compared with everybody else, theme by theme. The test asks how often chance alone would part whole sessions so far. "
    "Many comparisons are made, and some would look large by chance. The test allows for that. Each difference is given with its size "
    "and its 95% interval. Each number is rounded by itself, so a difference can be a point off the shares beside it."
)
ALL_COMPARISONS = marked("All comparisons, with their tests, are in the HTML report and in tables/contrasts.csv.")
UNTESTED = marked(
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
        start = note(_(UNTESTED), kind="caution", title=_("Not tested"))
    else:
        start = note(_(HOW_TESTED), title=_("How to read differences"))
    n = 0 if contrasts.empty else int(contrasts["declared"].sum())
    declared = ngettext(
        "{n:,} comparison was declared before anybody looked, and corrected apart.",
        "{n:,} comparisons were declared before anybody looked, and corrected apart.",
        n,
    )
    lines = [declared] if n else []
    if missing:
        themes = listed([quoted(name) for name in missing])
        lines.append(_("Declared comparisons on {themes} could not be made: no theme has this name.", themes=themes))
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
    numbers = off_paper(_table(rows, attribute, len(every) - len(rows)), _(ALL_COMPARISONS))
    return join([*pieces, folded(_("Show all comparisons as a table"), numbers)])


def _found(rows: pd.DataFrame) -> list[Fragment]:
    tested = rows[rows["verdict"] != NOT_TESTED]
    found = tested[tested["verdict"] == DIFFERS].sort_values("difference", key=abs, ascending=False, kind="stable")
    if len(found):
        more = len(found) - MOST_LISTED
        others = ngettext(
            "{n:,} more difference like these can be found in the table.",
            "{n:,} more differences like these can be found in the table.",
            more,
        )
        rest = [paragraph(others)] if more > 0 else []
        start = paragraph(ngettext("{n:,} difference holds up:", "{n:,} differences hold up:", len(found)))
        return [start, bullets([describe_difference(row, with_p=True) for row in rows_of(found.head(MOST_LISTED))]), *rest]
    if tested.empty:
        return []
    detectable = tested["detectable"].dropna()
    lines = [_("No difference was found between the groups that could be tested.")]
    if len(detectable):
        points = round(100 * detectable.median())
        lines.append(_("A difference below about {points} points would often be missed.", points=points))
    return [paragraph(*lines)]


def _not_testable(rows: pd.DataFrame, attribute: str, n_made: int) -> list[Fragment]:
    """Groups for which nothing could reach the threshold, and what stands out in them all the same."""
    silent = rows.groupby("group", sort=False).filter(lambda of: (of["verdict"] == NOT_TESTED).all())
    if silent.empty:
        return []
    groups = silent.drop_duplicates("group")
    sizes = [
        _("{group} ({sessions} against {others})", group=name_of(group), sessions=mine, others=theirs)
        for group, mine, theirs in groups[["group", "n_sessions", "n_sessions_against"]].itertuples(index=False)
    ]
    start = ngettext(
        "{groups} cannot be tested with this design, by sessions: {sizes}.",
        "{groups} cannot be tested with this design, by sessions: {sizes}.",
        len(groups),
        groups=counted(len(groups), attribute_words(attribute), attribute_words(attribute, 2)),
        sizes=listed(sizes),
    )
    least = _p_text(float(groups["smallest_p"].min()))
    why = _("With so few sessions p cannot fall below {p}, whatever was said.", p=least)
    enough = ngettext("That is not enough where {n:,} comparison is made.", "That is not enough where {n:,} comparisons are made.", n_made)
    pieces = [paragraph(start, why, enough)]
    large = silent[(silent["low"] > CLEAR) | (silent["high"] < -CLEAR)].sort_values("difference", key=abs, ascending=False, kind="stable")
    if len(large):
        pieces.append(paragraph(_("These differences are large, and no test can tell whether they are more than chance:")))
        pieces.append(bullets([describe_difference(row, with_p=False) for row in rows_of(large.head(MOST_LISTED))]))
    return pieces


def describe_difference(row: Row, *, with_p: bool) -> str:
    """Put one difference in words, with its size.

    Args:
        row: A row of `comparisons.compare` that may be shown.
        with_p: Say p and corrected p.
    """
    mine, others = row["n_raised"] / row["n_heard"], row["n_raised_against"] / row["n_heard_against"]
    name = name_of(row["group"])
    places = {
        "group": f"{name[:1].upper()}{name[1:]}",
        "theme": quoted(row["name"]),
        "against": _("others") if row["against"] == REST else name_of(row["against"]),
        "mine": percent(mine),
        "others": percent(others),
    }
    if row["difference"] > 0:
        found = _("{group} raised {theme} more often than {against}: {mine} against {others}.", **places)
    else:
        found = _("{group} raised {theme} less often than {against}: {mine} against {others}.", **places)
    rounded = round(100 * mine) - round(100 * others) != round(100 * row["difference"]) and row["design"] != "within_session"
    said = f"{found} {_say_size(row, with_p=with_p)}"
    rounding = _("Each number is rounded by itself.")
    return f"{said} {rounding}" if rounded else said


def _say_size(row: Row, *, with_p: bool) -> str:
    points = _say_points(abs(row["difference"]))
    size = f"{points}{_interval(row, turned=row['difference'] < 0)}"
    within = row["design"] == "within_session"
    if not with_p or is_missing(row["p"]):
        return (
            _("The difference is {size}, on average within sessions.", size=size) if within else _("The difference is {size}.", size=size)
        )
    p, q = _p_text(row["p"]), _p_text(row["q"])
    if within:
        return _("The difference is {size}, on average within sessions; p = {p}, corrected at most {q}.", size=size, p=p, q=q)
    return _("The difference is {size}; p = {p}, corrected at most {q}.", size=size, p=p, q=q)


def _say_points(share: float) -> str:
    n = round(100 * share)
    return ngettext("{n} points", "{n} points", n)  # other languages tell one point from several


def _interval(row: Row, *, turned: bool = False) -> str:
    """Say a 95% interval of points behind its number, a blank first; "" where there is none."""
    if is_missing(row["low"]):
        return ""
    low, high = (round(100 * row[name]) for name in ("low", "high"))
    said = _("(95% interval {low} to {high})", low=-high if turned else low, high=-low if turned else high)
    return f" {said}"


def _ratio(row: Row) -> str:
    """Say a ratio of shares with its 95% interval."""
    if is_missing(row["ratio_low"]):
        return f"{row['ratio']:.1f}"
    ratio, low, high = (row[name] for name in ("ratio", "ratio_low", "ratio_high"))
    return _("{ratio:.1f} ({low:.1f} to {high:.1f})", ratio=ratio, low=low, high=high)


def _p_text(p: float) -> str:
    """Say a p with two figures that count, never as 0: ".011", "under .0001"."""
    if p < 0.0001:
        return _("under .0001")
    return f"{p:.4f}".lstrip("0") if p < 0.00095 else f"{p:.3f}".lstrip("0") if p < 0.995 else "1"


def _detectable(share: float) -> str:
    return "" if is_missing(share) else _say_points(share)


def _table(rows: pd.DataFrame, attribute: str, n_hidden: int) -> Fragment:
    kinds = rows_of(rows)
    shown = pd.DataFrame(
        {
            _("Theme"): rows["name"].tolist(),
            attribute_words(attribute).capitalize(): [name_of(row["group"]) for row in kinds],
            _("Share"): [percent(row["n_raised"] / row["n_heard"]) for row in kinds],
            _("Others"): [percent(row["n_raised_against"] / row["n_heard_against"]) for row in kinds],
            _("Difference, points"): [f"{round(100 * row['difference']):+d}{_interval(row)}" for row in kinds],
            _("Ratio"): [_ratio(row) for row in kinds],
            "p": ["" if is_missing(row["p"]) else _p_text(row["p"]) for row in kinds],
            _("Corrected p, at most"): ["" if is_missing(row["q"]) else _p_text(row["q"]) for row in kinds],
            _("Would be found from"): [_detectable(share) for share in rows["detectable"]],
            _("Result"): [_(verdict) for verdict in rows["verdict"]],
        }
    )
    remark = _(
        "p is that of a permutation of sessions. The corrected p allows for all comparisons of this table that could reach it. "
        "Neither stands where a count of the theme is not shown: it would help to work that out. "
        "A difference of the size in “Would be found from” is found in four of five programmes like this one, taken alone."
    )
    beside = _(
        "Each number is rounded by itself, so a difference can be a point off the shares beside it. The ratio counts half a person more on "
        "each side, so that nobody is divided by nobody; where few people count, that brings it nearer to 1 than the shares are."
    )
    remark = f"{remark} {beside}"
    if n_hidden:
        hidden = ngettext(
            "{n:,} comparison is not shown, because a count in it is small.",
            "{n:,} comparisons are not shown, because a count in each of them is small.",
            n_hidden,
        )
        remark = f"{remark} {hidden}"
    caption = _("Each {attribute} against the others, by theme", attribute=attribute_words(attribute))
    return table(shown, caption=caption, row_headers=2, numbers=shown.columns[2:-1], remark=remark)
