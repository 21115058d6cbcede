"""One section of a policy after the other: what was asked, what was answered and why, what changed, how far groups agree."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from peace_analysis.charts.labels import counted, listed, quoted, unit_words
from peace_analysis.charts.rows import Row, rows_of, say_masked
from peace_analysis.policy.redline import RedlineSection
from peace_analysis.report.html import Fragment, bdi, escape, folded, join, link, paragraph, quote
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.policy_asked import quoted_requests
from peace_analysis.report.policy_material import PolicyMaterial
from peace_analysis.report.policy_numbers import attention, changed_sections
from peace_analysis.report.policy_words import LEVEL_WORDS, VERDICT_WORDS, say_answer, say_words, written_line
from peace_analysis.report.quotes import attribute_quote
from peace_analysis.report.redline_page import redline_legend, say_labels, set_paragraphs
from peace_analysis.wording import _, marked, ngettext

HOW = marked(
    "Each section opens to what was asked, what was answered and why, and what changed from the first version to the latest. "
    "Sections that read as before, and that nobody is known to have spoken to, are listed at the end."
)
REQUESTS_HOW = marked(
    "A request of the sessions is counted and quoted only if a person confirmed which section it is about, or if the software is fairly "
    "sure of it. People of the city can confirm more with the command policy links CITY export."
)
ORDER = ("adopted", "partly", "not", "out_of_scope")


def section_anchor(place: int, section_id: str, policy: PolicyMaterial) -> str:
    """Place on the page where a section of a policy stands.

    Args:
        place: Of the policy among those of the city, from 1.
        section_id: The section.
        policy: The policy.
    """
    ids = list(policy.section_names)
    return f"policy-{place}-section-{ids.index(section_id) + 1}"


def section_link(place: int, section_id: object, policy: PolicyMaterial) -> Fragment:
    """Name a section as a link to where it stands; a dash where there is none."""
    key = say_words(section_id)
    if key not in policy.section_names:
        return Fragment(escape(_("none")))
    anchor = section_anchor(place, key, policy)
    return link(policy.section_names[key], anchor) if key in policy.latest_ids else Fragment(bdi(policy.section_names[key]))


def policy_sections(material: Material, policy: PolicyMaterial, place: int) -> Fragment:
    """Set all sections of a policy, folded, in the order of the latest version; those that are gone stand where they were."""
    seen = {str(row["section_id"]): row for row in rows_of(attention(material, policy))}
    changed = changed_sections(policy)
    requests = [_(REQUESTS_HOW)] if (policy["links"]["kind"] == "request").any() else []
    renumbered = False
    pieces, quiet = [paragraph(_(HOW), *requests), redline_legend()], list[Fragment]()
    for part in policy.redline.sections:
        if part.new is None:
            pieces.append(_gone(part, place))
            continue
        row = seen[part.new.section_id]
        asked = bool(row["shown"]) or int(row["n_asked"]) > 0
        is_quiet = (
            part.new.section_id != policy.title_id
            and part.new.section_id not in changed
            and not _moved(part)
            and not row["n_comments"]
            and not asked
        )
        (quiet if is_quiet else pieces).append(_section(material, policy, part, row, place))
        renumbered |= is_quiet and any(label.startswith("renumbered") for label in part.labels)
    if quiet:
        title = ngettext(
            "{n} section reads as before, and nobody is known to have spoken to it",
            "{n} sections read as before, and nobody is known to have spoken to them",
            len(quiet),
        )
        title = " ".join([title, _("(some under another number)")]) if renumbered else title
        pieces.append(folded(title, join(quiet), kind="quiet"))
    return join(pieces)


def _moved(part: RedlineSection) -> bool:
    return any(label.startswith("moved") for label in part.labels)


def _gone(part: RedlineSection, place: int) -> Fragment:
    body = Fragment(f'<div class="clause">{set_paragraphs(part.paragraphs, _prefix(place)).markup}</div>')
    return Fragment(f'<details class="section"><summary>{bdi(part.name)}: {escape(say_labels(part))}</summary>\n{body.markup}\n</details>')


def _prefix(place: int) -> str:
    return f"policy-{place}-"


def _section(material: Material, policy: PolicyMaterial, part: RedlineSection, row: Row, place: int) -> Fragment:
    assert part.new is not None
    key = part.new.section_id
    comments = policy["comments"]
    of_it = comments[comments["section_id"] == key]
    pieces = [*_comments(policy, of_it), *_requests(material, policy, row), *_agreement(policy, key), *_changes(part, place)]
    inside = f'<div id="{section_anchor(place, key, policy)}" class="section-of" tabindex="-1">\n{join(pieces).markup}\n</div>'
    return Fragment(f'<details class="section"><summary>{_summary(part, row)}</summary>\n{inside}\n</details>')


def _summary(part: RedlineSection, row: Row) -> str:
    told = [say_labels(part) or _("unchanged")]
    if row["n_comments"]:
        answers = [f"{say_answer(word)}: {row[f'n_{word}']}" for word in ORDER if row[f"n_{word}"]]
        answers += [f"{say_answer(None)}: {row['n_open']}"] if row["n_open"] else []
        told.append(f"{counted(int(row['n_comments']), 'comment', 'comments')} ({', '.join(answers)})")
    if row["shown"] or row["n_asked"]:
        told.append(_("{count} asked", count=asked_text(row)))
    return f"{bdi(part.name)}: {escape('; '.join(told))}"


def asked_text(row: Row) -> str:
    """Say how many asked: "14 people", "fewer than 3 people"; of a row of `ATTENTION`."""
    if row["shown"]:
        return _("{few} people", few=say_masked(str(row["shown"])))
    n = int(row["n_asked"])
    return f"{n:,} {unit_words(str(row['unit']), n)}"


def _comments(policy: PolicyMaterial, rows: pd.DataFrame) -> Iterator[Fragment]:
    """Set the comments on a section group by group, each with its answer and what came of it."""
    if rows.empty:
        return
    yield paragraph(_("What was asked, and what was answered:"))
    for group in [group for group in group_order(policy) if group in set(rows["group"])]:
        for row in rows_of(rows[rows["group"] == group]):
            yield set_comment(row)


def group_order(policy: PolicyMaterial) -> list[str]:
    """Groups in the order of representatives, then of comments."""
    return list(dict.fromkeys([*policy["signoffs"]["group"], *policy["comments"]["group"]]))


def set_comment(row: Row) -> Fragment:
    """Set one comment with the group that it came from, its answer, the reason, and whether the policy changed."""
    said_by = _("Comment from {group}", group=name_of(row["group"]))
    words = str(row["text"]).strip()
    pieces = (
        [quote(words, said_by)]
        if words
        else [paragraph(_("Comment {n} of {group}: its words are not shown.", n=int(row["comment"]), group=name_of(row["group"])))]
    )
    if str(row["rationale"]).strip():
        pieces.append(written_line(_("Their reason:"), str(row["rationale"])))
    elif row["reason_kept"] and words:
        pieces.append(paragraph(_("Their reason is not shown.")))
    answer = say_answer(row["disposition"])
    pieces.append(written_line(_("Comment {n}: {answer}.", n=int(row["comment"]), answer=answer), str(row["reason"])))
    if say_words(row["verdict"]):
        pieces.append(paragraph(_(VERDICT_WORDS[str(row["verdict"])])))
    if int(row["n_answers"]) > 1:
        pieces.append(paragraph(_("It was answered otherwise before: see the history of answers.")))
    return Fragment(f'<div class="asked">\n{join(pieces).markup}\n</div>')


def _requests(material: Material, policy: PolicyMaterial, row: Row) -> Iterator[Fragment]:
    """Say how many asked for something in the sessions that bears on a section, and quote two of them."""
    if not row["shown"] and not row["n_asked"]:
        return
    if row["shown"] or row["unit"] == "participant":
        said = _("In the sessions, {people} asked for something that may bear on this section.", people=asked_text(row))
    else:
        n = int(row["n_asked"])
        said = ngettext("It may bear on what was asked in {n} session.", "It may bear on what was asked in {n} sessions.", n)
    chosen = quoted_requests(material, policy, str(row["section_id"]))
    names = material.shown_themes.set_index("theme_id")["name"]
    themes = list(dict.fromkeys(str(theme) for theme in chosen["theme_id"]))
    of_theme = _("These are from the theme {themes}.", themes=listed([quoted(names[theme]) for theme in themes])) if themes else ""
    yield paragraph(said, of_theme)
    for one in rows_of(chosen):
        yield quote(one["text"], attribute_quote(material, str(one["theme_id"]), one), language=str(one["language"]))


def _agreement(policy: PolicyMaterial, key: str) -> Iterator[Fragment]:
    """Say how far each group agrees, where that was recorded."""
    rows = policy["consensus"][policy["consensus"]["section_id"] == key]
    if rows.empty:
        return
    lines = [f"{name_of(row['group'])}: {row['level']}, {_(LEVEL_WORDS[int(row['level'])])}" for row in rows_of(rows)]
    yield paragraph(_("How far groups agree, as they said themselves:"))
    yield Fragment(f'<ul class="levels">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>')


def _changes(part: RedlineSection, place: int) -> Iterator[Fragment]:
    title = _("What changed:") if part.is_changed else _("Not a word changed.")
    yield paragraph(title)
    yield Fragment(f'<div class="clause">{set_paragraphs(part.paragraphs, _prefix(place)).markup}</div>')
