"""Subthemes and standing questions in the groups of the one attribute that city.yml asks for, as they may be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from peace_analysis.charts.rows import rows_of
from peace_analysis.disclosure.details import PARTS
from peace_analysis.disclosure.masking import NUMBERS, PERCENTS
from peace_analysis.disclosure.release import Form
from peace_analysis.groups.shares import theme_shares
from peace_analysis.report.html import Fragment, folded, off_paper
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.released import count_text
from peace_analysis.report.tabular import share_text, table
from peace_analysis.tables import THEME_SHARES, Column, Table
from peace_analysis.wording import _

QUESTIONS: tuple[Literal["a", "b"], ...] = ("a", "b")
PUBLIC_DETAILS = Table(
    "group_details",
    "one subtheme, or one theme on one standing question, in one group large enough to be shown",
    (
        *(THEME_SHARES.by_name[name] for name in ("attribute", "group", "theme_id")),
        Column("name", "text", "short name of the theme or subtheme"),
        Column("question", "text", "a or b where it was raised on that standing question; empty for a subtheme", nullable=True),
        *(
            replace(THEME_SHARES.by_name[name], meaning=THEME_SHARES.by_name[name].meaning + "; empty where masked", nullable=True)
            for name in ("n_raised", "n_heard", "n_sessions", "share", "low", "high")
        ),
        Column("shown", "text", "how a masked count reads; empty where the count is given", nullable=True),
    ),
    key=("attribute", "group", "theme_id", "question"),
)


def detail_numbers(material: Material) -> pd.DataFrame:
    """Public table: subthemes and standing questions by group; no rows where city.yml asks for none, or none could be protected.

    Returns:
        `PUBLIC_DETAILS`.
    """
    attribute = material.config.detail_by
    forms = {key[2:]: form for key, form in material.masked.form.items() if key[0] == "details"}
    if attribute is None or not forms:
        return pd.DataFrame(columns=list(PUBLIC_DETAILS.by_name))
    tables = (material.statements, material.assignments, material.compared, material.sessions)
    parts = []
    for question in (None, *QUESTIONS):
        shares = theme_shares(*tables, by=[attribute], privacy=material.config.privacy, question=question)
        rows = shares[(shares["attribute"] == attribute) & (shares["unit"] == "participant")]
        parts.append(rows.assign(question=question or PARTS))
    frame = pd.concat(parts, ignore_index=True)
    keys = list(zip(frame["group"], frame["theme_id"], frame["question"], strict=True))
    form = pd.Series([forms.get(key) for key in keys], index=frame.index, dtype="object")
    shown = form.notna() & (form != Form.TOO_SMALL)
    frame, form = frame[shown].reset_index(drop=True), form[shown].reset_index(drop=True)
    hidden = form != Form.NUMBER
    for name in NUMBERS:
        frame[name] = frame[name].astype("float64").mask(hidden)
    frame[["low", "high"]] = frame[["low", "high"]].round(PERCENTS)
    frame["shown"] = [material.masked.opinion_text(kind) for kind in form]
    frame["name"] = frame["theme_id"].map(material.shown_themes.set_index("theme_id")["name"])
    order = {theme: position for position, theme in enumerate(material.themes["theme_id"])}
    frame = frame.assign(order=frame["theme_id"].map(order)).sort_values(["question", "order", "group"], kind="stable", ignore_index=True)
    for name in ("n_raised", "n_heard", "n_sessions"):
        frame[name] = frame[name].astype("Int64")
    return frame[list(PUBLIC_DETAILS.by_name)]


def details_part(material: Material, attribute: str) -> Fragment:
    """Fold away subthemes and standing questions by group; nothing where they are not counted by this attribute."""
    if attribute != material.config.detail_by:
        return Fragment("")
    frame = detail_numbers(material)
    if frame.empty:
        return Fragment("")
    frame = frame.assign(unit="participant", masked=frame["n_raised"].isna())
    words: dict[str, str] = {PARTS: _("part of a theme")}
    words |= {str(key): _("on “{question}”", question=material.questions.get(key, key)) for key in QUESTIONS}
    numbers, of_groups = (_("Raised by"), _("Share")), attribute_words(attribute)
    kinds = rows_of(frame)
    shown = pd.DataFrame(
        {
            _("Theme"): frame["name"].tolist(),
            _("What"): frame["question"].map(words).tolist(),
            of_groups.capitalize(): frame["group"].map(name_of).tolist(),
            numbers[0]: [count_text(row) for row in kinds],
            numbers[1]: [
                share_text(row["share"], row["low"], row["high"]) if not row["masked"] else share_text(np.nan, 0, 0) for row in kinds
            ],
        }
    )
    caption = _("Parts of themes, and themes on each question, by {attribute}", attribute=of_groups)
    title = _("Show parts of themes, and each question, by {attribute}", attribute=of_groups)
    elsewhere = _("Parts of themes, and each question, by group are in the HTML report and in tables/group_details.csv.")
    return folded(title, off_paper(table(shown, caption=caption, row_headers=3, numbers=numbers), elsewhere))
