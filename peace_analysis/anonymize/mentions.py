"""What a single word tells: it is listed, it has a capital that nothing else explains, it is no word of the language."""

from __future__ import annotations

import re

from peace_analysis.anonymize import speech, streets, words
from peace_analysis.anonymize.lexicon import Lexicon
from peace_analysis.anonymize.tokens import PRONOUN, Mark, Text, Token
from peace_analysis.anonymize.wordlist import word_set

_ACRONYM_LETTERS = 5  # longer words in capitals are more likely shouted than abbreviated

_INITIALS_OF_NOBODY = word_set(
    "us usa dc pd am pm la ny tv id da po er od rip ac dj ok pa pc hr it uk eu un bc ad cd dvd ms mr ir jr sr phd md "
    "pi ceo vp aa na sro fto swat cad"
)

_IN = word_set("in from to near outside around through visiting across via en desde hasta")


def listed(i: int, text: Text, lexicon: Lexicon) -> Mark:  # noqa: PLR0911 - one return for each reason
    """A word of a listed or learned name."""
    token = text.tokens[i]
    rule = lexicon.parts.get(token.folded)
    if rule is not None:
        if not _is_ambiguous(token):
            return rule, 0.95
        if (text.cased and token.capital and not token.shouted) or _beside_own_name(i, text, lexicon):
            plain = (
                token.lower in speech.EVERYDAY or token.lower in speech.OPENERS or words.is_kept(token.text) or words.is_spanish(token.text)
            )
            return (rule, 0.85) if not token.opens or not plain or _stands_for_person(i, text, lexicon) else None
        rare = (
            text.english
            and token.lower not in speech.EVERYDAY
            and not words.is_kept(token.text)
            and rule in ("roster", "city_list", "introduced")
        )
        return (rule, 0.7) if not text.cased and (rare or _stands_for_person(i, text, lexicon)) else None
    bare = token.folded
    if bare in lexicon.initials and bare not in _INITIALS_OF_NOBODY and re.fullmatch(r"(?:[A-Z]\.?){2,3}", token.text):
        return "initials", 0.9
    if (
        "." in token.text
        and not text.cased
        and re.fullmatch(r"(?:[a-z]\.){2,3}", token.text)
        and token.folded not in _INITIALS_OF_NOBODY
        and token.folded not in ("ie", "eg", "vs")
    ):
        return "initials", 0.6
    if token.lower in lexicon.said_initials and token.lower not in _INITIALS_OF_NOBODY and not words.is_ordinary(token.text):
        return "initials", 0.6
    if (
        text.cased
        and token.capital
        and not token.opens
        and not token.shouted
        and len(bare) >= 4
        and not words.is_kept(token.text)
        and lexicon.misspelled(bare, 4)
    ):
        return "misspelled", 0.7
    likely = text.english or (token.capital and not token.opens)
    if (
        len(bare) >= 4
        and likely
        and not words.is_ordinary(token.text)
        and not words.is_kept(token.text)
        and not words.is_spanish(token.text)
        and lexicon.misspelled(bare)
    ):
        return "misspelled", 0.75
    return None


_PRESENTS = re.compile(r"\b(?:i'm|i am|this is|name is|name's|it's|soy)\s+$", re.IGNORECASE)


def _is_ambiguous(token: Token) -> bool:
    return token.lower in speech.EVERYDAY or words.is_ordinary(token.text) or words.is_kept(token.text) or words.is_spanish(token.text)


def _beside_own_name(i: int, text: Text, lexicon: Lexicon) -> bool:
    """Whether the word before or after belongs to the same person's full name: "bee vang", "grace young"."""
    token = text.tokens[i]
    for person in lexicon.people:
        if token.folded not in person or len(person) < 2:
            continue
        for j in (i - 1, i + 1):
            if (
                0 <= j < len(text.tokens)
                and text.tokens[j].folded in person
                and text.tokens[j].folded != token.folded
                and text.tokens[max(i, j)].gap == " "
            ):
                return True
    return False


def _stands_for_person(i: int, text: Text, lexicon: Lexicon) -> bool:  # noqa: PLR0911 - one return for each reason
    """Whether the grammar makes a person of an ordinary word: "Will said", "thank you, Grace", but not "Will you", "I hope"."""
    token, tokens = text.tokens[i], text.tokens
    if _beside_own_name(i, text, lexicon):
        return True
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    following = text.text[token.end : token.end + 2]
    if token.text.endswith("'s") and token.lower[:-2] not in ("may", "march", "june", "april", "august", "summer", "day"):
        return after is not None and after.lower not in ("a", "the", "not", "just", "gonna", "going", "been")
    if i and tokens[i - 1].lower in speech.TITLES and tokens[i - 1].lower not in speech.KIN:
        return True
    if (
        after is not None
        and after.lower in speech.AFTER
        and after.gap == " "
        and not (
            token.lower in ("may", "will", "can", "hope", "chase", "mark")
            and after.lower not in ("said", "says", "told", "asked", "mentioned")
        )
    ):
        return token.lower not in (
            "summer",
            "spring",
            "march",
            "june",
            "april",
            "august",
            "grace",
            "hope",
            "faith",
            "justice",
        ) or after.lower in ("said", "says", "told", "asked", "mentioned", "called", "knows", "lives", "works")
    ends = not following.strip() or following[0] in ",.!?"
    if ends and not text.cased and _PRESENTS.search(text.text[max(0, token.start - 16) : token.start]):
        return True
    if ends and speech.ADDRESSED.search(text.text[max(0, token.start - 24) : token.start]):
        return not (token.opens and not token.capital)
    return False


