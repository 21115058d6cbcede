"""Phones and fax, e-mail, web addresses, handles: as written and as spelled out in speech."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken
from peace_analysis.anonymize.rules import Rule
from peace_analysis.anonymize.wordlist import word_set

_SPOKEN_DIGIT = rf"(?:(?:double|triple|doble)\s)?(?:{spoken.DIGIT}|\d)"
_SPOKEN_PHONE = rf"(?<![\w']){_SPOKEN_DIGIT}(?:[\s,.-]+{_SPOKEN_DIGIT}){{5,11}}(?![\w'])"
_TLD = r"(?:com|org|net|edu|gov|us|info|io|co|app|me|tv|mil|biz|example|mx|es|ca)"
_DOT = r"(?:\s*\(?\bdot\b\)?\s*|\s+punto\s+|\.)"
_DOT_SPOKEN = r"(?:\s+(?:dot|punto)\s+)"
_LABEL = r"[a-z\d](?:[\w-]*[a-z\d])?"
# Words that may stand between "at" and "dot": "riverton mail dot org" has two.
_SPOKEN_DOMAIN = rf"(?:{_LABEL}\s+){{0,4}}?{_LABEL}(?:{_DOT_SPOKEN}{_LABEL}){{0,3}}{_DOT_SPOKEN}{_TLD}(?![\w'])"
_STOP_BEFORE_AT = word_set(
    "me us him her them it is was are were reach write email e-mail mail contact page site look looking posted "
    "online found up you i my our "
    "and or so just to the a an that this s its it's address correo es at send them'll everything something one thing stuff"
)


_LINKS = ("dot", "underscore", "dash", "punto", "guion", "guión", "bajo")


def _phone_digits(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    words = match.string[start:end]
    if spoken.is_quantity(match.string, end) or re.fullmatch(r"[\d\s,.-]+", words):
        return None
    return (start, end) if len(spoken.digits_of(words)) in (7, 10, 11) else None


def _written_phone(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Leave years ("2015 2019"), money, sums and dates alone."""
    words = match.string[start:end]
    digits = re.sub(r"\D", "", words)
    if len(digits) == 8 and re.fullmatch(r"(?:19|20)\d\d\D+(?:19|20)\d\d", words):
        return None
    return None if spoken.is_quantity(match.string, end) else (start, end)


