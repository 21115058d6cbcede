"""Names of people in one session.

A name that is learned anywhere in a session (roster, introduction, title) is then looked for in all of it, since people who were
introduced once are spoken of by first name, in lower case and misspelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peace_analysis.anonymize import places, speech, words
from peace_analysis.anonymize.lexicon import Lexicon
from peace_analysis.anonymize.spans import Span
from peace_analysis.anonymize.tokens import Token, english_share, is_cased, tokenize

_ACRONYM_LETTERS = 5  # longer words in capitals are more likely shouted than abbreviated
_ENGLISH = 0.6  # share of ordinary words from which a text counts as English
_INITIALS_OF_NOBODY = frozenset("us usa dc pd am pm la ny tv id da po er od rip ac dj ok pa pc hr it uk eu un bc ad cd dvd ms mr ir jr sr phd md pi ceo vp aa na sro fto swat cad".split())
_PRONOUN = frozenset("i i'm i'll i'd i've im ive".split())
_CROSS = frozenset("and & at".split())
_PLAIN_ROADS = frozenset("street avenue ave road boulevard blvd lane alley park square parkway highway drive side".split())
_SIDES = frozenset("side end area neighborhood corner bridge light block tower towers projects line bus exit intersection store lot".split())
_IN = frozenset("in from to near outside around through visiting across via en desde hasta".split())
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split())


@dataclass(frozen=True)
class _Text:
    text: str
    tokens: list[Token]
    cased: bool
    english: bool


class NameFinder:
    """Finds names of people in the texts of one session."""

    def __init__(self, *, keep: Iterable[str], names: Iterable[str], keep_officials: bool = False) -> None:
        self._keep: dict[str, list[tuple[str, ...]]] = {}  # by first word, longest first
        phrases = {tuple(words.fold(word) for word in phrase.split()) for phrase in (*keep, *speech.LONG_PLACES) if phrase.strip()}
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
            self._keep.setdefault(phrase[0], []).append(phrase)
        self._names = [name for name in names if name.strip()]
        self._keep_officials = keep_officials

    def find(self, texts: Sequence[str], roster: Sequence[str], known: Iterable[str] = ()) -> list[list[Span]]:
        """Find names.

        Args:
            texts: All texts of one session, as `spans.normalize` gives them.
            roster: Names of the people in the room, as on the participants' list or in the source's speaker labels.
            known: Further names, found by other recognizers in this session.

        Returns:
            Spans of type NAME for each text, in order, none overlapping.
        """
        read = self._read(texts)
        lexicon = Lexicon()
        lexicon.add_all(self._names, "city_list")
        lexicon.add_all(roster, "roster")
        listed = set(lexicon.parts)
        for name in known:
            lexicon.add_person(name, "recognizer")
        streets = _learn_streets(read)
        first = [self._mark(text, lexicon, streets) for text in read]
        for text, marks in zip(read, first, strict=True):
            _learn(text, marks, lexicon, listed)
        second = [self._mark(text, lexicon, streets) for text in read]
        return [self._join(text, marks, lexicon) for text, marks in zip(read, second, strict=True)]

    def _read(self, texts: Sequence[str]) -> list[_Text]:
        tokens = [tokenize(text) for text in texts]
        share = english_share([token for some in tokens for token in some if not token.capital])
        read = []
        for text, some in zip(texts, tokens, strict=True):
            own = english_share(some)
            english = (own if own is not None else share if share is not None else 1.0) >= _ENGLISH
            read.append(_Text(text, some, is_cased(some), english))
        return read

    def _mark(self, text: _Text, lexicon: Lexicon, streets: set[str]) -> list[tuple[str, float] | None]:
        """Say for every word which rule takes it for (part of) a name, and how surely."""
        tokens = text.tokens
        marks: list[tuple[str, float] | None] = [None] * len(tokens)
        kept = self._kept(tokens)
        roads = _roads(text)
        for i, token in enumerate(tokens):
            if kept[i] or token.lower in _PRONOUN:
                continue
            mark = _listed(i, text, lexicon) if not roads[i] else None
            if mark is None and not roads[i]:
                mark = _capital(i, text, streets) if text.cased and token.capital else _unknown(i, text)
            marks[i] = mark
        _introduced(text, marks, kept)
        _titled(text, marks, kept, roads)
        _extend(text, marks, kept, roads)
        if self._keep_officials:
            _release_officials(tokens, marks)
        return marks

    def _kept(self, tokens: Sequence[Token]) -> list[bool]:
        """Mark words of the city's own names and of `privacy.keep`; a part of a longer kept name counts only within it."""
        kept = [False] * len(tokens)
        for i, token in enumerate(tokens):
            for phrase in self._keep.get(token.folded, ()):
                if tuple(other.folded for other in tokens[i : i + len(phrase)]) == phrase:
                    kept[i : i + len(phrase)] = [True] * len(phrase)
                    break
        return kept

    def _join(self, text: _Text, marks: Sequence[tuple[str, float] | None], lexicon: Lexicon) -> list[Span]:
        """Make one span of words that stand side by side."""
        spans: list[Span] = []
        tokens = text.tokens
        i = 0
        while i < len(tokens):
            if marks[i] is None:
                i += 1
                continue
            j = i
            while j + 1 < len(tokens) and marks[j + 1] is not None and tokens[j + 1].gap in (" ", "  ") and not tokens[j + 1].opens and not _apart(tokens[j], tokens[j + 1]):
                j += 1
            best = max((mark for mark in marks[i : j + 1] if mark is not None), key=lambda mark: mark[1])
            end = tokens[j].end
            if tokens[j].text[-2:] in ("'s", "s'") and not tokens[j].shouted or tokens[j].text[-2:] == "'S":
                end -= 2 if tokens[j].text[-2] == "'" else 1
            elif text.text[end - 1] == "." and len(tokens[j].text) > 2 and not re.fullmatch(r"(?:[A-Z]\.)+", tokens[j].text):
                end -= 1
            spans.append(Span(tokens[i].start, end, "NAME", "", best[1], best[0]))
            i = j + 1
        return spans