def capital(i: int, text: Text, street_names: set[str]) -> Mark:  # noqa: PLR0911 - one return for each reason
    """A word with a capital that no other reason explains."""
    token, tokens = text.tokens[i], text.tokens
    if token.lower in PRONOUN or words.is_kept(token.text) or token.folded in street_names or token.lower in streets.ROADS:
        return None
    if "." in token.text and re.fullmatch(r"(?:[A-Z]\.){2,3}", token.text):
        return None if token.folded in _INITIALS_OF_NOBODY else ("initials", 0.6)
    if len(token.folded) < 2 or token.lower in speech.TITLES:
        return None
    if token.shouted and (len(token.text) <= _ACRONYM_LETTERS or words.is_ordinary(token.text)):
        return None
    if not text.english and (words.is_spanish(token.text) or (token.opens and not words.given_share(token.text) > 0.5)):
        return None
    if (
        i
        and tokens[i - 1].lower in _IN
        and tokens[i - 1].gap is not None
        and token.gap == " "
        and not token.text.endswith("'s")
        and words.given_share(token.text) < 0.5
    ):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if tokens[i - 1].lower in ("in", "en", "visiting", "desde") and not (
            after is not None and after.capital and after.lower not in PRONOUN and after.gap == " " and not after.opens
        ):
            return None
    nickname = (
        "-" in token.text
        and not token.opens
        and not text.text.isupper()
        and all(part[:1].isupper() and not words.is_kept(part) for part in token.text.split("-"))
    )
    if nickname or not words.is_ordinary(token.text):
        if words.is_listed_name(token.text):
            return "listed_name", 0.7
        return ("unknown_capital", 0.55) if len(token.folded) > 2 else None
    if token.opens:
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            words.given_share(token.text) > 0.9
            and token.lower not in speech.EVERYDAY
            and (after is None or after.lower in speech.AFTER or after.gap.startswith(","))
        ):
            return "listed_name", 0.5
        return None
    if words.given_share(token.text) > 0.3 and (token.lower not in speech.EVERYDAY or not _shares_capitals(text)):
        return "listed_name", 0.6
    return None


def _shares_capitals(text: Text) -> bool:
    """Whether a text gives capitals to ordinary words too (titles, headings): then a capital says little."""
    inner = [
        token
        for token in text.tokens
        if not token.opens and len(token.text) > 3 and words.is_ordinary(token.text) and not words.is_kept(token.text)
    ]
    return len(inner) >= 4 and sum(token.capital for token in inner) / len(inner) > 0.4


def unknown(i: int, text: Text) -> Mark:
    """A word in lower case that is no English word but a listed name."""
    token = text.tokens[i]
    if not text.english:
        cue = i > 0 and ((text.tokens[i - 1].lower in _CUES_ES and token.gap == " ") or token.gap.strip() in (",", ':"', '"', "¿", "¡"))
        known = cue and (token.folded in words.own_names() or words.given_share(token.text) > 0.9)
        return (
            ("listed_name_lower_case", 0.45)
            if known and len(token.text) >= 4 and not words.is_spanish(token.text) and not words.is_kept(token.text)
            else None
        )
    if not text.cased and "-" in token.text and re.fullmatch(r"[a-z]-[a-z]{3,}", token.text) and token.text not in _LETTER_WORDS:
        return "nickname", 0.5
    if (token.capital and token.shouted and len(token.text) <= _ACRONYM_LETTERS) or len(token.folded) < 3:
        return None
    if (
        words.is_ordinary(token.text)
        or words.is_kept(token.text)
        or words.is_spanish(token.text)
        or token.lower in streets.ROADS
        or token.lower in speech.TITLES
    ):
        return None
    if words.is_listed_name(token.text):
        return "listed_name_lower_case", 0.5
    return ("unknown_word", 0.42) if not text.cased and len(token.folded) > 3 else None


_LETTER_WORDS = word_set(
    "t-shirt t-shirts x-ray x-rays x-rayed e-mail e-mails e-mailed u-turn u-turns a-frame a-frames b-day c-section "
    "d-day e-bike e-bikes e-scooter e-scooters g-men h-bomb k-pop l-shaped n-word "
    "f-word b-word c-word f-bomb o-ring o-rings p-trap t-ball v-neck i-beam a-list u-haul u-hauls s-curve t-bones t-boned"
)

_CUES_ES = word_set(
    "a con don doña primo prima hermano hermana hijo hija sobrino sobrina tío tía amigo amiga vecino vecina "
    "compañero compañera ayudante señor señora cabo oficial sargento abuelo abuela comadre compadre esposo esposa"
)
