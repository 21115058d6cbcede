"""The learned recogniser as a recogniser of Presidio's, beside or in place of which any other may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from presidio_analyzer import EntityRecognizer, RecognizerResult

from peace_analysis.anonymize.recognizer.finder import NameRecognizer, default_recognizer

if TYPE_CHECKING:
    from presidio_analyzer.nlp_engine import NlpArtifacts


class LearnedRecognizer(EntityRecognizer):
    """Presidio asks text by text; whoever has many texts asks `NameRecognizer.find` for all at once.

    Args:
        recognizer: What finds the names; the package's own by default.
    """

    def __init__(self, recognizer: NameRecognizer | None = None) -> None:
        self.recognizer = recognizer or default_recognizer()
        self.name: str = "learned"
        super().__init__(supported_entities=list(self.recognizer.kinds), name="learned", supported_language="en")

    def load(self) -> None:
        """Nothing to load: the weights came with the recogniser."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """Find names in one text; `nlp_artifacts` are not needed."""
        return [
            RecognizerResult(
                span.type,
                span.start,
                span.end,
                span.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    "rule": span.rule,
                },
            )
            for span in self.recognizer.find([text])[0]
            if span.type in entities
        ]
