"""The chapter on a policy in two minutes: comments and answers, what changed most, who did not sign and why, what no section covers."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import counted, listed
from peace_analysis.charts.rows import rows_of
from peace_analysis.report.html import Fragment, bullets, escape, facts, join, link, note, paragraph
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.policy_material import PolicyMaterial
from peace_analysis.report.policy_numbers import attention, changed_sections, count_of, not_signed, unchanged_answers
from peace_analysis.report.policy_sections import section_link
from peace_analysis.report.policy_words import ANSWER_WORDS, NO_ANSWER, say_answer, say_signoff, written_line
from peace_analysis.wording import _, marked, ngettext

N_MOST = 3
NOT_VOTES = marked("Comments are not votes: one may weigh as much as a hundred.")
FLAGGED = marked("These answers say that a comment was taken up, but the section that they cite reads as before the comment:")


def policy_summary(material: Material, policy: PolicyMaterial) -> Fragment:
    """Set the summary of one policy."""
    return join(
        [
            paragraph(*_comments(material, policy), _(NOT_VOTES)),
            _answers(material, policy),
            paragraph(*_already(material, policy)),
            paragraph(*_taken_up(material, policy)),
            _flagged(policy),
            paragraph(*_changes(material, policy)),
            _most(material, policy),
            paragraph(*_signed(material, policy)),
            _why_not(policy),
        ]
    )


def policy_lines(material: Material) -> list[Fragment]:
    """Say of each policy in a sentence or two who signed it and how many comments were taken up, with a link to the chapter."""
    return [line for policy in material.policies if (line := _line(material, policy)).markup]


def _line(material: Material, policy: PolicyMaterial) -> Fragment:
    signed, asked, n, taken = (
        count_of(material, policy, what)
        for what in ("representatives: signed, with or without dissent", "representatives", "comments", "comments taken up")
    )
    said = []
    if asked:
        people = counted(asked, "representative", "representatives")
        said.append(
            ngettext(
                "{n} of {representatives} signed the revised policy.",
                "{n} of {representatives} signed the revised policy.",
                signed,
                representatives=people,
            )
        )
    if n:
        comments = counted(n, "comment", "comments")
        said.append(
            ngettext(
                "{n} of {comments} was adopted in full or in part.",
                "{n} of {comments} were adopted in full or in part.",
                taken,
                comments=comments,
            )
        )
    if not said:
        return Fragment("")
    name = link(_("Policy: {policy}.", policy=policy.name), "section-from-voices-to-policy")
    return Fragment(f"<p>{name.markup} {escape(' '.join(said))}</p>")


def _comments(material: Material, policy: PolicyMaterial) -> list[str]:
    n, answered = (count_of(material, policy, what) for what in ("comments", "comments: answered"))
    if not n:
        return [_("No comment on this policy is recorded.")]
    groups = counted(count_of(material, policy, "groups that commented"), "group", "groups")
    said = [_("{comments} came from {groups}, officers and residents alike.", comments=counted(n, "comment", "comments"), groups=groups)]
    if not {"officers", "residents"} <= set(policy["comments"]["group"]):
        said = [_("{comments} came from {groups}.", comments=counted(n, "comment", "comments"), groups=groups)]
    if answered == n:
        said.append(_("Each has an answer with a reason."))
    else:
        said.append(ngettext("{n} of {all} has an answer with a reason.", "{n} of {all} have an answer with a reason.", answered, all=n))
    return said


def _answers(material: Material, policy: PolicyMaterial) -> Fragment:
    if policy["comments"].empty:
        return Fragment("")
    numbers = [
        (_capital(_(words)), count_of(material, policy, f"comments: {key.replace('_', ' ')}")) for key, words in ANSWER_WORDS.items()
    ]
    still = count_of(material, policy, "comments: no answer yet")
    return facts([*numbers, *([(_capital(_(NO_ANSWER)), still)] if still else [])])


def _already(material: Material, policy: PolicyMaterial) -> list[str]:
    """Say how many were not adopted because the policy has it: whoever answered said so."""
    n = count_of(material, policy, "comments: not adopted, in the policy already")
    if not n:
        return []
    return [
        ngettext(
            "Of those not adopted, {n} asked for what the policy has already, as its answer says.",
            "Of those not adopted, {n} asked for what the policy has already, as their answers say.",
            n,
        )
    ]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _taken_up(material: Material, policy: PolicyMaterial) -> list[str]:
    checked = count_of(material, policy, "comments taken up that can be checked")
    if not checked:
        return []
    changed = count_of(material, policy, "of them: the cited section changed")
    answers = counted(checked, "answer says", "answers say")
    said = [_("{answers} that a comment was adopted, in full or in part.", answers=answers)]
    said.append(
        ngettext(
            "The software held each against the text: in {n}, the section that it cites changed after the comment.",
            "The software held each against the text: in {n}, the section that they cite changed after the comment.",
            changed,
        )
    )
    before = count_of(material, policy, "comments answered otherwise before")
    if before:
        said.append(ngettext("{n} comment was answered otherwise at first.", "{n} comments were answered otherwise at first.", before))
    return said


def _flagged(policy: PolicyMaterial) -> Fragment:
    rows = unchanged_answers(policy)
    if rows.empty:
        return Fragment("")
    lines = []
    for row in rows_of(rows):
        said = _("Comment {n}, {answer}:", n=int(row["comment"]), answer=say_answer(row["disposition"]))
        lines.append(Fragment(f"{escape(said)} {section_link(policy.place, row['changed_section_id'], policy).markup}"))
    return note(join([paragraph(_(FLAGGED)), bullets(lines)]), kind="caution")


def _changes(material: Material, policy: PolicyMaterial) -> list[str]:
    n, total = count_of(material, policy, "sections that read differently"), count_of(material, policy, "sections")
    if not n:
        return [_("The latest version reads as the first one.")]
    said = ngettext(
        "{n} of {total} sections reads differently than in the first version.",
        "{n} of {total} sections read differently than in the first version.",
        n,
        total=total,
    )
    return [said, _("Most words changed in these:")]


def _most(material: Material, policy: PolicyMaterial) -> Fragment:
    """Name the sections in which most words were added or taken out."""
    rows = attention(material, policy)
    rows = rows[rows["section_id"].isin(list(changed_sections(policy).intersection(policy.counted_ids)))]
    rows = rows.assign(n=rows["n_words_added"] + rows["n_words_out"]).sort_values("n", ascending=False, kind="stable").head(N_MOST)
    lines = []
    for row in rows_of(rows):
        told = _("{added} words added, {out} taken out", added=int(row["n_words_added"]), out=int(row["n_words_out"]))
        lines.append(Fragment(f"{section_link(policy.place, row['section_id'], policy).markup} ({escape(told)})"))
    return bullets(lines)


def _signed(material: Material, policy: PolicyMaterial) -> list[str]:
    total = count_of(material, policy, "representatives")
    if not total:
        return []
    n = count_of(material, policy, "representatives: signed, with or without dissent")
    dissent = count_of(material, policy, "representatives: signed with dissent")
    people = counted(total, "representative", "representatives")
    said = [ngettext("{n} of {representatives} signed.", "{n} of {representatives} signed.", n, representatives=people)]
    if dissent:
        said.append(ngettext("{n} of them put a dissent on record.", "{n} of them put a dissent on record.", dissent))
    rows = not_signed(policy)
    if len(rows):
        told = [f"{name_of(row['group'])} ({say_signoff(row['signoff'])})" for row in rows_of(rows)]
        said.append(_("These did not sign: representatives of {groups}.", groups=listed(told)))
    still = count_of(material, policy, "representatives: no sign-off recorded")
    if still:
        said.append(ngettext("{n} has not said yet.", "{n} have not said yet.", still))
    return said


def _why_not(policy: PolicyMaterial) -> Fragment:
    rows: pd.DataFrame = not_signed(policy)
    lines = []
    for row in rows_of(rows):
        lead = _("{group}, {signoff}:", group=_capital(name_of(row["group"])), signoff=say_signoff(row["signoff"]))
        words = _("not shown") if row["dissent_kept"] else str(row["dissent"]).strip()
        lines.append(written_line(lead, words or _("no reason is recorded")))
    return join(lines)