def _apart(left: Token, right: Token) -> bool:
    """A possessive ends a name: "Maria's Omar"."""
    return left.text.endswith("'s")


def _learn_streets(read: Iterable[_Text]) -> set[str]:
    """Words that the session uses as names of streets and parks: who has said "Delmont Avenue" may say "Delmont" later."""
    streets: set[str] = set()
    for text in read:
        for here, after in zip(text.tokens, text.tokens[1:], strict=False):
            if here.capital and after.capital and after.lower in places.ROADS and after.gap == " " and not here.opens and not words.is_kept(here.text):
                streets.add(here.folded)
        streets.update(
            token.folded
            for token, road, after in zip(text.tokens, _roads(text), (*text.tokens[1:], None), strict=True)
            if road and not (after is not None and after.lower in places.ROADS) and token.lower not in places.ROADS
        )
    return streets


def _roads(text: _Text) -> list[bool]:
    """Mark words that belong to the name of a place at issue: "Lincoln Avenue", "Garfield Park", "Third and Canal"."""
    return _roads_with_capitals(text.tokens, text.text) if text.cased else _roads_without_capitals(text.tokens)


def _roads_without_capitals(tokens: Sequence[Token]) -> list[bool]:
    roads = [False] * len(tokens)
    for i, token in enumerate(tokens):
        if i and token.lower in _PLAIN_ROADS and token.gap == " " and not tokens[i - 1].text.endswith("'s") and tokens[i - 1].lower not in speech.STOPS:
            roads[i - 1] = roads[i] = True
    return roads


