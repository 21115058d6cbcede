"""How the chapter on policies says what happened to comments and who signed."""

from __future__ import annotations

import pandas as pd

from peace_analysis.report.html import Fragment, bdi, escape
from peace_analysis.wording import _, marked

ANSWER_WORDS = {
    "adopted": marked("adopted"),
    "partly": marked("adopted in part"),
    "not": marked("not adopted"),
    "out_of_scope": marked("not a matter of this policy"),
}
NO_ANSWER = marked("no answer yet")
SIGNOFF_WORDS = {
    "signed": marked("signed"),
    "signed_with_dissent": marked("signed with a dissent"),
    "declined": marked("declined to sign"),
    "withdrew": marked("withdrew"),
}
NOT_RECORDED = marked("not recorded")
VERDICT_WORDS = {
    "changed": marked("The section that it cites changed after the comment."),
    "not changed": marked("Read with care: the section that it cites reads as before the comment."),
    "no later version": marked("The section that it cites has not been revised since."),
    "section not found": marked("Read with care: the section that it cites stands in neither version."),
}
PLACED_WORDS = {
    "a person": marked("a person"),
    "its author": marked("its author"),
    "its answer": marked("its answer"),
    "the software": marked("the software"),
}
LEVEL_WORDS = {
    1: marked("agrees fully"),
    2: marked("finds it acceptable"),
    3: marked("can live with it"),
    4: marked("does not fully agree, has put that on record, and supports it"),
    5: marked("does not agree and stands in the way"),
    6: marked("sees no agreement yet; more work is needed"),
}


def say_answer(disposition: object) -> str:
    """Say what became of a comment."""
    return _(ANSWER_WORDS[disposition]) if isinstance(disposition, str) and disposition in ANSWER_WORDS else _(NO_ANSWER)


def say_signoff(signoff: object) -> str:
    """Say how a representative signed."""
    return _(SIGNOFF_WORDS[signoff]) if isinstance(signoff, str) and signoff in SIGNOFF_WORDS else _(NOT_RECORDED)


def say_placed(placed_by: object) -> str | None:
    """Say who linked a comment to its section; None where nobody did."""
    return _(PLACED_WORDS[placed_by]) if isinstance(placed_by, str) and placed_by in PLACED_WORDS else None


def say_words(value: object) -> str:
    """Text of a cell; "" where it is missing."""
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def written_line(lead: str, words: str) -> Fragment:
    """Set what people of the city wrote behind a few bold words of the report."""
    said = f" {bdi(words)}" if words.strip() else ""
    return Fragment(f'<p class="written"><strong>{escape(lead)}</strong>{said}</p>')
