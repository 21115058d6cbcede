"""Statements in which people introduce themselves: with the name gone, a trade and a place still tell who spoke."""

from __future__ import annotations

import re

_OPENERS = (
    r"(?:(?:hi|hello|hey|good (?:morning|evening|afternoon)|everybody|everyone|so|well|okay|ok|um|uh|yes|yeah|sure|and|thank you|thanks)"
    r"[\s,.!–—-]+)*"
)
_TITLE = r"(?:[A-Z][a-z]+\.?\s+){0,2}"  # Rabbi, Officer, Ms.
_NAME = r"\[(?:NAME|UNIT|BADGE) \d+\]"
_ALONE = re.compile(rf"^\W*{_OPENERS}{_TITLE}{_NAME}\s*(?:[,.;:–—-]|here\b|$)", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:I'm|I am|my name(?:'s| is)|(?:people|they|everybody|everyone|you can) (?:all )?(?:call|say|know)(?: me)?|call me|(?:this|it) is"
    rf"|it's)\s+(?:as\s+|just\s+)?{_TITLE}{_NAME}",
    re.IGNORECASE,
)


def introduces_speaker(text: str) -> bool:
    """Tell whether a statement names its speaker: it opens with a name by itself, or says that the speaker is called so.

    Such statements count like others and are never quoted. A name that opens a remark to somebody ("[NAME 3], you said it") is held
    back as well: that costs a quote, the other mistake exposes a person.

    Args:
        text: An anonymised statement.
    """
    plain = text.replace("’", "'")
    return _ALONE.search(plain) is not None or _SAID.search(plain) is not None