def _spoken_email(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Take the words before "at" that belong to the address: single letters, words joined by dot / dash / underscore, one plain word."""
    text = match.string
    at = match.start("at")
    before = list(re.finditer(r"[\w'-]+", text[max(0, at - 60) : at]))
    offset = max(0, at - 60)
    first = None
    for word in reversed(before):
        lower = word.group().lower()
        if first is None:
            if lower in _STOP_BEFORE_AT:
                return None
            first = offset + word.start()
            continue
        joined = text[offset + word.end() : first].strip(" ") == ""
        spelled = len(lower) == 1 and lower not in "ai"
        linked = lower in _LINKS or (lower not in _STOP_BEFORE_AT and text[first:].lower().startswith(tuple(f"{link} " for link in _LINKS)))
        if not joined or not (spelled or linked or _one_more(text, offset + word.start(), lower)):
            break
        first = offset + word.start()
    return None if first is None else (first, end)


def _one_more(text: str, start: int, lower: str) -> bool:
    """ "it's wharf theft at ...": a second plain word belongs to the address when a cue stands right before it."""
    return (
        lower not in _STOP_BEFORE_AT
        and re.search(r"(?:\b(?:it's|is|to|me|es|at|address|e-?mail)|[,:])\s+$", text[:start], re.IGNORECASE) is not None
    )


_NO_HANDLE = word_set("the a an on in it that this not very so full of where what how and or private public it's broken down better")

RULES = (
    Rule(
        "phone_written",
        "PHONE",
        r"(?<![\w.$/-])(?:\+?\d{1,3}[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-]{1,2})\d{3}[\s.-]\d{4}(?:\s?(?:x|ext\.?"
        r"|extension)\s?\d{1,6})?(?![\w/-])",
        0.95,
        digits=True,
    ),
    Rule("phone_seven_digits", "PHONE", r"(?<![\w.$/-])\d{3}[-.]\d{4}(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?(?![\w/-])", 0.9, digits=True),
    Rule(
        "phone_in_context",
        "PHONE",
        r"\b(?:phone|cell|mobile|fax|call(?:ed)? me|text(?:ed)? me|reach me|ring me|my number|number(?:'s| is| was)|tel"
        "[eé]fono|celular|whatsapp|ll[aá]m[ea]n?me)"
        r"\b[^.?!\d]{0,30}(?P<it>\+?\d[\d\s().-]{5,16}\d)(?![\w/-])",
        0.85,
        digits=True,
        refine=_written_phone,
    ),
    Rule(
        "phone_spoken",
        "PHONE",
        _SPOKEN_PHONE,
        0.85,
        needs=("three", "four", "five", "six", "seven", "one", "two", "cinco", "cuatro", "tres", "seis", "siete", "cero"),
        refine=_phone_digits,
    ),
    Rule("phone_extension", "PHONE", r"\b(?:extension|ext\.)\s+(?P<it>\d{2,6})\b", 0.6, digits=True),
    Rule("email_written", "EMAIL", r"(?<![\w.])[\w.+%-]+\s?@\s?[\w-]+(?:\.[\w-]+)+(?<![.-])", 0.98, needs=("@",)),
    Rule(
        "email_spoken",
        "EMAIL",
        rf"(?P<at>\s(?:at|arroba)\s+){_SPOKEN_DOMAIN}",
        0.95,
        needs=(" dot ", " punto "),
        refine=_spoken_email,
    ),
    Rule(
        "url_written",
        "URL",
        rf"(?<![\w@.])(?:https?://|www\.)[^\s<>\"'|]+(?<![.,;:!?)\]])|(?<![\w@./-])(?:[a-z\d-]{{2,}}\.)+{_TLD}(?:/"
        r"[^\s<>\"'|]*)?(?<![.,;:!?)\]])(?!\w)",
        0.95,
        needs=(".",),
    ),
    Rule(
        "url_spoken",
        "URL",
        r"(?<![\w'])(?:(?:w\s?w\s?w|www|double u double u double u|triple w)(?:\s+(?:dot|punto)\s+|\s+|\.))"
        rf"(?:{_LABEL}\s+){{0,6}}?{_LABEL}{_DOT_SPOKEN}{_TLD}(?:\s+(?:slash|diagonal)\s+(?:{spoken.CODE}|{_LABEL}))*(?![\w'])",
        0.95,
        needs=(" dot ", " punto "),
    ),
    Rule(
        "url_spoken_bare",
        "URL",
        rf"(?<![\w']){_LABEL}{_DOT_SPOKEN}(?:{_LABEL}{_DOT_SPOKEN})?{_TLD}(?:\s+(?:slash|diagonal)\s+(?:{spoken.CODE}|{_LABEL}))*(?![\w'])",
        0.8,
        needs=(" dot ", " punto "),
    ),
    Rule("handle_written", "HANDLE", r"(?<![\w.@/])@[a-z\d_](?:[\w.]{0,38}\w)", 0.95, needs=("@",)),
    Rule(
        "handle_spoken",
        "HANDLE",
        r"\b(?:(?:my|his|her|their|the) (?:handle|username|user name|screen name|insta|instagram|twitter|tiktok|snap"
        r"|snapchat)(?: name| handle)?(?: is|'s| was)|goes by at|handle is)\s+"
        r"(?:at\s+)?(?P<it>@?[\w.]+(?:\s+(?:underscore|dot|dash)\s+[\w]+)*)",
        0.7,
        needs=("handle", "username", "user name", "screen name", "insta", "twitter", "tiktok", "snap", "goes by at"),
        refine=lambda match, start, end: None if match.group("it").lower() in _NO_HANDLE else (start, end),
    ),
)
