"""A language that marks every message, and the words of a page that are outside of the marks."""

from __future__ import annotations

import re
import string
from html.parser import HTMLParser

from peace_analysis.report.method import LIBRARIES

DATA = "zq"
NOT_WORDS = {"pdf", "csv", "html", "svg", "en", "coreq"}  # names and codes that read the same in every language
NAMES = ("Python", "peace_analysis", "all-MiniLM-L6-v2", *LIBRARIES)  # of software
FILE = re.compile(r"\b[\w/]+\.(?:csv|yml|json|html|pdf|svg|png|md|txt|vtt)\b")
# A message, or one that was cut off to fit into a figure.
SAID = re.compile("«[^«»]*(?:»|…|(?=«)|$)")
WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
READ_OUT = ("aria-label", "alt", "title", "placeholder", "data-label")
INLINE = ("a", "abbr", "b", "bdi", "br", "code", "em", "g", "i", "span", "strong", "text", "tspan")


class Blocks(HTMLParser):
    """The words of a page as people read or hear them, one text a paragraph, cell, label or figure."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.open: list[str] = []
        self.unsaid = 0

    def flush(self) -> None:
        text = " ".join(" ".join(self.open).split())
        self.blocks += [text] if text else []
        self.open = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.blocks += [value for name, value in attrs if name in READ_OUT and value]
        self.unsaid += tag in ("style", "script", "metadata")
        if tag not in INLINE:
            self.flush()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.blocks += [value for name, value in attrs if name in READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        self.unsaid -= tag in ("style", "script", "metadata")
        if tag not in INLINE:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.unsaid:
            self.open.append(data)


def blocks_of(markup: str) -> list[str]:
    parser = Blocks()
    parser.feed(markup)
    parser.close()
    parser.flush()
    return parser.blocks


def find_unmarked(markup: str) -> list[str]:
    """Texts of a page with words that are neither from data nor from a catalog, each with these words."""
    found = []
    for block in blocks_of(markup):
        rest = FILE.sub(" ", SAID.sub(" ", block))
        for name in NAMES:
            rest = rest.replace(name, " ")
        rest = rest.replace("_", " ")
        words = [word for word in WORD.findall(rest) if not word.lower().startswith(DATA) and word.lower() not in NOT_WORDS]
        found += [f"{' '.join(words)} <- {block[:160]}"] if words else []
    return list(dict.fromkeys(found))


def mark(message: str) -> str:
    """Put each piece of a message between « and », its places outside."""
    pieces = []
    for words, name, form, turned in string.Formatter().parse(message):
        kept = words.replace("{", "{{").replace("}", "}}")
        pieces.append(f"«{kept}»" if kept.strip() else kept)
        pieces.append("" if name is None else f"{{{name}{f'!{turned}' if turned else ''}{f':{form}' if form else ''}}}")
    return "".join(pieces)
