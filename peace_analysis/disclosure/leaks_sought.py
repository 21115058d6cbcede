"""What must not be published: every identifier that was found or listed in a city, in all its spellings."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from peace_analysis.anonymize import spoken, words
from peace_analysis.anonymize.lexicon import Lexicon
from peace_analysis.anonymize.wordlist import word_set
from peace_analysis.disclosure.leaks_matching import Spellings, split_words
from peace_analysis.errors import CityError, Problem

if TYPE_CHECKING:
    from peace_analysis.city import City

_TITLES = word_set(
    "mr mrs ms miss dr don dona sr sra senor senora sister brother father mother pastor reverend rev coach big little officer "
    "detective sergeant sgt lieutenant lt captain capt deputy chief aunt auntie uncle tia tio miss the la el"
)
_FORMAL = ("mr", "mrs", "ms")
_STREETS = {"street": "st", "avenue": "ave", "road": "rd", "lane": "ln", "court": "ct", "boulevard": "blvd", "drive": "dr", "place": "pl"}
_CODE_PREFIXES = ("badge", "badge number", "badge no", "unit", "car", "officer", "number", "no", "ending in", "ends in")
_CORNER = re.compile(r"^(?:on |at )?(?:the )?corner of ", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|la|el|los|las|mi|my|his|her) ", re.IGNORECASE)
_SPOKEN_MARKS = {"at": "", "arroba": "", "dot": "", "punto": "", "slash": "", "dash": "", "hyphen": "", "underscore": "", "guion": ""}
_SEVERAL = re.compile(r"\s*(?:[;&\n]|\band\b|\by\b)\s*")
_SHORTEST_WORD, _SHORTEST_JOINED, _SHORTEST_CODE, _SHORTEST_PHRASE = 3, 6, 5, 4
_LONG_PHRASE = 5  # so many ordinary words in a row are nobody's way of putting it
_DIGITS_IN_CODE = 3
_OWN_TEXT = ("across", "charts", "cities", "groups", "report", "themes")  # rooms whose own words stand in what is published


@dataclass
class Sought:
    """Identifiers of a city and how they may be spelled."""

    n_identifiers: int = 0
    spellings: Spellings = field(default_factory=Spellings, repr=False)
    ordinary: set[str] = field(default_factory=set, repr=False)  # names that are words of the language too: the sentence decides


def identifiers_of(city: City) -> Sought:
    """Gather every identifier found or listed in a city.

    Found: the log of replacements, and the store of sessions with the labels of speakers. Listed: participants.csv, facilitators and
    note-takers in sessions.csv, `privacy.names`. A single word that is ordinary (a word of English or Spanish, a month, a kept word, a
    neighborhood, a word of this project's own texts) or has fewer than 3 letters is sought as a part of its longer form; one that is
    neither kept nor a neighborhood goes to `ordinary` besides.

    Raises:
        CityError: If sessions.csv or participants.csv is not what it should be.
    """
    people = [str(label) for label in city.roster["speaker_label"] if isinstance(label, str)]
    for column in ("facilitator", "note_taker", "interpreter"):
        if column in city.sessions:
            people += [name for cell in city.sessions[column] if isinstance(cell, str) for name in _SEVERAL.split(cell)]
    found = {*_logged(city), *(("NAME", "", name) for name in (*people, *city.config.privacy.names))}
    # The list of names may hold numbers and addresses as well.
    found |= {("EMAIL" if "@" in name else "ID", "", name) for name in city.config.privacy.names if re.search(r"[\d@]", name)}
    return gather(sorted(found), keep=city.config.privacy.keep, known=_known(city))


def gather(identifiers: Iterable[tuple[str, str, str]], keep: Iterable[str] = (), known: Iterable[str] = ()) -> Sought:
    """Spell out identifiers.

    Args:
        identifiers: Type, subtype and words as received, as in the log of replacements.
        keep: Words that are never identifiers here.
        known: Texts whose single words name nobody by themselves: neighborhoods, groups.
    """
    kept = {split_words(phrase) for phrase in keep}
    ordinary = {word for phrase in kept for word in phrase} | {word for text in known for word in split_words(text)}
    sought = Sought()
    for kind, subtype, original in identifiers:
        tokens = split_words(original)
        if not tokens or tokens in kept or split_words(_ARTICLE.sub("", original)) in kept:
            continue
        before = sum(map(len, sought.spellings.phrases.values())) + len(sought.spellings.codes)
        if kind == "NAME":
            _add_name(sought, original, ordinary)
        else:
            _add_other(sought.spellings, kind, subtype, original, ordinary)
        sought.n_identifiers += before < sum(map(len, sought.spellings.phrases.values())) + len(sought.spellings.codes)
    return sought


def _add_name(sought: Sought, original: str, ordinary: set[str]) -> None:
    spellings = sought.spellings
    lexicon = Lexicon()
    lexicon.add_person(original, "")
    if not lexicon.people:  # "Participant 3", "Speaker 1": a label that names nobody
        return
    given = original.partition(",")[2] + " " + original.partition(",")[0] if original.count(",") == 1 else original
    spoken_name = split_words(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", given))
    bare = tuple(word for at, word in enumerate(spoken_name) if word not in _TITLES or at == len(spoken_name) - 1)
    for name in {spoken_name, bare, *(tuple(part for word in person for part in split_words(word)) for person in lexicon.people)}:
        if len(name) < 2:
            continue
        _add_words(spellings, name)
        spellings.add_listed(name[-1:], name[:-1])
        spellings.add_listed(name[1:], name[:1])
        if len(name) > 2:
            _add_words(spellings, (name[0], name[-1]))
    for word in {*bare, *(part for part in lexicon.parts)}:
        if word not in ordinary and word not in _TITLES and len(word) >= _SHORTEST_WORD and _is_word(word):
            sought.ordinary.add(word)
        if _is_telling(word, ordinary):
            spellings.add_phrase((word,))
        elif len(word) >= _SHORTEST_WORD and word not in _TITLES and word not in words_of_project():
            for title in _FORMAL:
                spellings.add_phrase((title, word))
    for part in lexicon.parts:  # "Al-Khatib" is folded to one word, and may be written as two
        if len(part) >= _SHORTEST_JOINED and part not in bare and _is_telling(part, ordinary):
            spellings.add_joined((part,))


def _add_other(spellings: Spellings, kind: str, subtype: str, original: str, ordinary: set[str]) -> None:
    tokens = split_words(_ARTICLE.sub("", _CORNER.sub("", original.strip())))
    digits = spoken.digits_of(" ".join(split_words(original)))
    if kind == "AGE":
        for number in {digits, " ".join(tokens)}:
            for phrase in (f"{number} years", f"{number} year", f"age {number}", f"aged {number}", f"{number} anos"):
                spellings.add_phrase(split_words(phrase))
        return
    if len(tokens) > 1 and (kind not in ("KIN", "DATE") or _says_much(tokens, ordinary)):
        _add_words(spellings, tokens)
        if kind == "ADDRESS":
            _add_words(spellings, tuple(_STREETS.get(token, token) for token in tokens))
    elif len(tokens) == 1 and _is_telling(tokens[0], ordinary) and not tokens[0].isdigit():
        spellings.add_phrase(tokens)
    if kind in ("EMAIL", "URL", "HANDLE"):
        written = [word for word in tokens if word not in _SPOKEN_MARKS and word not in ("http", "https", "www")]
        _add_words(spellings, written)
        local = "".join(split_words(re.split(r"@|\s(?:at|arroba)\s", original)[0]))
        if kind == "EMAIL" and len(local) >= _SHORTEST_JOINED and _is_telling(local, ordinary):
            spellings.add_joined((local,))
    if kind in ("PHONE", "ID", "ZIP"):
        _add_codes(spellings, subtype, tokens, digits)


def _add_codes(spellings: Spellings, subtype: str, tokens: tuple[str, ...], digits: str) -> None:
    written = "".join(piece for token in tokens if token not in _SPOKEN_MARKS for piece in (spoken.digits_of(token) or token,))
    codes = {"".join(token for token in tokens if token not in _SPOKEN_MARKS), written, digits if subtype not in ("UNIT", "PLATE") else ""}
    if any(len(token) == 1 and token.isalpha() for token in tokens):  # a spelled-out code: letters and number words in a row
        codes.add("".join(token if len(token) == 1 and token.isalpha() else spoken.digits_of(token) for token in tokens))
    if len(digits) in (10, 11):
        codes |= {digits[-7:], digits[-10:]}
    labelled = list(tokens)
    while labelled and labelled[0].isalpha() and len(labelled[0]) > 1 and not spoken.digits_of(labelled[0]):
        labelled.pop(0)  # "docket 25-CV-1184", "unit 4 Baker 17"
    codes.add("".join(labelled))
    for code in codes:
        if sum(c.isdigit() for c in code) < _DIGITS_IN_CODE:
            continue
        if len(code) >= _SHORTEST_CODE:
            spellings.add_code(code)
        for prefix in _CODE_PREFIXES if len(code) <= _SHORTEST_CODE else ():
            spellings.add_phrase((*prefix.split(), code))


def _add_words(spellings: Spellings, phrase: Iterable[str]) -> None:
    """Seek a phrase as it is and, where that is no ordinary word, written in one or parted elsewhere."""
    phrase = tuple(phrase)
    compact = "".join(phrase)
    if len(phrase) < 2 or len(compact) < _SHORTEST_PHRASE:
        return
    spellings.add_phrase(phrase)
    if len(compact) >= _SHORTEST_JOINED and not words.is_ordinary(compact) and not compact.isdigit():
        spellings.add_joined(phrase)


def _is_telling(word: str, ordinary: set[str]) -> bool:
    """Whether a single word gives somebody away."""
    if not word.isascii() and not re.search(r"[a-z]", word):
        return len(word) > 1  # other scripts: our lists of words have none of theirs
    return len(word) >= _SHORTEST_WORD and word not in ordinary and word not in words_of_project() and not _is_word(word)


def _is_word(word: str) -> bool:
    """Whether it is a word of English or Spanish, or the name of a day, a month or a place that everybody knows."""
    return words.is_ordinary(word) or words.is_kept(word) or word in _spanish()


def _says_much(tokens: tuple[str, ...], ordinary: set[str]) -> bool:
    """Whether a relation or a day is told in so many words that nobody else would use the same: not "my nephew", not "May 2020"."""
    telling = any(_is_telling(token, ordinary) for token in tokens)
    return len(tokens) >= _LONG_PHRASE or telling or (len(tokens) > 2 and any(token.isdigit() for token in tokens))


@lru_cache(maxsize=1)
def _spanish() -> frozenset[str]:
    text = files("peace_analysis.anonymize").joinpath("words_es.txt").read_text(encoding="utf-8")
    return frozenset(split_words(" ".join(line for line in text.splitlines() if not line.startswith("#"))))


@lru_cache(maxsize=1)
def words_of_project() -> frozenset[str]:
    """Words of the texts, charts and notebooks that this project publishes for every city, such as the authors of its methods."""
    from peace_analysis.pipeline.stages import STAGES, notebooks_folder

    package = files("peace_analysis")
    texts = [
        package.joinpath("pipeline", "stages.py").read_text(encoding="utf-8"),
        package.joinpath("pipeline", "publish.py").read_text(encoding="utf-8"),
    ]
    rooms = [package.joinpath(room) for room in _OWN_TEXT]
    while rooms:
        for entry in rooms.pop().iterdir():
            if entry.is_dir():
                rooms.append(entry)
            elif entry.name.endswith((".py", ".j2", ".css", ".js", ".mplstyle")):
                texts.append(entry.read_text(encoding="utf-8"))
    texts += [(notebooks_folder() / stage.notebook).read_text(encoding="utf-8") for stage in STAGES]
    return frozenset(word for text in texts for word in split_words(text))


def _known(city: City) -> Iterator[str]:
    """Texts of a city that stand in its report by intention."""
    config = city.config
    yield from (city.key, config.name, config.state)
    yield from (*config.plan.neighborhoods, *config.plan.stakeholder_groups)
    # A title, a question or a precinct that names a participant is a leak like any other; `privacy.keep` says where it is not.
    for column in ("neighborhood", "stakeholder_group"):
        yield from {str(value) for value in city.sessions[column].dropna()}


def _logged(city: City) -> Iterator[tuple[str, str, str]]:
    """Type, subtype and words of every replacement and every speaker's label that is on record."""
    for log in (city.restricted_folder / "replacements.csv", city.restricted_folder / "policy_replacements.csv"):
        if log.is_file():
            try:
                rows = list(csv.DictReader(io.StringIO(log.read_bytes().decode("utf-8"), newline="")))
            except (csv.Error, UnicodeDecodeError) as error:
                # What it names would not be looked for: nothing may be published then.
                raise CityError(Problem(str(log), "is damaged.", f"Run `peace-analysis run {city.key} --from anonymize`.")) from error
            for row in rows:
                yield row.get("type") or "", row.get("subtype") or "", row.get("original") or ""
    store = city.restricted_folder / "sessions.json"
    try:
        sessions = json.loads(store.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for session in sessions.values() if isinstance(sessions, dict) else ():
        if not isinstance(session, dict):
            continue
        yield from (("NAME", "", str(label)) for label in session.get("labels", ()))
        kept = session.get("log", {})
        yield from zip(kept.get("type", ()), kept.get("subtype", ()), kept.get("original", ()), strict=False)
