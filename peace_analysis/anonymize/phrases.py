"""What the words before a name tell: introductions ("my name is", "they call me") and titles ("Officer", "Ms.")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from peace_analysis.anonymize import speech, words
from peace_analysis.anonymize.tokens import PRONOUN, Marks, Text, Token
from peace_analysis.anonymize.wordlist import word_set


def mark_introduced(text: Text, marks: Marks, kept: Sequence[bool]) -> None:
    """Names that people say are theirs or somebody's."""
    at = {token.start: i for i, token in enumerate(text.tokens)}
    lower = text.text.lower()
    for pattern, sure, cues in _INTRODUCTIONS:
        for cue in cues:  # written out: the hot loop
            if cue in lower:
                break
        else:
            continue
        for match in pattern.finditer(text.text):
            i = at.get(match.end())
            if i is None or kept[i]:
                continue
            end = _take_run(text, marks, kept, i, sure=sure)
            while (
                sure
                and end
                and (also := _OR_JUST.match(text.text, end))
                and (i := at.get(also.end())) is not None
                and text.tokens[i].capital
            ):
                end = _take_run(text, marks, kept, i, sure=True)


_INTRODUCTIONS = (
    (speech.SELF, True, ("name", "call", "known as", "goes by", "go by", "went by", "signed")),
    (speech.SELF_ES, True, ("llam", "nombre", "dice", "decían", "conocen", "habla", "apellid")),
    (
        speech.PRESENTED,
        False,
        ("i'm", "im ", "i am", "this is", "that's", "that is", "it's", "it is", "here's", "meet", "soy", "es ", "know", "am "),
    ),
)

_OR_JUST = re.compile(
    r",?\s+(?:or|aka|a\.k\.a\.|but)\s+(?:just\s+|mostly\s+|usually\s+|(?:everybody|people|they|folks|friends)\s+"
    r"(?:just\s+)?(?:say|says|calls? me)\s+)*",
    re.IGNORECASE,
)


def _take_run(text: Text, marks: Marks, kept: Sequence[bool], i: int, *, sure: bool) -> int:
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
        if (
            token.lower in speech.STOPS
            or token.lower in PRONOUN
            or token.lower == "and"
            or (
                words.is_kept(token.text)
                and not (n == 0 and sure and token.capital and token.folded not in ("god",) and words.is_listed_name(token.text))
            )
        ):
            return end
        odd = _is_odd(token, text) and (text.english or token.capital or (not text.cased and (sure or words.given_share(token.text) > 0.5)))
        if text.cased:
            name = (
                (token.capital and (sure or odd or marks[j] is not None or words.given_share(token.text) > 0.3))
                or (odd and words.is_listed_name(token.text))
                or (n == 0 and sure and odd)
            )
        elif n == 0:
            name = odd or (sure and (words.is_listed_name(token.text) and len(token.text) > 2 and token.lower not in _NEVER_FIRST))
        else:
            name = odd or (sure and words.is_listed_name(token.text) and token.lower not in _NEVER_FIRST and len(token.text) > 2)
        if not name:
            return end
        marks[j] = max(marks[j] or ("introduced", 0.0), ("introduced", 0.9 if sure else 0.7), key=lambda mark: mark[1])
        end = token.end
    return end


def _is_odd(token: Token, text: Text) -> bool:
    """Whether a word is no ordinary one in the language that the text is in."""
    if words.is_spanish(token.text):
        return False
    return not words.is_ordinary(token.text) or (not text.english and words.is_listed_name(token.text))


_NEVER_FIRST = word_set(
    "mud good bad hard right wrong true late early gone done back sick tired scared afraid crazy out again names "
    "later first last next on off called written spelled cleared dead dirt being there their "
    "another every everybody nobody something nothing anything someone call cop police public private very really "
    "pretty more most never always still even"
)