def _roads_with_capitals(tokens: Sequence[Token], text: str) -> list[bool]:
    roads = [False] * len(tokens)
    for i, token in enumerate(tokens):
        if i and token.lower in places.ROADS and token.gap == " " and (token.capital or token.lower in ("street", "avenue", "park", "road", "boulevard", "neighborhood", "projects", "apartments")):
            j = i - 1
            while j >= 0 and i - j <= 3 and tokens[j].capital and tokens[j].lower not in speech.TITLES and (j + 1 == i or tokens[j + 1].gap == " "):
                if tokens[j].opens and i - j > 1 and words.is_ordinary(tokens[j].text):
                    break
                roads[j] = True
                j -= 1
                if tokens[j + 1].opens:
                    break
            if roads[i - 1]:
                roads[i] = True
        elif i >= 2 and token.lower in _SIDES and tokens[i - 1].capital and token.gap == " " and tokens[i - 2].lower == "the" and not tokens[i - 1].text.endswith("'s"):
            roads[i - 1] = True
        elif token.lower in _CROSS and 0 < i < len(tokens) - 1:
            left, right = tokens[i - 1], tokens[i + 1]
            numbered = {left.lower, right.lower} & _ORDINALS or re.search(r"\d(?:st|nd|rd|th)\s+and\s+$", text[max(0, right.start - 12) : right.start])
            spoken_of = i >= 2 and tokens[i - 2].lower in ("at", "on", "by", "near", "corner", "of", "from", "between", "around", "to", "light") and words.is_ordinary(left.text) and words.is_ordinary(right.text)
            if left.capital and right.capital and right.gap == " " and (numbered or spoken_of) and not (words.given_share(left.text) > 0.5 and words.given_share(right.text) > 0.5):
                roads[i - 1] = roads[i + 1] = True
        elif token.capital and i and tokens[i - 1].lower in ("calle", "avenida", "barrio", "parque", "plaza", "colonia", "route", "highway", "lake", "mount", "fort", "camp", "port", "cape"):
            roads[i] = True
    return roads


def _listed(i: int, text: _Text, lexicon: Lexicon) -> tuple[str, float] | None:
    """A word of a listed or learned name."""
    token = text.tokens[i]
    rule = lexicon.parts.get(token.folded)
    if rule is not None:
        if not _is_ambiguous(token):
            return rule, 0.95
        if text.cased and token.capital and not token.shouted or _beside_own_name(i, text, lexicon):
            plain = token.lower in speech.EVERYDAY or token.lower in speech.OPENERS or words.is_kept(token.text) or words.is_spanish(token.text)
            return (rule, 0.85) if not token.opens or not plain or _stands_for_person(i, text, lexicon) else None
        rare = text.english and token.lower not in speech.EVERYDAY and not words.is_kept(token.text) and rule in ("roster", "city_list", "introduced")
        return (rule, 0.7) if not text.cased and (rare or _stands_for_person(i, text, lexicon)) else None
    bare = token.folded
    if re.fullmatch(r"(?:[A-Z]\.?){2,3}", token.text) and bare in lexicon.initials and bare not in _INITIALS_OF_NOBODY:
        return "initials", 0.9
    if re.fullmatch(r"(?:[a-z]\.){2,3}", token.text) and not text.cased and token.folded not in _INITIALS_OF_NOBODY and token.folded not in ("ie", "eg", "vs"):
        return "initials", 0.6
    if token.lower in lexicon.said_initials and token.lower not in _INITIALS_OF_NOBODY and not words.is_ordinary(token.text):
        return "initials", 0.6
    if text.cased and token.capital and not token.opens and not token.shouted and len(bare) >= 4 and not words.is_kept(token.text) and lexicon.misspelled(bare, 4):
        return "misspelled", 0.7
    likely = text.english or token.capital and not token.opens
    if len(bare) >= 4 and likely and not words.is_ordinary(token.text) and not words.is_kept(token.text) and not words.is_spanish(token.text) and lexicon.misspelled(bare):
        return "misspelled", 0.75
    return None


