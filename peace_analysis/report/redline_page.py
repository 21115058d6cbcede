"""A redline as HTML: added, taken out and moved words marked by element, by type and in words, never by color alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from peace_analysis.policy.document import Policy, Removed
from peace_analysis.policy.questions import compare_answers
from peace_analysis.policy.redline import Paragraph, Redline, RedlineSection
from peace_analysis.policy.words_changed import Run
from peace_analysis.report import html, tabular
from peace_analysis.report.html import Fragment
from peace_analysis.report.page import TEMPLATE, TEMPLATES, list_contents, security_policy
from peace_analysis.report.policy_questions import questions_table
from peace_analysis.wording import _, current_language, marked

_STYLE = Path(__file__).with_name("templates") / TEMPLATE / "redline.css"
_CUES = {
    "inserted": (marked("added: "), marked(" end of added words. ")),
    "deleted": (marked("taken out: "), marked(" end of words taken out. ")),
}
_REASONS = {  # why words of a file are no part of the policy's text
    "page header or footer": marked("page header or footer"),
    "table of contents": marked("table of contents"),
    "tracked deletion": marked("tracked deletion"),
    "slanted mark": marked("slanted mark"),
    "margin comment": marked("margin comment"),
}
_LABELS = (  # what happened to a section; names of other sections come from the files
    ("moved here from ", marked("moved here from {section}")),
    ("moved away to ", marked("moved away to {section}")),
    ("split from ", marked("split from {section}")),
    ("merged into ", marked("merged into {section}")),
    ("new", marked("new")),
    ("deleted", marked("deleted")),
    ("reworded", marked("reworded")),
)
_SHOWN_HASH = 12
_RENUMBERED = re.compile(r"renumbered from (.*) to (.*)", re.DOTALL)


def redline_page(redline: Redline, *, title: str = "") -> str:
    """Set a redline as one self-contained page: no script, no request leaves it.

    Args:
        redline: What changed.
        title: The page's title; made of the files' names where there is none.

    Returns:
        The HTML document, the same for the same redline. All words from the files are escaped.
    """
    shown = html.escape(title or _("What changed: {old} to {new}", old=redline.old.name, new=redline.new.name))
    css = "\n".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / TEMPLATE / "report.css", _STYLE))
    body = html.join([_overview(redline), _questions(redline), redline_fragment(redline), _left_out(redline)]).markup
    contents = "".join(
        f'<li><a href="#{html.escape(entry.anchor)}">{html.escape(entry.text)}</a></li>'
        for entry in list_contents(body)
        if entry.level == 2
    )
    policy = html.escape(security_policy(css, ""))
    named, skip = html.escape(_("Contents")), html.escape(_("Skip to the content"))
    footer = html.escape(_("Made with peace_analysis. The words are those of the two files."))
    return (
        f'<!DOCTYPE html>\n<html lang="{current_language()}" class="leaders">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{shown}</title>\n<style>{css}</style>\n</head>\n<body>\n'
        f'<a class="skip" href="#content">{skip}</a>\n<header>\n<h1>{shown}</h1>\n</header>\n<div class="columns">\n'
        f'<nav aria-label="{named}"><details open><summary>{named}</summary><ol>{contents}</ol></details></nav>\n'
        f'<main id="content" tabindex="-1">\n{body}\n</main>\n</div>\n'
        f"<footer>\n<p>{footer}</p>\n</footer>\n</body>\n</html>\n"
    )


def redline_fragment(redline: Redline) -> Fragment:
    """Set all sections one under the other; unchanged ones are folded."""
    pieces = [html.heading(2, _("The text, section by section"), "redline"), redline_legend()]
    pieces += [_section(section, place) for place, section in enumerate(redline.sections)]
    return html.join(pieces)


def redline_legend() -> Fragment:
    """Say how words are marked that were added, taken out or moved."""
    added, gone = html.escape(_("Underlined words were added.")), html.escape(_("Struck words were taken out."))
    moved, note = html.escape(_("Words with a dotted line moved")), html.escape(_("; a note in brackets leads to their other place."))
    return Fragment(f'<p class="legend"><ins>{added}</ins> <del>{gone}</del> <ins class="moved">{moved}</ins>{note}</p>')


def changes_table(redline: Redline) -> pd.DataFrame:
    """List the sections that changed: section (number and heading), change."""
    rows = [(section.name, "; ".join(section.labels)) for section in redline.sections if section.is_changed]
    return pd.DataFrame(rows, columns=["section", "change"])


def _questions(redline: Redline) -> Fragment:
    answers = questions_table(compare_answers(redline.old, redline.new))
    return html.join([html.heading(2, _("Eight questions on the use of force"), "eight-questions"), answers]) if answers.markup else answers


def _overview(redline: Redline) -> Fragment:
    kinds = Counter(label.split(" ")[0] for section in redline.sections for label in section.labels if not label.startswith("moved away"))
    table = changes_table(redline)
    named = {
        "new": _("new sections"),
        "deleted": _("deleted"),
        "reworded": _("reworded"),
        "moved": _("moved"),
        "split": _("split off"),
        "merged": _("merged"),
    }
    counted = [(name, f"{kinds[kind]:,}") for kind, name in named.items()]
    files = [_file(_("Before"), redline.old), _file(_("After"), redline.new)]
    if table.empty:
        return html.join([html.heading(2, _("Overview"), "overview"), html.bullets(files), html.paragraph(_("Not a word changed."))])
    table["change"] = [say_labels(section) for section in redline.sections if section.is_changed]
    listed = tabular.table(table, caption=_("Sections that changed"), headers={"section": _("Section"), "change": _("What happened")})
    return html.join([html.heading(2, _("Overview"), "overview"), html.bullets(files), html.facts(counted), listed])


def _file(which: str, policy: Policy) -> str:
    day = _(", of {date}", date=policy.date.isoformat()) if policy.date else ""
    return _(
        "{which}: {name}{day}, {n_sections} sections (SHA-256 begins {digest})",
        which=which,
        name=policy.name,
        day=day,
        n_sections=len(policy.sections),
        digest=policy.digest[:_SHOWN_HASH],
    )


def say_labels(section: RedlineSection) -> str:
    """Say what happened to a section in the language of the page."""
    return "; ".join(_say_label(label) for label in section.labels)


def _say_label(label: str) -> str:
    """Say what happened to a section in the language of the page."""
    if numbers := _RENUMBERED.fullmatch(label):
        old, new = (_("no number") if number == "no number" else number for number in numbers.groups())
        return _("renumbered from {old} to {new}", old=old, new=new)
    for start, message in _LABELS:
        if label == start:
            return _(message)
        if start.endswith(" ") and label.startswith(start):
            return _(message, section=label.removeprefix(start))
    return label


def _section(section: RedlineSection, place: int) -> Fragment:
    first, *rest = section.paragraphs or (Paragraph((), "kept"),)
    named = section.new or section.old
    if named is None or not named.heading:
        first, rest = Paragraph((Run("same", section.name),), "kept"), list(section.paragraphs)
    body = set_paragraphs(rest)
    if not section.is_changed:
        return html.folded(_("{section}: unchanged", section=section.name), body, kind="unchanged")
    number = f"{named.number}: " if named is not None and named.number else ""
    labels = f'<p class="what">{html.escape(number + say_labels(section))}</p>'
    title = "".join(_run(run) for run in first.runs)
    return Fragment(f'<section class="clause"><h3 id="clause-{place}">{title}</h3>{labels}\n{body.markup}</section>')


def set_paragraphs(paragraphs: Iterable[Paragraph], prefix: str = "") -> Fragment:
    """Set paragraphs of a redline; `prefix` keeps the ids of moved words apart where a page holds several redlines."""
    return Fragment("".join(f'<p class="{one.fate}">{"".join(_run(run, prefix) for run in one.runs)}</p>\n' for one in paragraphs))


def _run(run: Run, prefix: str = "") -> str:
    words = html.escape(f"|{run.text}|", lines=True)[1:-1]  # blanks at the ends stay
    if run.kind == "same":
        return words
    tag = "ins" if run.kind in ("inserted", "moved_to") else "del"
    if run.move:
        here, there, way = ("to", "from", _("moved here")) if run.kind == "moved_to" else ("from", "to", _("moved away"))
        note = f'<a class="tag" href="#{prefix}move-{run.move}-{there}">[{html.escape(way)}, {run.move}]</a> '
        end = _cue(_(" end of moved words. "))
        return f'<{tag} class="moved" id="{prefix}move-{run.move}-{here}">{note}{words}{end}</{tag}>'
    before, after = (_(cue) for cue in _CUES[run.kind])
    return f"<{tag}>{_cue(before)}{words}{_cue(after)}</{tag}>"


def _cue(words: str) -> str:
    """Words that are heard, not seen."""
    return f'<span class="cue">{html.escape(f"|{words}|")[1:-1]}</span>'


def _left_out(redline: Redline) -> Fragment:
    """List what the files hold beside the policy's text."""
    pieces = [html.heading(2, _("What the files hold beside the text"), "left-out")]
    for policy in (redline.old, redline.new):
        reasons = Counter(item.reason for item in policy.removed)
        counts = ", ".join(f"{n} {_say_reason(reason)}" for reason, n in sorted(reasons.items())) or _("nothing")
        pieces.append(html.paragraph(_("{file}: left out {counts}.", file=policy.name, counts=counts)))
        pieces += [html.note(f"{notice.message} {notice.remedy}", kind="caution") for notice in policy.notices]
        if policy.removed:
            pieces.append(
                html.folded(_("What was left out of {file}", file=policy.name), html.bullets([_removed(item) for item in policy.removed]))
            )
    return html.join(pieces)


def _removed(item: Removed) -> str:
    return f"{item.place}, {_say_reason(item.reason)}: {item.words}"


def _say_reason(reason: str) -> str:
    return _(_REASONS[reason]) if reason in _REASONS else reason
