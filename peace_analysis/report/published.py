"""The gate before publication: the tables as they were written are read again and attacked, not what masking meant to write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.disclosure.ballots import model_votes
from peace_analysis.disclosure.gate import ReleaseError, check_release
from peace_analysis.disclosure.model import model_release
from peace_analysis.disclosure.release import Cell, Form, Release
from peace_analysis.groups.conversations import VOTE_COUNTS
from peace_analysis.report.facts_known import PEOPLE_ATTENDED
from peace_analysis.report.material import Material, gather
from peace_analysis.report.public import neutralise_text
from peace_analysis.report.published_survey import check_survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from peace_analysis.city import City

Printed = dict[tuple[str, ...], str]


def check_published(folder: Path, city: City) -> dict[str, int]:
    """Attack the tables of a folder of results; see `disclosure.check_release`.

    Args:
        folder: Results about to be published, with their `tables/`.
        city: Whose tables they were counted from.

    Returns:
        For the record: cells, cells masked, cells exposed (0).

    Raises:
        ReleaseError: If a table prints a count that is to be masked, or prints enough to work one out.
    """
    return check_tables(folder / "tables", gather(city), city=city.key)


def check_tables(tables: Path, material: Material, *, city: str = "") -> dict[str, int]:
    """Attack public tables as they stand in a folder; as `check_published`.

    Args:
        tables: The folder of `save_tables`.
        material: What they were counted from.
        city: Named in the error.
    """
    _check_asked(tables, material, city)
    printed = read_printed(tables)
    release, forms = printed_release(material, printed)
    record = check_release(release, forms, city=city)
    votes = _printed_votes(material, printed)
    ballots = model_votes(votes, material.config.privacy)
    more = check_release(ballots, [form_of(cell, printed.get(as_printed(cell.key), "")) for cell in ballots.cells], city=city)
    surveyed = check_survey(tables, material.survey, material.config.privacy, city=city) if material.survey else {}
    return {name: record[name] + more[name] + surveyed.get(name, 0) for name in record}


def printed_release(
    material: Material, printed: Printed, *, also_by: tuple[str, ...] = (), sessions: pd.DataFrame | None = None
) -> tuple[Release, list[Form]]:
    """Write down what public tables release, and how each count is printed in them.

    Args:
        material: What they were counted from.
        printed: Their cells, from `read_printed`.
        also_by: Further attributes whose groups are counted beside those of the tables, in which they are not printed.
        sessions: The sessions with these attributes; the city's where it is left out.

    Returns:
        The release, with the cells of `also_by`; and one form per cell: a cell that stands in no table tells nothing.
    """
    shown = {key[1:3] for key in printed if key[0] == "group_shares"}
    withdrawn = {key[1:3] for key in printed if key[0] == "sizes"} - shown
    release = model_release(
        material.statements,
        material.assignments,
        material.compared,
        material.sessions if sessions is None else sessions,
        material.themes,
        by=[*material.config.compare_by, *also_by],
        privacy=material.config.privacy,
        withdrawn=[group for group in groups_of(material) if as_printed(group) in withdrawn],
        detail_by=material.config.detail_by if any(key[0] == "details" for key in printed) else None,
    )
    return release, [form_of(cell, printed.get(as_printed(cell.key), "")) for cell in release.cells]


def _check_asked(tables: Path, material: Material, city: str) -> None:
    """Refuse counts of people who asked for something on a section of a policy that should have been masked (each by itself)."""
    path = tables / "policy_attention.csv"
    if not path.is_file():
        return
    few, rows = material.config.privacy.opinion_threshold, pd.read_csv(path)
    n = pd.to_numeric(rows.loc[rows["unit"] == "participant", "n_asked"], errors="coerce").dropna()
    bare = int((n.between(1, few - 1) | ((n > material.n_people - few) & (n > 0))).sum())
    if bare:
        raise ReleaseError(
            f"{city or 'this release'}: nothing was published. policy_attention.csv tells of {bare} sections how many asked, "
            "though too few (or all but too few) did. Run again; the earlier results are as they were."
        )


def _printed_votes(material: Material, printed: Printed) -> pd.DataFrame:
    """Counts, as they are, of the comments whose votes stand in the public table."""
    comments = {key[1:3] for key in printed if key[0] == "votes"}
    filled = [conversation.counts for conversation in material.voted.conversations if len(conversation.counts)]
    counts = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(VOTE_COUNTS.by_name))
    pairs = zip(counts["conversation"].astype("str"), counts["comment"].astype("str"), strict=True)
    keys = pd.Series([as_printed(pair) for pair in pairs], index=counts.index)
    return counts[keys.isin(list(comments))] if len(counts) else counts


def groups_of(material: Material) -> list[tuple[str, str]]:
    """Groups of every attribute compared by: attribute and name, as counted."""
    rows = material.shares[["attribute", "group"]].drop_duplicates()
    return [(str(attribute), str(group)) for attribute, group in rows.itertuples(index=False)]


def as_printed(key: tuple[str, ...]) -> tuple[str, ...]:
    """A cell's names as its table shows them: one that a spreadsheet would run, or that cannot be shown, is not printed as written."""
    return tuple(neutralise_text(part) for part in key)


def read_printed(tables: Path) -> Printed:
    """Read how each cell stands in the public tables: its number, or the words in its place; "" where there is neither."""
    found: Printed = {}
    readers: tuple[tuple[str, Callable[[pd.Series], list[tuple[tuple[str, ...], object, object]]]], ...] = (
        ("people", lambda r: [(("people", r["neighborhood"], r["stakeholder_group"]), r["n_participants"], r["shown"])]),
        (
            "themes",
            lambda r: [
                (("themes", r["theme_id"]), r["n_raised"], r["shown"]),
                *([] if r["parent_id"] else [(("sessions", r["theme_id"]), r["n_sessions"], "")]),
            ],
        ),
        ("group_shares", lambda r: [(("group_shares", r["attribute"], r["group"], r["theme_id"]), r["n_raised"], r["shown"])]),
        (
            "group_details",
            lambda r: [(("details", r["attribute"], r["group"], r["theme_id"], r["question"]), r["n_raised"], r["shown"])],
        ),
        ("groups", lambda r: [(("sizes", r["attribute"], r["group"]), r["n_heard"], r["shown"])]),
        (
            "votes",
            lambda r: [
                (("votes", r["conversation"], r["comment"], r["group"], way), r[f"n_{way}"], r[f"shown_{way}"])
                for way in ("agree", "disagree")
            ],
        ),
        ("questions", lambda r: [(("questions", r["theme_id"], key), r[f"n_{key}"], "") for key in ("a", "b")]),
        ("facts", lambda r: [(("attended",), r["value"].removesuffix(".0"), "")] if r["fact"] == PEOPLE_ATTENDED else []),
    )
    for name, read in readers:
        frame = pd.read_csv(tables / f"{name}.csv", dtype="str", keep_default_na=False)
        for _, row in frame.iterrows():
            for key, number, words in read(row):
                found[key] = str(number or words)
    return found


def form_of(cell: Cell, text: str) -> Form:
    """How a cell was printed; one that stands in no table tells nothing."""
    if text.replace(",", "").isdigit():
        return Form.NUMBER
    if text.startswith("fewer than") or text.endswith("or fewer"):
        return Form.FEWER
    if text.startswith("all but"):
        return Form.ALL_BUT
    if cell.primary is Form.TOO_SMALL:
        return Form.TOO_SMALL
    return Form.HIDDEN if cell.primary is Form.NUMBER else Form.BLURRED
