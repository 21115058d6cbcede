"""How an address goes on behind its street: unit, town, state, postcode and country, on the same line or on the next ones."""

from __future__ import annotations

import re

from peace_analysis.anonymize import streets
from peace_analysis.anonymize.address_words import PARTICLES
from peace_analysis.anonymize.countries import COUNTRY

UNIT = re.compile(
    r"[,.]?[\s>]{1,12}(?:apt\.?|apartment|flat|suite|ste\.?|unit|room|rm\.?|floor|lot|bldg\.?|building|#|piso|depto\.?|dept\.?)\s?#?"
    r"(?:\d{1,5}[a-z]?|[a-z](?:-?\d{1,4})?)(?![\w'])",
    re.IGNORECASE,
)
POSTCODE = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?|\d{2,4}[\s-]\d{2,3}|\d{3}"
    r"|\d{4}\s?[A-Z]{2})(?![\w-])"
)
_END = re.compile(
    rf"(?:(?i:{COUNTRY})(?:\s*\([^\W\d_]+\))?(?:[,\s]+{POSTCODE})?|(?:[A-Z]{{2,3}}|nan|[a-z]{{2}}(?=[,\s]*\d))\.?,?[\s>]+(?:(?i:{COUNTRY})[,\s]+)?{POSTCODE}|{POSTCODE})"
)
_LINES = 5
_WORDS_OF_TOWN = 7


def read_tail(text: str, end: int) -> int:
    """Give where an address ends that reaches to `end` at least: units, town, state, country and postcode behind it, lines down too."""
    while unit := UNIT.match(text, end):
        end = unit.end()
    at, n_lines, n_words, last = end, 0, 0, end
    while at < len(text):
        gap = re.compile(r"\.?[ \t]*,?[ \t]*(?:\n[\s>]*,?[ \t]*)?").match(text, at)
        at = gap.end() if gap else at
        n_lines += "\n" in text[gap.start() : at] if gap else 0
        if n_lines > _LINES:
            return last
        if found := _END.match(text, at):
            exact = found.group()
            if not exact.isdigit() or len(exact) > 3 or n_lines:
                return _past_town(text, found.end()) if not _is_phone(text, at) else last
        word = re.compile(r"[^\s,;:!?\"<>\[\]{}|\\]+").match(text, at)
        if word is None or n_words > _WORDS_OF_TOWN * (1 + n_lines) or not _is_of_town(word.group(), text):
            return last
        if len(word.group()) in (2, 3) and word.group().isupper() and re.match(r"[.,?!]|\s*(?:$|\n)", text[word.end() :]):
            last = word.end()
        n_words += 1
        at = word.end()
        if word.group().endswith(".") and len(word.group()) > 5 and "\n" not in text[at : at + 2]:
            return last
    return last


_TOWN_AFTER = re.compile(
    rf",?[ \t]+(?:[^\W\d_][^\W\d_'.-]*[, \t]+){{0,4}}?(?i:{COUNTRY})|[ \t]+(?P<town>"
    rf"[^\W\d_][\w'-]+(?:[ \t][^\W\d_][\w'-]+)?)(?=[.,;)]|\n|$)"
)


def _past_town(text: str, end: int) -> int:
    """Take the town and the country that follow a postcode: "10115 Berlin, Germany"."""
    found = _TOWN_AFTER.match(text, end)
    if found is None or (found.group("town") and not all(word[0].isupper() for word in found.group("town").split())):
        return end
    country = re.compile(rf",[ \t]+(?i:{COUNTRY})").match(text, found.end())
    return country.end() if country else found.end()


def _is_phone(text: str, at: int) -> bool:
    line = re.compile(r"[^\n]*").match(text, at)
    return line is not None and sum(c.isdigit() for c in line.group()) >= 7 and re.match(r"[\d(+][\d\s().+-]{7,}", line.group()) is not None


def _is_of_town(word: str, text: str) -> bool:
    if any(c.isdigit() for c in word):
        return bool(re.fullmatch(r"\d{1,3}", word)) and "\n" in text
    return word[0].isupper() or word.lower().strip(".") in PARTICLES or word == "nan" or (text.islower() and word not in streets.FUNCTION)
