"""Which of the two standing questions a statement answers: (a) how people feel, (b) how they want to be served."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from peace_analysis.anonymize.requests import asks_for_something

__all__ = ["asks_for_something", "code_question", "code_sections", "is_about_safety", "normalize_prompt"]

# What people say when they tell how it is or was, and how that feels.
_TELLS = re.compile(
    r"""\b(?:
      (?:i|we|he|she|they|it|you|my\s\w+)\s(?:\w+\s)?(?:feel|felt|was|were|had|got|came|called|saw|heard|lost|went|stopped|pulled|told|said
      |took|waited|know|never|always|don't|didn't|can't|couldn't|won't|am|live|lived|grew)\b
    | (?:i'm|we're|i've|we've|i\ am)\b | (?:afraid|scared|safe|unsafe|worried|nervous|angry|tired|proud|grateful|terrified|comfortable)\b
    | (?:last|this|every|other)\ (?:night|week|month|year|day|morning|summer|winter|time)\b | there(?:'s|\ is|\ are|\ was|\ were)\b
    | (?:tengo|tenemos|siento|sentimos|vi|fue|era|estaba|llamé|llamamos|miedo|segura?|tranquil[oa])\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT_SAFETY = re.compile(
    r"\b(?:polic\w+|officers?|cops?|patrol\w*|safe\w*|crim\w+|911|sirens?|sergeants?|detectives?|chief|department|station|dispatch\w*|"
    r"arrest\w*|guns?|gunshots?|shots?|shoot\w*|robb\w+|st[eo]l\w+|thief|thieves|break-?ins?|broke in|drugs?|needles?|lights?|dark|"
    r"speed\w*|rac(?:e|ing)|crosswalks?|complain\w*|badge|body\W?cams?|cameras?|squad|cuffs?|handcuff\w*|search\w*|stopped|pulled over|"
    r"neighborhoods?|streets?|respect\w*|training|interpreter\w*|crisis|counselors?|policía|seguridad|"
    r"segur[oa]s?|oficial\w*|patrulla\w*|calles?|crimen|robo\w*|miedo)\b",
    re.IGNORECASE,
)


def normalize_prompt(text: str) -> str:
    """Lower-case a prompt and reduce it to words and single spaces, so that punctuation does not hide a guide's phrase."""
    words = re.sub(r"[^\w']+", " ", unicodedata.normalize("NFC", text).lower().replace("’", "'"))
    return " ".join(words.split())


def code_sections(roles: Sequence[str], texts: Sequence[str], *, a: Iterable[str], b: Iterable[str], close: Iterable[str]) -> list[str]:
    """Say in which part of the guide each turn of a session stands.

    A facilitator's prompt that holds one of the phrases opens that part (the last phrase in the prompt counts); the part lasts until the
    next one opens.

    Args:
        roles: Role of each turn, in order.
        texts: Words of each turn.
        a: Phrases that open the part on how people feel about public safety.
        b: Phrases that open the part on how they want to be served.
        close: Phrases that end both.

    Returns:
        One of "a", "b", "none" (before the first part, or after the close) per turn; all "" where no prompt opens a part.
    """
    phrases = [(normalize_prompt(phrase), part) for part, group in (("a", a), ("b", b), ("none", close)) for phrase in group]
    sections: list[str] = []
    current, opened = "none", False
    for role, text in zip(roles, texts, strict=True):
        if role == "facilitator":
            prompt = normalize_prompt(text)
            found = [(prompt.rfind(phrase), part) for phrase, part in phrases if phrase and phrase in prompt]
            parts = [(place, part) for place, part in found if part != "none"] or (found if opened else [])
            if parts:
                current = max(parts)[1]
                opened = opened or current != "none"
        sections.append(current)
    return sections if opened else [""] * len(sections)


def is_about_safety(text: str) -> bool:
    """Tell whether words of public safety or policing occur in a text."""
    return bool(_ABOUT_SAFETY.search(text))


def code_question(text: str, section: str) -> str:
    """Code a statement to question (a), (b), both or neither.

    Where the guide's section is known it decides; the words decide otherwise, and they say "none" for what is not about safety or
    police at all.

    Args:
        text: Words of the statement, anonymised.
        section: "a", "b", "none", or "" where the transcript has no sections.
    """
    if section in ("a", "b"):
        return section
    about = bool(_ABOUT_SAFETY.search(text))
    wants, tells = asks_for_something(text), bool(_TELLS.search(text))
    if section == "none" or not (about or wants):
        return "none" if not about else ("b" if wants else "a")
    if wants and tells and len(text.split()) > 35:
        return "ab"
    return "b" if wants else "a"
