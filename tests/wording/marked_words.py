"""A language that marks every message, and the words of a page that are outside of the marks."""

from __future__ import annotations

import re
import string
from html.parser import HTMLParser

from peace_analysis.report.method import LIBRARIES

DATA = "zq"
NOT_WORDS = {"pdf", "csv", "html", "svg", "en", "coreq", "cpu"}  # names and codes that read the same in every language
NAMES = ("Python", "peace_analysis", "all-MiniLM-L6-v2", *LIBRARIES)  # of software
FILE = re.compile(r"\b[\w/]+\.(?:csv|yml|json|html|pdf|svg|png|md|txt|vtt)\b")
# A message, or one that was cut off to fit into a figure.
SAID = re.compile("«[^«»]*?[»…]")
WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
READ_OUT = ("aria-label", "alt", "title", "placeholder", "data-label")
UNSAID = ("style", "script", "metadata")
INLINE = ("a", "abbr", "b", "bdi", "br", "code", "em", "g", "i", "span", "strong", "text", "tspan")


class Blocks(HTMLParser):
    """The words of a page as people read or hear them: one list of lines a paragraph, cell, label or figure."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[list[str]] = []
        self.open: list[str] = []
        self.unsaid = 0
        self.drawn = False

    def flush(self) -> None:
        lines = self.open if self.drawn else [" ".join(self.open)]
        said = [" ".join(line.split()) for line in lines if line.strip()]
        self.blocks += [said] if said else []
        self.open = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.blocks += [[value] for name, value in attrs if name in READ_OUT and value]
        self.unsaid += tag in UNSAID
        if tag not in INLINE:
            self.flush()
        self.drawn |= tag == "svg"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.blocks += [[value] for name, value in attrs if name in READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        self.unsaid -= tag in UNSAID
        if tag not in INLINE:
            self.flush()
        self.drawn &= tag != "svg"

    def handle_data(self, data: str) -> None:
        if not self.unsaid:
            self.open.append(data)


def blocks_of(markup: str) -> list[list[str]]:
    """Lines of each text of a page; only a figure has several."""
    parser = Blocks()
    parser.feed(markup)
    parser.close()
    parser.flush()
    return parser.blocks


def find_unmarked(markup: str) -> list[str]:
    """Texts of a page with words that are neither from data nor from a catalog, each with these words."""
    found = []
    for lines in blocks_of(markup):
        # A message on several lines of a figure may have been drawn from the last to the first.
        forwards, backwards = _words_outside(lines), _words_outside(lines[::-1])[::-1]
        words = [word for line, other in zip(forwards, backwards, strict=True) if other for word in line]
        found += [f"{' '.join(words)} <- {' '.join(lines)[:160]}"] if words else []
    return list(dict.fromkeys(found))


def _words_outside(lines: list[str]) -> list[list[str]]:
    """Words of each line that are in no message."""
    rest = SAID.sub(lambda said: re.sub(r"[^\n]", " ", said.group()), "\n".join(lines))
    found = []
    for line in rest.split("\n"):
        kept = FILE.sub(" ", line)
        for name in NAMES:
            kept = kept.replace(name, " ")
        words = WORD.findall(kept.replace("_", " "))
        found.append([word for word in words if not word.lower().startswith(DATA) and word.lower() not in NOT_WORDS])
    return found


def mark(message: str) -> str:
    """Put each piece of a message between « and », its places outside."""
    pieces = []
    for words, name, form, turned in string.Formatter().parse(message):
        kept = words.replace("{", "{{").replace("}", "}}")
        pieces.append(f"«{kept}»" if kept.strip() else kept)
        pieces.append("" if name is None else f"{{{name}{f'!{turned}' if turned else ''}{f':{form}' if form else ''}}}")
    return "".join(pieces)
