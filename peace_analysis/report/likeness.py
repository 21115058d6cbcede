"""What stands beside the tests: how alike people in one session are, and a regression where there are sessions enough for one."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.rows import rows_of
from peace_analysis.groups.gee import MORE_THAN, second_view
from peace_analysis.groups.heard import Heard
from peace_analysis.groups.likeness import estimate_likeness
from peace_analysis.report.html import Fragment, folded, join, paragraph
from peace_analysis.report.material import attribute_words, name_of
from peace_analysis.report.tabular import is_missing, table


def show_likeness(heard: Heard, attribute: str, themes: pd.DataFrame) -> Fragment:
    """Set the design effect and ICC of each theme; rounded, because more decimals would tell how single sessions differ.

    Args:
        heard: Who was heard.
        attribute: Whose groups are set aside first.
        themes: theme_id and name of the themes whose count among everyone is shown, in order.
    """
    found = estimate_likeness(heard, attribute, list(themes["theme_id"])).dropna(subset="design_effect")
    if found.empty:
        return paragraph("There are too few sessions to tell how alike people in one session are.")
    shown = pd.DataFrame(
        {
            "Theme": found["theme_id"].map(themes.set_index("theme_id")["name"]),
            "Design effect": [f"{effect:.1f}" for effect in found["design_effect"]],
            "ICC": [f"{icc:.2f}".lstrip("0") or "0" for icc in found["icc"]],
        }
    )
    remark = (
        "A design effect of 2 says that twelve people in one session tell as much as six who never met. "
        "The ICC is the same on a scale from 0 (like strangers) to 1 (all as one)."
    )
    caption = f"How alike people in one session are, differences by {attribute_words(attribute)} taken out"
    return table(shown, caption=caption, numbers=("Design effect", "ICC"), remark=remark)


def show_second_view(heard: Heard, contrasts: pd.DataFrame) -> Fragment:
    """Set a regression beside the tests of every attribute heard in more than 40 sessions; below, say why there is none.

    Args:
        heard: Who was heard.
        contrasts: As `comparisons.mask_contrasts` gives them; only what may be shown there is shown here.
    """
    pieces = []
    for attribute in dict.fromkeys(contrasts["attribute"]):
        known = heard.people[heard.people[attribute].notna()]
        if known["session_id"].nunique() <= MORE_THAN:
            continue
        rows = contrasts[(contrasts["attribute"] == attribute) & ~contrasts["masked"].astype(bool)]
        if len(rows):
            pieces.append(_second(heard, attribute, rows))
    if pieces:
        return join(pieces)
    return paragraph(
        f"No regression stands beside the tests. With {MORE_THAN} sessions or fewer its errors come out too small, and it cries wolf."
    )


def _second(heard: Heard, attribute: str, rows: pd.DataFrame) -> Fragment:
    themes = list(dict.fromkeys(rows["theme_id"]))
    found = second_view(heard, attribute, themes).merge(rows[["group", "theme_id", "name", "verdict"]], on=["group", "theme_id"])
    kinds = rows_of(found)
    shown = pd.DataFrame(
        {
            "Theme": found["name"],
            attribute_words(attribute).capitalize(): found["group"].map(name_of),
            "Odds ratio": ["" if is_missing(row["odds_ratio"]) else f"{row['odds_ratio']:.1f}" for row in kinds],
            "95% interval": ["" if is_missing(row["low"]) else f"{row['low']:.1f} to {row['high']:.1f}" for row in kinds],
            "p, uncorrected": ["" if is_missing(row["p"]) else f"{row['p']:.3f}".lstrip("0") for row in kinds],
            "Permutation test": found["verdict"],
            "Note": found["note"],
        }
    )
    remark = "By generalised estimating equations, sessions as clusters, bias-reduced covariance. The permutation test leads."
    caption = f"A second view by {attribute_words(attribute)}: odds of raising a theme against everybody else"
    numbers = ("Odds ratio", "95% interval", "p, uncorrected")
    return folded(
        f"Show a second view by {attribute_words(attribute)}", table(shown, caption=caption, row_headers=2, numbers=numbers, remark=remark)
    )
