"""Utterances -> statements: identifiers and names found and replaced, turns cut into statements.

`anonymize_city` does a whole city and takes up again what it did before for sessions that have not changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.anonymize.decisions import Decisions, SessionDecisions
from peace_analysis.anonymize.session import SessionResult, anonymize_session
from peace_analysis.anonymize.turns import join_turns
from peace_analysis.tables import ACCOUNTING, PARTICIPANTS, STATEMENTS, TURNS

if TYPE_CHECKING:
    from peace_analysis.city import City
    from peace_analysis.transcripts import Heard

__all__ = ["Anonymised", "SessionResult", "anonymize_city", "anonymize_session"]


@dataclass(frozen=True)
class Anonymised:
    """What leaves stage 1, and the log that must not."""

    statements: pd.DataFrame  # tables.STATEMENTS
    turns: pd.DataFrame  # tables.TURNS
    participants: pd.DataFrame  # tables.PARTICIPANTS, pseudonymous
    accounting: pd.DataFrame  # tables.ACCOUNTING
    replacements: pd.DataFrame  # restricted: what stood where each token stands now
    doubtful: pd.DataFrame  # restricted: names that nearly counted as found, for a person to look at
    n_reused: int  # sessions taken over from an earlier run

    def count_tokens(self) -> pd.DataFrame:
        """Count what was replaced, by type, most first; shows no words and no sessions."""
        if self.replacements.empty:
            return pd.DataFrame(columns=["type", "n"])
        return self.replacements["type"].value_counts(sort=True).rename_axis("type").reset_index(name="n")

    def sum_accounting(self) -> pd.DataFrame:
        """Add up where utterances went: what, n.

        Not session by session: sizes, languages and introductions of single sessions tell whoever was in one of them of the people in
        others. The team's own `derived/accounting.parquet` tells of each.
        """
        return self.accounting.drop(columns="session_id").sum().astype("int64").rename_axis("what").reset_index(name="n")


def anonymize_city(
    heard: Heard,
    city: City,
    *,
    decisions: Decisions | None = None,
    earlier: MutableMapping[str, dict[str, Any]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Anonymised:
    """Anonymise every session of a city.

    Args:
        heard: Raw utterances and participants (restricted).
        city: Whose settings apply.
        decisions: What a reviewer decided about single words (restricted).
        earlier: Results of earlier runs by session (restricted); a session whose words, roster and settings have not changed is taken
            over, and new results are put in.
        progress: Told (sessions done, sessions in all).

    Returns:
        Statements, turns, participants, the account of every utterance and the log of replacements, sessions in the order of
        sessions.csv.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import anonymize, transcripts
        >>> place = City.open("riverton")  # takes minutes  # doctest: +SKIP
        >>> done = anonymize.anonymize_city(transcripts.read_city(place), place)  # doctest: +SKIP
        >>> done.count_tokens()  # doctest: +SKIP
    """
    kept: MutableMapping[str, dict[str, Any]] = earlier if earlier is not None else {}
    config = city.config
    by_session = dict(tuple(heard.utterances.groupby("session_id", sort=False)))
    order = [key for key in city.sessions["session_id"] if key in by_session]
    tasks = {key: _prepare(key, by_session[key], heard, city, (decisions or Decisions()).of(key)) for key in order}
    changed = [key for key, task in tasks.items() if (kept.get(key) or {}).get("fingerprint") != task["fingerprint"]]
    is_changed = set(changed)
    anonymizer = None
    if changed:
        from peace_analysis.anonymize.prepare import make_anonymizer

        # All texts are read at once: session by session most of the recogniser's batches would be half empty.
        anonymizer = make_anonymizer(config, ahead=[text for key in changed for text in join_turns(by_session[key])["text"]])
    results: list[SessionResult] = []
    for done, (key, task) in enumerate(tasks.items()):
        if anonymizer is not None and key in is_changed:
            result = anonymize_session(
                by_session[key],
                anonymizer=anonymizer,
                guide=config.guide,
                model_languages=config.themes.model_languages,
                **task["arguments"],
            )
            kept[key] = _save(result, task["fingerprint"])
            results.append(result)
        else:
            results.append(_restore(kept[key]))
        if progress is not None:
            progress(done + 1, len(order))
    for stale in set(kept) - set(order):
        del kept[stale]
    return Anonymised(
        statements=_stack([result.statements for result in results], [c.name for c in STATEMENTS.columns]),
        turns=_stack([result.turns for result in results], [c.name for c in TURNS.columns]),
        participants=_pseudonymous(heard.participants),
        accounting=pd.DataFrame([result.accounting for result in results], columns=[c.name for c in ACCOUNTING.columns]),
        replacements=_stack([result.log for result in results if not result.log.empty], []),
        doubtful=_stack([result.doubtful for result in results if not result.doubtful.empty], []),
        n_reused=len(order) - len(changed),
    )


def _prepare(key: str, utterances: pd.DataFrame, heard: Heard, city: City, decided: SessionDecisions) -> dict[str, Any]:
    """Gather what one session needs, and the fingerprint of all that its result depends on."""
    row = city.sessions.loc[city.sessions["session_id"] == key].iloc[0]
    people = heard.participants.loc[heard.participants["session_id"] == key]
    staff = [name.strip() for column in ("facilitator", "note_taker") for name in str(row[column] or "").split(";") if name.strip()]
    asked = heard.questions.loc[heard.questions["session_id"] == key]
    language = str(row["language"])
    arguments = {
        "participants": people,
        "language": language,
        "facilitators": staff,
        "told": dict(zip(asked["turn"].astype(int), asked["question"].astype(str), strict=True)),
        "decided": decided,
    }
    return {"arguments": arguments, "fingerprint": _fingerprint([utterances, people, asked], staff, language, city, decided)}


def _pseudonymous(participants: pd.DataFrame) -> pd.DataFrame:
    first = [column.name for column in PARTICIPANTS.columns]
    rest = [name for name in participants.columns if name not in (*first, "speaker_label")]
    return participants[first + rest].reset_index(drop=True)


def _stack(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    present = [frame for frame in frames if len(frame)]
    return pd.concat(present, ignore_index=True) if present else pd.DataFrame(columns=columns)


def _fingerprint(frames: list[pd.DataFrame], staff: list[str], language: str, city: City, decided: SessionDecisions) -> str:
    """Hash all that the result of one session depends on."""
    from peace_analysis.code import hash_code

    config = city.config
    settings = {
        "privacy": config.privacy.model_dump(mode="json"),
        "guide": config.guide.model_dump(mode="json"),
        "name": config.name,
        "neighborhoods": config.plan.neighborhoods,
        "model_languages": config.themes.model_languages,
        "language": language,
        "staff": staff,
        "decided": [decided.names, decided.keep],
        "code": hash_code("anonymize"),
    }
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for frame in frames:
        digest.update(frame.to_json(orient="values").encode())
    return digest.hexdigest()


def _save(result: SessionResult, fingerprint: str) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "turns": result.turns.to_dict("list"),
        "statements": result.statements.to_dict("list"),
        "accounting": result.accounting,
        "log": result.log.to_dict("list"),
        "labels": list(result.labels),
        "doubtful": result.doubtful.to_dict("list"),
    }


def _restore(saved: dict[str, Any]) -> SessionResult:
    turns, statements, log, doubtful = (pd.DataFrame(saved[part]) for part in ("turns", "statements", "log", "doubtful"))
    return SessionResult(turns, statements, saved["accounting"], log, tuple(saved["labels"]), doubtful)
