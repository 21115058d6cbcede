"""Which language each statement is in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

# Languages that American listening sessions are held in and that the detector knows. Hmong and Haitian Creole are not among them: a
# session in those is told by its `language` in sessions.csv.
DETECTABLE = ("en", "es", "fr", "pt", "vi", "zh", "ar", "so", "ko", "ru", "tl", "sw", "hi", "de")
SURE = 0.80  # a statement leaves its session's language only when the detector is this sure of another
FEWEST_WORDS = 4  # shorter ones ("no, gracias") say too little and count as the session's language


def detect_languages(texts: Sequence[str], expected: str = "en") -> list[str]:
    """Name the language of each text.

    Args:
        texts: Anonymised statements of one session.
        expected: ISO 639-1 code of the session's language, kept unless the words clearly say otherwise.

    Returns:
        One ISO 639-1 code per text.
    """
    plain = [_without_tokens(text) for text in texts]
    long_enough = [place for place, text in enumerate(plain) if len(text.split()) >= FEWEST_WORDS]
    languages = [expected] * len(texts)
    if expected not in DETECTABLE:
        return languages
    if not long_enough:
        return languages
    found = _detector().compute_language_confidence_values_in_parallel([plain[place] for place in long_enough])
    for place, values in zip(long_enough, found, strict=True):
        if values and values[0].value >= SURE:
            languages[place] = values[0].language.iso_code_639_1.name.lower()
    return languages


def _without_tokens(text: str) -> str:
    import re

    return re.sub(r"\[[^\]]*\]", " ", text)


@lru_cache(maxsize=1)
def _detector() -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in DETECTABLE]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()
