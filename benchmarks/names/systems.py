"""What is compared: this package with and without its learned part, and Presidio as it comes."""

from __future__ import annotations

from collections.abc import Sequence

from peace_analysis.anonymize.engine import Anonymizer
from peace_analysis.anonymize.prepare import ReadAhead
from peace_analysis.anonymize.presidio import to_span
from peace_analysis.anonymize.recognizer.finder import NameRecognizer
from peace_analysis.anonymize.spans import Span, resolve


class Ours:
    """The package, each text a session of its own; without a recogniser its rules alone."""

    def __init__(self, recognizer: NameRecognizer | None = None) -> None:
        self._recognizer = recognizer

    def __call__(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find identifiers."""
        anonymizer = Anonymizer(recognizer=None if self._recognizer is None else ReadAhead(self._recognizer, texts))
        return [anonymizer.find([text])[0] for text in texts]


class Presidio:
    """Presidio as it comes: its own patterns, and a pipeline with no model."""

    def __init__(self) -> None:
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
        from presidio_analyzer.nlp_engine import NoOpNlpEngine

        registry = RecognizerRegistry()
        registry.load_predefined_recognizers(languages=["en"])
        registry.remove_recognizer("SpacyRecognizer")  # would find names, if a model were there
        self._engine = AnalyzerEngine(
            registry=registry,
            nlp_engine=NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}]),
            supported_languages=["en"],
        )

    def __call__(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find identifiers."""
        return [
            resolve(
                (span for result in self._engine.analyze(text, language="en") if (span := to_span(result)) is not None),
                text,
            )
            if text.strip()
            else []
            for text in texts
        ]
