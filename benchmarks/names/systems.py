"""What is compared: this package with and without its learned part, and Presidio as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from peace_analysis.anonymize import engine
from peace_analysis.anonymize.engine import SURE_NAME, Anonymizer
from peace_analysis.anonymize.presidio import to_span
from peace_analysis.anonymize.recognizer.finder import NameRecognizer
from peace_analysis.anonymize.recognizer.reading import Reading
from peace_analysis.anonymize.recognizer.titles import with_titles
from peace_analysis.anonymize.spans import Span, normalize, resolve

FLOOR = 0.03  # a name that a weak rule claims is dropped where the recogniser scores it lower


class Rules:
    """The rules alone, each text a session of its own."""

    def __init__(self) -> None:
        self._anonymizer = Anonymizer()

    def __call__(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find identifiers."""
        return [self._anonymizer.find([text])[0] for text in texts]


class Ours(Anonymizer):
    """Rules and the learned recogniser together, as the engine is to join them."""

    def __init__(self, learned: NameRecognizer, threshold: float, floor: float = FLOOR, *, titles: bool = True, **more: Any) -> None:
        super().__init__(**more)
        self._learned, self._least, self._floor, self._titles = learned, threshold, floor, titles

    def __call__(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find identifiers, each text a session of its own, but all read together."""
        readings = self._learned.read([normalize(text) for text in texts])
        return [self.join([text], [reading])[0] for text, reading in zip(texts, readings, strict=True)]

    def join(self, texts: Sequence[str], readings: Sequence[Reading], roster: Sequence[str] = ()) -> list[list[Span]]:
        """Find identifiers in the texts of one session."""
        plain = [normalize(text) for text in texts]
        found: list[list[Span]] = []
        for text in plain:
            results = self._engine.analyze(text, language="en", entities=self._entities) if text.strip() else []
            found.append([span for result in results if (span := to_span(result)) is not None and span.score >= self._threshold])
        for spans, reading in zip(found, readings, strict=True):
            spans.extend(reading.spans(self._least, ("NAME",)))
        known = [
            text[span.start : span.end]
            for text, spans in zip(plain, found, strict=True)
            for span in spans
            if span.type == "NAME" and span.score >= SURE_NAME
        ]
        engine._add_repeats(plain, found)
        names = self._finder.find(plain, roster, known)
        joined = []
        for text, rules, people, reading in zip(plain, found, names, readings, strict=True):
            kept = [*rules, *(person for person in people if not reading.doubts(person, self._floor))]
            joined.append(resolve((self._whole(text, span) for span in kept if not self._is_kept(text, span)), text))
        return joined

    def _whole(self, text: str, span: Span) -> Span:
        """Let a name begin with its titles; replacement skips them again, so that the rank stays readable."""
        return replace(span, start=with_titles(text, span.start)) if self._titles and span.type == "NAME" else span


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