_PRESENTS = re.compile(r"\b(?:i'm|i am|this is|name is|name's|it's|soy)\s+$", re.IGNORECASE)


def _is_ambiguous(token: Token) -> bool:
    return token.lower in speech.EVERYDAY or words.is_ordinary(token.text) or words.is_kept(token.text) or words.is_spanish(token.text)


def _beside_own_name(i: int, text: _Text, lexicon: Lexicon) -> bool:
    """Whether the word before or after belongs to the same person's full name: "bee vang", "grace young"."""
    token = text.tokens[i]
    for person in lexicon.people:
        if token.folded not in person or len(person) < 2:
            continue
        for j in (i - 1, i + 1):
            if 0 <= j < len(text.tokens) and text.tokens[j].folded in person and text.tokens[j].folded != token.folded and text.tokens[max(i, j)].gap == " ":
                return True
    return False


def _stands_for_person(i: int, text: _Text, lexicon: Lexicon) -> bool:
    """Whether the grammar makes a person of an ordinary word: "Will said", "thank you, Grace", "Hope's car", but not "Will you", "I hope"."""
    token, tokens = text.tokens[i], text.tokens
    if _beside_own_name(i, text, lexicon):
        return True
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    following = text.text[token.end : token.end + 2]
    if token.text.endswith("'s") and token.lower[:-2] not in ("may", "march", "june", "april", "august", "summer", "day"):
        return after is not None and after.lower not in ("a", "the", "not", "just", "gonna", "going", "been")
    if i and tokens[i - 1].lower in speech.TITLES and tokens[i - 1].lower not in speech.KIN:
        return True
    if after is not None and after.lower in speech.AFTER and after.gap == " " and not (token.lower in ("may", "will", "can", "hope", "chase", "mark") and after.lower not in ("said", "says", "told", "asked", "mentioned")):
        return token.lower not in ("summer", "spring", "march", "june", "april", "august", "grace", "hope", "faith", "justice") or after.lower in ("said", "says", "told", "asked", "mentioned", "called", "knows", "lives", "works")
    ends = not following.strip() or following[0] in ",.!?"
    if ends and not text.cased and _PRESENTS.search(text.text[max(0, token.start - 16) : token.start]):
        return True
    if ends and speech.ADDRESSED.search(text.text[max(0, token.start - 24) : token.start]):
        return not (token.opens and not token.capital)
    return False


def _capital(i: int, text: _Text, streets: set[str]) -> tuple[str, float] | None:
    """A word with a capital that no other reason explains."""
    token, tokens = text.tokens[i], text.tokens
    if token.lower in _PRONOUN or words.is_kept(token.text) or token.folded in streets or token.lower in places.ROADS:
        return None
    if re.fullmatch(r"(?:[A-Z]\.){2,3}", token.text):
        return None if token.folded in _INITIALS_OF_NOBODY else ("initials", 0.6)
    if len(token.folded) < 2 or token.lower in speech.TITLES:
        return None
    if token.shouted and (len(token.text) <= _ACRONYM_LETTERS or words.is_ordinary(token.text)):
        return None
    if not text.english and (words.is_spanish(token.text) or token.opens and not words.given_share(token.text) > 0.5):
        return None
    if i and tokens[i - 1].lower in _IN and tokens[i - 1].gap is not None and token.gap == " " and not token.text.endswith("'s") and words.given_share(token.text) < 0.5:
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if tokens[i - 1].lower in ("in", "en", "visiting", "desde") and not (after is not None and after.capital and after.lower not in _PRONOUN and after.gap == " " and not after.opens):
            return None
    nickname = "-" in token.text and not token.opens and not text.text.isupper() and all(part[:1].isupper() and not words.is_kept(part) for part in token.text.split("-"))
    if nickname or not words.is_ordinary(token.text):
        if words.is_listed_name(token.text):
            return "listed_name", 0.7
        return ("unknown_capital", 0.55) if len(token.folded) > 2 else None
    if token.opens:
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if words.given_share(token.text) > 0.9 and token.lower not in speech.EVERYDAY and (after is None or after.lower in speech.AFTER or after.gap.startswith(",")):
            return "listed_name", 0.5
        return None
    if words.given_share(token.text) > 0.3 and (token.lower not in speech.EVERYDAY or not _shares_capitals(text)):
        return "listed_name", 0.6
    return None


