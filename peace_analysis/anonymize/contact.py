"""Phones and fax, e-mail, web addresses, handles: as written and as spelled out in speech."""

from __future__ import annotations

import re

from peace_analysis.anonymize import spoken
from peace_analysis.anonymize.rules import Rule
from peace_analysis.anonymize.wordlist import word_set
from peace_analysis.anonymize.words import is_ordinary

_SPOKEN_DIGIT = rf"(?:(?:double|triple|doble)\s)?(?:{spoken.DIGIT}|\d)"
_SPOKEN_PHONE = rf"(?<![\w']){_SPOKEN_DIGIT}(?:[\s,.-]+{_SPOKEN_DIGIT}){{5,11}}(?![\w'])"
# "three oh four five five five nineteen twelve", "eight hundred five five five one two one two"
_SPOKEN_PHONE_MIXED = rf"(?<![\w']){_SPOKEN_DIGIT}(?:[\s,.-]+(?:{spoken.NUMBER}|\d{{1,4}})){{4,11}}(?![\w'])"
_TLD = r"(?:com|org|net|edu|gov|us|info|io|co|app|me|tv|mil|biz|example|mx|es|ca)"
_DOT = r"(?:\s*\(?\bdot\b\)?\s*|\s+punto\s+|\.)"
_DOT_SPOKEN = r"(?:\s+(?:dot|punto)\s+)"
_LABEL = r"[a-z\d](?:[\w-]*[a-z\d])?"
# Words that may stand between "at" and "dot": "riverton mail dot org" has two.
_SPOKEN_DOMAIN = (
    rf"(?:(?!(?:at|arroba|dot|punto)\s){_LABEL}\s+){{0,4}}?{_LABEL}(?:{_DOT_SPOKEN}{_LABEL}){{0,3}}{_DOT_SPOKEN}{_TLD}(?![\w'])"
)
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


