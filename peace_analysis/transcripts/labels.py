"""The grammar that tells a speaker's label from prose.

`Maria Lopez: I think ...` names a speaker, `One thing: I think ...` does not. A label is taken as one if it is known for the session, if
it has the form of a name, of initials or of a role (`Speaker 2`, `MS. LOPEZ`, `Dr. Nguyen (she/her)`), or if it is short, holds none of
the words that sentences are made of, and recurs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from peace_analysis.transcripts.label_words import ABBREVIATIONS, GIVEN, PARTICLES, PROSE, RARELY_GIVEN, SUFFIXES, SURNAMES, TITLES
from peace_analysis.transcripts.rows import clean

Rank = Literal["name", "weak", "never"]

MAX_LENGTH, MAX_WORDS = 60, 6
_EDGES = " \t*_\xa0"  # white space and Markdown around words
_COLON = re.compile(r"\s*(?P<label>[^:：\t]{1,60}?)\s*[:：](?P<rest>.*)", re.DOTALL)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WRAPPED = re.compile(r"[\[(\"“*_]+(?P<inner>[^\[\]()\"”]+)[\])\"”*_]+")
_ROLE = re.compile(
    r"(?:(?:un(?:known|identified)|other|multiple|second|female|male|adult|young|older?)\s+)*"
    r"(?:speaker|participant|facilitator|co-?facilitator|moderator|interviewe[re]|respondent|co-?host|host|note-?\s?taker|scribe|"
    r"resident|attendee|audience(?:\s+member)?|community\s+member|panell?ist|narrator|interpreter|translator|officer|guest|student|"
    r"parent|teacher|youth|elder|neighbor|male|female|man|woman|men|women|boy|girl|voice|crowd|everyone|all|"
    r"participante|facilitadora?|moderadora?|entrevistadora?|entrevistad[oa]|hablante|intérprete|residente|vecin[oa]|hombre|mujer|voz|"
    r"persona|todos|asistente|relatora?)(?:\s+voice)?(?:\s*(?:#|no\.?|number|núm\.?)?\s*\d{1,3}|\s+[A-Z]|\s+(?:one|two|three|four|five))?",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:speaker|participant|facilitator|moderator|interviewer|panell?ist|participante|facilitador|resident)e?s", re.IGNORECASE
)
_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,4}|[A-Z]+\d*-[A-Z]{1,2}\d{1,4}|Speaker_\d+|SPEAKER_\d+")
_SURVEY_CODE = re.compile(r"Q-?\d{1,3}")
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,3}")
_PHONE = re.compile(r"\+?[\d*xX][\d*xX\s().-]{5,}[\d*xX]")
_NUMBERED = re.compile(r"\d{1,3}")


def label_key(label: str) -> str:
    """Bring a label into the form in which labels are compared: `MARIA  LOPEZ (she/her)` and `Maria Lopez` are one."""
    text = _bare(label)
    return unicodedata.normalize("NFKC", text or clean(label)).replace("’", "'").casefold()


def asides(label: str) -> list[str]:
    """List what stands in brackets in a label: pronouns, or a role as in `Colleen (facilitator)`."""
    return [clean(part[1:-1]) for part in _ASIDE.findall(label)]


def tidy(label: str) -> str:
    """Take brackets, quotes and Markdown around a whole label away, and collapse its white space."""
    text = clean(label).strip("*_ ")
    match = _WRAPPED.fullmatch(text)
    return clean(match["inner"]) if match else text


def split_label(line: str) -> tuple[str, str] | None:
    """Split a line at the colon that could end a label; `accepted` decides whether it does.

    Returns:
        Label and the words after it, or None where no label could stand: clock times, web addresses, numbers, long beginnings.
    """
    match = _COLON.fullmatch(line)
    label = tidy(match["label"]) if match else ""
    if match is None or len(label.split()) > MAX_WORDS or not any(letter.isalpha() or letter in "*+" for letter in label):
        return None
    if match["rest"][:1].isdigit() or match["rest"].startswith("//"):
        return None
    return label, match["rest"].strip(_EDGES)


def colon_label(line: str) -> tuple[str, str] | None:
    """Split like `split_label`, but whatever the words before the colon are: for labels that the session knows."""
    match = _COLON.fullmatch(line)
    return (tidy(match["label"]), match["rest"].strip(_EDGES)) if match else None


def rank(label: str) -> Rank:
    """Judge by its form alone how much a text looks like a speaker's label.

    Returns:
        "name" (is one), "weak" (is one if it recurs) or "never".
    """
    bare = _bare(label)
    words = bare.replace(",", " ").split()
    fits = bool(words) and len(words) <= MAX_WORDS and len(bare) <= MAX_LENGTH
    if not fits or _SURVEY_CODE.fullmatch(bare) or _NUMBERED.fullmatch(bare):
        return "never"
    if _ROLE.fullmatch(bare) or _CODE.fullmatch(bare):
        return "name"
    if _PHONE.fullmatch(bare) or re.fullmatch(r"[A-Z]", bare) or _GROUP.fullmatch(bare):
        return "weak"
    if _INITIALS.fullmatch(bare):
        return "never" if bare.replace(".", "") in ABBREVIATIONS else "name"
    speakable = any(letter.isalpha() for letter in bare) and not re.search(r"[!?;\"“”…/\\=<>]", bare)
    return _rank_words(words) if speakable else "never"


def _rank_words(words: list[str]) -> Rank:
    plain = [word.strip(".'’").casefold().replace("’", "'") for word in words]
    titled = len(words) > 1 and plain[0] in TITLES and _is_name_word(words[1])
    doubtful = False
    if not titled and any(word in PROSE for word in plain):
        capital = all(_is_name_word(word) for word in words)
        names = {word for word in plain[1:] if word in SURNAMES} | ({plain[0]} & (GIVEN | RARELY_GIVEN))
        alone = len(words) == 1 and plain[0] in RARELY_GIVEN
        if not capital or alone or any(word in PROSE and word not in names for word in plain):
            return "never"
        doubtful = plain[0] in RARELY_GIVEN or len(words) == 1
    if any(word.endswith(".") and len(word) > 3 and bare not in TITLES | SUFFIXES for word, bare in zip(words, plain, strict=True)):
        return "never"
    if len(words) > 1 and _NUMBERED.fullmatch(words[-1]):  # two people of one name: Maria 2
        words, plain = words[:-1], plain[:-1]
    formed = [_is_name_word(word) or bare in SUFFIXES for word, bare in zip(words, plain, strict=True)]
    joined = [ok or bare in PARTICLES for ok, bare in zip(formed, plain, strict=True)]
    return "name" if not doubtful and any(formed) and formed[-1] and all(joined) and len(words) <= 5 else "weak"


def _is_name_word(word: str) -> bool:
    """A capital (or a letter of a script without case), then letters, apostrophes, hyphens; or an initial."""
    core = re.sub(r"^(?:al|el|ad|as|d|l|o)[-'’]", "", word) or word
    first = core[0]
    if not first.isalpha() or (first.islower() and first.isascii()):
        return False
    caseless = first.upper() == first.lower()
    return (first.isupper() or caseless) and all(letter.isalpha() or letter in "-'’.‐" or unicodedata.combining(letter) for letter in core)


def accepted(candidates: Sequence[str | None], known: Callable[[str], bool] = lambda _: False) -> frozenset[str]:
    """Decide which candidates of one document are labels.

    Args:
        candidates: For each line that could begin with a label, the label or None, in order.
        known: Says whether the session knows a label (facilitator, roster, `roles:` pattern).

    Returns:
        Keys (`label_key`) of the labels.
    """
    counts = Counter(label_key(label) for label in candidates if label)
    # Where nearly every line has a label, as in Zoom's captions, an odd display name that speaks once is one too, and so is one made of
    # common words ("Community Center") that comes again and again: leaving it out would give its words to whoever spoke before.
    everywhere = len(candidates) >= 5 and sum(bool(label) for label in candidates) >= 0.8 * len(candidates)
    keys = set()
    for label in dict.fromkeys(label for label in candidates if label):
        form, key = rank(label), label_key(label)
        recurs = counts[key] > {"name": 0, "weak": 0 if everywhere else 1, "never": 2}[form]
        if known(label) or (recurs and (form != "never" or (everywhere and label[:1].isupper()))):
            keys.add(key)
    return frozenset(keys)


def first_forms(labels: Iterable[str | None]) -> dict[str, str]:
    """Map each key to the form of the label that comes first."""
    forms: dict[str, str] = {}
    for label in labels:
        if label:
            forms.setdefault(label_key(label), label)
    return forms


def _bare(label: str) -> str:
    return tidy(_ASIDE.sub(" ", clean(label))).strip(" -–—|,")
