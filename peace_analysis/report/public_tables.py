"""The tables that a report publishes as CSV: what a row is and what each column means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from peace_analysis.groups.coverage import COVERAGE
from peace_analysis.groups.shares import count_groups
from peace_analysis.report.by_question import question_counts
from peace_analysis.report.comparisons import PUBLIC_CONTRASTS, compare, contrast_numbers
from peace_analysis.report.details import PUBLIC_DETAILS, detail_numbers
from peace_analysis.report.differences import group_numbers
from peace_analysis.report.engagement import coverage, people
from peace_analysis.report.facts_known import FACTS, STATEMENT_COUNTS, known_facts, statement_counts
from peace_analysis.report.policy_numbers import POLICY_PUBLIC, policy_frames
from peace_analysis.report.public import remove_others, save_public
from peace_analysis.report.recommended import EVIDENCE_NUMBERS, RECOMMENDATION_NUMBERS, evidence_numbers, recommendation_numbers
from peace_analysis.report.shared_ground import PUBLIC_GROUND, ground_numbers
from peace_analysis.report.theme_pages import theme_numbers
from peace_analysis.report.voted import PUBLIC_VOTES
from peace_analysis.surveys.public import SURVEY_TABLES
from peace_analysis.tables import THEME_SHARES, THEMES, Column, Table, data_dictionary

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    import pandas as pd

    from peace_analysis.city import City
    from peace_analysis.report.material import Material

SHOWN = Column("shown", "text", "how a masked count reads; empty where the count is given", nullable=True)
MASKED = "; empty where masked"


def _masked(table: Table, *names: str) -> tuple[Column, ...]:
    return tuple(replace(table.by_name[name], meaning=table.by_name[name].meaning + MASKED, nullable=True) for name in names)


def _question_share(key: str) -> tuple[Column, ...]:
    return (
        Column(f"share_{key}", "share", f"n_{key} / all people heard" + MASKED, nullable=True),
        Column(f"low_{key}", "share", "lower end of its 95% interval" + MASKED, nullable=True),
        Column(f"high_{key}", "share", "upper end of its 95% interval" + MASKED, nullable=True),
    )


THEME_NUMBERS = Table(
    "themes",
    "one theme or subtheme, with its numbers among everyone heard",
    (
        *(THEMES.by_name[name] for name in ("theme_id", "parent_id", "name", "description", "key_phrases", "stability")),
        replace(THEME_SHARES.by_name["unit"], nullable=True),
        *_masked(THEME_SHARES, "n_raised", "n_heard", "share", "low", "high"),
        *_masked(THEMES, "n_sessions"),
        SHOWN,
    ),
    key=("theme_id",),
)
GROUP_NUMBERS = Table(
    "group_shares",
    "one theme in one group large enough to be shown",
    (
        *(THEME_SHARES.by_name[name] for name in ("attribute", "group", "theme_id")),
        Column("name", "text", "short name of the theme"),
        THEME_SHARES.by_name["unit"],
        *_masked(THEME_SHARES, "n_raised", "n_heard", "n_sessions", "share", "low", "high"),
        SHOWN,
    ),
    key=("attribute", "group", "theme_id"),
)
GROUPS = Table(
    "groups",
    "one group that people were heard in",
    (
        THEME_SHARES.by_name["attribute"],
        THEME_SHARES.by_name["group"],
        *_masked(THEME_SHARES, "n_heard"),
        THEME_SHARES.by_name["n_sessions"],
        THEME_SHARES.by_name["adequate"],
        Column("shown", "text", "how the count of people reads"),
    ),
    key=("attribute", "group"),
)
QUESTION_COUNTS = Table(
    "questions",
    "one theme: how many raised it on each standing question",
    (
        THEMES.by_name["theme_id"],
        THEMES.by_name["name"],
        THEME_SHARES.by_name["unit"],
        Column("n_a", "integer", "raised it on how people feel about public safety" + MASKED, nullable=True),
        *_question_share("a"),
        Column("n_b", "integer", "raised it on how people want to be served by police" + MASKED, nullable=True),
        *_question_share("b"),
    ),
    key=("theme_id",),
)
PEOPLE = Table(
    "people",
    "one pair of a neighborhood and a stakeholder group from which people were heard",
    (
        Column("neighborhood", "text", "neighborhood"),
        Column("stakeholder_group", "text", "stakeholder group"),
        Column("n_participants", "integer", "people heard" + MASKED, nullable=True),
        Column("shown", "text", "how the count reads"),
    ),
    key=("neighborhood", "stakeholder_group"),
)
PUBLIC = (
    THEME_NUMBERS,
    GROUP_NUMBERS,
    GROUPS,
    PUBLIC_CONTRASTS,
    QUESTION_COUNTS,
    COVERAGE,
    PEOPLE,
    PUBLIC_DETAILS,
    PUBLIC_GROUND,
    PUBLIC_VOTES,
    EVIDENCE_NUMBERS,
    RECOMMENDATION_NUMBERS,
    STATEMENT_COUNTS,
    FACTS,
)


def tables_of(material: Material) -> tuple[Table, ...]:
    """The public tables of a city: those that every city has, those of a survey where it has one, those on policies that it revises.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> [table.name for table in report.tables_of(material)][:3]
        ['themes', 'group_shares', 'groups']
    """
    return (*PUBLIC, *(SURVEY_TABLES if material.measured else ()), *(POLICY_PUBLIC if material.policies else ()))


def public_frames(material: Material) -> dict[str, pd.DataFrame]:
    """Work out every public table, by its file name."""
    import pandas as pd

    groups = [group_numbers(material, attribute) for attribute in material.config.compare_by]
    frames = {
        THEME_NUMBERS.name: theme_numbers(material),
        GROUP_NUMBERS.name: pd.concat(groups, ignore_index=True) if groups else pd.DataFrame(columns=list(GROUP_NUMBERS.by_name)),
        GROUPS.name: material.masked.mask_sizes(count_groups(material.shares)),
        PUBLIC_CONTRASTS.name: contrast_numbers(compare(material)),
        QUESTION_COUNTS.name: question_counts(material),
        COVERAGE.name: coverage(material),
        PEOPLE.name: people(material),
        PUBLIC_DETAILS.name: detail_numbers(material),
        PUBLIC_GROUND.name: ground_numbers(material),
        PUBLIC_VOTES.name: material.voted.shown,
        EVIDENCE_NUMBERS.name: evidence_numbers(material),
        RECOMMENDATION_NUMBERS.name: recommendation_numbers(material),
        STATEMENT_COUNTS.name: statement_counts(material),
        FACTS.name: known_facts(material),
    }
    frames |= material.measured.frames if material.measured else {}
    names = material.filed_themes.set_index("theme_id")["name"]
    frames |= policy_frames(material)
    return {table.name: _typed(_name_as_filed(frames[table.name], table, names), table) for table in tables_of(material)}


def _name_as_filed(frame: pd.DataFrame, table: Table, names: pd.Series) -> pd.DataFrame:
    """Call themes what files call them: a name on a page may say in another language that a theme is tentative."""
    if table is THEME_NUMBERS or not {"theme_id", "name"} <= set(table.by_name):
        return frame
    return frame.assign(name=frame["theme_id"].map(names))


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Take the declared columns in their order; whole numbers stay whole where some are missing."""
    whole: dict[Hashable, Any] = {column.name: "Int64" for column in table.columns if column.kind == "integer"}
    return frame[[column.name for column in table.columns]].astype(whole)


def save_tables(place: City, material: Material) -> list[Path]:
    """Write every public table of a report, and the dictionary that explains their columns.

    Returns:
        The paths, in the order of the dictionary.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.save_tables(place, material)  # doctest: +SKIP
    """
    paths = [save_public(place, name, frame) for name, frame in public_frames(material).items()]
    paths.append(save_public(place, "data_dictionary", data_dictionary(tables_of(material))))
    remove_others(paths[0].parent, {path.stem for path in paths})
    return paths
