"""The public tables of a survey: what a row is and what each column means."""

from __future__ import annotations

from peace_analysis.surveys.waves import LINKED, UNLINKED
from peace_analysis.tables import Column, Table

FEWEST_COMPLETE = 30  # people who answered every item, below whom alpha and omega say nothing steady
HIDDEN = "; empty where not shown"
SCALE = Column("scale", "text", "key of the scale")
WAVE = Column("wave", "text", "wave, as in the answers")
ATTRIBUTE = Column("attribute", "text", "what the groups are made by: everyone, stakeholder_group or neighborhood")
GROUP = Column("group", "text", "the group")

SURVEY_ITEMS = Table(
    "survey_items",
    "one item of a survey scale",
    (
        SCALE,
        Column("name", "text", "the scale as a reader sees it"),
        Column("item", "text", "column of the answers"),
        Column("wording", "text", "what people were asked"),
        Column("reverse", "flag", "a high answer means little of what is measured, and is turned round"),
        Column("low", "integer", "least answer"),
        Column("high", "integer", "greatest answer"),
        Column("n_items", "integer", "items of the scale"),
        Column("n_needed", "integer", "items that somebody must have answered to be scored: more than half"),
    ),
    key=("scale", "item"),
)
SURVEY_MEANS = Table(
    "survey_means",
    "one scale in one wave and one group",
    (
        SCALE,
        WAVE,
        Column("wave_name", "text", "the wave as a reader sees it"),
        ATTRIBUTE,
        GROUP,
        Column("n_answered", "integer", "people who answered any item of the survey; given for everyone only", nullable=True),
        Column("n_scored", "integer", "people who answered more than half of the items" + HIDDEN, nullable=True),
        Column(
            "n_not_scored",
            "integer",
            "of n_answered: people with no score on the scale; for everyone only, and empty below the city's opinion_threshold",
            nullable=True,
        ),
        Column("mean", "number", "mean of their scores" + HIDDEN, nullable=True),
        Column("sd", "number", "standard deviation of their scores", nullable=True),
        Column("low", "number", "lower end of the 95% t interval of the mean, cut off where the scale ends", nullable=True),
        Column("high", "number", "upper end", nullable=True),
        Column("shown", "text", "how a group reads that is not shown; empty where its numbers are given", nullable=True),
    ),
    key=("scale", "wave", "attribute", "group"),
)
SURVEY_RELIABILITY = Table(
    "survey_reliability",
    "one scale in one wave: how well its items hang together",
    (
        SCALE,
        WAVE,
        Column("n_complete", "integer", "people who answered every item; empty below n_least, and so is the rest", nullable=True),
        Column("n_least", "integer", "people who must have answered every item for this to be given"),
        Column("alpha", "number", "Cronbach's alpha", nullable=True),
        Column("alpha_low", "number", "lower end of its 95% interval", nullable=True),
        Column("alpha_high", "number", "upper end", nullable=True),
        Column("omega", "number", "omega total of one factor; empty with fewer than three items or where no factor fits", nullable=True),
    ),
    key=("scale", "wave"),
)
SURVEY_CHANGES = Table(
    "survey_changes",
    "one scale in one group: a later wave beside an earlier one",
    (
        SCALE,
        Column("first", "text", "earlier wave"),
        Column("second", "text", "later wave"),
        ATTRIBUTE,
        GROUP,
        Column(
            "who",
            "text",
            "same people: change within those who answered twice; all_who_answered: all of one wave beside all of the other, those who "
            "answered twice among both: no change in anybody",
            among=(LINKED, UNLINKED),
        ),
        Column("n_first", "integer", "people scored in the earlier wave; of the same people, in both"),
        Column("n_second", "integer", "people scored in the later wave"),
        Column("difference", "number", "later mean minus earlier mean, in points of the scale"),
        Column("low", "number", "lower end of its 95% interval: paired t, or Welch's"),
        Column("high", "number", "upper end"),
    ),
    key=("scale", "first", "second", "attribute", "group", "who"),
)
SURVEY_TABLES = (SURVEY_ITEMS, SURVEY_MEANS, SURVEY_RELIABILITY, SURVEY_CHANGES)
