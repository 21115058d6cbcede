"""What a sentence does with its subject: requires, forbids, permits, advises, or only mentions it."""

from __future__ import annotations

import re

# Tried in this order at each place, so that "may not" is not read as "may".
_PEOPLE = r"(?:officers?|members?|employees?|deput(?:y|ies)|one|personnel|person|body)"
_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("free", (r"need not", r"(?:is|are) not (?:required|obligated|expected)", r"no (?:duty|obligation)")),
    ("permitted", (r"not (?:be )?(?:prohibited|forbidden|barred)", r"nothing (?:\w+ ){0,4}(?:prohibits|forbids)")),
    (
        "advised against",
        (r"should (?:not|never|avoid)", r"(?:is|are)(?: strongly)? discouraged", r"(?:is|are) (?:rarely|seldom)", r"advised against"),
    ),
    (
        "prohibited",
        (
            r"(?:shall|must|may|will|can|does|do|is to|are to)\s+(?:not|never)\b",
            r"cannot|can't|don't|\bnever\b|\bneither\b|under no circumstances?",
            r"(?:is|are|be|been|remain)\s+(?:\w+ly\s+|hereby\s+|also\s+)*(?:prohibited|forbidden|banned|barred|outlawed|off[- ]limits)",
            r"(?:not|never|no longer)\s+(?:\w+ly\s+)?(?:be\s+)?(?:permitted|allowed|authori[sz]ed|acceptable|used|taught|an? approved)",
            rf"no (?:\w+ )?{_PEOPLE}\b[^.;]{{0,40}}?\b(?:shall|may|will|can|must|is|are)\b",
            r"prohibit(?:s|ed|ion|ions)?|forbid(?:s|den)?|refrains? from|\bbans?\b|\bbanned\b",
        ),
    ),
    (
        "required",
        (
            r"\bshall\b|\bmust\b|\bwill\b|requires?\b|required\b|mandatory|duty to\b|(?:is|are) due|fail(?:s|ure|ing)? to",
            r"(?:is|are) (?:required|obligated|obliged|expected|mandated|bound) to",
            r"(?:ha(?:s|ve)|under) (?:an? |the )?(?:\w+ )?(?:duty|obligation|responsibility)",
        ),
    ),
    ("advised", (r"\bshould\b|encouraged|ought to|strives?\b|(?:is|are) urged",)),
    (
        "permitted",
        (
            r"\bmay\b|\bcan\b|discretion|at liberty|limited to|reserved (?:for|to)",
            r"(?:is|are|be) (?:\w+ly )?(?:permitted|authori[sz]ed|allowed|justified|acceptable|approved)",
        ),
    ),
)
_SIGN = re.compile("|".join(f"(?P<s{place}>{'|'.join(patterns)})" for place, (_, patterns) in enumerate(_SIGNS)), re.I)
_INSTEAD = re.compile(r"rather than|instead of|in place of|in lieu of", re.I)
_OPPOSITE = {"required": "prohibited", "advised": "advised against", "permitted": "permitted"}
_EXCEPTION = re.compile(
    r"\bunless\b|\bexcept(?:ion)?\b(?! that nothing)|\bonly (?:when|if|where|as|in)\b|other than (?:when|where|in)|without exception", re.I
)
_IMPERATIVE = re.compile(
    r"(?:\W|\(?[a-z0-9]{1,3}[.)]\s)*(?:(?:if|when|whenever|where|before|after)\b[^,]*, )?(?:always |first,? |immediately )?"
    r"(?:intervene|step|stop|report|document|write|complete|submit|file|de-?escalate|slow|warn|give|identify|announce|exhaust|try"
    r"|use(?! of))\b",
    re.I,
)
_OTHER_CLAUSE = re.compile(r"\b(?:that|who|which|if|when|unless|before|after|because|where|while)\b", re.I)
_FAR = 60  # characters; a sign farther behind the subject is about something else
_AFTER = 1.6  # a sign behind the subject counts as this much farther away


def find_stance(sentence: str, start: int, end: int, background: str = "") -> str:
    """Tell what a sentence does with a subject.

    Args:
        sentence: The sentence.
        start: Where the words of the subject begin.
        end: Where they end.
        background: What leads up to it ("Officers shall not:"), or the heading; asked where the sentence itself says nothing.

    Returns:
        "required", "prohibited", "prohibited with exceptions", "permitted", "advised", "advised against" or "mentioned".
    """
    first, last = _clause(sentence, start, end)
    stance = _nearest(sentence, first, last, start, end) or _nearest(sentence, 0, len(sentence), start, end)
    if stance is None:
        found = list(_SIGN.finditer(background))
        stance = _name(found[-1]) if found else None
    if stance is None and _IMPERATIVE.match(sentence):
        stance = "required"
    if stance == "prohibited":
        exception = _EXCEPTION.search(sentence) or _EXCEPTION.search(background)
        if exception is not None and exception[0].lower() != "without exception":
            return "prohibited with exceptions"
    return stance if stance not in (None, "free") else "mentioned"


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    breaks = [match.end() for match in re.finditer(r";|,\s+(?:but|however|although|though|yet)\b|\.\s", sentence)]
    return max((at for at in breaks if at <= start), default=0), min((at for at in breaks if at >= end), default=len(sentence))


def _nearest(sentence: str, first: int, last: int, start: int, end: int) -> str | None:
    best: tuple[float, str] | None = None
    for match in _SIGN.finditer(sentence, first, last):
        if match.start() >= start and match.end() <= end and (match.start() > start + 40 or match.end() < end):
            inside = _name(match)
            distance = 30.0 + (match.start() - start)
        else:
            inside = _name(match)
            distance = float(start - match.end()) if match.end() <= start else _AFTER * max(match.start() - end, 0) + 1
        if match.end() <= start and _INSTEAD.search(sentence, match.end(), end):
            inside = _OPPOSITE.get(inside, inside)
        in_other = match.start() > end and _name(match) != "prohibited" and _OTHER_CLAUSE.search(sentence, end, match.start())
        if match.start() - end > _FAR or in_other:
            continue
        if best is None or distance < best[0]:
            best = (distance, inside)
    return best[1] if best else None


def _name(match: re.Match[str]) -> str:
    assert match.lastgroup is not None
    return _SIGNS[int(match.lastgroup[1:])][0]