def _shares_capitals(text: _Text) -> bool:
    """Whether a text gives capitals to ordinary words too (titles, headings): then a capital says little."""
    inner = [token for token in text.tokens if not token.opens and len(token.text) > 3 and words.is_ordinary(token.text) and not words.is_kept(token.text)]
    return len(inner) >= 4 and sum(token.capital for token in inner) / len(inner) > 0.4


def _unknown(i: int, text: _Text) -> tuple[str, float] | None:
    """A word in lower case that is no English word but a listed name."""
    token = text.tokens[i]
    if not text.english:
        cue = i > 0 and (text.tokens[i - 1].lower in _CUES_ES and token.gap == " " or token.gap.strip() in (",", ':"', '"', "¿", "¡"))
        known = cue and (token.folded in words.own_names() or words.given_share(token.text) > 0.9)
        return ("listed_name_lower_case", 0.45) if known and len(token.text) >= 4 and not words.is_spanish(token.text) and not words.is_kept(token.text) else None
    if not text.cased and re.fullmatch(r"[a-z]-[a-z]{3,}", token.text) and token.text not in _LETTER_WORDS:
        return "nickname", 0.5
    if token.capital and token.shouted and len(token.text) <= _ACRONYM_LETTERS or len(token.folded) < 3:
        return None
    if words.is_ordinary(token.text) or words.is_kept(token.text) or words.is_spanish(token.text) or token.lower in places.ROADS or token.lower in speech.TITLES:
        return None
    if words.is_listed_name(token.text):
        return "listed_name_lower_case", 0.5
    return ("unknown_word", 0.42) if not text.cased and len(token.folded) > 3 else None


_LETTER_WORDS = frozenset(
    "t-shirt t-shirts x-ray x-rays x-rayed e-mail e-mails e-mailed u-turn u-turns a-frame a-frames b-day c-section d-day e-bike e-bikes e-scooter e-scooters g-men h-bomb k-pop l-shaped n-word "
    "f-word b-word c-word f-bomb o-ring o-rings p-trap t-ball v-neck i-beam a-list u-haul u-hauls s-curve t-bones t-boned".split()
)
_CUES_ES = frozenset(
    "a con don doña primo prima hermano hermana hijo hija sobrino sobrina tío tía amigo amiga vecino vecina compañero compañera ayudante señor señora cabo oficial sargento abuelo abuela comadre compadre esposo esposa".split()
)


def _introduced(text: _Text, marks: list[tuple[str, float] | None], kept: Sequence[bool]) -> None:
    """Names that people say are theirs or somebody's."""
    at = {token.start: i for i, token in enumerate(text.tokens)}
    lower = text.text.lower()
    for pattern, sure, cues in _INTRODUCTIONS:
        if not any(cue in lower for cue in cues):
            continue
        for match in pattern.finditer(text.text):
            i = at.get(match.end())
            if i is None or kept[i]:
                continue
            end = _take_run(text, marks, kept, i, sure=sure)
            while sure and end and (also := _OR_JUST.match(text.text, end)) and (i := at.get(also.end())) is not None and text.tokens[i].capital:
                end = _take_run(text, marks, kept, i, sure=True)


