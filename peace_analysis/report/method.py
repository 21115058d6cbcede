"""How the findings were made: counting, settings, versions, where each utterance went, and what the public tables hold."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from peace_analysis import tables
from peace_analysis.charts.labels import listed
from peace_analysis.report.accounted import meaning_of
from peace_analysis.report.html import Fragment, bullets, join, off_paper, paragraph
from peace_analysis.report.limits import floor_percent
from peace_analysis.report.material import Material, attribute_words
from peace_analysis.report.tabular import table
from peace_analysis.tables import ACCOUNTING
from peace_analysis.wording import _, marked

LIBRARIES = ("peace-analysis", "bertopic", "sentence-transformers", "torch", "presidio-analyzer", "scikit-learn", "pandas", "matplotlib")
DEFAULT_MODEL = "all-MiniLM-L6-v2"
KINDS = {
    "text": marked("text"),
    "integer": marked("whole number"),
    "number": marked("number"),
    "share": marked("share, 0 to 1"),
    "flag": marked("true or false"),
}
SCHOOLS = {
    "codebook": marked("codebook thematic analysis"),
    "coding_reliability": marked("coding-reliability thematic analysis"),
    "reflexive": marked("reflexive thematic analysis"),
}


def method(material: Material) -> Fragment:
    """Say how statements were made, grouped and counted, with the settings and versions that a re-run needs.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "passages of one to three sentences" in report.method(material).markup
        True
    """
    privacy = material.config.privacy
    steps = [
        _("Transcripts were read, and facilitators told apart from participants."),
        _("Names, phone numbers, addresses and other identifiers were replaced by tokens such as [NAME 1]."),
        *_review(material),
        _("What participants said was cut into statements: passages of one to three sentences that stand on their own."),
        _(
            "A language model ({model}) placed statements with like meaning near each other, and near ones became themes.",
            model=model_name(material),
        ),
        _(
            "Each theme was looked for again in 20 random draws of the sessions. Its stability is the mean of its best match there, as the "
            "share of statements common to both (Jaccard); below .5 it is called tentative."
        ),
        _("Each person counts once in a theme, however often they raised it. A share is people who raised it, of people heard."),
        _(
            "Intervals are Wilson score intervals at 95%. They are widened by a design effect, because people in a session are alike, and "
            "use the t quantile with as many degrees of freedom as there are sessions beyond the number of groups."
        ),
        _(
            "Groups of fewer than {people} people or {sessions} sessions are not shown. Where fewer than {few} people of a group raised a "
            "theme, or all but fewer than {few}, these words stand in place of the number. Counts of people by place and group below "
            "{threshold} are hidden.",
            people=privacy.group_min_people,
            sessions=privacy.group_min_sessions,
            few=privacy.opinion_threshold,
            threshold=privacy.who_threshold,
        ),
        _("School of analysis: {school}.", school=_(SCHOOLS[material.config.school_of_analysis])),
    ]
    return join([bullets(steps, numbered=True), accounting_table(material), settings_table(material)])


def _review(material: Material) -> list[str]:
    """Say how a person looked over the removal of names; nothing while nobody has."""
    review = material.review
    if review is None or not review.signed:
        return []
    missed = _("No miss was found in them.")
    if review.n_missed:
        missed = _(
            "Misses were found in {missed:,} of them and mended; the sample was made longer for them, which favors the bound.",
            missed=review.n_missed,
        )
    read = _(
        "{reviewers} reviewed this (last on {day}): {read:,} of {total:,} statements, drawn at random within each session.",
        reviewers=listed(list(review.reviewers)),
        day=review.signed[-1].day,
        read=review.n_read,
        total=review.n_statements,
    )
    doubts = _("Every word that the software was unsure of was decided.") if review.complete else _("This review is not complete.")
    bound = _(
        "The bound on statements without a miss is {bound} (one-sided, 95%; {asked} was asked for).",
        bound=floor_percent(review.bound),
        asked=floor_percent(review.asked),
    )
    return [f"{read} {missed} {doubts} {bound}"]


def model_name(material: Material) -> str:
    """Name the language model: as the themes stage noted it, else the default one or "a model named in city.yml"."""
    noted = material.model.get("name")
    if isinstance(noted, str) and noted:
        return noted
    return DEFAULT_MODEL if material.config.themes.model is None else _("a model named in city.yml")


def accounting_table(material: Material) -> Fragment:
    """Set where all utterances of the city went; no session by itself."""
    columns = [column for column in ACCOUNTING.columns if column.kind == "integer" and column.name in material.accounting]
    shown = pd.DataFrame(
        {
            _("What"): [meaning[:1].upper() + meaning[1:] for meaning in (meaning_of(column.name) for column in columns)],
            _("Number"): [int(material.accounting[column.name].sum()) for column in columns],
        }
    )
    return table(shown, caption=_("Where each utterance went"))


def settings_table(material: Material) -> Fragment:
    """Set the settings and versions."""
    rows = [
        (_("Language model"), model_name(material)),
        (_("Languages it reads"), ", ".join(material.config.themes.model_languages)),
        (_("Random seed"), str(material.config.seed)),
        (_("Groups compared by"), ", ".join(attribute_words(name) for name in material.config.compare_by)),
        ("Python", platform.python_version()),
        *((name, _version(name)) for name in LIBRARIES),
    ]
    return table(pd.DataFrame(rows, columns=[_("Setting"), _("Value")]), caption=_("Settings and versions"))


def data_dictionary(public: Sequence[tables.Table]) -> Fragment:
    """Set the data dictionary of the public tables, one table each, in the language of the report; columns are named as in files.

    Examples:
        >>> from peace_analysis import tables
        >>> from peace_analysis import report
        >>> "what was" in report.data_dictionary([tables.VOTES]).markup or "voter_id" in report.data_dictionary([tables.VOTES]).markup
        True
    """
    pieces = [paragraph(_("These tables are in the folder `tables` beside this report, as CSV."))]
    headers = {"column": _("Column"), "kind": _("Kind"), "meaning": _("Meaning")}
    for declared in public:
        frame = tables.data_dictionary((declared,))[["column", "kind", "meaning"]]
        frame = frame.assign(kind=frame["kind"].map(_say_kind), meaning=frame["meaning"].map(_))
        caption = _("{file}: each row is {row}", file=f"{declared.name}.csv", row=_(declared.row))
        pieces.append(table(frame, caption=caption, headers=headers))
    return join(
        [pieces[0], off_paper(join(pieces[1:]), _("What each column means is in the HTML report and in tables/data_dictionary.csv."))]
    )


def _say_kind(kind: str) -> str:
    """Name what kind of values a column holds; those of a closed list are written as in the file."""
    if kind in KINDS:
        return _(KINDS[kind])
    return _("one of {values}", values=kind.removeprefix("one of "))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _("not installed")
