"""What a report keeps back to protect people, and why."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from peace_analysis.charts.labels import counted, listed
from peace_analysis.disclosure.release import Form, Key
from peace_analysis.report.html import Fragment, join, paragraph
from peace_analysis.report.material import Material, attribute_words
from peace_analysis.report.tabular import table
from peace_analysis.report.voted import why_withheld

WHY = (
    "A count is held back where it is so small that it points to somebody. "
    "Some larger counts are held back with it: a reader could work the small one out from them and the other numbers of this report. "
    "Before publication, all released tables were searched together for such a way, and none was left."
)


def withheld(material: Material) -> Fragment:
    """Say which counts of people are given, given in words, or not shown, table by table, and why."""
    forms = {**material.masked.form, **material.voted.forms}
    if not forms and not material.voted.conversations:
        return paragraph("No source tells its speakers apart, so there are no counts of people to hold back.")
    rows = [_count(name, [form for key, form in forms.items() if _is_of(key, start)]) for name, start in _tables(material)]
    shown = pd.DataFrame([row for row in rows if row is not None])
    few = material.config.privacy.opinion_threshold
    rules = (
        f"Fewer than {few} people raising a theme reads so, and so does all but fewer than {few}. "
        f"Groups of fewer than {material.config.privacy.group_min_people} people or {material.config.privacy.group_min_sessions} sessions "
        f"have no numbers of their own. People by place and group are not counted below {material.config.privacy.who_threshold}."
    )
    votes = why_withheld(material.voted, material.config.privacy)
    remark = "Each row counts cells of a table. A cell given in words reads “fewer than”, “or fewer” or “all but fewer than”."
    return join(
        [
            paragraph(_in_short(shown), WHY),
            paragraph(rules, *(line for line in (_no_group(material), votes) if line)),
            table(shown, caption="What is given and what is held back", remark=remark),
        ]
    )


def _tables(material: Material) -> list[tuple[str, Key]]:
    """Tables by the name that a reader knows, with how the keys of their cells begin."""
    by_group = [(f"Themes by {attribute_words(name)}", ("group_shares", name)) for name in material.config.compare_by]
    sizes = [(f"People in each {attribute_words(name)} not shown on its own", ("sizes", name)) for name in material.config.compare_by]
    return [
        ("Themes and their parts among everyone", ("themes",)),
        *by_group,
        ("Themes on each question", ("questions",)),
        ("Sessions that raised each theme", ("sessions",)),
        ("People by neighborhood and stakeholder group", ("people",)),
        *sizes,
        ("Parts of themes, and each question, by group", ("details",)),
        ("Votes on comments, by opinion group", ("votes",)),
    ]


def _is_of(key: Key, start: Key) -> bool:
    return key[: len(start)] == start


def _count(name: str, forms: list[Form]) -> dict[str, object] | None:
    if not forms:
        return None
    kinds = Counter("number" if form is Form.NUMBER else "words" if form in (Form.FEWER, Form.ALL_BUT) else "not" for form in forms)
    return {"Table": name, "Cells": len(forms), "Given": kinds["number"], "Given in words": kinds["words"], "Not shown": kinds["not"]}


def _in_short(shown: pd.DataFrame) -> str:
    n, hidden = int(shown["Cells"].sum()), int(shown["Not shown"].sum())
    if not hidden:
        return "Of the counts in the tables, nothing is held back beyond small ones given in words."
    return f"{hidden:,} of {counted(n, 'count')} in the tables of this report {'is' if hidden == 1 else 'are'} not shown."


def _no_group(material: Material) -> str:
    """Name the attributes of which no group may be shown."""
    privacy = material.config.privacy
    silent = [name for name in material.config.compare_by if not material.groups(name)["adequate"].astype(bool).any()]
    if not silent:
        return ""
    return (
        f"No shares are shown by {listed([attribute_words(name) for name in silent], 'or')}: no group was heard from at least "
        f"{privacy.group_min_people} people in at least {privacy.group_min_sessions} sessions."
    )