_INTRODUCTIONS = (
    (speech.SELF, True, ("name", "call", "known as", "goes by", "go by", "went by", "signed")),
    (speech.SELF_ES, True, ("llam", "nombre", "dice", "decían", "conocen", "habla", "apellid")),
    (speech.PRESENTED, False, ("i'm", "im ", "i am", "this is", "that's", "that is", "it's", "it is", "here's", "meet", "soy", "es ", "know", "am ")),
)
_OR_JUST = re.compile(r",?\s+(?:or|aka|a\.k\.a\.|but)\s+(?:just\s+|mostly\s+|usually\s+|(?:everybody|people|they|folks|friends)\s+(?:just\s+)?(?:say|says|calls? me)\s+)*", re.IGNORECASE)


def _take_run(text: _Text, marks: list[tuple[str, float] | None], kept: Sequence[bool], i: int, *, sure: bool) -> int:
    """Mark the words of a name from token `i` on; returns where in the text the name ends, 0 when there is none."""
    tokens = text.tokens
    end = 0
    while i < len(tokens) and tokens[i].lower in speech.TITLES and i + 1 < len(tokens) and tokens[i + 1].gap in (" ", "  "):
        i += 1
    for n in range(4):
        j = i + n
        if j >= len(tokens) or kept[j] or (n and tokens[j].gap not in (" ", "  ")):
            return end
        token = tokens[j]
        if token.lower in speech.STOPS or token.lower in _PRONOUN or token.lower == "and" or words.is_kept(token.text) and not (n == 0 and sure and token.capital and token.folded not in ("god",) and words.is_listed_name(token.text)):
            return end
        odd = _is_odd(token, text) and (text.english or token.capital or not text.cased and (sure or words.given_share(token.text) > 0.5))
        if text.cased:
            name = token.capital and (sure or odd or marks[j] is not None or words.given_share(token.text) > 0.3) or odd and words.is_listed_name(token.text) or n == 0 and sure and odd
        elif n == 0:
            name = odd or sure and (words.is_listed_name(token.text) and len(token.text) > 2 and token.lower not in _NEVER_FIRST)
        else:
            name = odd or sure and words.is_listed_name(token.text) and token.lower not in _NEVER_FIRST and len(token.text) > 2
        if not name:
            return end
        marks[j] = max(marks[j] or ("introduced", 0.0), ("introduced", 0.9 if sure else 0.7), key=lambda mark: mark[1])
        end = token.end
    return end


def _is_odd(token: Token, text: _Text) -> bool:
    """Whether a word is no ordinary one in the language that the text is in."""
    if words.is_spanish(token.text):
        return False
    return not words.is_ordinary(token.text) or not text.english and words.is_listed_name(token.text)


_NEVER_FIRST = frozenset(
    "mud good bad hard right wrong true late early gone done back sick tired scared afraid crazy out again names later first last next on off called written spelled cleared dead dirt being there their "
    "another every everybody nobody something nothing anything someone call cop police public private very really pretty more most never always still even".split()
)


def _titled(text: _Text, marks: list[tuple[str, float] | None], kept: Sequence[bool], roads: Sequence[bool]) -> None:
    """Names after a title or a rank."""
    tokens = text.tokens
    for i, token in enumerate(tokens[:-1]):
        lower = token.lower
        if lower not in speech.TITLES or token.text.endswith("'s"):
            continue
        after = tokens[i + 1]
        if after.gap not in (" ", "  ", ". ") or (after.opens and not token.text.endswith(".")) or kept[i + 1]:
            continue
        if after.lower in speech.NOT_AFTER_TITLE or after.lower in speech.TITLES or words.is_kept(after.text) and lower not in speech.ALWAYS:
            continue
        odd = _is_odd(after, text)
        close_kin = lower in speech.KIN
        if text.cased and after.capital:
            if roads[i + 1] and not (lower in speech.ALWAYS) or after.shouted and len(after.text) <= 4 and not words.is_listed_name(after.text):
                continue
            if close_kin and not (odd or words.given_share(after.text) > 0.3 or token.capital and words.is_listed_name(after.text)):
                continue
            if close_kin and not token.capital and not odd and after.lower in speech.EVERYDAY:
                continue
            marks[i + 1] = ("titled", 0.9)
            if close_kin and token.capital and not token.opens and lower in ("big", "little", "lil", "lil'", "old"):
                marks[i] = ("nickname", 0.6)
        elif lower in speech.ALWAYS and after.lower not in speech.STOPS and len(after.text) > 1 and (odd or not text.cased):
            marks[i + 1] = ("titled", 0.8)
        elif odd and (text.english or lower in ("don", "doña", "señor", "señora")) and not words.is_kept(after.text) and (not close_kin or words.is_listed_name(after.text)) and len(after.folded) > 2:
            marks[i + 1] = ("titled", 0.75)
        elif not text.cased and text.english and _is_titled_word(tokens, i, close_kin=close_kin):
            marks[i + 1] = ("titled", 0.6)


