"""The disclosure risk assessment: what is released, what was done so that nobody is exposed, what risk is left, and who decides.

HIPAA's Safe Harbor cannot be claimed where neighborhoods are named (METHODS §5); this takes its place, and a person signs it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.charts.labels import clean_text, counted, listed
from peace_analysis.groups.heard import find_people
from peace_analysis.release.record import ASSESSMENT_NAMES, Signature
from peace_analysis.report.brief_page import set_page
from peace_analysis.report.html import Fragment, bullets, heading, join, paragraph
from peace_analysis.report.limits import floor_percent
from peace_analysis.report.tabular import table
from peace_analysis.tables import ASSIGNMENTS, STATEMENTS

if TYPE_CHECKING:
    from peace_analysis.anonymize.review import Review
    from peace_analysis.city import City

TITLE = "Disclosure risk assessment"
KINDS = {
    "NAME": "names and nicknames",
    "PHONE": "phone and fax numbers",
    "EMAIL": "e-mail addresses",
    "ADDRESS": "addresses",
    "PLACE": "places that point to somebody",
    "ORGANIZATION": "schools, churches, employers",
    "DATE": "dates",
    "AGE": "ages",
    "ID": "badge, case, unit and account numbers, plates",
    "ZIP": "postcodes",
    "KIN": "relatives of somebody in an incident",
    "INCIDENT": "named incidents",
    "URL": "web addresses",
    "HANDLE": "names in social media",
}
LINES = 3  # empty ones to sign on, where nobody has signed yet


@dataclass(frozen=True)
class Assessed:
    """What the assessment is filled from."""

    city: City
    review: Review
    build: dict[str, Any] = field(repr=False)
    gates: dict[str, Any] = field(repr=False)
    day: str
    earlier: tuple[str, ...] = ()  # folders of earlier releases


@dataclass(frozen=True)
class Part:
    """One part of the assessment."""

    title: str
    lines: list[str]


def write_assessment(folder: Path, assessed: Assessed, signatures: Sequence[Signature]) -> None:
    """Write the assessment as Markdown and as an accessible page.

    Args:
        folder: Where to.
        assessed: What it is filled from.
        signatures: Who signed; empty lines to sign on where nobody has.
    """
    parts = describe_risk(assessed)
    markdown, page = (folder / name for name in ASSESSMENT_NAMES)
    title = f"{TITLE}: {clean_text(assessed.city.config.name)}"
    markdown.write_text(_as_markdown(title, parts, signatures), encoding="utf-8", newline="")
    page.write_text(_as_page(title, parts, signatures), encoding="utf-8", newline="")


def describe_risk(assessed: Assessed) -> list[Part]:
    """Work out what the assessment says, from the run."""
    return [
        Part("What is released", _released(assessed)),
        Part("What was removed from people's words", _removed(assessed)),
        Part("What a person has looked over", _reviewed(assessed)),
        Part("Small numbers", _small(assessed)),
        Part("What was searched before release", _searched(assessed)),
        Part("Risk that is left", _left(assessed)),
    ]


def count_removed(city: City) -> dict[str, str]:
    """Say how many identifiers of each kind were replaced; few of a kind read "fewer than 11".

    Returns:
        Words for the kind -> words for the number; nothing where the log of replacements has been deleted.
    """
    path = city.restricted_folder / "replacements.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        counts = Counter(row.get("type") or "" for row in csv.DictReader(file))
    least = city.config.privacy.who_threshold
    return {
        KINDS.get(kind, kind.lower().replace("_", " ")): f"{n:,}" if n >= least else f"fewer than {least}"
        for kind, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    }


def _released(assessed: Assessed) -> list[str]:
    city, rows = assessed.city, assessed.build["stages"]["anonymize"]["rows_out"]
    held = len(city.sessions)
    heard = len(find_people(city.load_table(STATEMENTS), city.load_table(ASSIGNMENTS)))
    return [
        f"{clean_text(city.config.title)} ({clean_text(city.config.name)}): report, briefs, tables, figures and the executed notebooks.",
        f"They rest on {counted(held, 'session')} and {counted(heard, 'person', 'people')} heard one by one, "
        f"who left {counted(rows['statements'], 'statement')}. Quotes are the words of people who agreed to be quoted.",
        "Transcripts, the list of participants and the log of replacements are not released.",
        f"Results as of {assessed.day}.",
    ]


def _removed(assessed: Assessed) -> list[str]:
    counts = count_removed(assessed.city)
    privacy = assessed.city.config.privacy
    lines = [f"{words}: {n}" for words, n in counts.items()] or ["The log of replacements has been deleted: no counts are known."]
    lines.append("Rules, lists and a learned recogniser find them. Each becomes a token such as [NAME 1], numbered within its session.")
    if privacy.keep_officials:
        lines.append("Officials who act publicly stay named (`keep_officials` in city.yml).")
    if privacy.cautious:
        lines.append("The recogniser's lower threshold was used (`cautious` in city.yml).")
    return lines


def _reviewed(assessed: Assessed) -> list[str]:
    review = assessed.review
    if not review.signed:
        return ["Nobody has reviewed the removal of names."]
    n_beyond = review.n_statements - int(review.bound * review.n_statements)
    return [
        f"{listed(list(review.reviewers))} read {review.n_read:,} of {review.n_statements:,} statements, drawn at random, and decided what "
        f"the software was unsure of. Last on {review.signed[-1].day}.",
        f"Something had been missed in {review.n_missed:,} of them, and was removed."
        if review.n_missed
        else "Nothing had been missed in them.",
        f"With 95% confidence at least {floor_percent(review.bound)} of all statements hold no identifier that this reader would call one. "
        f"So up to about {n_beyond:,} statements may hold one.",
    ]


def _small(assessed: Assessed) -> list[str]:
    privacy, found = assessed.city.config.privacy, assessed.gates.get("small_cells", {})
    lines = [
        f"Counts of people by attributes below {privacy.who_threshold} are masked.",
        f"A group is shown on its own from {privacy.group_min_people} people in {privacy.group_min_sessions} sessions.",
        f"Fewer than {privacy.opinion_threshold} people raising a theme, or all but so few, are not told.",
    ]
    if found:
        lines.append(
            f"{found['cells']:,} numbers were attacked together; {found['masked']:,} are masked, and {found['exposed']:,} of these can be "
            "worked out."
        )
    return lines


def _searched(assessed: Assessed) -> list[str]:
    leaks, pages = assessed.gates.get("leaks", {}), assessed.gates.get("accessibility", {})
    lines = []
    if leaks:
        lines.append(
            f"{leaks['sought']:,} identifiers that were found or listed were sought in {leaks['files']:,} files, in all their spellings: "
            f"{leaks['found']:,} were found."
        )
    if pages:
        axe = f" axe-core {pages['axe']['version']} looked at them too." if pages["axe"] else " axe-core was not at hand."
        lines.append(f"{pages['pages']:,} pages were looked over for accessibility: {pages['faults']:,} faults.{axe}")
    return lines


def _left(assessed: Assessed) -> list[str]:
    risks = [
        "Neighborhoods are named. A neighborhood is an identifier under HIPAA's Safe Harbor, which is therefore not claimed.",
        "Software misses names: about one in ten in text like social media, and more of those that are small words in lower case.",
        "Whoever knows a speaker, or sat beside one, may know them by what they tell. Words can also tell somebody's group. "
        "Every quote has to be read by a person.",
        "The attack on the tables looks at this release alone. It does not set it beside earlier ones, or beside what others publish.",
        "Intervals depend on a design effect over all sessions, masked ones among them. No way to a masked count from it is known, and "
        "none was ruled out.",
        "The review was about names and other identifiers, not about themes or the choice of quotes.",
    ]
    if assessed.earlier:
        risks.append(f"Earlier releases: {', '.join(assessed.earlier)}. Whoever holds two releases can subtract one from the other.")
    comments = assessed.build.get("stages", {}).get("policy", {}).get("rows_out", {}).get("policy_comments", 0)
    if comments:
        risks.append(
            f"{counted(comments, 'comment')} on policies and the dissents of representatives are shown word for word with their group. "
            "They were anonymised, and no review covers them. Sign-offs by group are not masked: representatives sign in public."
        )
    unread = int(assessed.build["utterances"].get("n_not_read", 0))
    if unread:
        risks.append(f"{counted(unread, 'statement')} in languages that the model does not read went through fewer checks.")
    return risks


def _signed_rows(signatures: Sequence[Signature]) -> list[tuple[str, str, str]]:
    return [(signature.name, signature.role, signature.day) for signature in signatures] or [("", "", "")] * LINES


DECIDES = (
    "The software decides nothing here. Whoever signs has read this page and every quote in the report, takes the risk that is left to be "
    "small beside the good that the report does, and decides to release it."
)


def _as_markdown(title: str, parts: Sequence[Part], signatures: Sequence[Signature]) -> str:
    lines = [f"# {_plain(title)}", ""]
    for part in parts:
        lines += [f"## {part.title}", "", *(f"- {_plain(line)}" for line in part.lines), ""]
    lines += ["## Who decides", "", DECIDES, "", "| name | role | date |", "|---|---|---|"]
    lines += [f"| {_plain(name)} | {_plain(role)} | {day} |" for name, role, day in _signed_rows(signatures)]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Keep a city's words from being read as Markdown or HTML."""
    return (
        clean_text(text).replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[").replace("*", "\\*").replace("#", "\\#")
        if text
        else ""
    )


def _as_page(title: str, parts: Sequence[Part], signatures: Sequence[Signature]) -> str:
    import pandas as pd

    pieces: list[Fragment] = []
    for number, part in enumerate(parts, 1):
        pieces += [heading(2, part.title, f"part-{number}"), bullets(part.lines)]
    rows = pd.DataFrame(_signed_rows(signatures), columns=["Name", "Role", "Date"])
    pieces += [
        heading(2, "Who decides", "decides"),
        paragraph(DECIDES),
        table(rows, caption="Signed by" if signatures else "To be signed by"),
    ]
    return set_page(title, "For whoever decides on the release", join(pieces).markup, kind="plain", draft=not signatures)
