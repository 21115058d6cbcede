"""Utterances -> turns: what one person says until somebody else really takes the floor."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

# Sounds and words by which a listener says "go on" or "I agree" without adding anything.
_SOUND = (
    r"(?:m+|m+[ -]?h+m+|mhm+|uh[ -]?huh|uh|um|hmm+|ah+|oh+|aha|yeah?|yep|yup|yes|ye[sp]|no|nope|nah|okay|ok|right|sure|true|exactly|"
    r"absolutely|totally|definitely|correct|agreed|amen|preach|facts|same|wow|huh|really|cool|great|good|nice|"
    r"for sure|for real|of course|that's right|that's true|that's it|that's fair|there you go|i know|i know right|i agree|"
    r"i hear (?:you|that)|"
    r"i see|got it|uh oh|thank you|thanks|you know it|same here|me too|say that|say it|tell it|oh my god|oh my goodness|oh wow|oh man|"
    r"sí|si|claro|ajá|aja|así es|exacto|exactamente|eso|eso es|verdad|es verdad|cierto|bueno|ya|gracias|de acuerdo|dale|por supuesto)"
)
_FILLER = r"(?:and|so|man|girl|sir|ma'am|brother|sister|honey|lord|well|like|just|it|is|this|that|that's|very|all|pues|y)"
_BACK_CHANNEL = re.compile(rf"\W*(?:(?:{_SOUND}|{_FILLER})\b\W*)*{_SOUND}\b\W*(?:(?:{_SOUND}|{_FILLER})\b\W*)*", re.IGNORECASE)
_ASIDE = re.compile(r"[\[(](?!(?:[A-Z]+ \d+)[\])])[^\])]{0,60}[\])]")  # [crosstalk], (laughs), but not [NAME 3]
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")  # escape and bell characters mean nothing here, and a page can't hold them
_LONGEST_BACK_CHANNEL = 8  # words; beyond that somebody is saying something


def is_back_channel(text: str) -> bool:
    """Tell whether a whole turn only keeps the conversation going ("Mm-hm.", "Yeah, right.").

    Args:
        text: Words of the turn; asides such as "[laughs]" do not count as words.
    """
    spoken = _ASIDE.sub(" ", text).replace("’", "'")
    return len(spoken.split()) <= _LONGEST_BACK_CHANNEL and _BACK_CHANNEL.fullmatch(spoken) is not None


def is_wordless(text: str) -> bool:
    """Tell whether a turn holds no words at all: asides and punctuation only ("[crosstalk]", "(laughs)", "...")."""
    return re.search(r"\w", _ASIDE.sub(" ", text)) is None


def join_turns(utterances: pd.DataFrame) -> pd.DataFrame:
    """Join the utterances of one session into turns.

    A listener's back-channel in the middle of a sentence does not end the speaker's turn: what the speaker says next is joined to what
    came before, and the back-channel follows as a turn of its own.

    Args:
        utterances: Rows of `tables.UTTERANCES` of one session, in order.

    Returns:
        One row per turn in order of their beginning: session_id, turn, speaker, role, text, line, n_utterances.
    """
    turns: list[dict[str, object]] = []
    resumable: dict[str, object] | None = None  # a turn cut off in mid-sentence ...
    interrupted = False  # ... by nothing but back-channels
    # Plain lists: there are thousands of turns in a city, and a frame of pandas for each takes longer than all that is done with it.
    of_turn: dict[object, list[dict[Any, Any]]] = {}
    for row in utterances[["session_id", "turn", "speaker", "role", "text", "line"]].to_dict("records"):
        of_turn.setdefault(row["turn"], []).append(row)
    for rows in of_turn.values():
        first = rows[0]
        text = " ".join(piece for row in rows if (piece := str(row["text"]).strip())).translate(_CONTROLS)
        speaker = first["speaker"] if isinstance(first["speaker"], str) else None
        listening = is_back_channel(text)
        if resumable is not None and interrupted and speaker is not None and speaker == resumable["speaker"] and not listening:
            resumable["text"] = f"{resumable['text']} {text}"
            resumable["n_utterances"] = int(str(resumable["n_utterances"])) + len(rows)
            current = resumable
        else:
            current = {
                "session_id": first["session_id"],
                "turn": int(first["turn"]),
                "speaker": speaker,
                "role": first["role"],
                "text": text,
                "line": int(first["line"]),
                "n_utterances": len(rows),
            }
            turns.append(current)
        interrupted = listening
        if not listening:
            resumable = current if not re.search(r"[.!?…][\"'”’)\]]*$", text) else None
    columns = ["session_id", "turn", "speaker", "role", "text", "line", "n_utterances"]
    return pd.DataFrame(turns, columns=columns)