def _is_titled_word(tokens: Sequence[Token], i: int, *, close_kin: bool) -> bool:
    """Whether, where nothing has a capital, the ordinary word after a title is a name: "auntie rose", "officer bright, he knows me"."""
    title, word = tokens[i], tokens[i + 1]
    if word.lower in speech.OPENERS or word.lower in speech.STOPS or word.lower.endswith(("ed", "ing")) or not words.is_listed_name(word.text):
        return False
    if close_kin:
        return title.lower not in ("big", "little", "old", "mother", "father", "pop") and words.given_share(word.text) > 0.5
    after = tokens[i + 2] if i + 2 < len(tokens) else None
    said = after is None or after.gap.startswith((",", ".")) or after.lower in speech.AFTER
    alone = i == 0 or tokens[i - 1].lower not in _BEFORE_A_NOUN
    return said and alone and title.lower in _RANKS or words.given_share(word.text) > 0.6 and word.lower not in speech.EVERYDAY


_RANKS = frozenset("officer sergeant sgt detective deputy trooper lieutenant captain corporal pastor imam reverend dr".split())
_BEFORE_A_NOUN = frozenset("a an the other another any every each that this one some no my your his her our their first next last same police lady female male".split())


def _extend(text: _Text, marks: list[tuple[str, float] | None], kept: Sequence[bool], roads: Sequence[bool]) -> None:
    """Take the words beside a name that belong to it: "Brendan Moss", "Darlene Two Bulls", "Maria de la Cruz", "J. Booker", "Big Ray"."""
    tokens = text.tokens
    for i in range(1, len(tokens)):
        left = marks[i - 1]
        token = tokens[i]
        if left is None or marks[i] is not None or kept[i] or token.opens or token.gap not in (" ", "  ") or tokens[i - 1].text.endswith("'s"):
            continue
        lower = token.lower
        if lower in ("junior", "senior", "jr", "jr.", "sr", "sr.", "iii") and tokens[i - 1].folded not in ("mi", "la", "el"):
            marks[i] = ("beside_name", min(left[1], 0.8))
        elif text.cased and token.capital:
            if lower in _PRONOUN or tokens[i - 1].text.endswith(".") and lower in speech.OPENERS or words.is_kept(token.text) or roads[i] or lower in places.ROADS and words.given_share(token.text) < 0.3 and not words.is_listed_name(token.text) or token.shouted and len(token.text) < 5 and lower not in ("ii", "iii", "iv"):
                continue
            marks[i] = ("beside_name", min(left[1], 0.8))
        elif lower in ("de", "del", "la", "los", "las", "van", "von", "der", "den", "bin", "binti", "ibn", "al", "el", "da", "dos", "di", "y", "ap", "ou") and text.cased:
            j = i + 1
            while j < len(tokens) and j - i < 3 and tokens[j].lower in ("la", "los", "las", "der", "den", "el"):
                j += 1
            if j < len(tokens) and tokens[j].capital and not tokens[j].opens and tokens[j].gap == " " and not words.is_kept(tokens[j].text) and not (lower in ("y", "el", "al") and words.is_ordinary(tokens[j].text)):
                if lower == "y" and len(tokens) > j and marks[j] is not None and words.given_share(tokens[j].text) > 0.5:
                    continue
                for k in range(i, j + 1):
                    marks[k] = ("beside_name", min(left[1], 0.8))
    for i in range(1, len(tokens) - 1):
        if marks[i] is None and marks[i - 1] is not None and marks[i + 1] is not None and len(tokens[i].folded) == 1 and tokens[i].gap == " " and tokens[i + 1].gap in (" ", ". ") and tokens[i].lower not in ("y", "e"):
            marks[i] = ("beside_name", 0.6)
    for i in range(len(tokens) - 2, -1, -1):
        right, token = marks[i + 1], tokens[i]
        if right is None or marks[i] is not None or kept[i] or tokens[i + 1].gap not in (" ", "  ") or tokens[i + 1].opens:
            continue
        if not text.cased:
            if text.english and token.lower not in speech.OPENERS and token.lower not in speech.TITLES and words.given_share(token.text) > 0.6 and not words.is_kept(token.text) and len(token.text) > 2:
                marks[i] = ("beside_name", min(right[1], 0.6))
            continue
        if not token.capital:
            continue
        if _leads(token, roads[i]) or len(tokens[i + 1].folded) == 1 and not token.opens and not words.is_kept(token.text) and token.lower not in speech.TITLES | _PRONOUN:
            marks[i] = ("beside_name", min(right[1], 0.7))


