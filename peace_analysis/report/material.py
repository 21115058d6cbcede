"""What a report is written from: the tables of one city, read once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis import tables
from peace_analysis.charts.group_shares import attribute_names
from peace_analysis.charts.labels import clean_text
from peace_analysis.coding.agreement import Agreement, list_withheld
from peace_analysis.exchange.coded import read_agreement
from peace_analysis.exchange.member_checks import MemberChecks, read_member_checks
from peace_analysis.exchange.recommendations_file import RECOMMENDATIONS_NAME, read_codes, read_recommendations
from peace_analysis.exchange.review_files import read_review
from peace_analysis.exchange.survey_files import read_city_survey
from peace_analysis.groups.answers import OTHER, join_rare_answers
from peace_analysis.groups.heard import find_people
from peace_analysis.report.released import mask_material
from peace_analysis.report.voted import PUBLIC_VOTES, Voted, read_votes
from peace_analysis.settings import STANDING_QUESTIONS
from peace_analysis.surveys.measured import Measured, measure_survey
from peace_analysis.wording import _, label_of

if TYPE_CHECKING:
    from peace_analysis.anonymize.review import Review
    from peace_analysis.boundaries import Boundaries
    from peace_analysis.charts import Figure
    from peace_analysis.city import City, Config
    from peace_analysis.disclosure import Masked
    from peace_analysis.recommendations import Recommendation
    from peace_analysis.report.policy_material import PolicyMaterial
    from peace_analysis.surveys.entries import Survey
    from peace_analysis.themes.codebook_entries import Code


@dataclass(frozen=True)
class Material:
    """One city's settings and tables; whatever a report says is worked out from these."""

    config: Config = field(repr=False)
    sessions: pd.DataFrame = field(repr=False)
    participants: pd.DataFrame = field(repr=False)
    statements: pd.DataFrame = field(repr=False)
    assignments: pd.DataFrame = field(repr=False)
    themes: pd.DataFrame = field(repr=False)
    shares: pd.DataFrame = field(repr=False)  # as counted: only `released` may be shown
    accounting: pd.DataFrame = field(repr=False)
    model: dict[str, Any] = field(default_factory=dict, repr=False)  # what the themes stage noted about its model

    exemplars: pd.DataFrame = field(default_factory=lambda: tables.empty_table(tables.EXEMPLARS), repr=False)
    marks: pd.DataFrame = field(default_factory=lambda: tables.empty_table(tables.THEME_MARKS), repr=False)

    population: pd.DataFrame | None = field(default=None, repr=False)  # groups.coverage.POPULATION, where the city has it

    votes: pd.DataFrame | None = field(default=None, repr=False)  # tables.VOTES
    turns: pd.DataFrame | None = field(default=None, repr=False)  # tables.TURNS: the words of comments that were voted on
    boundaries: Boundaries | None = field(default=None, repr=False)  # neighborhoods as polygons, where the city has them
    recommendations: tuple[Recommendation, ...] = field(default=(), repr=False)  # that people wrote, in the order of their file

    codes: tuple[Code, ...] = field(default=(), repr=False)  # of the codebook, by which recommendations name themes

    review: Review | None = field(default=None, repr=False)  # how far a person's review of the removal of names has come

    agreement: Agreement | None = field(default=None, repr=False)  # of people who coded statements by hand, where several did
    checks: MemberChecks = field(default_factory=MemberChecks, repr=False)  # what participants said of their summary sheets
    survey: Survey | None = field(default=None, repr=False)  # what people were asked beside the sessions, where the city has it
    policies: tuple[PolicyMaterial, ...] = field(default=(), repr=False)  # that the city revises with its community

    worked_out: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # what several parts of a report ask for

    figures: dict[str, Figure | None] = field(default_factory=dict, repr=False, compare=False)  # drawn so far, by name

    @property
    def questions(self) -> dict[str, str]:
        """The standing questions; a city's own stay as it wrote them, so that both are in one language."""
        asked = {str(key): text for key, text in self.config.questions.items()}
        return {key: _(text) for key, text in asked.items()} if asked == STANDING_QUESTIONS else asked

    @cached_property
    def compared(self) -> pd.DataFrame:
        """Participants with the answers that groups are made by: those that too few people gave are joined."""
        return join_rare_answers(
            self.participants, self.statements, self.assignments, by=self.config.compare_by, privacy=self.config.privacy
        )

    @cached_property
    def released(self) -> pd.DataFrame:
        """Shares as they may be shown."""
        return self.masked.mask_shares(self.shares)

    @cached_property
    def masked(self) -> Masked:
        """How each count of people may be shown: all of them masked together."""
        return mask_material(self)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Themes without counts until their coders have settled where they differ."""
        return frozenset() if self.agreement is None else list_withheld(self.agreement)

    @cached_property
    def voted(self) -> Voted:
        """What people voted on, as it may be shown."""
        if self.votes is None or self.turns is None:
            return Voted([], pd.DataFrame(columns=list(PUBLIC_VOTES.by_name)), {})
        return read_votes(self.votes, self.turns, self.participants, privacy=self.config.privacy, seed=self.config.seed)

    @cached_property
    def measured(self) -> Measured | None:
        """What a survey measured, as it may be shown; None where the city has no survey."""
        return None if self.survey is None else measure_survey(self.survey, self.config.privacy)

    @cached_property
    def shown_themes(self) -> pd.DataFrame:
        """Themes under the names that they are shown by: a tentative one is called so, in the language of the report."""
        shown = self.filed_themes
        pairs = zip(self.themes["name"], shown["name"], strict=True)
        names = [_("{name} (tentative)", name=plain) if plain != called else plain for plain, called in pairs]
        return shown.assign(name=pd.Series(names, index=shown.index, dtype="str"))

    @cached_property
    def filed_themes(self) -> pd.DataFrame:
        """Themes under the names that files have, which are the same whatever language a report is in."""
        from peace_analysis.themes.tabulate import mark_themes

        return mark_themes(self.themes)

    @cached_property
    def top_themes(self) -> pd.DataFrame:
        """Themes without subthemes, most raised first, with their released numbers among everyone."""
        top = self.shown_themes[self.shown_themes["parent_id"].isna()]
        numbers = self.everyone.drop(columns=["attribute", "group", "n_sessions"])
        merged = top.merge(numbers, on="theme_id", how="left")
        merged["masked"] = merged["masked"].fillna(value=True).astype(bool)
        return merged.sort_values(["n_raised", "theme_id"], ascending=[False, True], na_position="last", ignore_index=True)

    @cached_property
    def everyone(self) -> pd.DataFrame:
        """Released shares among everyone, in one unit: participants where sources name speakers, sessions otherwise."""
        rows = self.released[self.released["attribute"] == "everyone"]
        return rows[rows["unit"] == self.unit]

    @cached_property
    def unit(self) -> str:
        """What shares among everyone count."""
        everyone = self.shares[self.shares["attribute"] == "everyone"]
        return "participant" if (everyone["unit"] == "participant").any() or everyone.empty else "session"

    @cached_property
    def spoken(self) -> pd.DataFrame:
        """Statements with their assignments and their speaker's neighborhood and stakeholder group."""
        people = self.participants[["speaker_id", "neighborhood", "stakeholder_group"]]
        return self.statements.merge(self.assignments, on="statement_id", how="left").merge(people, on="speaker_id", how="left")

    @cached_property
    def n_people(self) -> int:
        """People that shares are of: a source names them one by one, and a statement of theirs is in a language that the model reads.

        How many were heard in any language is told nowhere: beside this number it would say how many were heard in another one only.
        """
        return len(find_people(self.statements, self.assignments))

    @property
    def n_attended(self) -> int | None:
        """People who attended, all sessions together; None where that, beside the people heard, would tell of a few people."""
        return int(self.sessions["n_attended"].sum()) if self.masked.is_shown("attended") else None

    @property
    def n_sessions(self) -> int:
        """Sessions from which there is at least one statement."""
        return int(self.statements["session_id"].nunique())

    def groups(self, attribute: str) -> pd.DataFrame:
        """Groups of an attribute: group, n_heard, n_sessions, adequate; by name."""
        rows = self.released[(self.released["attribute"] == attribute) & (self.released["unit"] == "participant")]
        return rows.drop_duplicates("group")[["group", "n_heard", "n_sessions", "adequate"]].sort_values("group", ignore_index=True)


