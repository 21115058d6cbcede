"""HTML transcripts: `<cite>` names, `<time>`, `<p>` words (podcast namespace); other pages by the text grammar."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from peace_analysis.transcripts.clock import seconds
from peace_analysis.transcripts.encoding import read_text
from peace_analysis.transcripts.heads import Known, Line
from peace_analysis.transcripts.labels import tidy
from peace_analysis.transcripts.rows import Source, clean, refuse
from peace_analysis.transcripts.text import parse_lines

_BREAKS = re.compile("p|div|br|li|ul|ol|tr|td|th|table|section|article|blockquote|h[1-6]|hr|dt|dd|header|footer|main|body")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "head", "template", "noscript"})


def read(path: Path, known: Known = lambda _: False, notes: bool | None = None) -> Source:
    """Read an HTML transcript; arguments as `text.read`.

    Returns:
        One row per paragraph. A `<cite>` names the speaker until the next; without any, labels are looked for in the words.

    Raises:
        TranscriptError: If it is empty, unreadable or has no words.
    """
    page, text = _Page(), read_text(path)
    try:
        page.feed(text)
        page.close()
    except (AssertionError, ValueError) as error:  # html.parser asserts that marked sections are closed
        raise refuse(path, "the page is not well formed.", "Save it again, or as text.") from error
    page.flush()
    return parse_lines(page.lines, path, known, notes)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._number = 1
        self._speaker: str | None = None
        self._start: float | None = None
        self._within: list[str] = []  # open elements that matter
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif _BREAKS.fullmatch(tag) or tag in {"cite", "time"}:
            self.flush()
        if tag in {"cite", "time"} | _HEADINGS:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif _BREAKS.fullmatch(tag) or tag in {"cite", "time"}:
            self.flush()
        if tag in self._within:
            del self._within[self._within.index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._silent or not data.strip():
            if self._words and not self._silent:
                self._words.append(" ")
            return
        if not self._words:
            self._number = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        self._words.append(data)

    def flush(self) -> None:
        """Close the paragraph that is being read."""
        text = clean("".join(self._words))
        self._words = []
        if not text:
            return
        inside = self._within[-1] if self._within else ""
        if inside == "cite":
            self._speaker = tidy(text.rstrip(": ")) or None
        elif inside == "time" and (start := seconds(text.strip("[]()"))) is not None:
            self._start = start
        else:
            heading = inside in _HEADINGS
            self.lines.append(Line(text, self._number, True, heading, speaker=None if heading else self._speaker, start=self._start))
            self._start = None
