"""What the chapter on policies is written from: the tables of the policy stage, one policy at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.anonymize.written_words import tells_too_much
from peace_analysis.charts.labels import clean_text
from peace_analysis.exchange.policy_files import has_policies
from peace_analysis.policy.clauses import redline_clauses
from peace_analysis.policy.document import Policy
from peace_analysis.policy.questions import Answer
from peace_analysis.policy.redline import Redline
from peace_analysis.policy.tabulate import rebuild_versions
from peace_analysis.tables_policy import POLICY_TABLES

if TYPE_CHECKING:
    from peace_analysis.city import City


@dataclass(frozen=True)
class PolicyMaterial:
    """One policy and what people said, answered and signed."""

    key: str  # its folder
    place: int  # among the policies of the city, from 1
    # of `POLICY_TABLES`, rows of this policy, by name without "policy_"; words that may not be shown are empty, and reason_kept of comments
    # and dissent_kept of signoffs tell where
    tables: Mapping[str, pd.DataFrame] = field(repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    @property
    def name(self) -> str:
        """Its name as people read it: the folder's, in words."""
        words = clean_text(self.key).replace("_", " ").replace("-", " ").strip()
        return words[:1].upper() + words[1:]

    @cached_property
    def versions(self) -> list[Policy]:
        """Oldest first."""
        return rebuild_versions(self["sections"], self["versions"])

    @cached_property
    def redline(self) -> Redline:
        """From the first version to the latest, clause by clause."""
        return redline_clauses(self.versions[0], self.versions[-1])

    @cached_property
    def section_names(self) -> dict[str, str]:
        """Number and heading of each section, as in the latest version that has it."""
        rows = self["sections"].sort_values(["version", "place"])
        return {str(key): clean_text(name) for key, name in zip(rows["section_id"], rows["name"], strict=True)}

    @cached_property
    def latest_ids(self) -> list[str]:
        """Sections of the latest version, in order."""
        return [section.section_id for section in self.versions[-1].sections]

    @cached_property
    def title_id(self) -> str | None:
        """What stands before the first number of the latest version: title and day. No section of its own where others have numbers."""
        first, *rest = self.versions[-1].sections
        return first.section_id if not first.number and any(section.number for section in rest) else None

    @cached_property
    def counted_ids(self) -> list[str]:
        """Sections of the latest version, in order, as they are counted: without the title."""
        return [key for key in self.latest_ids if key != self.title_id]

    @cached_property
    def answers(self) -> list[tuple[Answer, Answer]]:
        """The eight questions, in the first version and in the latest; none where no version speaks of any."""
        rows = self["questions"].to_dict("records")
        found = {
            (row["version"], row["question"]): Answer(row["question"], row["answer"], row["section_id"] or "", row["number"], row["quote"])
            for row in rows
        }
        first, last = (version.date.isoformat() for version in (self.versions[0], self.versions[-1]) if version.date)
        keys = dict.fromkeys(row["question"] for row in rows)
        silent = {key: Answer(key, "not found") for key in keys}
        return [(found.get((first, key), silent[key]), found.get((last, key), silent[key])) for key in keys]


def load_policies(place: City) -> tuple[PolicyMaterial, ...]:
    """Read the tables of the policy stage; none where the city revises no policy.

    Raises:
        CityError: If the stage has not run.
        TableError: If a table is not what `tables_policy` declares.
    """
    if not has_policies(place):
        return ()
    return split_policies({table.name: place.load_table(table) for table in POLICY_TABLES})


def split_policies(tables: Mapping[str, pd.DataFrame]) -> tuple[PolicyMaterial, ...]:
    """Part the tables of all policies by policy, and empty the words of comments and dissents that tell too much of somebody."""
    kept = {"policy_comments": keep_comments, "policy_signoffs": keep_dissents}
    tables = {name: kept[name](frame) if name in kept else frame for name, frame in tables.items()}
    keys = list(dict.fromkeys(tables["policy_versions"]["policy"]))
    return tuple(
        PolicyMaterial(
            str(key),
            place,
            {
                name.removeprefix("policy_"): frame[frame["policy"] == key].drop(columns="policy").reset_index(drop=True)
                for name, frame in tables.items()
            },
        )
        for place, key in enumerate(keys, start=1)
    )


def keep_comments(comments: pd.DataFrame) -> pd.DataFrame:
    """Empty the words that may not be shown under the name of a group; a reason is read together with its comment.

    Returns:
        The same rows of `POLICY_COMMENTS`, and reason_kept: whether a reason is kept back.
    """
    texts, reasons = (comments[name].astype("str").tolist() for name in ("text", "rationale"))
    hidden = [tells_too_much(text) for text in texts]
    kept = [
        bool(reason.strip()) and (hide or tells_too_much(f"{text} {reason}"))
        for hide, text, reason in zip(hidden, texts, reasons, strict=True)
    ]
    made = comments.assign(
        text=["" if hide else text for hide, text in zip(hidden, texts, strict=True)],
        rationale=["" if keep else reason for keep, reason in zip(kept, reasons, strict=True)],
    )
    return made.astype({"text": "object", "rationale": "object"}).assign(reason_kept=pd.Series(kept, index=made.index, dtype="bool"))


def keep_dissents(signoffs: pd.DataFrame) -> pd.DataFrame:
    """Empty the dissents that may not be shown: the same rows of `POLICY_SIGNOFFS`, and dissent_kept."""
    words = signoffs["dissent"].astype("str").tolist()
    kept = [tells_too_much(text) for text in words]
    made = signoffs.assign(dissent=["" if keep else text for keep, text in zip(kept, words, strict=True)]).astype({"dissent": "object"})
    return made.assign(dissent_kept=pd.Series(kept, index=made.index, dtype="bool"))
