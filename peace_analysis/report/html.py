"""Pieces of a page, as small functions that escape every value from data.

All markup of a report is made here or stands in a notebook's own words; names, quotes and numbers come in as arguments and are shown
as written, whatever they hold.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from peace_analysis.charts.labels import clean_text
from peace_analysis.errors import Problem
from peace_analysis.report.quote_tokens import renumber_tokens
from peace_analysis.wording import _

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,80}")
NOTE_KINDS = ("plain", "caution", "draft")


@dataclass(frozen=True, repr=False)
class Fragment:
    """A piece of a page: markup that may be shown as it is."""

    markup: str

    def __add__(self, other: Fragment) -> Fragment:
        return Fragment(f"{self.markup}\n{other.markup}" if self.markup and other.markup else self.markup + other.markup)

    def __repr__(self) -> str:
        return f"a piece of a report ({len(self.markup):,} characters of HTML)"

    def _repr_html_(self) -> str:
        """Show as HTML in a notebook."""
        return self.markup


def escape(value: object, *, lines: bool = False) -> str:
    """Make a value from data safe in HTML text and in quoted attributes: control characters replaced, direction marks left out."""
    return html.escape(clean_text(value, lines=lines), quote=True)


def join(fragments: Iterable[Fragment]) -> Fragment:
    """Put pieces one under the other.

    Examples:
        >>> from peace_analysis import report
        >>> print(report.join([report.paragraph("One."), report.paragraph("Two.")]).markup)
        <p>One.</p>
        <p>Two.</p>
    """
    return Fragment("\n".join(fragment.markup for fragment in fragments if fragment.markup))


def paragraph(*sentences: str) -> Fragment:
    """Set sentences as one paragraph.

    Examples:
        >>> from peace_analysis import report
        >>> report.paragraph("Two of five people.", "<b> is shown as written.").markup
        '<p>Two of five people. &lt;b&gt; is shown as written.</p>'
    """
    said = " ".join(sentence for sentence in sentences if sentence)
    return Fragment(f"<p>{escape(said)}</p>") if said else Fragment("")


def written(text: str) -> Fragment:
    """Set what people of the city wrote as a paragraph, marked so that its numbers are not taken for counts of the report."""
    return Fragment(f'<p class="written">{escape(text)}</p>') if text.strip() else Fragment("")


def link(text: object, anchor: str) -> Fragment:
    """Set words as a link to a place of the same page.

    Raises:
        ValueError: If the anchor is none.
    """
    if not ANCHOR.fullmatch(anchor):
        raise ValueError("an anchor is made of letters, digits, _ and -")
    return Fragment(f'<a href="#{anchor}">{bdi(text)}</a>')


def bullets(items: Sequence[str | Fragment], *, numbered: bool = False) -> Fragment:
    """Set items as a list, numbered where their order matters.

    Examples:
        >>> from peace_analysis import report
        >>> report.bullets(["one", "two"]).markup
        '<ul><li>one</li><li>two</li></ul>'
    """
    if not items:
        return Fragment("")
    tag = "ol" if numbered else "ul"
    rows = "".join(f"<li>{item.markup if isinstance(item, Fragment) else escape(item)}</li>" for item in items)
    return Fragment(f"<{tag}>{rows}</{tag}>")


def heading(level: int, text: object, anchor: str) -> Fragment:
    """Set a heading that the contents list shows.

    Args:
        level: 2 to 4; the page's title is its only heading of level 1.
        text: From data or not.
        anchor: Id on the page: letters, digits, _ and -.

    Raises:
        ValueError: If level or anchor are not such.

    Examples:
        >>> from peace_analysis import report
        >>> report.heading(2, "Who came", "who").markup
        '<h2 id="who"><bdi>Who came</bdi></h2>'
    """
    if level not in (2, 3, 4) or not ANCHOR.fullmatch(anchor):
        raise ValueError("a heading has level 2 to 4 and an anchor of letters, digits, _ and -")
    return Fragment(f'<h{level} id="{anchor}">{bdi(text)}</h{level}>')


def note(text: str | Fragment, *, kind: str = "plain", title: str | None = None) -> Fragment:
    """Set a remark apart from the text; its kind is said in words, not by color alone.

    Raises:
        ValueError: If the kind is none of "plain", "caution", "draft".

    Examples:
        >>> from peace_analysis import report
        >>> print(report.note("Few people came.", kind="caution").markup)
        <div class="note caution" role="note"><p class="label">Read with care</p><p>Few people came.</p></div>
    """
    if kind not in NOTE_KINDS:
        raise ValueError(f"kind of note is one of {', '.join(NOTE_KINDS)}")
    label = title or {"plain": _("Note"), "caution": _("Read with care"), "draft": _("Draft")}[kind]
    body = text.markup if isinstance(text, Fragment) else f"<p>{escape(text)}</p>"
    return Fragment(f'<div class="note {kind}" role="note"><p class="label">{escape(label)}</p>{body}</div>')


def quote(text: object, attribution: str, *, language: str = "en") -> Fragment:
    """Set a verbatim, anonymised quote with who said it, as coarse as it may be; its tokens are numbered within it.

    Args:
        text: The statement's words.
        attribution: Stakeholder group or neighborhood, or "A participant".
        language: ISO 639-1 code of the words; anything else is left out.

    Examples:
        >>> from peace_analysis import report
        >>> "[NAME] came at last." in report.quote("[NAME 12] came at last.", "A participant").markup
        True
    """
    lang = f' lang="{language}"' if LANGUAGE.fullmatch(language) else ""
    words = escape(renumber_tokens(str(text)), lines=True).replace("\n", "<br>")
    said = f'<blockquote{lang}><p dir="auto">{words}</p></blockquote>'
    return Fragment(f'<figure class="quote">{said}<figcaption>{bdi(attribution)}</figcaption></figure>')


def facts(named: Sequence[tuple[str, object]] | Mapping[str, object]) -> Fragment:
    """Set a few named numbers side by side.

    Examples:
        >>> from peace_analysis import report
        >>> report.facts({"sessions": 8}).markup
        '<dl class="facts"><div><dt>sessions</dt><dd>8</dd></div></dl>'
    """
    pairs = list(named.items() if isinstance(named, Mapping) else named)
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    return Fragment(f'<dl class="facts">{items}</dl>') if pairs else Fragment("")


def section(*pieces: Fragment, kind: str = "part") -> Fragment:
    """Keep pieces together: "theme" starts a new page in print.

    Examples:
        >>> from peace_analysis import report
        >>> print(report.section(report.paragraph("Hello.")).markup)
        <section class="part">
        <p>Hello.</p>
        </section>
    """
    return Fragment(f'<section class="{escape(kind)}">\n{join(pieces).markup}\n</section>')


def folded(summary: str, body: Fragment, *, kind: str = "data") -> Fragment:
    """Fold a piece away behind a line that opens it; open in print.

    Examples:
        >>> from peace_analysis import report
        >>> print(report.folded("As a table", report.paragraph("Numbers.")).markup)
        <details class="data"><summary>As a table</summary>
        <p>Numbers.</p>
        </details>
    """
    return Fragment(f'<details class="{escape(kind)}"><summary>{escape(summary)}</summary>\n{body.markup}\n</details>')


def notices(problems: Sequence[Problem]) -> Fragment:
    """List what is worth knowing about the input, each remark once with the number of places; names of files may name people.

    Examples:
        >>> from peace_analysis.errors import Problem
        >>> from peace_analysis import report
        >>> report.notices([Problem("L01.txt", "is empty.", "Leave it out.")] * 2).markup
        '<ul><li>is empty. Leave it out. (2 times)</li></ul>'
    """
    if not problems:
        return paragraph("Nothing to note.")
    counts = Counter(f"{problem.message} {problem.remedy}".strip() for problem in problems)
    return bullets([text if n == 1 else f"{text} ({n} times)" for text, n in counts.items()])


def off_paper(body: Fragment, where: str) -> Fragment:
    """Leave a piece off paper and say there where it is: a print is for reading, the page and the files for looking things up.

    Args:
        body: What stands on the page and not on paper.
        where: Where else it is, as a sentence.
    """
    return Fragment(f'<div class="off-paper">\n{body.markup}\n</div>\n<p class="paper-only">{escape(where)}</p>')


def bdi(value: object) -> str:
    """Set words from data so that their writing direction stays their own."""
    return f"<bdi>{escape(value)}</bdi>"
