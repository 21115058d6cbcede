"""Words of comments and dissents made fit to show: names and other identifiers become tokens, as in statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.policy.entries import Codevelopment

if TYPE_CHECKING:
    from peace_analysis.anonymize.engine import Anonymizer


def anonymize_entries(entries: Sequence[Codevelopment], anonymizer: Anonymizer) -> tuple[list[Codevelopment], pd.DataFrame]:
    """Put tokens in place of identifiers in what people said about each policy.

    Comments, their rationales and dissents are read as one session per policy, so that a token means the same throughout. Answers,
    steps and the policy itself are written to be published and are left alone; the leak gate looks at them as at everything.

    Args:
        entries: One per policy.
        anonymizer: Of the city.

    Returns:
        The entries with other words, and the log of replacements (restricted), one row each, as that of the transcripts.
    """
    made, log = [], []
    for entry in entries:
        texts = [text for comment in entry.comments for text in (comment.text, comment.rationale)]
        texts += [signoff.dissent for signoff in entry.signoffs]
        replaced = anonymizer.replace_session(texts, anonymizer.find(texts))
        words = iter(replaced.texts)
        comments = tuple(replace(comment, text=next(words), rationale=next(words)) for comment in entry.comments)
        signoffs = tuple(replace(signoff, dissent=next(words)) for signoff in entry.signoffs)
        made.append(entry.with_words(comments, signoffs))
        log += [asdict(row) | {"session_id": entry.name} for row in replaced.log]
    columns = ["session_id", "turn", "start", "end", "type", "subtype", "token", "original", "score", "rule"]
    return made, pd.DataFrame(log, columns=columns)
