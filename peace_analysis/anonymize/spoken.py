"""Numbers and codes as people say them: "five five five, oh one two three", "forty-one seventeen", "K L M two two one"."""

from __future__ import annotations

import re

from peace_analysis.anonymize import words as word_lists
from peace_analysis.anonymize.rules import Refine
from peace_analysis.anonymize.wordlist import word_set

_UNITS = {"zero": 0, "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "niner": 9}
_UNITS_ES = {"cero": 0, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9}
_TEENS = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "diez": 10,
    "once": 11,
    "doce": 12,
    "trece": 13,
    "catorce": 14,
    "quince": 15,
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "veinte": 20,
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
    "sesenta": 60,
    "setenta": 70,
    "ochenta": 80,
    "noventa": 90,
}
_REPEATS = {"double": 2, "triple": 3, "doble": 2}
_TENS_WORD = "|".join(_TENS)
_UNIT_WORD = "one|two|three|four|five|six|seven|eight|nine"
TENS = rf"(?:(?:{_TENS_WORD})(?:[\s-](?:{_UNIT_WORD})|\sy\s(?:{'|'.join(list(_UNITS_ES)[1:])}))?)"
DIGIT = rf"(?:{'|'.join((*_UNITS, *_UNITS_ES))}|o(?=[\s,-]))"
NUMBER = (
    rf"(?:{TENS}|{'|'.join(w for w in _TEENS if w != 'once')}|{DIGIT}|(?:double|triple|doble)\s(?:"
    f"{'|'.join((*_UNITS, *_UNITS_ES))})|hundred|thousand|mil)"
)
# Police and everyday spelling alphabets ("three Adam twelve", "F as in Frank").
PHONETIC = (
    "(?:adam|baker|boy|charlie|charles|david|edward|frank|george|henry|ida|john|king|lincoln|mary|nora|ocean|paul"
    "|queen|robert|sam|tom|union|victor|"
    "william|x-?ray|young|zebra|alpha|bravo|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar"
    "|papa|quebec|romeo|sierra|"
    "tango|uniform|whiskey|yankee|zulu)"
)
PHONETIC_WORDS = tuple(word for word in PHONETIC[3:-1].replace("x-?ray", "x-ray|xray").split("|"))
_LETTER = r"(?<![\w'])[a-z](?![\w'])"
_JOIN = r"(?:dash|hyphen|slash|guion|guión|raya|diagonal)"
PIECE = (
    rf"(?:(?:{NUMBER}|{PHONETIC}|{_JOIN})\b|{_LETTER}(?:\s(?:as\sin|for|like)\s[a-z]+\b)?|#?(?=[a-z-]{{0,6}}\d)[a-z\d]+(?:[-/.][a-z\d]+)*)"
)
SEPARATOR = r"(?:\s*,\s*|\s+|\s*[-/]\s*)"
CODE = rf"(?<![\w'])#?{PIECE}(?:{SEPARATOR}{PIECE}){{0,24}}(?![\w'])"
# What follows a quantity and never a code.
MEASURE = (
    r"(?:\s|-)*(?:minutes?|mins?|hours?|hrs?|seconds?|days?|weeks?|months?|years?|yrs?|times?|people|percent|%"
    "|dollars?|bucks|cents|feet|foot|"
    "ft|inch(?:es)?|miles?|blocks?|pounds?|lbs?|kids?|officers?|cops?|cars?|calls?|houses?|guys?|men|women|persons?"
    r"|nights?|o'?clock|a\.?m\b|"
    r"p\.?m\b|in the (?:morning|afternoon|evening)|at night|of (?:us|them|my|our|the|those|these|you)|or (?:so|more"
    "|two|three|four|five|six)|"
    r"minutos?|horas?|días?|años?|veces|personas?|dólares|cuadras?)\b"
)
_MEASURE = re.compile(MEASURE, re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NUMBER_WORD = re.compile(rf"\b(?:{NUMBER})\b", re.IGNORECASE)
SPOKEN_NUMBER = re.compile(rf"(?<![\w'.$-])(?:{TENS}|(?:a|one) hundred(?:\s(?:and\s)?\w+)?|\d{{2,3}})(?![\w'%:.,-]*\w)", re.IGNORECASE)
_HAS_NUMBER = re.compile(rf"\d|\b(?:{NUMBER})\b", re.IGNORECASE)
_NUMBER_WORDS = {**_UNITS, **_UNITS_ES, **{k: v for k, v in _TEENS.items() if k != "once"}, **_TENS}


def digits_of(words: str) -> str:
    """Write the digits that number words stand for.

    Args:
        words: For example "five five five, oh one 2 three" or "double four, twenty-one".

    Returns:
        Digits only: "5550123", "4421". Words that are no numbers count for nothing.
    """
    found: list[str] = []
    repeat, tens = 1, False
    for match in _WORD.finditer(words.lower()):
        word = match.group()
        if word in _REPEATS:
            repeat, tens = _REPEATS[word], False
            continue
        if word.isdigit():
            found.append(word * repeat)
            tens = False
        elif word in ("hundred", "thousand", "mil"):
            found.append("00" if word == "hundred" else "000")
            tens = False
        elif word == "o":
            found.append("0" * repeat)
            tens = False
        elif word in _NUMBER_WORDS:
            value = _NUMBER_WORDS[word]
            if tens and 0 < value < 10:
                found[-1] = found[-1][0] + str(value)
                tens = False
            else:
                found.append(str(value) * repeat)
                tens = word in _TENS
        elif word != "y":
            found.extend(re.findall(r"\d", word))
            tens = False
        repeat = 1
    return "".join(found)


def code_pieces(words: str) -> list[str]:
    """Split a spoken code into its words: "K L M two two one" has six."""
    return _WORD.findall(words)


def is_quantity(text: str, end: int) -> bool:
    """Whether what follows makes a number a quantity ("45 minutes", "two or three times")."""
    return _MEASURE.match(text, end) is not None


def refine_code(least_digits: int = 2, most_digits: int = 30) -> Refine:
    """Make a check that trims a code to its last real piece and refuses quantities, years alone and what has too few digits.

    Args:
        least_digits: Fewest digits that the code must hold, said or written.
        most_digits: Most digits that it may hold.
    """

    def refine(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
        text = match.string
        end = _trim_end(text, start, end)
        if end <= start or is_quantity(text, end) or not _HAS_NUMBER.search(text, start, end):
            return None
        n_digits = len(digits_of(text[start:end]))
        return (start, end) if least_digits <= n_digits <= most_digits else None

    return refine


_TRAILING = re.compile(r"(?:[\s,/.#-]+|(?:\b(?:dash|hyphen|slash|guion|guión|raya|diagonal)))$", re.IGNORECASE)
_LONE_LETTER = re.compile(r"(?:[,\s]+)(?:a|i|o|y|e|u)$")
_LONE_I = re.compile(r"(?<![A-Z])[,\s]+[IAOY]$")
_COMMON_END = re.compile(r"[,\s]+(?:boy|king|young|queen|mike|hotel|papa|union|uniform|victor|william|john|mary|henry|david|sam|tom)$")


def _trim_end(text: str, start: int, end: int) -> int:
    while True:
        words = text[start:end]
        for pattern in (_TRAILING, _LONE_LETTER, _LONE_I, _COMMON_END):
            if (match := pattern.search(words)) and match.start() > 0:
                end = start + match.start()
                break
        else:
            return end


# Letters by their names, as some transcribers write them: "kay ell em".
LETTER_NAME = (
    r"(?:ay|bee|cee|see|dee|ee|eff|gee|aitch|jay|kay|ell|em|en|pee|cue|queue|ar|are|ess|tee|you|vee|double[\s-]?(?:u|you)|ex|why|zee|zed)"
)
LETTERS = r"(?<![\w'.-])[a-z](?:(?:,\s*|\s+|-)[a-z]){3,19}(?![\w'-])"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_INITIALS = word_set(
    "naacp lgbt lgbtq lgbtqi lgbtqia dare cpted ymca ywca aclu nypd lapd swat fema madd snap aarp ucla hbcu fafsa stem afscme seiu bipoc "
    "cctv hvac ptsd adhd cops hipaa ncaa ufcw daca usaf usmc usps dcfs asap faqs rotc aeiou aeiouy okay "
    "osha tanf ssdi hbcus nasa nato unicef usda"
)
_SPELLS = re.compile(r"\b(?:spell\w*|names?(?:'s)?|deletre\w*|nombre|apellido)\b[^.?!]{0,30}$", re.IGNORECASE)


def refine_spelled(match: re.Match[str], start: int, end: int) -> tuple[int, int] | None:
    """Take letters that spell a name; leave the alphabet, stammering, known initials and plain words ("S T O P")."""
    text = match.string
    letters = "".join(re.findall(r"[a-z]", text[start:end].lower()))
    if len(set(letters)) < 3 or letters in _ALPHABET or {letters, letters[1:], letters[:-1], letters.rstrip("s")} & _INITIALS:
        return None
    if _SPELLS.search(text[max(0, start - 60) : start]):
        return start, end
    plain = word_lists.is_ordinary(letters) and not word_lists.is_listed_name(letters)
    graded = set(letters) <= set("abcdef") and not word_lists.is_listed_name(letters)  # marks at school, parts of a plan, vitamins
    return None if plain or graded or not set(letters) & set("aeiouy") else (start, end)
