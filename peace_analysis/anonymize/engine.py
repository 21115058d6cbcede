"""Finds everything in a session that could tell who somebody is, and puts tokens in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from peace_analysis.anonymize import replacement, speech, spoken, words
from peace_analysis.anonymize.decisions import SessionDecisions
from peace_analysis.anonymize.names import NameFinder
from peace_analysis.anonymize.recognizer.titles import with_titles
from peace_analysis.anonymize.replacement import Replaced
from peace_analysis.anonymize.spans import Span, normalize, resolve
from peace_analysis.anonymize.tokens import tokenize

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer
    from presidio_analyzer.nlp_engine import NlpEngine

THRESHOLD = 0.4  # scores of rules and of Presidio recognizers below are dropped; every rule of ours lies above
SURE_NAME = 0.6  # names that a recognizer is at least so sure of are looked for in the whole session
NEAR = 0.5  # names that score at least so much of the recogniser's threshold are shown to a reviewer, though they are left
DOUBTED = 0.03  # a name that a word's look alone suggests is dropped where the learned recogniser scores it lower


class NameReading(Protocol):
    """What a learned recogniser made of one text."""

    def spans(self, threshold: float, kinds: Sequence[str]) -> list[Span]:
        """Give the names of some types that score at least `threshold`."""

    def doubts(self, span: Span, floor: float) -> bool:
        """Whether what a weak rule takes for a name is none by what the sentence says."""


class NameReader(Protocol):
    """A learned recogniser of names that reads many texts at once."""

    @property
    def threshold(self) -> float:
        """Score from which its names count, 0 to 1."""

    def read(self, texts: Sequence[str]) -> Sequence[NameReading]:
        """Read texts, each by itself."""


@dataclass(frozen=True)
class Found:
    """What was found in the texts of one session, and what nearly was."""

    spans: list[list[Span]]  # for each text, in order, none overlapping
    doubtful: list[list[Span]]  # names that score just too little: left as they are, for a person to look at


class Anonymizer:
    """Finds and replaces identifiers, session by session. Pure: reads and writes no file, keeps nothing from one session to the next."""

    def __init__(
        self,
        *,
        keep: Iterable[str] = (),
        names: Iterable[str] = (),
        keep_officials: bool = False,
        extra_recognizers: Iterable[EntityRecognizer] = (),
        nlp_engine: NlpEngine | None = None,
        recognizer: NameReader | None = None,
        threshold: float | None = None,
    ) -> None:
        """Prepare for one city; `prepare.make_anonymizer` does it with the learned recogniser.

        Args:
            keep: Words that are never replaced on their own: the city's name, its neighborhoods, `privacy.keep`.
            names: Names that always go, wherever they stand: `privacy.names`.
            keep_officials: Leave names that follow a rank or an office.
            extra_recognizers: Further Presidio recognizers; names they find count as names of the session.
            nlp_engine: A Presidio engine that reads texts for them.
            recognizer: Learned recogniser of people's names. None leaves it to the rules alone, which miss more.
            threshold: Lowest score that counts, 0 to 1; by default `THRESHOLD` for rules and the recogniser's own for what it finds.
        """
        from peace_analysis.anonymize.presidio import make_engine

        self._keep = {tuple(words.fold(word) for word in phrase.split()) for phrase in keep if phrase.strip()}
        self._finder = NameFinder(keep=[" ".join(phrase) for phrase in self._keep], names=names, keep_officials=keep_officials)
        self._engine: Any = make_engine(extra_recognizers, nlp_engine)
        self._entities: list[str] = sorted(self._engine.get_supported_entities("en"))
        self._threshold = THRESHOLD if threshold is None else threshold
        self._recognizer = recognizer
        self._least = 0.0 if recognizer is None else recognizer.threshold if threshold is None else threshold
        self._keep_officials = keep_officials

    def find(self, texts: Sequence[str], roster: Sequence[str] = (), decided: SessionDecisions | None = None) -> list[list[Span]]:
        """Find the identifiers in all texts of one session; see `search`.

        Returns:
            For each text its spans, in order, none overlapping. Marks such as `[crosstalk]` and `[NAME 3]` are left alone.
        """
        return self.search(texts, roster, decided).spans

    def search(self, texts: Sequence[str], roster: Sequence[str] = (), decided: SessionDecisions | None = None) -> Found:
        """Find the identifiers in all texts of one session, and the names that nearly count as found.

        Args:
            texts: Utterances, turns or notes, in order.
            roster: Names of those who were there, as in the participants' list and the speaker labels.
            decided: What a reviewer decided for this session.
        """
        from peace_analysis.anonymize.presidio import to_span

        decided = decided or SessionDecisions()
        roster = [*roster, *decided.people]
        plain = [normalize(text) for text in texts]
        found: list[list[Span]] = []
        for text in plain:
            results = self._engine.analyze(text, language="en", entities=self._entities) if text.strip() else []
            found.append([span for result in results if (span := to_span(result)) is not None and span.score >= self._threshold])
        readings = self._recognizer.read(plain) if self._recognizer is not None else [None] * len(plain)
        for text, spans, reading in zip(plain, found, readings, strict=True):
            spans.extend(self._learned(text, reading))
        known = [
            plain[i][span.start : span.end]
            for i, spans in enumerate(found)
            for span in spans
            if span.type == "NAME" and span.score >= SURE_NAME
        ]
        _add_repeats(plain, found)
        named = self._finder.find(plain, roster, known)
        joined = []
        for text, spans, people, reading in zip(plain, found, named, readings, strict=True):
            kept = [*spans, *(span for span in people if span.score >= self._threshold and not (reading and reading.doubts(span, DOUBTED)))]
            kept = decided.apply(text, (span for span in kept if not self._is_kept(text, span)))
            joined.append(resolve((_with_titles(text, span) for span in kept), text))
        return Found(joined, [self._nearly(*row, decided) for row in zip(plain, joined, readings, strict=True)])

    def _nearly(self, text: str, spans: Sequence[Span], reading: NameReading | None, decided: SessionDecisions) -> list[Span]:
        """Take names that the learned recogniser scores just too low and that nothing else found."""
        if reading is None:
            return []
        return [
            near
            for near in reading.spans(self._least * NEAR, ("NAME",))
            if not any(near.start < span.end and span.start < near.end for span in spans)
            and not self._is_kept(text, near)
            and not decided.keeps(text, near)
            and not (self._keep_officials and _is_official(text, near))
        ]

    def _learned(self, text: str, reading: NameReading | None) -> list[Span]:
        """Take people's names from the learned recogniser; places have rules of their own, which keep what is at issue."""
        if reading is None:
            return []
        spans = reading.spans(self._least, ("NAME",))
        return [span for span in spans if not (self._keep_officials and _is_official(text, span))]

    def replace_session(self, texts: Sequence[str], spans: Sequence[Sequence[Span]], roster: Sequence[str] = ()) -> Replaced:
        """Put tokens in place of what `find` found in one session.

        Args:
            texts: The same texts.
            spans: What `find` returned for them.
            roster: The same roster: who shares a first name with whom.
        """
        return replacement.replace_session(texts, spans, roster)

    def _is_kept(self, text: str, span: Span) -> bool:
        """Whether a place or an organization is nothing but words that the city keeps."""
        if span.type not in ("PLACE", "ORGANIZATION", "NAME"):
            return False
        folded = tuple(token.folded for token in tokenize(text[span.start : span.end]))
        return folded in self._keep or (folded[:1] == ("the",) and folded[1:] in self._keep)


