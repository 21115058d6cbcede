"""The tables that the policy stage makes for each policy that a city revises with its community."""

from __future__ import annotations

from peace_analysis.table_checks import Column, Table

DISPOSITIONS = ("adopted", "partly", "not", "out_of_scope")  # what became of a comment
TAKEN_UP = ("adopted", "partly")  # these name a section that has to have changed
SIGNOFFS = ("signed", "signed_with_dissent", "declined", "withdrew")
EVENTS = ("in_force", "draft", "meeting", "comment_period", "signoff", "training")
LEVELS = (1, 2, 3, 4, 5, 6)  # of consensus: 1 agrees fully, 6 sees no agreement yet
VERDICTS = ("changed", "not changed", "no later version", "section not found")  # of the check on what was taken up
PLACED_BY = ("a person", "its author", "its answer", "the software")  # who linked a comment to its section; earlier ones go first

POLICY = Column("policy", "text", "folder of the policy below policies/")
VERSION = Column("version", "text", "day of the version, YYYY-MM-DD")
SECTION = Column("section_id", "text", "section; the same in all versions")
NUMBER = Column("number", "text", "number of the section as printed; empty without one")
COMMENT = Column("comment", "integer", "number of the comment")
GROUP = Column("group", "text", "group whose representative it is")

POLICY_VERSIONS = Table(
    "policy_versions",
    "one dated version of a policy",
    (
        POLICY,
        VERSION,
        Column("file", "text", "name of its file"),
        Column("digest", "text", "SHA-256 of the file"),
        Column("n_sections", "integer", "sections"),
        Column("n_left_out", "integer", "pieces of the file that are no part of the text: page headers, contents, notes in the margin"),
        Column("n_unread", "integer", "places that could not be read"),
    ),
    key=("policy", "version"),
)
POLICY_SECTIONS = Table(
    "policy_sections",
    "one section of one version of a policy",
    (
        POLICY,
        VERSION,
        Column("place", "integer", "place among the sections of its version, from 1"),
        SECTION,
        NUMBER,
        Column("heading", "text", "heading; empty without one"),
        Column("name", "text", "number and heading"),
        Column("text", "text", "its words, one paragraph a line"),
    ),
    key=("policy", "version", "section_id"),
)
POLICY_CHANGES = Table(
    "policy_changes",
    "one thing that happened to a section from one version to the next",
    (
        POLICY,
        Column("from_version", "text", "day of the older version"),
        Column("to_version", "text", "day of the newer version"),
        SECTION,
        Column("change", "text", "what happened", among=("renumbered", "moved", "reworded", "split", "merged", "new", "deleted")),
        Column("old_number", "text", "number before; empty without one"),
        Column("new_number", "text", "number after; empty without one"),
        Column("other_id", "text", "section that it was split from or merged into", nullable=True),
    ),
)
POLICY_QUESTIONS = Table(
    "policy_questions",
    "what one version says on one of eight questions on the use of force",
    (
        POLICY,
        VERSION,
        Column("question", "text", "key of the question"),
        Column("answer", "text", "what the quoted words do with the subject of the question; no judgment"),
        Column("section_id", "text", "section that they stand in", nullable=True),
        NUMBER,
        Column("quote", "text", "the policy's own words; empty where nothing was found"),
    ),
    key=("policy", "version", "question"),
)
POLICY_COMMENTS = Table(
    "policy_comments",
    "one comment on a policy, with what became of it",
    (
        POLICY,
        COMMENT,
        Column("date", "text", "day, YYYY-MM-DD", nullable=True),
        GROUP,
        Column("version", "text", "latest version on that day: what the comment was made on", nullable=True),
        Column("section_id", "text", "most specific section that it bears on; empty where it bears on none", nullable=True),
        Column("placed_by", "text", "who said so", nullable=True, among=PLACED_BY),
        Column("text", "text", "its words, anonymised; empty where they may not be shown"),
        Column("rationale", "text", "reason that its author gave, anonymised"),
        Column("source", "text", "how it came in"),
        Column("disposition", "text", "latest answer; empty where there is none yet", nullable=True, among=DISPOSITIONS),
        Column("reason", "text", "reason of that answer"),
        Column("answered", "text", "day of that answer", nullable=True),
        Column("changed_section_id", "text", "section that the answer cites", nullable=True),
        Column("verdict", "text", "whether a section cited by `adopted` or `partly` changed since", nullable=True, among=VERDICTS),
        Column("n_answers", "integer", "answers over time: from two on it was reversed or renewed"),
    ),
    key=("policy", "comment"),
)
POLICY_DISPOSITIONS = Table(
    "policy_dispositions",
    "one answer to a comment; earlier ones are kept",
    (
        POLICY,
        COMMENT,
        Column("date", "text", "day, YYYY-MM-DD"),
        Column("disposition", "text", "the answer", among=DISPOSITIONS),
        Column("section_id", "text", "section that it cites", nullable=True),
        Column("reason", "text", "its reason"),
        Column("already", "flag", "it says that the policy has what was asked"),
        Column("latest", "flag", "it is the last answer to its comment"),
    ),
)
POLICY_SIGNOFFS = Table(
    "policy_signoffs",
    "one representative's latest sign-off",
    (
        POLICY,
        Column("representative", "text", "id of the representative (stays here; tables that are published count groups)"),
        GROUP,
        Column("date", "text", "day, YYYY-MM-DD", nullable=True),
        Column("signoff", "text", "the sign-off; empty where there is none yet", nullable=True, among=SIGNOFFS),
        Column("dissent", "text", "what the representative put on record, anonymised; empty without it"),
    ),
    key=("policy", "representative"),
)
POLICY_CONSENSUS = Table(
    "policy_consensus",
    "how far one group agrees with one section",
    (
        POLICY,
        SECTION,
        GROUP,
        Column("level", "integer", "1 agrees fully to 6 sees no agreement yet"),
    ),
    key=("policy", "section_id", "group"),
)
POLICY_TIMELINE = Table(
    "policy_timeline",
    "one step on the way to a policy",
    (
        POLICY,
        Column("date", "text", "day, or first day, YYYY-MM-DD"),
        Column("end", "text", "last day, where it took several", nullable=True),
        Column("kind", "text", "what it was", among=EVENTS),
        Column("what", "text", "in a few words"),
    ),
)
POLICY_LINKS = Table(
    "policy_links",
    "one section of the latest version that a comment, or a request of a session, bears on",
    (
        POLICY,
        Column("kind", "text", "comment or request", among=("comment", "request")),
        Column("item", "text", "number of the comment, or statement_id"),
        Column("section_id", "text", "section; empty where it bears on none", nullable=True),
        Column("rank", "integer", "place among its sections, from 1"),
        Column("score", "number", "how well they fit; empty where a person linked them", nullable=True),
        Column("placed_by", "text", "who linked them", among=PLACED_BY),
    ),
    key=("policy", "kind", "item", "rank"),
)
POLICY_TABLES = (
    POLICY_VERSIONS,
    POLICY_SECTIONS,
    POLICY_CHANGES,
    POLICY_QUESTIONS,
    POLICY_COMMENTS,
    POLICY_DISPOSITIONS,
    POLICY_SIGNOFFS,
    POLICY_CONSENSUS,
    POLICY_TIMELINE,
    POLICY_LINKS,
)
