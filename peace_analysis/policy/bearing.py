"""Linking all that was asked, in comments and in sessions, to the sections of a policy's latest version."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.policy.answers import carry_forward
from peace_analysis.policy.decided import apply_decisions
from peace_analysis.policy.entries import Codevelopment
from peace_analysis.policy.linking import link_texts
from peace_analysis.tables_policy import POLICY_LINKS

if TYPE_CHECKING:
    from peace_analysis.policy.pieces import Reader


def link_policies(entries: Sequence[Codevelopment], requests: pd.DataFrame, *, model: Reader | None = None) -> pd.DataFrame:
    """Link comments and requests to sections.

    Args:
        entries: One per policy; the words of comments are anonymised already.
        requests: statement_id, text: statements of the sessions that ask for something.
        model: What reads them; the default sentence model where none is given.

    Returns:
        `POLICY_LINKS`: up to three sections per comment, best first, and the best one per request. What a person decided holds; what a
        comment's author named comes first.
    """
    frames = [pd.DataFrame(columns=list(POLICY_LINKS.by_name))]
    for entry in entries:
        if entry.comments:
            frames.append(_link_comments(entry, model))
        if len(requests):
            found = link_texts([str(text) for text in requests["text"]], entry.latest.sections, model=model, top=1)
            found = found[found["rank"] == 1]
            keys = requests["statement_id"].astype(str).tolist()
            made = _shape(entry, "request", [keys[item] for item in found["item"]], found)
            frames.append(apply_decisions(made, entry.decisions))
    return pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)


def choose_requests(statements: pd.DataFrame, languages: Collection[str]) -> pd.DataFrame:
    """Choose the statements that ask for something in a language that the model reads: statement_id, text."""
    wanted = statements["request"].astype(bool) & statements["language"].isin(list(languages))
    return statements.loc[wanted, ["statement_id", "text"]].reset_index(drop=True)


def _link_comments(entry: Codevelopment, model: Reader | None) -> pd.DataFrame:
    named = [carry_forward(entry, comment.section_id) for comment in entry.comments]
    texts = [f"{comment.text} {comment.rationale}".strip() for comment in entry.comments]
    found = link_texts(texts, entry.latest.sections, named=named, model=model)
    numbers = [comment.number for comment in entry.comments]
    made = _shape(entry, "comment", [str(numbers[item]) for item in found["item"]], found)
    own = {str(number): section for number, section in zip(numbers, named, strict=True) if section is not None}
    is_own = pd.Series([own.get(item) == section for item, section in zip(made["item"], made["section_id"], strict=True)], dtype="bool")
    first = (made["rank"] == 1) & is_own
    made.loc[first, "placed_by"] = "its author"
    return apply_decisions(made, entry.decisions)


def _shape(entry: Codevelopment, kind: str, items: list[str], found: pd.DataFrame) -> pd.DataFrame:
    sections = [None if pd.isna(section) else str(section) for section in found["section_id"]]
    return pd.DataFrame(
        {
            "policy": entry.name,
            "kind": kind,
            "item": items,
            "section_id": pd.Series(sections, dtype="object"),
            "rank": found["rank"].tolist(),
            "score": found["score"].round(4).tolist(),
            "placed_by": "the software",
        }
    )