def _mixed_phone(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Tens among the digits are a phone number where most are said one by one and all together are as many as one has."""
    words = match.string[start:end]
    if len(_ONE_BY_ONE.findall(words)) < 4 or re.fullmatch(r"[\d\s,.-]+", words):
        return None
    return _phone_digits(match, start, end)


_ONE_BY_ONE = re.compile(rf"(?<![\w'-]){spoken.DIGIT}(?![\w'-])", re.IGNORECASE)


def _written_phone(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Leave years ("2015 2019"), money, sums and dates alone."""
    words = match.string[start:end]
    digits = re.sub(r"\D", "", words)
    if len(digits) == 8 and re.fullmatch(r"(?:19|20)\d\d\D+(?:19|20)\d\d", words):
        return None
    return None if spoken.is_quantity(match.string, end) else (start, end)


_EMERGENCY = ("911", "311", "411", "211", "988", "112", "999")
_LABEL_OF_PHONE = re.compile(
    r"[\s,:(/-]{0,3}(?:office|fax|mobile|cell|home|work|direct|landline|phone|tel)\b|[^\w\n]*(?:\n|$)", re.IGNORECASE
)


def _grouped_phone(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Digits in groups are a phone number where they are as many as one has, and no years, calls to 911, dates or counts."""
    text, words = match.string, match.string[start:end]
    groups = re.findall(r"\d+", words)
    n_digits = sum(len(group) for group in groups)
    if spoken.is_quantity(text, end) or not 7 <= n_digits <= 15 or all(group in _EMERGENCY for group in groups):
        return None
    if all(len(group) == 4 and group[:2] in ("19", "20") for group in groups) or re.fullmatch(r"(?:19|20)\d\d\D\d\d?\D\d\d?", words):
        return None
    if re.fullmatch(r"\d{3}[-\s]\d{2}[-\s]\d{4}", words) or re.fullmatch(r"\d\d?\.\d\d?\.(?:19|20)?\d\d", words):
        return None
    sure = words[0] in "+(" or words.startswith("00") or (groups[0][0] == "0" and len(groups) > 2)
    alone = not text[:start].rsplit("\n", 1)[-1].strip(" >,\\") and _LABEL_OF_PHONE.match(text, end) is not None
    labelled = re.match(r"[\s,:(/-]{0,3}(?:office|fax|mobile|cell|landline|direct line)\b", text[end : end + 16], re.IGNORECASE) is not None
    if not (sure or alone or labelled or (n_digits >= 8 and len(groups) > 2 and max(map(len, groups)) > 2 and min(map(len, groups)) > 1)):
        return None
    return start, end


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
        numbered = spoken.digits_of(text[first:at].split(maxsplit=1)[0]) != "" and lower not in _STOP_BEFORE_AT
        linked = (
            numbered
            or lower in _LINKS
            or (lower not in _STOP_BEFORE_AT and text[first:].lower().startswith(tuple(f"{link} " for link in _LINKS)))
        )
        if not joined or not (spelled or linked or _one_more(text, offset + word.start(), lower)):
            break
        first = offset + word.start()
    spelled_out = _AS_IN.search(text[:first]) if first is not None else None
    return None if first is None else (spelled_out.start() if spelled_out else first, end)


_ADDRESSED = re.compile(r"\b(?:e-?mail|address|correo)(?:\s+address)?(?:'s|\s+is|\s+was|\s+it's|\s+me\s+at|:)\s+$", re.IGNORECASE)
_AS_IN = re.compile(r"(?<![\w'])(?:[a-z]\s(?:as\sin|for|like)\s\w+,?\s+)+\Z", re.IGNORECASE)


def _provider_email(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """ "darnellfisk at yahoo" without its "dot com", but not "my cousin at yahoo"."""
    found = _spoken_email(match, start, end)
    if found is None or _ADDRESSED.search(match.string[: found[0]]):
        return found
    told = match.string[found[0] : match.start("at")].split()
    return None if all(is_ordinary(word) for word in told) else found


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
    Rule(
        "phone_grouped",
        "PHONE",
        r"(?<![\w.$#/-])(?:\+|00)?(?:\(?\d{1,5}\)?[ .-]?){2,6}\d{1,4}(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?(?![\w%]|[.,:/-]\d)",
        0.8,
        digits=True,
        refine=_grouped_phone,
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
    Rule(
        "phone_spoken_in_part",
        "PHONE",
        _SPOKEN_PHONE_MIXED,
        0.8,
        needs=("hundred", "teen", "ty", "ten", "eleven", "twelve"),
        refine=_mixed_phone,
    ),
    Rule("phone_extension", "PHONE", r"\b(?:extension|ext\.)\s+(?P<it>\d{2,6})\b", 0.6, digits=True),
    Rule("email_written", "EMAIL", r"(?<![\w.])\w[\w.+%'-]*\s?@\s?[\w-]+(?:\.[\w-]+)+(?<![.-])", 0.98, needs=("@",)),
    Rule(
        "email_spoken",
        "EMAIL",
        rf"(?P<at>\s(?:at|arroba)\s+){_SPOKEN_DOMAIN}",
        0.95,
        needs=(" dot ", " punto "),
        refine=_spoken_email,
    ),
    Rule(
        "email_at_provider",
        "EMAIL",
        r"(?P<at>\s(?:at|arroba)\s+)(?:yahoo|g\s?mail|hotmail|outlook|i\s?cloud|aol|proton\s?mail)(?![\w'])(?!\s+(?:dot|punto)\s)",
        0.8,
        needs=("yahoo", "mail", "outlook", "cloud", "aol"),
        refine=_provider_email,
    ),
    Rule("name_spelled_out", "NAME", spoken.LETTERS, 0.55, refine=spoken.refine_spelled),
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
        rf"(?:{_LABEL}\s+){{0,6}}?{_LABEL}{_DOT_SPOKEN}{_TLD}(?:\s+(?:slash|diagonal)\s+(?:{spoken.CODE}|{_LABEL}))*(?![\w']|-\w)",
        0.95,
        needs=(" dot ", " punto "),
    ),
    Rule(
        "url_spoken_bare",
        "URL",
        rf"(?<![\w']){_LABEL}{_DOT_SPOKEN}(?:{_LABEL}{_DOT_SPOKEN})?{_TLD}(?:\s+(?:slash|diagonal)\s+(?:{spoken.CODE}|{_LABEL}))*(?![\w']|-\w)",
        0.8,
        needs=(" dot ", " punto "),
    ),
    Rule(
        "url_short",
        "URL",
        r"(?<![\w@./-])[a-z\d-]{2,}\.(?:be|ly|gl|gg|to|uk|de|fr|it|nl|se|ch|fm|ai|xyz|page|link|news|social|nyc|live)/[^\s<>\"'|]+(?<![.,;:!?)\]])",
        0.9,
        needs=("/",),
    ),
    Rule(
        "url_spoken_after_a_word",
        "URL",
        r"\b(?:on|at|visit|go to|website is|site is|page is|website's|called)\s+"
        rf"(?P<it>(?:(?!(?:at|dot|punto|the|my|our|a|this|that)\s){_LABEL}\s+){{1,2}}{_LABEL}{_DOT_SPOKEN}{_TLD}"
        rf"(?:\s+(?:slash|diagonal)\s+(?:{spoken.CODE}|{_LABEL}))*(?![\w']|-\w))",
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
