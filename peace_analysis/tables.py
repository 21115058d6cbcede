"""The tables that pass between rooms: columns, types, checks.

The same declarations make the checks and the data dictionary, so that neither can drift from the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peace_analysis.table_checks import Column, Kind, Table, check_table, empty_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ACCOUNTING",
    "ALL",
    "ASSIGNMENTS",
    "FORMS",
    "MODES",
    "PARTICIPANTS",
    "QUESTIONS",
    "ROLES",
    "SESSIONS",
    "STATEMENTS",
    "TENTATIVE",
    "THEMES",
    "THEME_SHARES",
    "TURNS",
    "UTTERANCES",
    "VOTES",
    "Column",
    "Kind",
    "Table",
    "check_table",
    "data_dictionary",
    "empty_table",
    "mark_tentative",
]

ROLES = ("facilitator", "participant", "unknown")
QUESTIONS = ("a", "b", "ab", "none")
MODES = ("in_person", "virtual", "hybrid")
FORMS = ("verbatim", "notes", "summary")

UTTERANCES = Table(
    "utterances",
    "one caption, paragraph or table row as it stands in a source file (restricted: raw words)",
    (
        Column("session_id", "text", "session, as in sessions.csv"),
        Column("turn", "integer", "number of the turn in its session, from 1: consecutive rows of one speaker share it"),
        Column("speaker", "text", "speaker's label as in the source; empty where the source names nobody", nullable=True),
        Column("role", "text", "who speaks", among=ROLES),
        Column("start", "number", "start in seconds from the beginning of the session", nullable=True),
        Column("end", "number", "end in seconds from the beginning of the session", nullable=True),
        Column("text", "text", "words as received"),
        Column("line", "integer", "line of the source file (row of a table, paragraph of a document) that it starts on, from 1"),
    ),
)

TURNS = Table(
    "turns",
    "one turn of one speaker, anonymised",
    (
        Column("session_id", "text", "session"),
        Column("turn", "integer", "number of the turn in its session, from 1"),
        Column("speaker_id", "text", "pseudonymous speaker within the session; empty where the source names nobody", nullable=True),
        Column("role", "text", "who speaks", among=ROLES),
        Column("question", "text", "section of the guide in which the turn stands", among=QUESTIONS),
        Column("text", "text", "anonymised words of the whole turn"),
    ),
    key=("session_id", "turn"),
)

STATEMENTS = Table(
    "statements",
    "one passage of one to three sentences of a participant that stands on its own, anonymised",
    (
        Column("statement_id", "text", "session, turn and place in the turn"),
        Column("session_id", "text", "session"),
        Column("turn", "integer", "turn that it comes from; see turns for its context"),
        Column("speaker_id", "text", "pseudonymous speaker within the session; empty where the source names nobody", nullable=True),
        Column("question", "text", "a: how people feel about public safety; b: how they want to be served by police", among=QUESTIONS),
        Column("request", "flag", "asks for something or proposes it, by its wording"),
        Column("language", "text", "ISO 639-1 code of the language that it is in"),
        Column("text", "text", "anonymised words"),
        Column("quotable", "flag", "the speaker consented to be quoted, and it does not tell who they are"),
    ),
    key=("statement_id",),
)

SESSIONS = Table(
    "sessions",
    "one listening session",
    (
        Column("session_id", "text", "short id, unique in the city"),
        Column("date", "text", "day it was held, YYYY-MM-DD", nullable=True),
        Column("mode", "text", "how people met", among=MODES),
        Column("language", "text", "ISO 639-1 code of the session's language"),
        Column("neighborhood", "text", "neighborhood it was held for", nullable=True),
        Column("stakeholder_group", "text", "group it was held for", nullable=True),
        Column("n_attended", "integer", "participants who attended (facilitators and note-takers not counted)"),
        Column("form", "text", "what the source holds", among=FORMS),
        Column("transcript", "text", "source file or folder, relative to transcripts/", nullable=True),
    ),
    key=("session_id",),
    extra=True,
)

PARTICIPANTS = Table(
    "participants",
    "one participant heard in one session, pseudonymous",
    (
        Column("speaker_id", "text", "pseudonymous speaker within the session"),
        Column("session_id", "text", "session"),
        Column("neighborhood", "text", "the participant's own where the source has it, else the session's", nullable=True),
        Column("stakeholder_group", "text", "the participant's own where the source has it, else the session's", nullable=True),
        Column("quote_consent", "flag", "consented to be quoted"),
    ),
    key=("speaker_id",),
    extra=True,
)

ACCOUNTING = Table(
    "accounting",
    "one session: where each of its utterances went",
    (
        Column("session_id", "text", "session"),
        Column("n_read", "integer", "utterances read: facilitator + unattributed + participant"),
        Column("n_facilitator", "integer", "said by a facilitator or note-taker"),
        Column("n_unattributed", "integer", "said before the source names anybody"),
        Column("n_participant", "integer", "said by participants: in statements + left out"),
        Column("n_in_statements", "integer", "participants' utterances that are part of a statement"),
        Column("n_back_channel", "integer", 'left out: keeps the conversation going ("mm-hm", "yeah, right")'),
        Column("n_introduction", "integer", "left out: people introducing themselves"),
        Column("n_brief", "integer", "left out: a remark of a few words that is not about safety or police"),
        Column("n_wordless", "integer", 'left out: no words ("[crosstalk]")'),
        Column("n_statements", "integer", "statements made of them"),
        Column("n_not_read", "integer", "statements in a language that the model does not read: counted and set apart"),
        Column("n_replaced", "integer", "identifiers replaced by tokens"),
    ),
    key=("session_id",),
)

VOTES = Table(
    "votes",
    "one person's latest vote on one comment of an online conversation, pseudonymous",
    (
        Column("session_id", "text", "session that the conversation is"),
        Column("voter_id", "text", "pseudonymous voter within the session; who also wrote has the same speaker_id in other tables"),
        Column("turn", "integer", "turn that the comment is; see turns for its words"),
        Column("vote", "integer", "1 agree, 0 pass, -1 disagree"),
    ),
    key=("session_id", "voter_id", "turn"),
)

THEMES = Table(
    "themes",
    "one theme or subtheme",
    (
        Column("theme_id", "text", "T01, T02, ... for themes; T01.1, T01.2, ... for subthemes"),
        Column("parent_id", "text", "the theme that a subtheme belongs to; empty for a theme", nullable=True),
        Column("name", "text", "short name in people's own words"),
        Column("description", "text", "one sentence"),
        Column("key_phrases", "text", "phrases that set the theme apart, strongest first, separated by '; '"),
        Column("n_statements", "integer", "statements assigned to it"),
        Column("n_participants", "integer", "participants who raised it (sources with speakers)"),
        Column("n_sessions", "integer", "sessions in which it was raised"),
        Column("stability", "share", "mean best-match Jaccard over 20 session bootstraps; below .5 the theme is tentative", nullable=True),
    ),
    key=("theme_id",),
)
TENTATIVE = 0.5  # stability below which a theme is called so wherever it is shown

ASSIGNMENTS = Table(
    "assignments",
    "one statement's place in the themes",
    (
        Column("statement_id", "text", "statement"),
        Column("theme_id", "text", "theme; empty where it fits none or its language is not read", nullable=True),
        Column("subtheme_id", "text", "subtheme; empty where there is none", nullable=True),
        Column("membership", "share", "how strongly it belongs to the theme, 0 to 1", nullable=True),
        Column("residual", "flag", "fits no theme"),
    ),
    key=("statement_id",),
)

EXEMPLARS = Table(
    "exemplars",
    "one statement that shows what a theme is",
    (
        Column("theme_id", "text", "theme or subtheme"),
        Column("kind", "text", "what it shows of the theme", among=("typical", "different", "dissenting")),
        Column("rank", "integer", "place among those of its kind, from 1"),
        Column("statement_id", "text", "statement"),
    ),
    key=("theme_id", "kind", "rank"),
)

THEME_MARKS = Table(
    "theme_marks",
    "one theme or subtheme as it stands among the runs",
    (
        Column("theme_id", "text", "theme or subtheme"),
        Column("color", "integer", "color that it keeps from run to run, from 0; a subtheme has its theme's"),
        Column("emergent", "flag", "no earlier run had it, and this is not the first"),
    ),
    key=("theme_id",),
)

THEME_SHARES = Table(
    "theme_shares",
    "one theme in one group",
    (
        Column("attribute", "text", "what the groups are made by: everyone, neighborhood, stakeholder_group, ..."),
        Column("group", "text", "the group"),
        Column("theme_id", "text", "theme or subtheme"),
        Column("unit", "text", "what is counted", among=("participant", "session")),
        Column("n_raised", "integer", "participants (or sessions) that raised it"),
        Column("n_heard", "integer", "participants (or sessions) heard in the group"),
        Column("n_sessions", "integer", "sessions in which the group was heard"),
        Column("share", "share", "n_raised / n_heard"),
        Column("low", "share", "lower end of the 95% interval; empty where there are no more sessions than groups", nullable=True),
        Column("high", "share", "upper end of the 95% interval", nullable=True),
        Column(
            "design_effect", "number", "how much less a statement counts because people in one session influence each other", nullable=True
        ),
        Column("adequate", "flag", "the group was heard in at least two sessions and by enough people to be shown on its own"),
    ),
    key=("attribute", "group", "theme_id", "unit"),
)

ALL = (
    UTTERANCES,
    TURNS,
    STATEMENTS,
    SESSIONS,
    PARTICIPANTS,
    ACCOUNTING,
    VOTES,
    THEMES,
    ASSIGNMENTS,
    EXEMPLARS,
    THEME_MARKS,
    THEME_SHARES,
)


def mark_tentative(name: str, stability: float | None) -> str:
    """Say a theme's name as it is shown: with the word "tentative" where it was not found again often enough.

    Args:
        name: The theme's name.
        stability: As in THEMES; an empty one says nothing against a theme.
    """
    return f"{name} (tentative)" if stability is not None and stability < TENTATIVE else name


def data_dictionary(tables: tuple[Table, ...] = ALL) -> pd.DataFrame:
    """List every column of the given tables with its meaning, one row each: table, column, kind, meaning."""
    import pandas as pd

    rows = [
        {
            "table": table.name,
            "row": table.row,
            "column": column.name,
            "kind": column.kind if not column.among else "one of " + ", ".join(column.among),
            "may be empty": column.nullable,
            "meaning": column.meaning,
        }
        for table in tables
        for column in table.columns
    ]
    return pd.DataFrame(rows)
