"""What stands around a report's content: words of the frame, list of contents, security policy, and tidying of others' markup."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from peace_analysis.charts.labels import clean_text
from peace_analysis.wording import _, marked

TEMPLATES = Path(__file__).with_name("templates")
TEMPLATE = "peace"
HEADING = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)  # one that has no id yet

# Whatever the frame says, on the page and in its script: the page carries these words, and the script has none of its own.
WORDS = {
    "skip": marked("Skip to the content"),
    "contents": marked("Contents"),
    "draft": marked("DRAFT"),
    "draft_stamp": marked("DRAFT"),
    "draft_line": marked("These results have not been released. Do not cite or share them."),
    "footer": marked("Made with peace_analysis. Names and other identifiers in quotes were replaced by tokens such as [NAME 1]."),
    "code": marked("Code"),
    "output": marked("Output"),
    "figure": marked("Figure; the text around it says what it shows."),
    "dark": marked("Dark colors"),
    "all_code": marked("Show all code"),
    "search": marked("Search and filter"),
    "search_words": marked("Words in themes and quotes"),
    "search_theme": marked("Theme"),
    "search_all": marked("All themes"),
    "search_said": marked("Who said it"),
    "search_anybody": marked("Anybody"),
    "search_clear": marked("Show the whole report"),
    "found": marked("Quotes found: {quotes}. Themes: {themes}."),
    "found_here": marked("Quotes found here: {quotes} of {all}."),
    "found_none": marked("Nothing found. Try fewer or other words."),
}


@dataclass
class Entry:
    """One heading in the list of contents."""

    level: int
    anchor: str
    text: str
    children: list[Entry] = field(default_factory=list)


class _Headings(HTMLParser):
    """Collect headings of level 2 and 3 that have an id."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Entry] = []
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h2", "h3"):
            anchor = dict(attrs).get("id")
            self._open = tag
            self.found.append(Entry(int(tag[1]), anchor or "", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1].text += data


def list_contents(document: str) -> list[Entry]:
    """List the headings of level 2 of a rendered document, each with those of level 3 under it; headings without an id are left out."""
    parser = _Headings()
    parser.feed(document)
    parser.close()
    top: list[Entry] = []
    for entry in parser.found:
        entry.text = " ".join(entry.text.split())
        if not entry.anchor or not entry.text:
            continue
        if entry.level == 2:
            top.append(entry)
        elif top:
            top[-1].children.append(entry)
    return top


def security_policy(css: str, js: str) -> str:
    """Content security policy of a page that fetches nothing: our own style and script by hash, images only from the page itself."""

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return f"default-src 'none'; style-src {digest(css)}; script-src {digest(js)}; img-src data:; base-uri 'none'; form-action 'none'"


def frame_words() -> dict[str, str]:
    """The words of the frame, in the language that is spoken; those with places in braces are filled in by the page's script."""
    return {name: _(message) for name, message in WORDS.items()}


def say_markdown(source: str) -> str:
    """Say a notebook's own markdown in the language that is spoken, paragraph by paragraph; what has no translation stays as it is.

    A paragraph's message is its lines joined, without the marks of a heading, as `wording.extract` collects it.
    """
    return "\n\n".join(_say_paragraph(part) for part in source.split("\n\n"))


def _say_paragraph(part: str) -> str:
    joined = " ".join(part.split())
    words = joined.lstrip("#").strip()
    said = _(words)
    return part if said == words else f"{joined[: len(joined) - len(joined.lstrip('#'))]} {said}".strip()


def own_markdown(source: str) -> str:
    """Take the headings of level 1 out of a notebook's own markdown: the page's title takes their place."""
    lines, fenced = [], False
    for line in source.split("\n"):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        if fenced or not re.match(r"#\s", line):
            lines.append(line)
    return "\n".join(lines)


def anchored(markup: str, named_after: str = "") -> str:
    """Give the headings of a rendered markdown cell their ids: their words in ASCII, joined by hyphens.

    A notebook's headings are our own and differ from each other, and "section-" keeps them apart from ids made in code.

    Args:
        markup: The cell as it is shown.
        named_after: The same cell in English, whose words make the ids: a link to a place holds in every language.
    """
    words = [found[2] for found in HEADING.finditer(named_after or markup)]

    def add_id(match: re.Match[str]) -> str:
        named = words.pop(0) if words else match[2]
        plain = unicodedata.normalize("NFKD", html.unescape(re.sub(r"<[^>]+>", "", named))).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
        return f'<h{match[1]} id="section-{slug}">{match[2]}</h{match[1]}>'

    return HEADING.sub(add_id, markup)


def tidy_html(markup: str) -> str:
    """Fit a pandas table, as a researcher's notebook shows it, into the page; leave our own markup as it is.

    Its style element would be refused by the page's security policy, and a wide table must scroll by itself.
    """
    if 'class="dataframe"' not in markup:
        return markup
    markup = re.sub(r"<style\b.*?</style>", "", markup, flags=re.DOTALL)
    markup = re.sub(r'<tr style="[^"]*">', "<tr>", markup)
    markup = markup.replace("<th></th>", "<td></td>")
    label = html.escape(_("Table"))
    opening = f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0"><table class="dataframe">'
    return re.sub(r'<table border="1" class="dataframe">', lambda _match: opening, markup).replace("</table>", "</table></div>")


def plain_text(text: str) -> str:
    """Show a stream or a plain value: terminal colors left out, the rest escaped."""
    return html.escape(clean_text(re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text), lines=True))
