"""Presidio: recognizers made of our rules, and an engine that runs them beside any that a user brings.

Importing Presidio imports every one of its engines, and through them spaCy, transformers and torch where they are installed: 6.6 seconds.
Rules need none of them, so the optional two are hidden while it is imported: 1.2 seconds. Whoever wants Presidio's `TransformersNlpEngine`
in the same process imports `presidio_analyzer` before this module; it is then used as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from peace_analysis.anonymize import rules
from peace_analysis.anonymize.identifiers import RULES
from peace_analysis.anonymize.rules import Rule
from peace_analysis.anonymize.spans import SUBTYPES, TYPES, Span

_OPTIONAL = ("torch", "transformers", "stanza", "tensorflow")


@contextmanager
def _without(packages: Sequence[str]) -> Iterator[None]:
    """Make packages that are not loaded yet look as if they were not installed."""
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without(() if "presidio_analyzer" in sys.modules else _OPTIONAL):
    import tldextract
    from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

if TYPE_CHECKING:
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

# Presidio's e-mail and URL recognizers would fetch the list of public suffixes at the first address; this one reads the packaged list.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # type: ignore[assignment]

# What recognizers of other makers call our types.
_OURS = {
    "PERSON": ("NAME", ""),
    "PER": ("NAME", ""),
    "LOCATION": ("PLACE", ""),
    "LOC": ("PLACE", ""),
    "GPE": ("PLACE", ""),
    "FACILITY": ("PLACE", ""),
    "STREET_ADDRESS": ("ADDRESS", ""),
    "ORG": ("ORGANIZATION", ""),
    "PHONE_NUMBER": ("PHONE", ""),
    "EMAIL_ADDRESS": ("EMAIL", ""),
    "DATE_TIME": ("DATE", ""),
    "ZIP_CODE": ("ZIP", ""),
    "CREDIT_CARD": ("ID", "CARD"),
    "US_SSN": ("ID", "SSN"),
    "US_ITIN": ("ID", "SSN"),
    "US_DRIVER_LICENSE": ("ID", "LICENSE"),
    "US_PASSPORT": ("ID", "LICENSE"),
    "MEDICAL_LICENSE": ("ID", "LICENSE"),
    "US_BANK_NUMBER": ("ID", "ACCOUNT"),
    "IBAN_CODE": ("ID", "ACCOUNT"),
    "CRYPTO": ("ID", "ACCOUNT"),
    "IP_ADDRESS": ("ID", "IP"),
    "MAC_ADDRESS": ("ID", "DEVICE"),
    "US_LICENSE_PLATE": ("ID", "PLATE"),
}


class RuleRecognizer(EntityRecognizer):
    """A Presidio recognizer made of rules."""

    def __init__(self, name: str, some: Sequence[Rule]) -> None:
        self.rules = tuple(some)
        self.name: str = name
        super().__init__(supported_entities=sorted({rule.type for rule in some}), name=name, supported_language="en")

    def load(self) -> None:
        """Nothing to load: patterns are compiled when their module is imported."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """Find what the rules find, overlaps and all; subtype and rule stand in the metadata."""
        return [
            RecognizerResult(
                span.type,
                span.start,
                span.end,
                span.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    "subtype": span.subtype,
                    "rule": span.rule,
                },
            )
            for span in rules.find(text, self.rules)
            if span.type in entities
        ]


class PhoneNumbers(EntityRecognizer):
    """Phone numbers of any country as the library phonenumbers knows them, also those that are only possible ("555 0143")."""

    def __init__(self) -> None:
        super().__init__(supported_entities=["PHONE"], name="phonenumbers", supported_language="en")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """Find numbers of seven digits and more, money, years and plain counts aside."""
        if "PHONE" not in entities or not _SEVEN_DIGITS.search(text):
            return []
        from phonenumbers import Leniency, PhoneNumberMatcher

        return [
            RecognizerResult("PHONE", match.start, match.end, 0.5)
            for match in PhoneNumberMatcher(text, "US", leniency=Leniency.POSSIBLE)
            if not _NO_PHONE.fullmatch(match.raw_string) and text[max(0, match.start - 1) : match.start] not in ("$", "#", "-", ".", "/")
        ]


_SEVEN_DIGITS = re.compile(r"(?:\d[\s().-]{0,3}){7}")
_NO_PHONE = re.compile(
    r"(?:19|20)\d\d\D{1,3}(?:19|20)\d\d|\d{1,3}(?:,\d{3})+|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{7,9}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
)


def make_engine(extra: Iterable[EntityRecognizer] = (), nlp_engine: NlpEngine | None = None) -> AnalyzerEngine:
    """Build an engine with all our rules and further recognizers.

    Args:
        extra: Any Presidio recognizers, a learned one for names, say.
        nlp_engine: What they need to have read the text; none by default.
    """
    registry = RecognizerRegistry(
        recognizers=[*(RuleRecognizer(f"peace_analysis_{kind}", some) for kind, some in RULES.items()), PhoneNumbers(), *extra],
        supported_languages=["en"],
    )
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=nlp_engine or NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}]),
        supported_languages=["en"],
    )


def to_span(result: Any) -> Span | None:
    """Translate a Presidio result into a span of ours; None for a type that is no identifier here (nationality, say)."""
    metadata = result.recognition_metadata or {}
    kind, subtype = _OURS.get(result.entity_type, (result.entity_type, ""))
    if kind in SUBTYPES:
        kind, subtype = "ID", kind
    if kind not in TYPES:
        return None
    rule = metadata.get("rule") or metadata.get(RecognizerResult.RECOGNIZER_NAME_KEY) or ""
    return Span(result.start, result.end, kind, metadata.get("subtype") or subtype, float(result.score), str(rule))
