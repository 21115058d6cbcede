"""From voices to policy: the chapter on the policies that a city revises with its community."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import quoted
from peace_analysis.charts.policy_timeline import say_kind
from peace_analysis.charts.rows import rows_of
from peace_analysis.report.figures import policy_figure
from peace_analysis.report.html import Fragment, bullets, folded, heading, join, off_paper, paragraph
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.policy_asked import uncovered_themes
from peace_analysis.report.policy_material import PolicyMaterial
from peace_analysis.report.policy_numbers import count_of, reversed_answers, silent_sections
from peace_analysis.report.policy_questions import questions_table
from peace_analysis.report.policy_sections import policy_sections, section_link, set_comment
from peace_analysis.report.policy_signed import signed_part
from peace_analysis.report.policy_summary import policy_summary
from peace_analysis.report.policy_words import say_answer, say_placed, say_words
from peace_analysis.report.tabular import figure_with_table, table
from peace_analysis.report.way_back import link_themes
from peace_analysis.wording import _, marked, ngettext
from peace_analysis.wording.days import say_day

TITLE = marked("From voices to policy")
WHO = marked("Community groups and the department worked on this policy together. Officers are one group like any other.")
SOFTWARE_LINKS = marked(
    "Where nobody said which section a comment or a request is about, the software chose the one that fits best by its words. "
    "It can be wrong; people can correct its choice."
)


def policies(material: Material) -> Fragment | None:
    """Set the chapter with its heading; None, and so nothing at all, where the city revises no policy.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.policies(material)  # doctest: +SKIP
    """
    if not material.policies:
        return None
    pieces = [heading(2, _(TITLE), "section-from-voices-to-policy")]
    for policy in material.policies:
        pieces += _policy(material, policy, several=len(material.policies) > 1)
    return link_themes(material, join(pieces))


def _policy(material: Material, policy: PolicyMaterial, *, several: bool) -> list[Fragment]:
    parts = [
        ("when", _("Step by step"), _steps(material, policy)),
        ("questions", _("Eight questions on the use of force"), questions_table(policy.answers)),
        ("sections", _("Section by section"), policy_sections(material, policy, policy.place)),
        ("gaps", _("What no section covers, and what nobody spoke to"), _gaps(material, policy)),
        ("signed", _("Who signed"), signed_part(policy)),
        ("comments", _("All comments and answers"), _all_comments(material, policy)),
    ]
    start = heading(3, policy.name, f"policy-{policy.place}") if several else Fragment("")
    pieces = [start, paragraph(quoted(policy.name) + ":", _(WHO)), policy_summary(material, policy)]
    for key, title, body in parts:
        if body.markup:
            shown = f"{policy.name}: {title[:1].lower()}{title[1:]}" if several else title
            pieces += [heading(3, shown, f"policy-{policy.place}-{key}"), body]
    return pieces


def _steps(material: Material, policy: PolicyMaterial) -> Fragment:
    figure = policy_figure(material, policy)
    if figure is None:
        return Fragment("")
    rows = rows_of(figure.table)
    shown = pd.DataFrame(
        {
            _("Day"): [say_day(pd.Timestamp(row["date"]).date()) for row in rows],
            _("Until"): [say_day(pd.Timestamp(row["end"]).date()) if say_words(row["end"]) else None for row in rows],
            _("Kind"): [say_kind(str(row["kind"])) for row in rows],
            _("What"): [row["what"] for row in rows],
        }
    )
    return figure_with_table(figure, frame=shown)


def _gaps(material: Material, policy: PolicyMaterial) -> Fragment:
    rows = policy["comments"]
    loose = rows[rows["section_id"].isna()]
    pieces = []
    if len(loose):
        said = ngettext("{n} comment bears on no section of this policy.", "{n} comments bear on no section of this policy.", len(loose))
        pieces += [paragraph(said), folded(_("Read them"), join([set_comment(row) for row in rows_of(loose)]), kind="section")]
    themes = uncovered_themes(material, policy)
    if themes:
        pieces += [
            paragraph(
                _("In the sessions, people also asked for things that no section of this policy covers. Most did so in these themes:")
            ),
            bullets([quoted(theme) for theme in themes]),
        ]
    silent = silent_sections(material, policy)
    if silent:
        n = count_of(material, policy, "sections that nobody spoke to")
        said = ngettext("Nobody is known to have spoken to {n} section:", "Nobody is known to have spoken to {n} sections:", n)
        pieces += [paragraph(said), bullets([section_link(policy.place, key, policy) for key in silent])]
    return join(pieces)


def _all_comments(material: Material, policy: PolicyMaterial) -> Fragment:
    rows = rows_of(policy["comments"])
    if not rows:
        return Fragment("")
    shown = pd.DataFrame(
        {
            _("No."): [int(row["comment"]) for row in rows],
            _("Group"): [name_of(row["group"]) for row in rows],
            _("Comment"): [row["text"] or _("not shown") for row in rows],
            _("Source"): [row["source"] for row in rows],
            _("Section"): [section_link(policy.place, row["section_id"], policy) for row in rows],
            _("Linked by"): [say_placed(row["placed_by"]) for row in rows],
            _("Answer"): [say_answer(row["disposition"]) for row in rows],
            _("Reason"): [row["reason"] for row in rows],
            _("Section that the answer cites"): [section_link(policy.place, row["changed_section_id"], policy) for row in rows],
        }
    )
    n = count_of(material, policy, "comments")
    elsewhere = _("The comments as a table are in the HTML report and in tables/policy_comments.csv.")
    matrix = off_paper(table(shown, caption=_("Comments on this policy, and what became of them")), elsewhere)
    title = ngettext("The {n} comment as a table", "The {n} comments as a table", n)
    return join([paragraph(_(SOFTWARE_LINKS), *_kept_back(material, policy)), folded(title, matrix), _history(policy)])


def _kept_back(material: Material, policy: PolicyMaterial) -> list[str]:
    """Say how many comments and reasons are not shown word for word, and why."""
    texts, reasons = (count_of(material, policy, f"comments: {what} not shown") for what in ("words", "reason"))
    said = []
    if texts:
        said.append(ngettext("The words of {n} comment are not shown.", "The words of {n} comments are not shown.", texts))
    if reasons:
        said.append(
            ngettext(
                "{n} reason that was given with a comment is not shown.",
                "{n} reasons that were given with comments are not shown.",
                reasons,
            )
        )
    why = _("They tell of an illness, or of what befell the writer or somebody near, or the city asked not to show them.")
    return [*said, why] if said else []


def _history(policy: PolicyMaterial) -> Fragment:
    """Set the answers of comments that were answered otherwise before."""
    numbers = reversed_answers(policy)["comment"]
    rows = policy["dispositions"]
    rows = rows[rows["comment"].isin(list(numbers))].sort_values(["comment", "date"], kind="stable")
    if rows.empty:
        return Fragment("")
    told = rows_of(rows)
    shown = pd.DataFrame(
        {
            _("No."): [int(row["comment"]) for row in told],
            _("Day"): [say_day(pd.Timestamp(row["date"]).date()) for row in told],
            _("Answer"): [say_answer(row["disposition"]) for row in told],
            _("Reason"): [row["reason"] for row in told],
        }
    )
    return folded(_("Answers that were changed"), table(shown, caption=_("Answers that were changed, with their history")))
