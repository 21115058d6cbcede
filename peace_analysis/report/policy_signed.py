"""Who signed a policy: the sign-off matrix by group, what was put on record, and how far groups agree with each section."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.rows import rows_of
from peace_analysis.policy.signing import count_signoffs
from peace_analysis.report.html import Fragment, escape, heading, join, paragraph, quote, section
from peace_analysis.report.material import name_of
from peace_analysis.report.policy_material import PolicyMaterial
from peace_analysis.report.policy_numbers import dissents
from peace_analysis.report.policy_sections import group_order, section_link
from peace_analysis.report.policy_words import LEVEL_WORDS, NOT_RECORDED, SIGNOFF_WORDS, say_signoff, written_line
from peace_analysis.report.tabular import table
from peace_analysis.tables_policy import SIGNOFFS
from peace_analysis.wording import _, marked

HOW = marked(
    "Each representative counts in the column of the latest sign-off. Signing is done openly, in the name of a group. Names are not given."
)
NO_LEVELS = marked(
    "How far each group agrees with each section was not recorded. A signature does not tell it: it is given to the whole policy."
)
LEVELS_HOW = marked(
    "Groups said this themselves, on a scale of six levels. 1 means that a group agrees fully, 6 that it sees no agreement yet. "
    "A dash means that it was not recorded."
)


def signed_part(policy: PolicyMaterial) -> Fragment:
    """Set the sign-off matrix with the dissents, and the levels of consensus."""
    if policy["signoffs"].empty:
        return paragraph(_("Nobody has signed yet: no representative is listed."))
    return join([paragraph(_(HOW)), _matrix(policy), _dissents(policy), _levels(policy)])


def _matrix(policy: PolicyMaterial) -> Fragment:
    counts = count_signoffs(policy["signoffs"])
    columns = {"group": _("Group"), "n_representatives": _("Representatives")}
    columns |= {f"n_{word}": _capital(_(SIGNOFF_WORDS[word])) for word in SIGNOFFS} | {"n_open": _capital(_(NOT_RECORDED))}
    shown = counts.assign(group=counts["group"].map(name_of))
    total = {name: _("All") if name == "group" else int(counts[name].sum()) for name in columns}
    shown = pd.concat([shown, pd.DataFrame([total])], ignore_index=True)[list(columns)]
    return table(shown, caption=_("Sign-off by group"), headers=columns)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _dissents(policy: PolicyMaterial) -> Fragment:
    rows = dissents(policy)
    if rows.empty:
        return Fragment("")
    quotes = []
    for row in rows_of(rows):
        said_by = _("Representative of {group}, {signoff}", group=name_of(row["group"]), signoff=say_signoff(row["signoff"]))
        quotes.append(quote(row["dissent"], said_by) if row["dissent"] else written_line(f"{said_by}:", _("not shown")))
    return section(paragraph(_("This was put on record:")), *quotes, kind="dissents")


def _levels(policy: PolicyMaterial) -> Fragment:
    rows = policy["consensus"]
    title = heading(4, _("How far groups agree"), f"policy-{policy.place}-agreement")
    if rows.empty:
        return join([title, paragraph(_(NO_LEVELS))])
    groups = [group for group in group_order(policy) if group in set(rows["group"])]
    groups += [group for group in dict.fromkeys(rows["group"]) if group not in groups]
    ids = [key for key in policy.section_names if key in set(rows["section_id"])]
    levels = {(row["section_id"], row["group"]): int(row["level"]) for row in rows_of(rows)}
    data: dict[str, list[object]] = {_("Section"): [section_link(policy.place, key, policy) for key in ids]}
    for group in groups:
        data[name_of(group)] = [levels.get((key, group)) for key in ids]
    shown = pd.DataFrame(data, dtype="object")
    key_lines = [f"{level}: {_(words)}" for level, words in LEVEL_WORDS.items()]
    key = Fragment(f'<ul class="levels">{"".join(f"<li>{escape(line)}</li>" for line in key_lines)}</ul>')
    return join(
        [title, paragraph(_(LEVELS_HOW)), key, table(shown, caption=_("Level of agreement by section and group"), numbers=list(data)[1:])]
    )
