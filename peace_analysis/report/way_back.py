"""The way back: names of themes, and the shares beside them, as links to the statements behind them.

The words of a report are written without links. Here they are put in afterwards, so that every name and share leads back, whoever wrote
the sentence that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from peace_analysis.charts.labels import percent, quoted
from peace_analysis.report.html import Fragment, escape
from peace_analysis.report.material import Material
from peace_analysis.report.statements import shown_anchors
from peace_analysis.report.tabular import share_text

TAG = re.compile(r"(<[^>]*>)")
CLOSED = ("a", "svg", "summary", "blockquote", "button", "title", "h2", "h3", "h4", "code", "pre", "caption", "th")  # th: see rows


@dataclass
class _State:
    """Where in the markup we are."""

    open: list[str] = field(default_factory=list)
    page_of: str = ""  # anchor of the theme whose page this is
    row_of: str = ""  # anchor of the theme that a row of a table is about


@dataclass(frozen=True)
class _Ways:
    """What is made a link, and where it leads."""

    in_marks: Mapping[str, str]  # anchors of themes, by name in quotation marks
    plain: Mapping[str, str]  # the same, by name
    marks: re.Pattern[str]
    share: re.Pattern[str]


def link_themes(material: Material, fragment: Fragment) -> Fragment:
    """Turn names of themes in quotation marks, in row headers and lists, and shares of a known theme, into links.

    Args:
        material: The city.
        fragment: A piece of the report; the words of participants, headings and figures in it are left alone.

    Returns:
        The same words, with links to the statements of each theme.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> linked = report.link_themes(invented_material(), report.paragraph("They spoke of “Dark streets”."))
        >>> linked.markup
        '<p>They spoke of <a class="back" href="#statements-T02">“Dark streets”</a>.</p>'
    """
    anchors = shown_anchors(material)
    names = {str(row.theme_id): str(row.name) for row in material.shown_themes.itertuples(index=False)}
    in_marks = {escape(quoted(name)): anchors[theme] for theme, name in reversed(names.items()) if theme in anchors}
    plain = {escape(name): anchors[theme] for theme, name in reversed(names.items()) if theme in anchors}
    if not plain:
        return fragment
    marks = re.compile("|".join(re.escape(name) for name in sorted(in_marks, key=len, reverse=True)))
    state, ways, pieces = _State(), _Ways(in_marks, plain, marks, find_shares()), []
    for piece in TAG.split(fragment.markup):
        if piece.startswith("<") and piece.endswith(">"):
            _follow(piece, state)
            pieces.append(piece)
        else:
            pieces.append(_link_text(piece, state, ways))
    return Fragment("".join(pieces))


def find_shares() -> re.Pattern[str]:
    """Find shares as `share_text` says them in the language of the report: "about 42%", "about 42% (29% to 57%)"."""
    samples = (0.5, 0.25, 0.75)
    ends = [re.escape(escape(percent(share))) for share in (0.001, 0.999)]
    number = "|".join([*ends, re.escape(escape(percent(samples[0]))).replace("50", r"\d+")])
    forms = []
    for low, high in (samples[1:], (None, None)):  # the longer one first
        form = re.escape(escape(share_text(samples[0], low, high)))
        for share in samples:
            form = form.replace(re.escape(escape(percent(share))), f"(?:{number})")
        forms.append(form)
    return re.compile("|".join(forms))


def _link_text(text: str, state: _State, ways: _Ways) -> str:
    """Put links into the text between two tags."""
    here, plain = state.open[-1] if state.open else "", ways.plain
    name = max((name for name in plain if here == "li" and text.startswith(f"{name} (")), key=len, default="")
    if not text.strip():
        pass
    elif "h3" in state.open:
        state.page_of = plain.get(text, "")
    elif here == "th" and "tbody" in state.open and text in plain and not state.row_of:
        state.row_of = plain[text]
        return _anchor(text, plain[text])
    elif any(tag in CLOSED for tag in state.open):
        pass
    elif name:
        return f"{_anchor(name, plain[name])}{text.removeprefix(name)}"
    elif here == "td" and state.row_of and ways.share.fullmatch(text):
        return _anchor(text, state.row_of)
    else:
        linked = ways.marks.sub(lambda match: _anchor(match.group(), ways.in_marks[match.group()]), text)
        if linked == text and state.page_of:
            linked = ways.share.sub(lambda match: _anchor(match.group(), state.page_of), text, count=1)
        return linked
    return text


def _anchor(text: str, anchor: str) -> str:
    return f'<a class="back" href="#{anchor}">{text}</a>'


def _follow(tag: str, state: _State) -> None:
    """Note which elements are open."""
    name = re.match(r"</?([a-zA-Z0-9]+)", tag)
    if name is None or tag.endswith("/>"):
        return
    kind = name[1].lower()
    if kind in ("bdi", "span", "strong", "em", "b", "i", "br", "img", "col", "hr", "input", "wbr", "abbr", "time"):
        return  # they say nothing about where we are
    if not tag.startswith("</"):
        state.open.append(kind)
        if kind == "tr":
            state.row_of = ""
        if kind == "h2" or (kind == "section" and 'class="theme"' in tag):
            state.page_of = ""
        return
    if kind in state.open:
        while state.open.pop() != kind:
            pass
    if kind == "section":
        state.page_of = ""