def mark_titled(text: Text, marks: Marks, kept: Sequence[bool], roads: Sequence[bool]) -> None:
    """Names after a title or a rank."""
    tokens = text.tokens
    for i, token in enumerate(tokens[:-1]):
        lower = token.lower
        if lower not in speech.TITLES or token.text.endswith("'s"):
            continue
        after = tokens[i + 1]
        if after.gap not in (" ", "  ", ". ") or (after.opens and not token.text.endswith(".")) or kept[i + 1]:
            continue
        if (
            after.lower in speech.NOT_AFTER_TITLE
            or after.lower in speech.TITLES
            or (words.is_kept(after.text) and lower not in speech.ALWAYS)
        ):
            continue
        odd = _is_odd(after, text)
        close_kin = lower in speech.KIN
        if text.cased and after.capital:
            if (roads[i + 1] and lower not in speech.ALWAYS) or (
                after.shouted and len(after.text) <= 4 and not words.is_listed_name(after.text)
            ):
                continue
            if close_kin and not (odd or words.given_share(after.text) > 0.3 or (token.capital and words.is_listed_name(after.text))):
                continue
            if close_kin and not token.capital and not odd and after.lower in speech.EVERYDAY:
                continue
            marks[i + 1] = ("titled", 0.9)
            if close_kin and token.capital and not token.opens and lower in ("big", "little", "lil", "lil'", "old"):
                marks[i] = ("nickname", 0.6)
        elif lower in speech.ALWAYS and after.lower not in speech.STOPS and len(after.text) > 1 and (odd or not text.cased):
            marks[i + 1] = ("titled", 0.8)
        elif (
            odd
            and (text.english or lower in ("don", "doña", "señor", "señora"))
            and not words.is_kept(after.text)
            and (not close_kin or words.is_listed_name(after.text))
            and len(after.folded) > 2
        ):
            marks[i + 1] = ("titled", 0.75)
        elif not text.cased and text.english and _is_titled_word(tokens, i, close_kin=close_kin):
            marks[i + 1] = ("titled", 0.6)


def mark_particles(text: Text, marks: Marks) -> None:
    """Names that begin with a small word after a title, where nothing has a capital: "lieutenant van der berg"."""
    if text.cased:
        return
    for i, token in enumerate(text.tokens[:-1]):
        if token.lower in speech.TITLES and token.lower not in speech.KIN and text.tokens[i + 1].gap == " ":
            _mark_particles(text.tokens, marks, i)


def _mark_particles(tokens: Sequence[Token], marks: Marks, i: int) -> None:
    """Mark "van der berg" after the title at `i` where nothing has a capital."""
    j = i + 1
    if tokens[j].lower not in ("van", "von", "bin", "der"):
        return
    while j + 1 < len(tokens) and tokens[j].lower in _PARTICLES and tokens[j + 1].gap == " " and j - i < 4:
        j += 1
    if tokens[j].lower not in speech.STOPS and j > i + 1:
        marks[i + 1 : j + 1] = [("titled", 0.75)] * (j - i)


def _is_titled_word(tokens: Sequence[Token], i: int, *, close_kin: bool) -> bool:
    """Whether, where nothing has a capital, the ordinary word after a title is a name: "auntie rose", "officer bright, he knows me"."""
    title, word = tokens[i], tokens[i + 1]
    if (
        word.lower in speech.OPENERS
        or word.lower in speech.STOPS
        or word.lower.endswith(("ed", "ing"))
        or not words.is_listed_name(word.text)
    ):
        return False
    if close_kin:
        return title.lower not in ("big", "little", "old", "mother", "father", "pop") and words.given_share(word.text) > 0.5
    after = tokens[i + 2] if i + 2 < len(tokens) else None
    said = after is None or after.gap.startswith((",", ".")) or after.lower in speech.AFTER
    alone = i == 0 or tokens[i - 1].lower not in _BEFORE_A_NOUN
    return (said and alone and title.lower in _RANKS) or (words.given_share(word.text) > 0.6 and word.lower not in speech.EVERYDAY)


_PARTICLES = word_set("van von der den de la bin al")
_RANKS = word_set("officer sergeant sgt detective deputy trooper lieutenant captain corporal pastor imam reverend dr")

_BEFORE_A_NOUN = word_set(
    "a an the other another any every each that this one some no my your his her our their first next last same police lady female male"
)
