"""An invented policy in two versions with all that people say, answer and sign; every text that people choose can be renamed."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable

import pandas as pd

from peace_analysis import report
from peace_analysis.policy import Policy, cut_sections, keep_ids
from peace_analysis.policy.document import Block
from peace_analysis.policy.entries import Codevelopment, Comment, Consensus, Disposition, Event, Signoff
from peace_analysis.policy.tabulate import tabulate_policies
from peace_analysis.report.policy_asked import LEAST_SCORE
from peace_analysis.report.policy_material import split_policies
from peace_analysis.tables_policy import POLICY_LINKS

DAYS = [datetime.date(2026, 1, 1), datetime.date(2026, 9, 1)]
VERSIONS = [
    [
        ("1. Dogs", "A dog bites only on command and never without a reason that its handler can give."),
        ("2. Horses", "Horses stay in the stable at night."),
        ("3. Cats", "Nobody keeps a cat in the station."),
        ("4. Birds", "Birds are left alone by all 12 members."),
    ],
    [
        ("1. Dogs", "A dog never bites a child, and bites others only on command and never without a reason that its handler can give."),
        ("2. Horses", "Horses stay in the stable at night."),
        ("3. Boats", "A boat has two lamps and a bell, and is washed every week by those who used it."),
        ("4. Birds", "Birds are left alone by all 12 members."),
    ],
]
TELLING = {  # words -> words that may not be shown
    "comment 2": "My sister-zq was tackled in her own yard.",
    "rationale": "My mother-zq is seventy-one, and they grabbed her.",
    "dissent": "My son-zq was arrested by the one who wrote this.",
}
ASKED = {"dogs": 5, "horses": 2}  # section -> people of session S1 and S2 who asked for something about it


def invent_policy(rename: Callable[[str, int], str] = lambda text, _: text, key: str = "animals") -> Codevelopment:
    """Build what a city keeps about one policy."""
    count = iter(range(1000))

    def named(text: str) -> str:
        return rename(text, next(count))

    versions = []
    for day, parts in zip(DAYS, VERSIONS, strict=True):
        blocks = [
            Block(
                f"{heading.split('. ')[0]}. {named(heading.split('. ')[1])}" if words is None else words,
                "line 1",
                level=2 if words is None else 0,
            )
            for heading, text in parts
            for words in (None, named(text))
        ]
        versions.append(Policy(f"{day}.md", "0" * 64, cut_sections(blocks), day))
    versions = keep_ids(versions)
    first = versions[-1].sections[0].section_id
    groups = {name: rename(name, 700 + place) for place, name in enumerate(("residents", "officers"))}
    said = [(1, "residents", first), (2, "officers", first), (3, "residents", None), (4, "officers", None), (5, "officers", None)]
    comments = tuple(
        Comment(n, datetime.date(2026, 2, n), groups[group], section, named(f"comment {n}"), named("rationale"), named("meeting"), n != 5)
        for n, group, section in said
    )
    second = versions[-1].sections[1].section_id
    dispositions = (
        Disposition(1, datetime.date(2026, 3, 1), "not", first, named("reason")),
        Disposition(1, datetime.date(2026, 8, 1), "adopted", first, named("reason")),
        Disposition(2, datetime.date(2026, 8, 1), "partly", second, named("reason")),
        Disposition(3, datetime.date(2026, 8, 1), "out_of_scope", None, named("reason")),
        Disposition(4, datetime.date(2026, 8, 1), "not", second, named("reason"), already=True),
    )
    signoffs = (
        Signoff("A", groups["residents"], DAYS[1], "signed"),
        Signoff("B", groups["residents"], DAYS[1], "signed_with_dissent", named("dissent")),
        Signoff("C", groups["officers"], DAYS[1], "declined", named("dissent")),
        Signoff("D", groups["officers"], DAYS[1], "withdrew"),
    )
    kinds = ("meeting", "draft", "comment_period", "signoff", "training", "in_force")
    events = tuple(
        Event(datetime.date(2026, n, 3), datetime.date(2026, n, 9) if n % 3 == 0 else None, kind, named("step"))
        for n, kind in enumerate(kinds, start=1)
    )
    return Codevelopment(
        key,
        tuple(versions),
        comments,
        dispositions,
        {"A": groups["residents"], "B": groups["residents"], "C": groups["officers"], "D": groups["officers"], "E": groups["officers"]},
        signoffs,
        tuple(Consensus(first, group, level) for level, group in enumerate(groups.values(), start=2)),
        events,
    )


def renumber_policy() -> Codevelopment:
    """Build a policy with a title, in which nothing changed but the day below the title and one number."""
    versions = []
    for day, numbers in zip(DAYS, ((1, 2), (1, 3)), strict=True):
        lines = [("Rules on animals", 1), (f"In force from {day}.", 0)]
        lines += [
            (f"{numbers[0]}. Dogs", 2),
            ("A dog bites only on command.", 0),
            (f"{numbers[1]}. Birds", 2),
            ("Birds are left alone.", 0),
        ]
        blocks = [Block(words, "line 1", level=level) for words, level in lines]
        versions.append(Policy(f"{day}.md", "0" * 64, cut_sections(blocks), day))
    return Codevelopment("animals", tuple(keep_ids(versions)))


def with_policies(
    material: report.Material,
    *entries: Codevelopment,
    asked: dict[str, int] | None = None,
    like: report.Material | None = None,
    score: float = LEAST_SCORE,
    placed_by: str = "the software",
) -> report.Material:
    """Give a material policies, with requests of its sessions linked to their sections: people by section id, else `ASKED` by place."""
    links = []
    asking = material.statements[material.statements["request"].astype(bool)]
    asking = asking.assign(speaker_id=asking["speaker_id"].fillna(asking["statement_id"])).drop_duplicates("speaker_id")
    requests = (asking if len(asking) else material.statements)["statement_id"].tolist()
    for entry in entries:
        ids = [section.section_id for section in entry.latest.sections]
        counts = asked or dict(zip(ids, ASKED.values(), strict=False))
        rest = iter(requests)
        for section, n in counts.items():
            links += [(entry.name, "request", next(rest), section, 1, score, placed_by) for _ in range(n)]
        links += [(entry.name, "request", item, None, 1, 0.5, "the software") for item in rest]
    frame = pd.DataFrame(links, columns=list(POLICY_LINKS.by_name))
    made = dataclasses.replace(material, policies=split_policies(tabulate_policies(entries, frame)), worked_out={}, figures={})
    made.__dict__["masked"] = (like or material).masked  # policies change nothing in it, and it takes seconds
    return made
