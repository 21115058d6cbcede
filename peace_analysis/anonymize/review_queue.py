"""What the software was unsure of, for a person to decide: the lowest scores first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peace_analysis.anonymize.decisions import KEEPABLE, fold_words

if TYPE_CHECKING:
    import pandas as pd

UNSURE = 0.75  # what scores less is shown: the learned recogniser's scores are calibrated, so that one in four may be wrong
_AROUND = 240  # characters of a sentence shown on either side
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
Key = tuple[str, str, tuple[str, ...]]  # session, type, folded words


@dataclass(frozen=True)
class Doubt:
    """Words of one session that the software was unsure of (restricted: `words` and `sentence` hold words as received)."""

    row_id: str  # session, turn and place of the first time they are said: S01-0012-34
    session_id: str
    type: str
    words: str
    sentence: str  # around the first time, with the words in « »; other identifiers stay tokens
    score: float  # highest over all places
    n_places: int
    replaced: bool  # a token stands in their place now

    @property
    def answers(self) -> tuple[str, ...]:
        """What a person may say of them."""
        return ("remove", "keep") if self.type in KEEPABLE else ("remove",)


def list_doubts(log: pd.DataFrame, doubtful: pd.DataFrame, turns: pd.DataFrame, decided: Collection[Key] = ()) -> list[Doubt]:
    """List what the software was unsure of and nobody has decided.

    Args:
        log: Log of replacements (restricted): session_id, turn, start, end, type, token, original, score, and more.
        doubtful: The same for names that nearly counted as found; their words stand in the text.
        turns: Anonymised turns of `tables.TURNS`.
        decided: What has been decided before, as `key_of` gives it.

    Returns:
        The same words of a session and type once, lowest score first.
    """
    texts = {(str(key), int(turn)): str(text) for key, turn, text in zip(turns["session_id"], turns["turn"], turns["text"], strict=True)}
    replaced = _rows(log)
    by_turn: dict[tuple[str, int], list[Mapping[str, object]]] = {}
    for row in replaced:
        by_turn.setdefault(_place(row), []).append(row)
    found: dict[Key, Doubt] = {}
    for rows, is_replaced in ((replaced, True), (_rows(doubtful), False)):
        for key, group in _group(rows).items():
            score = max(float(str(row["score"])) for row in group)
            if score >= UNSURE or key in decided or not key[2] or key in found:
                continue
            if not is_replaced and any(key[:2] == other[:2] and _holds(key[2], other[2]) for other in decided):
                continue  # around words given back, what is left of a longer name is asked in vain
            first = group[0]
            session_id, turn = _place(first)
            found[key] = Doubt(
                f"{session_id}-{turn:04d}-{int(str(first['start']))}",
                session_id,
                key[1],
                str(first["original"]),
                _sentence(texts.get((session_id, turn), ""), first, by_turn.get((session_id, turn), []), replaced=is_replaced),
                score,
                len(group),
                is_replaced,
            )
    return sorted(found.values(), key=lambda doubt: (doubt.score, doubt.row_id))


def key_of(session_id: str, kind: str, said: str) -> Key:
    """Say what words are decided together: the same ones, however written, of one type in one session."""
    return session_id, kind, fold_words(said)


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(part)]) == tuple(part) for at in range(len(words) - len(part) + 1))


def _rows(frame: pd.DataFrame) -> list[Mapping[str, object]]:
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    return sorted(rows, key=lambda row: (*_place(row), int(str(row["start"]))))


def _place(row: Mapping[str, object]) -> tuple[str, int]:
    return str(row["session_id"]), int(str(row["turn"]))


def _group(rows: Iterable[Mapping[str, object]]) -> dict[Key, list[Mapping[str, object]]]:
    groups: dict[Key, list[Mapping[str, object]]] = {}
    for row in rows:
        groups.setdefault(key_of(str(row["session_id"]), str(row["type"]), str(row["original"])), []).append(row)
    return groups


def _sentence(text: str, row: Mapping[str, object], replaced_there: Iterable[Mapping[str, object]], *, replaced: bool) -> str:
    """Show the sentence of the anonymised turn around one place, with the words as they were said."""
    said, start = str(row["original"]), int(str(row["start"]))
    place = start
    for other in replaced_there:
        if int(str(other["start"])) < start:
            place += len(str(other["token"])) - (int(str(other["end"])) - int(str(other["start"])))
    there = str(row["token"]) if replaced else said
    if text[place : place + len(there)] != there:  # the turn is not the one that was logged
        return f"« {said} »"
    before, after = text[:place], text[place + len(there) :]
    ends = list(_SENTENCE_END.finditer(before))
    before = before[ends[-1].end() if ends else 0 :]
    end = _SENTENCE_END.search(after)
    after = after[: end.end()] if end else after
    return f"{_cut(before, at_end=False)}« {said} »{_cut(after, at_end=True)}".strip()


def _cut(text: str, *, at_end: bool) -> str:
    """Shorten what stands around to whole words."""
    if len(text) <= _AROUND:
        return text
    return f"{text[:_AROUND].rsplit(' ', 1)[0]} …" if at_end else f"… {text[-_AROUND:].split(' ', 1)[-1]}"
