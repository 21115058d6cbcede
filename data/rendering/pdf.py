"""A small writer of PDF pages that come out the same byte for byte: two built-in fonts, no compression, no date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Widths of the characters from blank to ~ in thousandths of the size of type, from the metrics that Adobe publishes for its core fonts.
_ROMAN = """250 333 408 500 500 833 778 333 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 564
564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722
611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500
722 500 500 444 480 200 480 541"""
_BOLD = """250 333 555 500 500 1000 833 333 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 570
570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 722 722
667 333 278 333 581 500 333 500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500
722 500 500 444 394 220 394 520"""
_WIDTHS = {False: [int(width) for width in _ROMAN.split()], True: [int(width) for width in _BOLD.split()]}
_BREAK = re.compile(r"(?<=[aeiou][b-df-hj-np-tv-z])(?=[b-df-hj-np-tv-z][aeiou])")
_BOTTOM = 52
_WIDE = 612
_HIGH = 792


@dataclass
class Page:
    """What is printed on a page."""

    drawn: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)  # sections that begin on it

    def put(self, text: str, left: float, base: float, size: float, *, bold: bool = False) -> None:
        """Print words at a place, in points from the lower left corner."""
        escaped = re.sub(r"([\\()])", r"\\\1", text)
        self.drawn.append(f"BT /F{int(bold) + 1} {size:g} Tf {left:.2f} {base:.2f} Td ({escaped}) Tj ET")


@dataclass
class Sheet:
    """A column of a page that is filled from the top."""

    page: Page
    left: float
    right: float
    base: float
    hyphenate: bool = False

    @property
    def room(self) -> float:
        """Points left below the last line."""
        return self.base - _BOTTOM

    def skip(self, points: float) -> None:
        """Leave white space."""
        self.base -= points

    def add(self, text: str, *, size: float = 10, bold: bool = False) -> list[str]:
        """Print a paragraph; returns the lines for which there was no room."""
        return self.add_lines(self._wrap(text, size, bold), size=size, bold=bold)

    def add_lines(self, lines: list[str], *, size: float = 10, bold: bool = False) -> list[str]:
        """Print lines; returns those for which there was no room."""
        for place, line in enumerate(lines):
            if self.room < size:
                return lines[place:]
            self.base -= size * 1.22
            self.page.put(line, self.left, self.base, size, bold=bold)
        return []

    def add_leader(self, text: str, number: str, *, indent: float = 0) -> None:
        """Print a line of a table of contents, dots between words and page."""
        space = self.right - self.left - indent - measure(text, 10) - measure(number, 10) - 8
        self.base -= 12.5
        self.page.put(f"{text} {'.' * int(space / measure('.', 10))} {number}", self.left + indent, self.base, 10)

    def _wrap(self, text: str, size: float, bold: bool) -> list[str]:
        width = self.right - self.left
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if measure(longer, size, bold) <= width:
                lines[-1] = longer
                continue
            head, tail = self._break(word, width - measure(f"{lines[-1]} ", size, bold), size, bold)
            if head:
                lines[-1] = f"{lines[-1]} {head}"
            lines.append(tail)
        return lines

    def _break(self, word: str, room: float, size: float, bold: bool) -> tuple[str, str]:
        """Break a word where it fits: after a hyphen of its own, or between two consonants that stand between vowels."""
        if not self.hyphenate:
            return "", word
        places = [match.end() for match in re.finditer(r"(?<=\w)-(?=\w)", word)]
        places += [match.start() for match in _BREAK.finditer(word) if match.start() >= 3 and len(word) - match.start() >= 4]
        for place in sorted(places, reverse=True):
            head = word[:place] if word[place - 1] == "-" else f"{word[:place]}-"
            if measure(head, size, bold) <= room:
                return head, word[place:]
        return "", word


def measure(text: str, size: float, bold: bool = False) -> float:
    """Width of words in points; they are ASCII."""
    return sum(_WIDTHS[bold][ord(character) - 32] for character in text) * size / 1000


def write_pdf(pages: list[Page]) -> bytes:
    """Write pages as a PDF."""
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >>",
    ]
    for place, page in enumerate(pages):
        drawn = "\n".join(page.drawn)
        fonts = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDE} {_HIGH}] {fonts} /Contents {6 + 2 * place} 0 R >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + tail.encode("ascii")
