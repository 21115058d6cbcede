"""One session: raw utterances in, anonymised turns and statements out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.anonymize.introductions import introduces_speaker
from peace_analysis.anonymize.language import detect_languages
from peace_analysis.anonymize.personal_matters import is_too_telling
from peace_analysis.anonymize.questions import asks_for_something, code_question, code_sections, is_about_safety
from peace_analysis.anonymize.statements import split_statements
from peace_analysis.anonymize.turns import is_back_channel, is_wordless, join_turns
from peace_analysis.tables import ACCOUNTING, STATEMENTS, TURNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peace_analysis.anonymize.decisions import SessionDecisions
    from peace_analysis.anonymize.engine import Anonymizer
    from peace_analysis.city import Guide

_INTRODUCES = re.compile(
    r"\b(?:my name(?:'s| is)|i'm \[NAME|i am \[NAME|this is \[NAME|name's \[NAME|they call me|call me \[NAME|"
    r"me llamo|mi nombre es|soy \[NAME)",
    re.IGNORECASE,
)
_BRIEF = 7  # words
REASONS = ("back_channel", "introduction", "brief", "wordless")


@dataclass(frozen=True)
class SessionResult:
    """What stage 1 makes of one session; `log`, `labels` and `doubtful` (restricted) hold words as received."""

    turns: pd.DataFrame
    statements: pd.DataFrame
    accounting: dict[str, int | str]
    log: pd.DataFrame
    labels: tuple[str, ...] = ()  # of speakers, as the source gives them
    doubtful: pd.DataFrame = field(default_factory=pd.DataFrame)  # like the log, without a token: names that nearly counted as found


def anonymize_session(
    utterances: pd.DataFrame,
    participants: pd.DataFrame,
    anonymizer: Anonymizer,
    *,
    guide: Guide,
    language: str,
    model_languages: Sequence[str],
    facilitators: Sequence[str] = (),
    told: Mapping[int, str] | None = None,
    decided: SessionDecisions | None = None,
) -> SessionResult:
    """Turn the utterances of one session into anonymised turns and statements.

    Args:
        utterances: Rows of `tables.UTTERANCES` of one session, raw.
        participants: That session's participants: speaker_id, speaker_label, quote_consent (restricted).
        anonymizer: Finds identifiers.
        guide: Phrases that open the parts of the guide.
        language: ISO 639-1 code of the session's language.
        model_languages: Languages that the sentence model reads.
        facilitators: Names of facilitators and note-takers, which are replaced as the participants' are.
        decided: What a reviewer decided for this session.
        told: Question of a turn where the source itself says it (a column of a table); it goes before section and words.

    Returns:
        Turns, statements, the account of every utterance, and the log of replacements.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis.anonymize import anonymize_session
        >>> from peace_analysis.anonymize.prepare import make_anonymizer
        >>> from peace_analysis.city import City
        >>> place = City.open("riverton")  # loads the recogniser  # doctest: +SKIP
        >>> utterances = pd.DataFrame()  # tables.UTTERANCES of one session  # doctest: +SKIP
        >>> settings = place.config  # doctest: +SKIP
        >>> anonymize_session(
        ...     utterances, pd.DataFrame(), make_anonymizer(settings), guide=settings.guide, language="en", model_languages=["en"]
        ... )  # doctest: +SKIP
    """
    session_id = str(utterances["session_id"].iloc[0])
    turns = join_turns(utterances)
    labels = [str(label) for label in participants["speaker_label"].dropna()] if "speaker_label" in participants else []
    speakers = sorted({str(label) for label in turns["speaker"].dropna()})
    raw = list(turns["text"])
    roster = [*labels, *facilitators, *(label for label in speakers if label not in labels)]
    found = anonymizer.search(raw, roster, decided)
    replaced = anonymizer.replace_session(raw, found.spans, roster)
    turns["text"] = replaced.texts

    sections = code_sections(list(turns["role"]), raw, a=guide.a, b=guide.b, close=guide.close)
    ids, consents = _pseudonyms(participants)
    turns["speaker_id"] = [
        _speaker_id(session_id, role, speaker, ids) for role, speaker in zip(turns["role"], turns["speaker"], strict=True)
    ]
    told = told or {}
    rows, fates = [], []
    has_prompts = bool((turns["role"] == "facilitator").any())
    for turn, section in zip(turns.to_dict("records"), sections, strict=True):
        fate = _fate(str(turn["text"]), str(turn["role"]), section, has_prompts=has_prompts)
        fates.append(fate)
        if fate != "in_statements":
            continue
        for place, text in enumerate(split_statements(str(turn["text"])), 1):
            rows.append(
                {
                    "statement_id": f"{session_id}-{turn['turn']:04d}-{place:02d}",
                    "session_id": session_id,
                    "turn": turn["turn"],
                    "speaker_id": turn["speaker_id"],
                    "question": told.get(int(turn["turn"])) or code_question(text, section),
                    "request": asks_for_something(text),
                    "language": language,
                    "text": text,
                    "quotable": bool(consents.get(str(turn["speaker_id"]), False))
                    and not introduces_speaker(text)
                    and not is_too_telling(text),
                }
            )
    statements = pd.DataFrame(rows, columns=[column.name for column in STATEMENTS.columns])
    if rows:
        statements["language"] = detect_languages(list(statements["text"]), language)
    turns["question"] = [section or "none" for section in sections]
    log = pd.DataFrame(replaced.log)
    if not log.empty:
        # Until here `turn` is the place in the list of turns that was anonymised.
        log["turn"] = [int(turns["turn"].iloc[place]) for place in log["turn"]]
        log["session_id"] = session_id
    doubtful = pd.DataFrame(
        [
            {
                "session_id": session_id,
                "turn": int(turns["turn"].iloc[place]),
                "start": span.start,
                "end": span.end,
                "type": span.type,
                "subtype": span.subtype,
                "token": "",
                "original": raw[place][span.start : span.end],
                "score": span.score,
                "rule": span.rule,
            }
            for place, spans in enumerate(found.doubtful)
            for span in spans
        ]
    )
    accounting = _account(session_id, turns["n_utterances"], fates, statements["language"], model_languages) | {"n_replaced": len(log)}
    return SessionResult(turns[[column.name for column in TURNS.columns]], statements, accounting, log, tuple(speakers), doubtful)


def _fate(text: str, role: str, section: str, *, has_prompts: bool) -> str:
    """Say where a turn goes: facilitator, unattributed, in_statements, or the reason why it is left out."""
    if role != "participant":
        return "facilitator" if role == "facilitator" else "unattributed"
    if is_wordless(text):
        return "wordless"
    if is_back_channel(text):
        return "back_channel"
    if _INTRODUCES.search(text) and not is_about_safety(text) and section not in ("a", "b"):
        return "introduction"
    # In a conversation a few words are a remark to a neighbor; in a table or a list of notes they are what somebody had to say.
    if has_prompts and len(text.split()) <= _BRIEF and not is_about_safety(text) and not asks_for_something(text):
        return "brief"
    return "in_statements"


def _pseudonyms(participants: pd.DataFrame) -> tuple[dict[str, str], dict[str, bool]]:
    ids = {str(row["speaker_label"]).casefold(): str(row["speaker_id"]) for row in participants.to_dict("records")}
    consents = {str(row["speaker_id"]): bool(row["quote_consent"]) for row in participants.to_dict("records")}
    return ids, consents


def _speaker_id(session_id: str, role: str, speaker: str | None, ids: dict[str, str]) -> str | None:
    if role == "facilitator":
        return f"{session_id}-facilitator"
    if not isinstance(speaker, str):
        return None
    return ids.get(speaker.casefold())


def _account(
    session_id: str, n_utterances: pd.Series, fates: Sequence[str], languages: pd.Series, model_languages: Sequence[str]
) -> dict[str, int | str]:
    counts = pd.Series(n_utterances.to_list(), dtype="int64").groupby(pd.Series(fates, dtype="str")).sum()
    count = {fate: int(counts.get(fate, 0)) for fate in ("facilitator", "unattributed", "in_statements", *REASONS)}
    account: dict[str, int | str] = {column.name: 0 for column in ACCOUNTING.columns}
    account |= {f"n_{fate}": n for fate, n in count.items()}
    account["session_id"] = session_id
    account["n_read"] = sum(count.values())
    account["n_participant"] = count["in_statements"] + sum(count[reason] for reason in REASONS)
    account["n_statements"] = len(languages)
    account["n_not_read"] = int((~languages.isin(list(model_languages))).sum())
    return account
