"""What a report keeps back to protect people, and why."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from peace_analysis.charts.labels import counted, listed
from peace_analysis.disclosure.release import Form, Key
from peace_analysis.report.coded_by_hand import say_withheld
from peace_analysis.report.html import Fragment, join, paragraph
from peace_analysis.report.material import Material, attribute_words
from peace_analysis.report.tabular import table
from peace_analysis.report.voted import why_withheld
from peace_analysis.wording import _, marked, ngettext

WITHOUT_WORDS = ("questions", "sessions")  # tables that leave a cell empty where others say "fewer than"
WHY = marked(
    "A count is held back where it is so small that it points to somebody. "
    "Some larger counts are held back with it: a reader could work the small one out from them and the other numbers of this report. "
    "Before publication, all released tables were searched together for such a way, and none was left."
)


def withheld(material: Material) -> Fragment:
    """Say which counts of people are given, given in words, or not shown, table by table, and why.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "nothing is held back beyond small ones" in report.withheld(material).markup
        True
    """
    forms = {**material.masked.form, **material.voted.forms}
    if not forms and not material.voted.conversations:
        return paragraph(_("No source tells its speakers apart, so there are no counts of people to hold back."))
    shown = count_cells(material)
    rules = _(
        "Where fewer than {few} people of a group raised a theme, or all but fewer than {few}, these words stand in place of the number. "
        "Groups of fewer than {people} people or {sessions} sessions have no numbers of their own. People by place and group are not "
        "counted below {threshold}.",
        few=material.config.privacy.opinion_threshold,
        people=material.config.privacy.group_min_people,
        sessions=material.config.privacy.group_min_sessions,
        threshold=material.config.privacy.who_threshold,
    )
    headers = {
        "Table": _("Table"),
        "Cells": _("Cells"),
        "Given": _("Given"),
        "Given in words": _("Given in words"),
        "Not shown": _("Not shown"),
    }
    votes = why_withheld(material.voted, material.config.privacy)
    remark = _("Each row counts cells of a table. A cell given in words reads “fewer than”, “or fewer” or “all but fewer than”.")
    return join(
        [
            paragraph(_in_short(shown), _(WHY)),
            paragraph(say_withheld(material)),
            paragraph(rules, *(line for line in (_no_group(material), votes) if line)),
            table(shown, caption=_("What is given and what is held back"), headers=headers, remark=remark),
        ]
    )


def count_cells(material: Material) -> pd.DataFrame:
    """Count the cells of each table on sessions: Table, Cells, Given, Given in words, Not shown; no row for a table without any."""
    forms = {**material.masked.form, **material.voted.forms}
    rows = [
        _count(name, [form for key, form in forms.items() if _is_of(key, start)], in_words=start[0] not in WITHOUT_WORDS)
        for name, start in _tables(material)
    ]
    columns = ["Table", "Cells", "Given", "Given in words", "Not shown"]
    return pd.DataFrame([row for row in rows if row is not None], columns=columns)


def _tables(material: Material) -> list[tuple[str, Key]]:
    """Tables by the name that a reader knows, with how the keys of their cells begin."""
    attributes = [(name, attribute_words(name)) for name in material.config.compare_by]
    by_group = [(_("Themes by {attribute}", attribute=words), ("group_shares", name)) for name, words in attributes]
    sizes = [(_("People in each {attribute} not shown on its own", attribute=words), ("sizes", name)) for name, words in attributes]
    return [
        (_("Themes and their parts among everyone"), ("themes",)),
        *by_group,
        (_("Themes on each question"), ("questions",)),
        (_("Sessions that raised each theme"), ("sessions",)),
        (_("People by neighborhood and stakeholder group"), ("people",)),
        *sizes,
        (_("Parts of themes, and each question, by group"), ("details",)),
        (_("Votes on comments, by opinion group"), ("votes",)),
    ]


def _is_of(key: Key, start: Key) -> bool:
    return key[: len(start)] == start


def _count(name: str, forms: list[Form], *, in_words: bool) -> dict[str, object] | None:
    if not forms:
        return None
    worded = (Form.FEWER, Form.ALL_BUT) if in_words else ()
    kinds = Counter("number" if form is Form.NUMBER else "words" if form in worded else "not" for form in forms)
    return {"Table": name, "Cells": len(forms), "Given": kinds["number"], "Given in words": kinds["words"], "Not shown": kinds["not"]}


def _in_short(shown: pd.DataFrame) -> str:
    n, hidden = int(shown["Cells"].sum()), int(shown["Not shown"].sum())
    if not hidden:
        return _("Of the counts in the tables, nothing is held back beyond small ones given in words.")
    return ngettext(
        "{n:,} of {counts} in the tables on sessions is not shown.",
        "{n:,} of {counts} in the tables on sessions are not shown.",
        hidden,
        counts=counted(n, "count", "counts"),
    )


def _no_group(material: Material) -> str:
    """Name the attributes of which no group may be shown."""
    privacy = material.config.privacy
    silent = [name for name in material.config.compare_by if not material.groups(name)["adequate"].astype(bool).any()]
    if not silent:
        return ""
    return _(
        "No shares are shown by {attributes}: no group was heard from at least {people} people in at least {sessions} sessions.",
        attributes=listed([attribute_words(name) for name in silent], "or"),
        people=privacy.group_min_people,
        sessions=privacy.group_min_sessions,
    )