def _with_titles(text: str, span: Span) -> Span:
    """Let a name begin with its titles; replacement skips them again, so that the rank stays readable."""
    return replace(span, start=with_titles(text, span.start)) if span.type == "NAME" else span


def _is_official(text: str, span: Span) -> bool:
    """Whether a rank or an office stands right before a name."""
    titles = text[with_titles(text, span.start) : span.start]
    return any(token.lower in speech.OFFICIAL for token in tokenize(titles))


def _add_repeats(texts: Sequence[str], found: list[list[Span]]) -> None:
    """Find identifiers again that somebody repeats with no word on what they are: a number in the whole session, an age in its text."""
    said = {texts[i][span.start : span.end].casefold(): span for i, spans in enumerate(found) for span in spans if span.type in _REPEATED}
    said = {words_said: span for words_said, span in said.items() if len(words_said) >= _SHORTEST_REPEAT}
    pattern = re.compile(
        r"(?<![\w'])(?:" + "|".join(re.escape(key) for key in sorted(said, key=len, reverse=True)) + r")(?![\w'])", re.IGNORECASE
    )
    for text, spans in zip(texts, found, strict=True):
        if said:
            for match in pattern.finditer(text):
                first = said[match.group().casefold()]
                if any(span.start <= match.start() and match.end() <= span.end for span in spans):
                    continue
                spans.append(Span(*match.span(), first.type, first.subtype, first.score, f"{first.rule}_again"))
        ages = {spoken.digits_of(text[span.start : span.end]): span for span in spans if span.type == "AGE"}
        if ages:
            for match in spoken.SPOKEN_NUMBER.finditer(text):
                age = ages.get(spoken.digits_of(match.group()))
                if age is not None and not any(span.start < match.end() and match.start() < span.end for span in spans):
                    spans.append(Span(*match.span(), "AGE", "", age.score, f"{age.rule}_again"))


_REPEATED = frozenset(("ID", "PHONE", "EMAIL", "URL", "HANDLE", "ZIP", "ADDRESS"))
_SHORTEST_REPEAT = 4  # characters; shorter ones ("12", "ten") mean other things elsewhere
