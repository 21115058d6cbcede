"""A filter for any text: lines in, the same lines with tokens in place or the spans of what was found out.

All lines of one input are read as one session, block by block: a name that is learned in a block is looked for in the later ones, and the
same person or number keeps its token from the first line to the last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from peace_analysis.anonymize.engine import SURE_NAME, Anonymizer
from peace_analysis.anonymize.prepare import known_people, make_anonymizer
from peace_analysis.anonymize.spans import Span
from peace_analysis.errors import InputError, Problem

if TYPE_CHECKING:
    from peace_analysis.city import City

BLOCK_LINES = 100  # telling people apart takes time with the square of the names in a block
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\[([A-Z]+(?: [A-Z]+)*) (\d{1,4})\]")


@dataclass(frozen=True)
class _Mention:
    """An identifier of an earlier block."""

    token: str
    span: Span
    original: str


class Filter:
    """Finds and replaces identifiers in one input, block after block; keeps in memory what it learned, and writes nothing."""

    def __init__(self, anonymizer: Anonymizer, roster: Sequence[str] = ()) -> None:
        """Begin an input.

        Args:
            anonymizer: Finds identifiers.
            roster: Names that are known beforehand.
        """
        self._anonymizer = anonymizer
        self._roster = list(roster)
        self._names: dict[str, dict[str, None]] = {}  # word -> names of earlier blocks that hold it
        self._mentions: dict[str, dict[tuple[str, str], _Mention]] = {}  # word -> mentions of people that hold it
        self._values: dict[str, _Mention] = {}  # token of anything but a person -> its first mention
        self._used: dict[str, int] = {}

    def find(self, lines: Sequence[str]) -> list[list[Span]]:
        """Find the identifiers in the next block of lines: for each its spans, in order, none overlapping."""
        found = self._anonymizer.find(lines, [*self._roster, *_having(self._names, _words(lines))])
        for line, spans in zip(lines, found, strict=True):
            for span in spans:
                if span.type == "NAME" and span.score >= SURE_NAME:
                    name = line[span.start : span.end]
                    for word in _words([name]):
                        self._names.setdefault(word, {})[name] = None
        return found

    def redact(self, lines: Sequence[str]) -> list[str]:
        """Put tokens in place in the next block of lines.

        Numbers of tokens that the input holds already (`[NAME 3]`) are not given again from their block on.
        """
        found = self.find(lines)
        earlier = [*self._values.values(), *_having(self._mentions, _words(lines)).values()]
        whole = [
            [Span(0, len(mention.original), mention.span.type, mention.span.subtype, mention.span.score, mention.span.rule)]
            for mention in earlier
        ]
        log = self._anonymizer.replace_session([*(mention.original for mention in earlier), *lines], [*whole, *found], self._roster).log
        for line in lines:
            for label, number in _TOKEN.findall(line):
                self._used[label] = max(self._used.get(label, 0), int(number))
        tokens: dict[str, str] = {}  # of this block -> of the whole input
        pieces: list[list[str]] = [[] for _ in lines]
        at = [0] * len(lines)
        for row in log:
            place = row.turn - len(earlier)
            if place < 0:
                tokens.setdefault(row.token, earlier[row.turn].token)
                continue
            token = tokens.get(row.token) or tokens.setdefault(row.token, self._next(row.token))
            pieces[place] += [lines[place][at[place] : row.start], token]
            at[place] = row.end
            self._keep(_Mention(token, Span(row.start, row.end, row.type, row.subtype, row.score, row.rule), row.original))
        return ["".join(some) + line[end:] for some, line, end in zip(pieces, lines, at, strict=True)]

    def _next(self, token: str) -> str:
        label = token[1:].rpartition(" ")[0]
        self._used[label] = self._used.get(label, 0) + 1
        return f"[{label} {self._used[label]}]"

    def _keep(self, mention: _Mention) -> None:
        if mention.span.type != "NAME":
            self._values.setdefault(mention.token, mention)
            return
        for word in _words([mention.original]):
            self._mentions.setdefault(word, {}).setdefault((mention.token, mention.original), mention)


def redact_lines(lines: Iterable[bytes], filter_: Filter, *, spans: bool = False, file: str = "input") -> Iterator[bytes]:
    """Redact lines as they come.

    Args:
        lines: UTF-8, each with its line end, as reading a binary file gives them.
        filter_: A filter at the beginning of its input.
        spans: Give a JSON object a line in place of the text: `line` from 0, and `spans` with `start` and `end` (Unicode code points within
            the line, end-exclusive), `type` and `score`, in order of their start.
        file: Name of the input, for errors.

    Yields:
        As many lines as there are, with their own line ends (spans: `\\n`). A block is given only when all of it could be read.

    Raises:
        InputError: If a line is not UTF-8; names each such line of its block, from 1.
    """
    lines = iter(lines)
    n_before = 0
    while block := list(islice(lines, BLOCK_LINES)):
        texts, ends, problems = [], [], []
        for number, raw in enumerate(block, n_before + 1):
            end = b"\r\n" if raw.endswith(b"\r\n") else b"\n" if raw.endswith(b"\n") else b""
            ends.append(end)
            try:
                texts.append(raw[: len(raw) - len(end)].decode("utf-8"))
            except UnicodeDecodeError as error:
                message = f"byte {error.start + 1} is not UTF-8 text."
                problems.append(Problem(file, message, "Save the text as UTF-8; no line from here on was given.", number))
        if problems:
            raise InputError(problems)
        if spans:
            for number, found in enumerate(filter_.find(texts), n_before):
                yield f"{json.dumps({'line': number, 'spans': [_as_json(span) for span in found]})}\n".encode()
        else:
            for text, end in zip(filter_.redact(texts), ends, strict=True):
                yield text.encode() + end
        n_before += len(block)


def make_filter(city: City | None = None, threshold: float | None = None) -> Filter:
    """Prepare to filter one input.

    Args:
        city: Whose lists (`privacy.keep`, `privacy.names`), participants and facilitators are known; none by default.
        threshold: Lowest score that counts, 0 to 1; by default what was tuned.
    """
    if city is None:
        return Filter(make_anonymizer(threshold=threshold))
    return Filter(make_anonymizer(city.config, threshold=threshold), known_people(city))


def _as_json(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "type": span.type, "score": round(span.score, 4)}


def _words(texts: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(word for text in texts for word in _WORD.findall(text.casefold()))


def _having(by_word: dict[str, dict[_Key, _Value]], some: Iterable[str]) -> dict[_Key, _Value]:
    """Gather what holds one of the words; the rest of a long input need not be looked through again for each block."""
    return {key: value for word in some for key, value in by_word.get(word, {}).items()}
