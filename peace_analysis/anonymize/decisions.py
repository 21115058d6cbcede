"""What people decided about single words: names that the software missed, and words that it took for names and that name nobody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from peace_analysis.anonymize import words
from peace_analysis.anonymize.recognizer.titles import skip_titles
from peace_analysis.anonymize.spans import Span, normalize

KEEPABLE = ("NAME", "PLACE", "ORGANIZATION")  # types of which a person may say "this is nobody"; a number or an address is never given back
RULE = "review"  # how the log names what a person found
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_GAP = r"[\s\-]+"


@dataclass(frozen=True)
class SessionDecisions:
    """What was decided for one session."""

    names: tuple[str, ...] = ()  # words that always go
    keep: tuple[str, ...] = ()  # words that stay where a rule takes them for a name, a place or an organization

    def __bool__(self) -> bool:
        return bool(self.names or self.keep)

    def apply(self, text: str, spans: Iterable[Span]) -> list[Span]:
        """Leave out what a person said names nobody, and add what a person found.

        Args:
            text: One text, as `spans.normalize` gives it.
            spans: What rules found in it, in any order; may overlap.

        Returns:
            Spans in any order, which may overlap: `spans.resolve` decides between them.
        """
        kept = [span for span in spans if not self.keeps(text, span)]
        added = [span for span in self.find(text) if not any(other.start <= span.start and span.end <= other.end for other in kept)]
        return [*kept, *added]

    def find(self, text: str) -> list[Span]:
        """Find the words that always go: in any case, but words that are all ordinary ones ("Will") only as they were written.

        Args:
            text: One text, as `spans.normalize` gives it.

        Returns:
            Spans with score 1, one for each place; those of different words may overlap.
        """
        if not self._patterns:
            return []
        cased = _plain(text)
        lower = cased.lower() if len(cased.lower()) == len(cased) else cased
        return [
            Span(*match.span(), kind, "", 1.0, RULE)
            for kind, as_written, pattern in self._patterns
            for match in pattern.finditer(cased if as_written else lower)
        ]

    def keeps(self, text: str, span: Span) -> bool:
        """Whether a person said of just these words that they name nobody here; titles before a name do not count.

        Args:
            text: The text that the span lies in.
            span: What a rule found.
        """
        if span.type not in KEEPABLE:
            return False
        start = skip_titles(text, span.start, span.end) if span.type == "NAME" else span.start
        return fold_words(text[start : span.end]) in self._kept

    @property
    def people(self) -> list[str]:
        """Names among the words that always go, in which no word is an ordinary one: their parts are looked for as well."""
        return [name for name in self.names if _kind(name) == "NAME" and not any(map(words.is_ordinary, _WORD.findall(name)))]

    @cached_property
    def _kept(self) -> frozenset[tuple[str, ...]]:
        return frozenset(fold_words(phrase) for phrase in self.keep) - {()}

    @cached_property
    def _patterns(self) -> list[tuple[str, bool, re.Pattern[str]]]:
        found = []
        for name in self.names:
            kind = _kind(name)
            as_written = kind == "NAME" and all(map(words.is_ordinary, _WORD.findall(name)))
            plain = _plain(normalize(name))
            pieces = [re.escape(piece) for piece in re.split(_GAP, plain if as_written else plain.lower()) if piece]
            if pieces:
                found.append((kind, as_written, re.compile(rf"(?<!\w){_GAP.join(pieces)}(?!\w)")))
        return found


@dataclass(frozen=True)
class Decisions:
    """What was decided in a city, by session."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # session -> words that always go in it
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # session -> words that stay in it
    everywhere: tuple[str, ...] = ()  # words that always go, in every session

    def of(self, session_id: str) -> SessionDecisions:
        """Give what holds in one session; what must go goes before what may stay."""
        names = tuple(dict.fromkeys((*self.names.get(session_id, ()), *self.everywhere)))
        gone = {fold_words(name) for name in names}
        return SessionDecisions(names, tuple(phrase for phrase in self.keep.get(session_id, ()) if fold_words(phrase) not in gone))


def fold_words(text: str) -> tuple[str, ...]:
    """Words of a text in lower case, without accents, apostrophes and possessive: two spellings of one name are alike."""
    return tuple(folded for word in _WORD.findall(normalize(text)) if (folded := words.fold(word)))


def list_decisions(rows: Iterable[tuple[str, str, str]]) -> Decisions:
    """Gather decisions from rows.

    Args:
        rows: Session (empty: every session), "remove" or "keep", words.

    Raises:
        ValueError: If a decision is neither "remove" nor "keep", or words are kept in every session at once.
    """
    names: dict[str, dict[str, None]] = {}
    keep: dict[str, dict[str, None]] = {}
    for session_id, decision, said in rows:
        if decision not in ("remove", "keep") or (decision == "keep" and not session_id):
            raise ValueError("a decision is `remove`, or `keep` in one session")
        (names if decision == "remove" else keep).setdefault(session_id, {})[said] = None
    everywhere = tuple(names.pop("", {}))
    return Decisions({key: tuple(some) for key, some in names.items()}, {key: tuple(some) for key, some in keep.items()}, everywhere)


def _kind(name: str) -> str:
    """Say what kind of token stands for words that a person found: numbers and addresses of the net are no names."""
    if "@" in name:
        return "EMAIL"
    return "ID" if any(character.isdigit() for character in name) else "NAME"


def _plain(text: str) -> str:
    """Take off accents, one character for one, so that offsets hold."""
    return "".join(c if c.isascii() else unicodedata.normalize("NFKD", c)[0] for c in text)