def gather(place: City) -> Material:
    """Read all that a report of a city is written from; from here on it is said in the city's language.

    Raises:
        CityError: If a stage that makes one of the tables has not run, or recommendations.yml is not what it should be.
        TableError: If a table is not what `tables.py` declares.
        InputError: If the report's language has no catalog, or it cannot be used.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> material.themes.head()  # doctest: +SKIP
    """
    from peace_analysis.report.policy_material import load_policies
    from peace_analysis.wording import use_labels, use_language

    use_language(place.config.language, place.folder)
    use_labels(place.config.labels_in(place.config.language))
    model_file = place.derived_folder / "model.json"
    return Material(
        config=place.config,
        sessions=place.sessions,
        participants=place.load_table(tables.PARTICIPANTS),
        statements=place.load_table(tables.STATEMENTS),
        assignments=place.load_table(tables.ASSIGNMENTS),
        themes=place.load_table(tables.THEMES),
        shares=place.load_table(tables.THEME_SHARES),
        exemplars=place.load_table(tables.EXEMPLARS),
        marks=place.load_table(tables.THEME_MARKS),
        accounting=place.load_table(tables.ACCOUNTING),
        model=json.loads(model_file.read_text(encoding="utf-8")) if model_file.is_file() else {},
        population=place.population,
        votes=place.load_table(tables.VOTES),
        turns=place.load_table(tables.TURNS),
        boundaries=place.boundaries,
        recommendations=read_recommendations(place.folder / RECOMMENDATIONS_NAME).recommendations,
        codes=read_codes(place.folder / "codebook.yml"),
        review=read_review(place),
        agreement=read_agreement(place),
        checks=read_member_checks(place),
        survey=read_city_survey(place),
        policies=load_policies(place),
    )


def count_unplaced(material: Material) -> tuple[int, int]:
    """Count the statements that fit no theme, and those of themes that people set aside as no findings."""
    aside = int(material.model.get("n_statements_set_aside", 0))
    return int(material.assignments["residual"].astype(bool).sum()) - aside, aside


def name_of(value: object) -> str:
    """Say a name from a table as people read it: as `labels` of city.yml has it, or else `business_owners` is "business owners"."""
    label = label_of(str(value))
    if label is not None:
        return clean_text(label)
    name = clean_text(value).replace("_", " ")
    # Names that the software gives, and not the city. People are grouped by how they met: "59% against 17% in online sessions".
    given = {
        "in person": _("in-person sessions"),
        "virtual": _("online sessions"),
        "hybrid": _("hybrid sessions"),
        OTHER: _("other answers"),
    }
    return given.get(name, name)


def say_title(title: str) -> str:
    """Say the title of a city's report: as `labels` of city.yml has it, or else as written, or translated where it is the usual one."""
    return label_of(title) or _(title)


def attribute_words(attribute: str, n: int = 1) -> str:
    """Name one or several groups of an attribute: "neighborhood", "stakeholder groups", "age groups"."""
    return attribute_names(attribute)[0 if n == 1 else 1]
