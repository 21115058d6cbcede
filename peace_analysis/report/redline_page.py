"""A redline as HTML: added, taken out and moved words marked by element, by type and in words, never by color alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from peace_analysis.policy.document import Policy, Removed
from peace_analysis.policy.eight import QUESTIONS
from peace_analysis.policy.questions import NOT_FOUND, Answer, compare_answers
from peace_analysis.policy.redline import Paragraph, Redline, RedlineSection
from peace_analysis.policy.words_changed import Run
from peace_analysis.report import html, tabular
from peace_analysis.report.html import Fragment
from peace_analysis.report.page import TEMPLATE, TEMPLATES, list_contents, security_policy

_STYLE = Path(__file__).with_name("templates") / TEMPLATE / "redline.css"
_CUES = {"inserted": ("added: ", " end of added words. "), "deleted": ("taken out: ", " end of words taken out. ")}
_SHOWN_HASH = 12


def redline_page(redline: Redline, *, title: str = "") -> str:
    """Set a redline as one self-contained page: no script, no request leaves it.

    Args:
        redline: What changed.
        title: The page's title; made of the files' names where there is none.

    Returns:
        The HTML document, the same for the same redline. All words from the files are escaped.
    """
    shown = html.escape(title or f"What changed: {redline.old.name} to {redline.new.name}")
    css = "\n".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / TEMPLATE / "report.css", _STYLE))
    body = html.join([_overview(redline), questions_fragment(redline), redline_fragment(redline), _left_out(redline)]).markup
    contents = "".join(
        f'<li><a href="#{html.escape(entry.anchor)}">{html.escape(entry.text)}</a></li>'
        for entry in list_contents(body)
        if entry.level == 2
    )
    policy = html.escape(security_policy(css, ""))
    return (
        '<!DOCTYPE html>\n<html lang="en" class="leaders">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{shown}</title>\n<style>{css}</style>\n</head>\n<body>\n'
        f'<a class="skip" href="#content">Skip to the content</a>\n<header>\n<h1>{shown}</h1>\n</header>\n<div class="columns">\n'
        f'<nav aria-label="Contents"><details open><summary>Contents</summary><ol>{contents}</ol></details></nav>\n'
        f'<main id="content" tabindex="-1">\n{body}\n</main>\n</div>\n'
        "<footer>\n<p>Made with peace_analysis. The words are those of the two files.</p>\n</footer>\n</body>\n</html>\n"
    )


def redline_fragment(redline: Redline) -> Fragment:
    """Set all sections one under the other; unchanged ones are folded."""
    legend = (
        '<p class="legend"><ins>Underlined words were added.</ins> <del>Struck words were taken out.</del> '
        '<ins class="moved">Words with a dotted line moved</ins>; a note in brackets leads to their other place.</p>'
    )
    pieces = [html.heading(2, "The text, section by section", "redline"), Fragment(legend)]
    pieces += [_section(section, place) for place, section in enumerate(redline.sections)]
    return html.join(pieces)


def questions_fragment(redline: Redline) -> Fragment:
    """Set the answers of both versions on the eight questions side by side; nothing where both are silent on all of them."""
    pairs = compare_answers(redline.old, redline.new)
    if all(answer.answer == NOT_FOUND for pair in pairs for answer in pair):
        return Fragment("")
    asked = {question.key: question.asked for question in QUESTIONS}
    rows = [(asked[before.question], _told(before), _told(after)) for before, after in pairs]
    remark = (
        "Each cell says what the quoted sentence does with the subject of the question, then quotes it. Rules find the sentences: "
        "where it says not found, read the policy."
    )
    return html.join(
        [
            html.heading(2, "Eight questions on the use of force", "eight-questions"),
            html.paragraph(remark),
            tabular.table(pd.DataFrame(rows, columns=["Question", "Before", "After"]), caption="What each version says, in its own words"),
        ]
    )


def _told(answer: Answer) -> str:
    if answer.answer == NOT_FOUND:
        return NOT_FOUND
    section = f" ({answer.number})" if answer.number else ""
    return f"{answer.answer}: “{answer.quote}”{section}"


def changes_table(redline: Redline) -> pd.DataFrame:
    """List the sections that changed: section (number and heading), change."""
    rows = [(section.name, "; ".join(section.labels)) for section in redline.sections if section.is_changed]
    return pd.DataFrame(rows, columns=["section", "change"])


def _overview(redline: Redline) -> Fragment:
    kinds = Counter(label.split(" ")[0] for section in redline.sections for label in section.labels if not label.startswith("moved away"))
    table = changes_table(redline)
    named = {
        "new": "new sections",
        "deleted": "deleted",
        "reworded": "reworded",
        "moved": "moved",
        "split": "split off",
        "merged": "merged",
    }
    counted = [(name, f"{kinds[kind]:,}") for kind, name in named.items()]
    files = [_file("Before", redline.old), _file("After", redline.new)]
    if table.empty:
        return html.join([html.heading(2, "Overview", "overview"), html.bullets(files), html.paragraph("Not a word changed.")])
    listed = tabular.table(table, caption="Sections that changed", headers={"section": "Section", "change": "What happened"})
    return html.join([html.heading(2, "Overview", "overview"), html.bullets(files), html.facts(counted), listed])


def _file(which: str, policy: Policy) -> str:
    day = f", of {policy.date.isoformat()}" if policy.date else ""
    return f"{which}: {policy.name}{day}, {len(policy.sections)} sections (SHA-256 begins {policy.digest[:_SHOWN_HASH]})"


def _section(section: RedlineSection, place: int) -> Fragment:
    first, *rest = section.paragraphs or (Paragraph((), "kept"),)
    named = section.new or section.old
    if named is None or not named.heading:
        first, rest = Paragraph((Run("same", section.name),), "kept"), list(section.paragraphs)
    body = Fragment("".join(_paragraph(paragraph) for paragraph in rest))
    if not section.is_changed:
        return html.folded(f"{section.name}: unchanged", body, kind="unchanged")
    number = f"{named.number}: " if named is not None and named.number else ""
    labels = f'<p class="what">{html.escape(number + "; ".join(section.labels))}</p>'
    title = "".join(_run(run) for run in first.runs)
    return Fragment(f'<section class="clause"><h3 id="clause-{place}">{title}</h3>{labels}\n{body.markup}</section>')


def _paragraph(paragraph: Paragraph) -> str:
    return f'<p class="{paragraph.fate}">{"".join(_run(run) for run in paragraph.runs)}</p>\n'


def _run(run: Run) -> str:
    words = html.escape(f"|{run.text}|", lines=True)[1:-1]  # blanks at the ends stay
    if run.kind == "same":
        return words
    tag = "ins" if run.kind in ("inserted", "moved_to") else "del"
    if run.move:
        here, there, way = ("to", "from", "moved here") if run.kind == "moved_to" else ("from", "to", "moved away")
        note = f'<a class="tag" href="#move-{run.move}-{there}">[{way}, {run.move}]</a> '
        return f'<{tag} class="moved" id="move-{run.move}-{here}">{note}{words}{_cue(" end of moved words. ")}</{tag}>'
    before, after = _CUES[run.kind]
    return f"<{tag}>{_cue(before)}{words}{_cue(after)}</{tag}>"


def _cue(words: str) -> str:
    """Words that are heard, not seen."""
    return f'<span class="cue">{words}</span>'


def _left_out(redline: Redline) -> Fragment:
    """List what the files hold beside the policy's text."""
    pieces = [html.heading(2, "What the files hold beside the text", "left-out")]
    for policy in (redline.old, redline.new):
        reasons = Counter(item.reason for item in policy.removed)
        counts = ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.items())) or "nothing"
        pieces.append(html.paragraph(f"{policy.name}: left out {counts}."))
        pieces += [html.note(f"{notice.message} {notice.remedy}", kind="caution") for notice in policy.notices]
        if policy.removed:
            pieces.append(html.folded(f"What was left out of {policy.name}", html.bullets([_removed(item) for item in policy.removed])))
    return html.join(pieces)


def _removed(item: Removed) -> str:
    return f"{item.place}, {item.reason}: {item.words}"
