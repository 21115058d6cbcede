"""What can be told of a page's accessibility and safety from its markup alone, without a browser (WCAG 2.2, METHODS §6).

Contrast, keyboard and what scripts do need a browser: `report.axe` and the tests look at these.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"))
EMPTY_WORDS = frozenset(("click here", "here", "link", "more", "read more", "this", "aquí", "haga clic aquí", "más"))
NO_ALT = "no description has been provided for this image"  # what nbconvert writes where nobody wrote anything
FETCHING = {  # attributes that make a browser fetch something
    "src": None,
    "srcset": None,
    "poster": None,
    "data": ("object",),
    "href": ("link", "base", "image", "use"),
    "xlink:href": None,
}
NAMED_BY = ("aria-label", "aria-labelledby", "title")
_REMOTE_STYLE = re.compile(r"url\(\s*['\"]?(?!data:|#)|@import", re.IGNORECASE)


@dataclass
class _Open:
    """An element that is not closed yet, and the words in it."""

    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    captions: int = 0
    headers: int = 0
    bare_headers: int = 0
    titles: int = 0

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class _Page(HTMLParser):
    """Collect faults of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: Counter[str] = Counter()
        self.open: list[_Open] = []
        self.ids: Counter[str] = Counter()
        self.targets: set[str] = set()
        self.labelled: set[str] = set()
        self.headings: list[int] = []
        self.controls: list[dict[str, str]] = []
        self.counts: Counter[str] = Counter()
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.counts[tag] += 1
        if "id" in attributes:
            self.ids[attributes["id"]] += 1
        self._look_at(tag, attributes)
        for element in self.open:
            if tag == "title":
                element.titles += element.tag == "svg"
            if element.tag == "table" and tag in ("caption", "th"):
                element.captions += tag == "caption"
                element.headers += tag == "th"
                element.bare_headers += tag == "th" and "scope" not in attributes
        if tag not in VOID:
            self.open.append(_Open(tag, attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].tag == tag:
                for element in reversed(self.open[place:]):
                    self._close(element)
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)

    def _look_at(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at an element by itself."""
        if any(name.startswith("on") for name in attributes):
            self.faults["an element has an event handler"] += 1
        for name, tags in FETCHING.items():
            value = attributes.get(name, "")
            if value and (tags is None or tag in tags) and not value.lstrip().lower().startswith(("data:", "#")):
                self.faults[f"<{tag}> fetches something"] += 1
        if re.match(r"\s*(javascript|vbscript):", attributes.get("href", ""), re.IGNORECASE):
            self.faults["a link runs a script"] += 1
        self._look_at_kind(tag, attributes)
        if tag == "a" and attributes.get("href", "").startswith("#") and len(attributes["href"]) > 1:
            self.targets.add(attributes["href"][1:])
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            self.targets.update(attributes.get(name, "").split())
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))

    def _look_at_kind(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at what matters for one kind of element only."""
        if tag == "meta":
            if attributes.get("http-equiv", "").lower() == "content-security-policy":
                self.policy = attributes.get("content", "")
            if attributes.get("name") == "viewport" and re.search(r"user-scalable\s*=\s*no|maximum-scale\s*=\s*1", attributes["content"]):
                self.faults["the page forbids to zoom"] += 1
        elif tag == "html" and not attributes.get("lang", "").strip():
            self.faults["<html> has no `lang`"] += 1
        elif tag == "img" and ("alt" not in attributes or NO_ALT in attributes["alt"].lower()):
            self.faults["an image has no alternative text"] += 1
        elif tag in ("input", "select", "textarea") and attributes.get("type") not in ("hidden", "submit", "button", "reset"):
            inside = any(element.tag == "label" for element in self.open)
            if not inside and not any(attributes.get(name) for name in NAMED_BY):
                self.controls.append(attributes)
        elif tag == "label" and attributes.get("for"):
            self.labelled.add(attributes["for"])

    def _close(self, element: _Open) -> None:
        """Look at an element with all that is in it."""
        tag, attributes, text = element.tag, element.attributes, element.text
        named = any(attributes.get(name) for name in NAMED_BY)
        if tag in ("a", "button", "summary") and not named and (not text or text.lower() in EMPTY_WORDS):
            self.faults[f"<{tag}> does not say what it leads to"] += 1
        elif tag in ("title", "h1", "h2", "h3", "h4") and not text and not any(other.tag == "svg" for other in self.open):
            self.faults[f"<{tag}> is empty"] += 1
        elif tag == "svg" and attributes.get("aria-hidden") != "true":
            described = attributes.get("role") == "img" and (named or element.titles)
            self.faults["a drawing has no alternative text"] += not described
        elif tag == "table" and attributes.get("role") != "presentation":
            framed = "dataframe" in attributes.get("class", "").split()  # as a researcher's notebook shows a table of its own
            if not element.headers:
                self.faults["a table has no headers"] += 1
            if not element.captions and not framed:
                self.faults["a table has no caption"] += 1
            if element.bare_headers and not framed:
                self.faults["a table's header does not say what it is for (`scope`)"] += 1
        elif tag == "style" and _REMOTE_STYLE.search(text):
            self.faults["a style fetches something"] += 1


def inspect_page(document: str) -> list[str]:
    """List what is wrong with a page, as far as its markup tells.

    Args:
        document: The whole HTML document.

    Returns:
        Faults in words, each once with the number of places; none where all is well. Never a word of the page's text.
    """
    page = _Page()
    page.feed(document)
    page.close()
    faults = page.faults
    if page.counts["html"] != 1 or page.counts["title"] < 1:
        faults["the page has no <html> or no <title>"] += 1
    if page.counts["h1"] != 1:
        faults[f"the page has {page.counts['h1']} headings of level 1, not one"] += 1
    if page.counts["main"] != 1:
        faults[f"the page has {page.counts['main']} <main> parts, not one"] += 1
    for before, after in zip(page.headings, page.headings[1:], strict=False):
        if after > before + 1:
            faults[f"a heading of level {after} follows one of level {before}"] += 1
    faults["an id is used twice"] += sum(n > 1 for n in page.ids.values())
    faults["a reference leads nowhere"] += len(page.targets - set(page.ids))
    faults["a field has no label"] += sum(control.get("id", "") not in page.labelled for control in page.controls)
    if "default-src 'none'" not in page.policy:
        faults["no content security policy forbids to fetch"] += 1
    return [what if n == 1 else f"{what} ({n} times)" for what, n in sorted(faults.items()) if n]
