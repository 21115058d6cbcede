"""What people decided on links: read from rows, and put in the place of what the software found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peace_analysis.errors import Problem

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("comment", "request")
COLUMNS = ("kind", "item_id", "section_id", "decided_by", "date")
_KEY = re.compile(r"[\w.:-]{1,60}")
Item = tuple[str, str]  # kind, and number of the comment or statement_id


@dataclass(frozen=True)
class LinkDecision:
    """One section that a person linked an item to, or none."""

    kind: str
    item_id: str
    section_id: str | None
    decided_by: str = ""  # initials
    date: str = ""  # YYYY-MM-DD

    @property
    def item(self) -> Item:
        """What it is about."""
        return self.kind, self.item_id


def check_decisions(
    path: str, rows: Iterable[tuple[int, Mapping[str, str]]], sections: Iterable[str], comments: Iterable[str] | None
) -> tuple[list[LinkDecision], list[Problem]]:
    """Read the rows of links.csv.

    Args:
        path: For messages.
        rows: Line of the file, cells by column.
        sections: Ids of the sections of all versions.
        comments: Numbers of the comments that there are; None if they could not be read.

    Returns:
        Decisions that hold, and a problem for each row that is wrong or no longer applies. Requests are looked for where links are made:
        they come and go with the transcripts.
    """
    known, numbers = set(sections), None if comments is None else set(comments)
    found: list[LinkDecision] = []
    problems: list[Problem] = []
    for line, row in rows:
        made = LinkDecision(row["kind"], row["item_id"], row["section_id"] or None, row.get("decided_by", ""), row.get("date", ""))
        wrong = []
        if made.kind not in KINDS:
            wrong.append(Problem(path, "kind is neither comment nor request.", "Correct it.", line))
        if not _KEY.fullmatch(made.item_id):
            wrong.append(Problem(path, "item_id is no number of a comment and no statement_id.", "Correct it.", line))
        elif made.kind == "comment" and numbers is not None and made.item_id not in numbers:
            wrong.append(Problem(path, f"there is no comment {made.item_id} any more.", "Delete the line.", line))
        if made.section_id is not None and made.section_id not in known:
            named = f" {made.section_id}" if _KEY.fullmatch(made.section_id) else ""
            remedy = "Name another section's id (`peace-analysis policy sections FILE` lists them), or leave it empty."
            wrong.append(Problem(path, f"no version has a section{named}.", remedy, line))
        if any(other.item == made.item and (other.section_id is None or None is made.section_id) for other in found):
            message = f"{made.kind} {made.item_id} is linked to a section, and to none." if not wrong else ""
            wrong += [Problem(path, message, "Keep one of the two.", line)] if message else []
        problems += wrong
        if not wrong and made.section_id not in [other.section_id for other in found if other.item == made.item]:
            found.append(made)
    return found, problems


def join_decisions(earlier: Sequence[LinkDecision], new: Sequence[LinkDecision]) -> list[LinkDecision]:
    """Add decisions: what is newly decided on an item takes the place of all that was decided on it before."""
    again = {decision.item for decision in new}
    return [*(decision for decision in earlier if decision.item not in again), *new]


def gather_decisions(decisions: Iterable[LinkDecision]) -> dict[Item, tuple[str, ...]]:
    """Sections of each item that was decided on, in order; an empty tuple where it bears on none."""
    found: dict[Item, tuple[str, ...]] = {}
    for decision in decisions:
        found[decision.item] = (*found.get(decision.item, ()), *([] if decision.section_id is None else [decision.section_id]))
    return found


def apply_decisions(links: pd.DataFrame, decided: Mapping[Item, Sequence[str]]) -> pd.DataFrame:
    """Put what people decided in the place of what was found.

    Args:
        links: One policy's rows of `tables_policy.POLICY_LINKS`.
        decided: Sections of each item that was decided on; none where it bears on none. Items that are not in `links` change nothing:
            `stale_decisions` tells them.

    Returns:
        The same table, an item's own rows replaced where somebody decided on it, in the order of the items.
    """
    import pandas as pd

    rows = []
    seen: set[Item] = set()
    for row in links.to_dict("records"):
        item = str(row["kind"]), str(row["item"])
        if item not in decided:
            rows.append(row)
        elif item not in seen:
            seen.add(item)
            sections: Sequence[str | None] = tuple(decided[item]) or (None,)
            placed = {"score": None, "placed_by": "a person"}
            rows += [row | placed | {"section_id": section, "rank": rank} for rank, section in enumerate(sections, 1)]
    return pd.DataFrame(rows, columns=links.columns)


def stale_decisions(links: pd.DataFrame, policy: str, decided: Mapping[Item, Sequence[str]]) -> list[Item]:
    """List the items that somebody decided on and that are not there any more.

    Args:
        links: As tables_policy.POLICY_LINKS, of any policies.
        policy: The one that was decided on.
        decided: As for `apply_decisions`.
    """
    mine = links[links["policy"] == policy]
    there = set(zip(mine["kind"].astype(str), mine["item"].astype(str), strict=True))
    return [item for item in decided if item not in there]
