"""The public tables on policies: what the policy stage made, as far as it may be shown, and every number of the chapter's sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from peace_analysis.charts.labels import clean_text
from peace_analysis.policy.answers import compare_section
from peace_analysis.policy.redline import RedlineSection
from peace_analysis.policy.signing import SIGNED, count_signoffs
from peace_analysis.policy.words_changed import count_words
from peace_analysis.report.material import Material
from peace_analysis.report.policy_asked import asked_once
from peace_analysis.report.policy_material import PolicyMaterial
from peace_analysis.table_checks import Column, Table
from peace_analysis.tables_policy import (
    DISPOSITIONS,
    GROUP,
    POLICY,
    POLICY_CHANGES,
    POLICY_COMMENTS,
    POLICY_CONSENSUS,
    POLICY_DISPOSITIONS,
    POLICY_QUESTIONS,
    POLICY_SECTIONS,
    POLICY_TIMELINE,
    POLICY_VERSIONS,
    SECTION,
    SIGNOFFS,
    TAKEN_UP,
)

SIGNOFF_NUMBERS = Table(
    "policy_signoffs",
    "one group that has representatives, with their latest sign-offs",
    (
        POLICY,
        GROUP,
        Column("n_representatives", "integer", "representatives"),
        *(Column(f"n_{word}", "integer", f"of them: {word.replace('_', ' ')}") for word in SIGNOFFS),
        Column("n_open", "integer", "of them: no sign-off recorded"),
    ),
    key=("policy", "group"),
)
DISSENTS = Table(
    "policy_dissents",
    "what one representative put on record",
    (
        POLICY,
        GROUP,
        Column("signoff", "text", "latest sign-off", among=SIGNOFFS),
        Column("dissent", "text", "words, anonymised; empty where they may not be shown"),
    ),
)
ATTENTION = Table(
    "policy_attention",
    "one section of the latest version: what changed since the first, and who spoke to it",
    (
        POLICY,
        SECTION,
        Column("name", "text", "number and heading"),
        Column("n_words_added", "integer", "words added"),
        Column("n_words_out", "integer", "words taken out"),
        Column("n_comments", "integer", "comments that bear on it"),
        *(Column(f"n_{word}", "integer", f"of them: {word.replace('_', ' ')}") for word in DISPOSITIONS),
        Column("n_open", "integer", "of them: no answer yet"),
        Column("unit", "text", "what n_asked counts", among=("participant", "session")),
        Column("n_asked", "integer", "who asked in a session for something that bears on it; empty where masked", nullable=True),
        Column("shown", "text", "how a masked count reads; empty where the count is given", nullable=True),
    ),
    key=("policy", "section_id"),
)
COUNTS = Table(
    "policy_counts",
    "one number about the work on a policy",
    (
        POLICY,
        Column("what", "text", "what is counted"),
        Column("n", "integer", "the number"),
        Column("of", "integer", "out of how many, where that says something", nullable=True),
    ),
    key=("policy", "what"),
)
POLICY_PUBLIC = (
    POLICY_VERSIONS,
    POLICY_SECTIONS,
    POLICY_CHANGES,
    POLICY_QUESTIONS,
    POLICY_COMMENTS,
    POLICY_DISPOSITIONS,
    SIGNOFF_NUMBERS,
    DISSENTS,
    POLICY_CONSENSUS,
    POLICY_TIMELINE,
    ATTENTION,
    COUNTS,
)
_WORKED_OUT = (SIGNOFF_NUMBERS, DISSENTS, ATTENTION, COUNTS)  # the others are shown as the stage made them


def policy_frames(material: Material) -> dict[str, pd.DataFrame]:
    """Work out every public table on policies, by its name; none where the city revises no policy."""
    if not material.policies:
        return {}
    made: dict[str, list[pd.DataFrame]] = {}
    for policy in material.policies:
        own = {table.name: policy[table.name.removeprefix("policy_")] for table in POLICY_PUBLIC if table not in _WORKED_OUT}
        own |= {
            SIGNOFF_NUMBERS.name: count_signoffs(policy["signoffs"]),
            DISSENTS.name: dissents(policy),
            ATTENTION.name: attention(material, policy),
            COUNTS.name: policy_counts(material, policy),
        }
        for name, frame in own.items():
            made.setdefault(name, []).append(frame.assign(policy=policy.key))
    return {table.name: pd.concat(made[table.name], ignore_index=True)[list(table.by_name)] for table in POLICY_PUBLIC}


def dissents(policy: PolicyMaterial) -> pd.DataFrame:
    """List what representatives put on record: group, signoff, dissent; group by group."""
    rows = policy["signoffs"]
    given = (rows["dissent"] != "") | rows["dissent_kept"]
    return rows.loc[given & rows["signoff"].notna(), ["group", "signoff", "dissent"]].reset_index(drop=True)


def attention(material: Material, policy: PolicyMaterial) -> pd.DataFrame:
    """`ATTENTION` of one policy without the column policy, in the order of the latest version."""
    known: dict[str, pd.DataFrame] = material.worked_out.setdefault("attention", {})
    if policy.key in known:
        return known[policy.key]
    asked = asked_once(material, policy).set_index("section_id")
    reworded, changed = changed_sections(policy), words_changed(policy)
    comments = policy["comments"]
    rows = []
    for section in policy.latest_ids:
        of_it = comments[comments["section_id"] == section]
        told = [int((of_it["disposition"] == word).sum()) for word in DISPOSITIONS]
        rows.append(
            (
                section,
                policy.section_names[section],
                *(changed[section] if section in reworded else (0, 0)),
                len(of_it),
                *told,
                len(of_it) - sum(told),
                asked.loc[section, "unit"],
                asked.loc[section, "n_asked"],
                asked.loc[section, "shown"],
            )
        )
    known[policy.key] = pd.DataFrame(rows, columns=list(ATTENTION.by_name)[1:]).astype({"n_asked": "Int64"})
    return known[policy.key]


def words_changed(policy: PolicyMaterial) -> dict[str, tuple[int, int]]:
    """Count the words added to and taken out of each section of the latest version since the first."""
    return {part.new.section_id: _count(part) for part in policy.redline.sections if part.new is not None}


def changed_sections(policy: PolicyMaterial) -> set[str]:
    """Sections of the latest version that are new or have other words than in the first; another number is no change."""
    first, last = policy.versions[0], policy.versions[-1]
    return {key for key in policy.latest_ids if compare_section(first, last, key) == "changed"}


def silent_sections(material: Material, policy: PolicyMaterial) -> list[str]:
    """Sections that no comment bears on, and no request whose link may be told."""
    seen = attention(material, policy)
    nobody = seen.loc[(seen["n_comments"] == 0) & (seen["n_asked"].fillna(1) == 0), "section_id"]
    return [key for key in nobody if key in policy.counted_ids]


def policy_counts(material: Material, policy: PolicyMaterial) -> pd.DataFrame:
    """`COUNTS` of one policy without the column policy."""
    return pd.DataFrame(_counts(material, policy), columns=["what", "n", "of"]).astype({"n": "int64", "of": "Int64"})


def count_of(material: Material, policy: PolicyMaterial, what: str) -> int:
    """One number of `policy_counts`."""
    counts = policy_counts(material, policy)
    return int(counts.loc[counts["what"] == what, "n"].iloc[0])


def not_signed(policy: PolicyMaterial) -> pd.DataFrame:
    """Representatives whose latest sign-off is neither of the two that sign: rows of `POLICY_SIGNOFFS`."""
    rows = policy["signoffs"]
    return rows[rows["signoff"].notna() & ~rows["signoff"].isin(SIGNED)]


def unchanged_answers(policy: PolicyMaterial) -> pd.DataFrame:
    """Comments whose latest answer says that they were taken up, though the cited section reads as before."""
    return policy["comments"][policy["comments"]["verdict"] == "not changed"]


def reversed_answers(policy: PolicyMaterial) -> pd.DataFrame:
    """Comments that were answered otherwise before."""
    rows = policy["dispositions"]
    several = rows.groupby("comment")["disposition"].nunique()
    return policy["comments"][policy["comments"]["comment"].isin(several[several > 1].index)]


def _counts(material: Material, policy: PolicyMaterial) -> Iterator[tuple[str, int, int | None]]:
    comments = policy["comments"]
    n = len(comments)
    yield "comments", n, None
    yield "groups that commented", comments["group"].nunique(), None
    for word in DISPOSITIONS:
        yield f"comments: {word.replace('_', ' ')}", int((comments["disposition"] == word).sum()), n
    answers = policy["dispositions"]
    yield "comments: not adopted, in the policy already", int((answers["latest"] & answers["already"]).sum()), n
    yield "comments: no answer yet", int(comments["disposition"].isna().sum()), n
    yield "comments: answered", int(comments["disposition"].notna().sum()), n
    yield "comments: words not shown", int((comments["text"] == "").sum()), n
    yield "comments: reason not shown", int(comments["reason_kept"].sum()), n
    yield "comments that bear on no section", int(comments["section_id"].isna().sum()), n
    yield "comments answered otherwise before", len(reversed_answers(policy)), n
    taken = comments[comments["disposition"].isin(TAKEN_UP)]
    yield "comments taken up", len(taken), n
    told = taken[taken["verdict"].isin(["changed", "not changed"])]
    yield "comments taken up that can be checked", len(told), len(taken)
    yield "of them: the cited section changed", int((told["verdict"] == "changed").sum()), len(told)
    yield "of them: the cited section did not change", int((told["verdict"] == "not changed").sum()), len(told)
    n_sections = len(policy.counted_ids)
    yield "sections", n_sections, None
    yield "sections that read differently", len(changed_sections(policy).intersection(policy.counted_ids)), n_sections
    yield "sections that nobody spoke to", len(silent_sections(material, policy)), n_sections
    signoffs = policy["signoffs"]
    yield "representatives", len(signoffs), None
    yield "groups with a representative", signoffs["group"].nunique(), None
    for word in SIGNOFFS:
        yield f"representatives: {word.replace('_', ' ')}", int((signoffs["signoff"] == word).sum()), len(signoffs)
    yield "representatives: signed, with or without dissent", int(signoffs["signoff"].isin(SIGNED).sum()), len(signoffs)
    yield "representatives: no sign-off recorded", int(signoffs["signoff"].isna().sum()), len(signoffs)
    yield "representatives: dissent not shown", int(signoffs["dissent_kept"].sum()), len(signoffs)


def _count(part: RedlineSection) -> tuple[int, int]:
    runs = [run for paragraph in part.paragraphs for run in paragraph.runs]
    return (
        sum(count_words(clean_text(run.text)) for run in runs if run.kind == "inserted"),
        sum(count_words(clean_text(run.text)) for run in runs if run.kind == "deleted"),
    )
