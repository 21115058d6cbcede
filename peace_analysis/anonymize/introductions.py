"""Statements in which people introduce themselves: with the name gone, a trade and a place still tell who spoke."""

from __future__ import annotations

import re

from peace_analysis.anonymize.statements import split_sentences

_OPENERS = (
    r"(?:(?:hi|hello|hey|good (?:morning|evening|afternoon)|everybody|everyone|so|well|okay|ok|um|uh|yes|yeah|sure|and|thank you|thanks"
    r"|buenas(?: noches| tardes)?|hola|qué tal|peace be upon you(?: all)?)[\s,.!–—-]+)*"
)
_TITLE = r"(?:[A-Z][a-z]+\.?\s+){0,2}"  # Rabbi, Officer, Ms.
_NAME = r"\[(?:NAME|UNIT|BADGE)\ \d+\]"
_ALONE = re.compile(rf"^\W*{_OPENERS}{_TITLE}{_NAME}\s*(?:[,.;:–—-]|here\b|$)", re.IGNORECASE)
# What people say of themselves when a round is made: what they do, where they are heard from, for how long they have been here.
_OF_ONESELF = re.compile(
    rf"""{_NAME},?\ \[(?:ORGANIZATION|ORG|EMPLOYER|SCHOOL|CHURCH)\b
    | (?<!that\ )(?<!who\ )(?<!whom\ )\bi(?:'m|\ am|'ve\ been|\ (?:also\ |only\ |just\ )?(?:do|run|own|work|teach|drive|clean|fix|keep
      |manage|sell|serve|coach|chair|cook|paint|study|build|deliver|usher|preach
      |sing|bake|cut|sew|volunteer|live))\b
    | \b(?:calling|joining|dialing|tuning|logging|zooming|connecting)\ in\b | \b(?:calling|joining|connecting)\ from\b
    | \bfrom\ my\ (?:kitchen|car|couch|phone|desk|porch|office|truck|bed\w*|living\ room)\b | \bretired\b
    | \b(?:[a-z]+(?:-[a-z]+)?|\d+)\ years\b(?!\ ago) | \bpara\ servirles\b | \b(?:soy|trabajo|llegué|vivo)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LATER = re.compile(
    rf"^\W*(?:(?:Rabbi|Reverend|Rev\.|Pastor|Father|Imam|Sheikh|Deacon|Sister|Brother|Officer|Sergeant|Captain|Lieutenant"
    rf"|Chief|Mr\.|Mrs\.|Ms\.|Dr\.) )?{_NAME}"
    r"\s*(?:[,.;:–—-]|here\b|$)"
)
_SAID = re.compile(
    r"\b(?:I'm|I am|my name(?:'s| is)|(?:people|they|everybody|everyone|you can) (?:all )?(?:call|say|know)(?: me)?|call me|(?:this|it) is"
    rf"|it's)\s+(?:as\s+|just\s+)?{_TITLE}{_NAME}",
    re.IGNORECASE,
)


def introduces_speaker(text: str) -> bool:
    """Tell whether a statement names its speaker: it opens with a name by itself, or says that the speaker is called so.

    A later sentence that opens with a name by itself ("I'm a square! [NAME 3], I do payroll for [ORGANIZATION 2]") does so where what
    is said from there on is of a trade, a place or years of the speaker's own.

    Such statements count like others and are never quoted. A name that opens a remark to somebody ("[NAME 3], you said it") is held
    back as well: that costs a quote, the other mistake exposes a person.

    Args:
        text: An anonymised statement.
    """
    plain = text.replace("’", "'")
    if _ALONE.search(plain) or _SAID.search(plain):
        return True
    sentences = split_sentences(plain)
    later = (" ".join(sentences[place:]) for place in range(1, len(sentences)) if _LATER.search(sentences[place]))
    return any(_OF_ONESELF.search(rest) for rest in later)