def _leads(token: Token, road: bool) -> bool:
    """Whether a word with a capital right before a name belongs to it: an initial, a first name, "Big" in "Big Lou"."""
    if token.lower in _PRONOUN or token.shouted and len(token.text) < 4 and "." not in token.text or words.is_kept(token.text) or token.lower in speech.TITLES or road or token.lower in places.ROADS:
        return False
    if re.fullmatch(r"[A-Z]\.?", token.text):
        return token.text not in ("I", "A")
    if token.opens:
        return token.lower not in speech.OPENERS and words.given_share(token.text) > 0.3
    return re.fullmatch(r"(?:[A-Z]\.){2,3}", token.text) is not None or words.is_listed_name(token.text)


def _learn(text: _Text, marks: Sequence[tuple[str, float] | None], lexicon: Lexicon, listed: set[str]) -> None:
    """Remember names that this text introduces, for the rest of the session."""
    run: list[str] = []
    for token, mark in zip(text.tokens, marks, strict=True):
        if mark is None or (run and (token.gap not in (" ", "  ") or token.opens)):
            if len(run) > 1:
                lexicon.people.append(tuple(run))
            run = []
        if mark is None:
            continue
        run.append(token.folded)
        rule, score = mark
        ordinary = words.is_ordinary(token.text)
        if rule in ("introduced", "titled", "nickname", "beside_name", "listed_name", "initials") and score >= 0.6 and token.folded not in listed:
            if rule == "initials" or re.fullmatch(r"(?:[A-Za-z]\.){2,3}", token.text):
                lexicon.initials.add(token.folded)
                lexicon.said_initials.add(token.folded)
            elif token.capital or not ordinary:
                lexicon.add_word(token.text, rule, learned=True)
    if len(run) > 1:
        lexicon.people.append(tuple(run))


def _release_officials(tokens: Sequence[Token], marks: list[tuple[str, float] | None]) -> None:
    """Leave names that follow a rank or an office."""
    for i, token in enumerate(tokens[:-1]):
        if token.lower in speech.OFFICIAL:
            j = i + 1
            while j < len(tokens) and marks[j] is not None and (j == i + 1 or tokens[j].gap in (" ", "  ")):
                marks[j] = None
                j += 1
