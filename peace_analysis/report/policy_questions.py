"""The eight questions on a use-of-force policy, before and after, in the policy's own words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from peace_analysis.policy.questions import NOT_FOUND, Answer
from peace_analysis.report import html, tabular
from peace_analysis.report.html import Fragment
from peace_analysis.wording import _, marked

ASKED = {
    "de_escalation": marked("Does it require officers to de-escalate?"),
    "chokeholds": marked("Does it forbid chokeholds and strangleholds?"),
    "duty_to_intervene": marked("Must officers stop others from using too much force?"),
    "warning": marked("Must officers give a warning before shooting?"),
    "exhaust_alternatives": marked("Must officers try everything else before deadly force?"),
    "moving_vehicles": marked("Does it forbid shooting at moving vehicles?"),
    "continuum": marked("Does it have a use-of-force continuum?"),
    "reporting": marked("Must officers report all uses of force, and threats of it?"),
}
ANSWERS = {
    "required": marked("required"),
    "prohibited": marked("prohibited"),
    "prohibited with exceptions": marked("prohibited with exceptions"),
    "permitted": marked("permitted"),
    "advised": marked("advised"),
    "advised against": marked("advised against"),
    "mentioned": marked("mentioned"),
    NOT_FOUND: marked("not found"),
}
HOW = marked(
    "Each cell says what the quoted sentence does with the subject of the question, then quotes it. Rules find the sentences: "
    "where it says not found, read the policy."
)


def questions_table(pairs: Sequence[tuple[Answer, Answer]]) -> Fragment:
    """Set the answers of two versions side by side.

    Args:
        pairs: As `policy.questions.compare_answers` gives them.

    Returns:
        How to read it, and the table; nothing where both versions are silent on all questions, as a policy on something else is.
    """
    if all(answer.answer == NOT_FOUND for pair in pairs for answer in pair):
        return Fragment("")
    rows = [(_(ASKED[before.question]), _told(before), _told(after)) for before, after in pairs]
    shown = pd.DataFrame(rows, columns=[_("Question"), _("Before"), _("After")])
    return html.join([html.paragraph(_(HOW)), tabular.table(shown, caption=_("What each version says, in its own words"))])


def _told(answer: Answer) -> str:
    said = _(ANSWERS[answer.answer]) if answer.answer in ANSWERS else answer.answer
    if answer.answer == NOT_FOUND:
        return said
    section = f" ({answer.number})" if answer.number else ""
    return f"{said}: “{answer.quote}”{section}"
