"""How the findings were made: counting, settings, versions, where each utterance went, and what the public tables hold."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from peace_analysis import tables
from peace_analysis.charts.labels import listed
from peace_analysis.report.html import Fragment, bullets, join, paragraph
from peace_analysis.report.limits import floor_percent
from peace_analysis.report.material import Material, attribute_words
from peace_analysis.report.tabular import table
from peace_analysis.tables import ACCOUNTING

LIBRARIES = ("peace-analysis", "bertopic", "sentence-transformers", "torch", "presidio-analyzer", "scikit-learn", "pandas", "matplotlib")
DEFAULT_MODEL = "all-MiniLM-L6-v2"
SCHOOLS = {
    "codebook": "codebook thematic analysis",
    "coding_reliability": "coding-reliability thematic analysis",
    "reflexive": "reflexive thematic analysis",
}


def method(material: Material) -> Fragment:
    """Say how statements were made, grouped and counted, with the settings and versions that a re-run needs."""
    privacy = material.config.privacy
    steps = [
        "Transcripts were read, and facilitators told apart from participants.",
        "Names, phone numbers, addresses and other identifiers were replaced by tokens such as [NAME 1].",
        *_review(material),
        "What participants said was cut into statements: passages of one to three sentences that stand on their own.",
        f"A language model ({model_name(material)}) placed statements with like meaning near each other, and near ones became themes.",
        "Each theme was looked for again in 20 random draws of the sessions. Its stability is the mean of its best match there, as the "
        "share of statements common to both (Jaccard); below .5 it is called tentative.",
        "Each person counts once in a theme, however often they raised it. A share is people who raised it, of people heard.",
        "Intervals are Wilson score intervals at 95%. They are widened by a design effect, because people in a session are alike, and use "
        "the t quantile with as many degrees of freedom as there are sessions beyond the number of groups.",
        f"Groups of fewer than {privacy.group_min_people} people or {privacy.group_min_sessions} sessions are not shown. "
        f"In a group, fewer than {privacy.opinion_threshold} people raising a theme reads so, and so does all but fewer than "
        f"{privacy.opinion_threshold}. Counts of people by place and group below {privacy.who_threshold} are hidden.",
        f"School of analysis: {SCHOOLS[material.config.school_of_analysis]}.",
    ]
    return join([bullets(steps, numbered=True), accounting_table(material), settings_table(material)])


def _review(material: Material) -> list[str]:
    """Say how a person looked over the removal of names; nothing while nobody has."""
    review = material.review
    if review is None or not review.signed:
        return []
    missed = "No miss was found in them."
    if review.n_missed:
        missed = (
            f"Misses were found in {review.n_missed:,} of them and mended; the sample was made longer for them, which favors the bound."
        )
    doubts = "Every word that the software was unsure of was decided." if review.complete else "This review is not complete."
    return [
        f"{listed(list(review.reviewers))} reviewed this (last on {review.signed[-1].day}): {review.n_read:,} of {review.n_statements:,} "
        f"statements, drawn at random within each session. {missed} {doubts} The bound on statements without a miss is "
        f"{floor_percent(review.bound)} (one-sided, 95%; {floor_percent(review.asked)} was asked for)."
    ]


def model_name(material: Material) -> str:
    """Name the language model: as the themes stage noted it, else the default one or "a model named in city.yml"."""
    noted = material.model.get("name")
    if isinstance(noted, str) and noted:
        return noted
    return DEFAULT_MODEL if material.config.themes.model is None else "a model named in city.yml"


def accounting_table(material: Material) -> Fragment:
    """Set where all utterances of the city went; no session by itself."""
    columns = [column for column in ACCOUNTING.columns if column.kind == "integer" and column.name in material.accounting]
    shown = pd.DataFrame(
        {
            "What": [column.meaning[:1].upper() + column.meaning[1:] for column in columns],
            "Number": [int(material.accounting[column.name].sum()) for column in columns],
        }
    )
    return table(shown, caption="Where each utterance went")


def settings_table(material: Material) -> Fragment:
    """Set the settings and versions."""
    rows = [
        ("Language model", model_name(material)),
        ("Languages it reads", ", ".join(material.config.themes.model_languages)),
        ("Random seed", str(material.config.seed)),
        ("Groups compared by", ", ".join(attribute_words(name) for name in material.config.compare_by)),
        ("Python", platform.python_version()),
        *((name, _version(name)) for name in LIBRARIES),
    ]
    return table(pd.DataFrame(rows, columns=["Setting", "Value"]), caption="Settings and versions")


def data_dictionary(public: Sequence[tables.Table]) -> Fragment:
    """Set the data dictionary of the public tables, one table each."""
    pieces = [paragraph("These tables are in the folder `tables` beside this report, as CSV.")]
    for declared in public:
        frame = tables.data_dictionary((declared,))[["column", "kind", "meaning"]]
        caption = f"{declared.name}.csv: each row is {declared.row}"
        pieces.append(table(frame, caption=caption, headers={"column": "Column", "kind": "Kind", "meaning": "Meaning"}))
    return join(pieces)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
