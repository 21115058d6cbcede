"""Trust measured: what a survey asked beside the sessions, what people answered in each wave, what changed and in whom."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from peace_analysis.charts import Figure, scale_means
from peace_analysis.charts.labels import counted, listed, quoted
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.report.html import Fragment, bullets, heading, join, paragraph, written
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.policy_material import PolicyMaterial
from peace_analysis.report.tabular import figure_with_table, is_missing
from peace_analysis.report.trust_changed import changes_part
from peace_analysis.report.trust_scales import describe_scales, heard_beside, holds_words, say_range, steady_scales
from peace_analysis.report.way_back import link_themes
from peace_analysis.settings import Privacy
from peace_analysis.surveys.entries import ATTRIBUTES, Survey, people_answering
from peace_analysis.surveys.measured import Measured, least_people, measure_survey
from peace_analysis.surveys.summary import EVERYONE
from peace_analysis.wording import _, marked, ngettext

ANCHOR = "section-trust-measured"
NO_SHARES = marked(
    "Whoever filled it in chose to. They may have been heard in a session or not; nobody put the two together. "
    "So these means describe those who answered, not everyone who lives here."
)
SCORED = marked(
    "A person's score is the mean of the items answered, with those turned round that say the opposite. It needs more than half of the "
    "items. A blank counts as a blank, never as zero."
)
NOT_TESTED = marked("Differences between groups are shown and not tested. Where two intervals overlap, the means may well be the same.")


def trust_measured(material: Material) -> Fragment | None:
    """Set the chapter on a city's survey, its heading included; None where the city has none.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.trust_measured(material)  # doctest: +SKIP
    """
    if material.measured is None:
        return None
    title = heading(2, _("Trust measured: what a survey says"), ANCHOR)
    beside = [heard_beside(material, scale) for scale in material.measured.survey.scales]
    return link_themes(material, join([title, survey_part(material.measured, material.config.privacy, beside, material.policies)]))


def show_survey(survey: Survey | None, privacy: Privacy) -> Fragment | None:
    """The same for a notebook, without what was heard in sessions; None where there is no survey.

    Examples:
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import report
        >>> report.show_survey(None, Privacy()) is None  # a city without a survey
        True
    """
    return None if survey is None else survey_part(measure_survey(survey, privacy), privacy)


def survey_part(
    measured: Measured, privacy: Privacy, beside: list[Fragment] | None = None, policies: Sequence[PolicyMaterial] = ()
) -> Fragment:
    """Say what a survey measured.

    Args:
        measured: The survey, as it may be shown.
        privacy: Thresholds.
        beside: What was heard in sessions on each scale, in the order of the scales.
        policies: That the city revises: whether they were in force when people answered is said beside what changed.

    Examples:
        >>> from peace_analysis.settings import Privacy
        >>> from peace_analysis import report
        >>> from peace_analysis.city import City
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.survey_part(material.measured, Privacy())  # doctest: +SKIP
    """
    attributes = [name for name in ATTRIBUTES if (measured.means["attribute"] == name).any()]
    return join(
        [
            paragraph(_who_answered(measured), _(NO_SHARES)),
            written(measured.survey.about),
            heading(3, _("What everyone answered"), "survey-everyone"),
            _everyone(measured, privacy.opinion_threshold),
            heading(3, _("What changed, and in whom"), "survey-changes"),
            changes_part(measured, policies),
            heading(3, _("What each scale asks, and how well it holds together"), "survey-scales"),
            describe_scales(measured, beside),
            *(_groups(measured, privacy, attribute) for attribute in attributes),
        ]
    )


def everyone_figure(measured: Measured) -> Figure:
    """Draw each scale's mean among everyone, wave by wave."""
    return _once(measured, EVERYONE)


def attribute_figure(measured: Measured, attribute: str) -> Figure | None:
    """Draw each scale's mean in each group of an attribute; None where none may be shown."""
    return None if _drawn(measured, attribute).empty else _once(measured, attribute)


def survey_figures(material: Material) -> dict[str, Figure | None]:
    """Draw the figures of a city's survey, by file name; none where it has no survey."""
    if (measured := material.measured) is None:
        return {}
    return {"survey_everyone": everyone_figure(measured), **{f"survey_by_{name}": attribute_figure(measured, name) for name in ATTRIBUTES}}


def _once(measured: Measured, attribute: str) -> Figure:
    """Draw a figure once for the chapter and for the folder of figures."""
    if attribute not in measured.drawn:
        measured.drawn[attribute] = scale_means(_drawn(measured, attribute))
    figure: Figure = measured.drawn[attribute]
    return figure


def _drawn(measured: Measured, attribute: str) -> pd.DataFrame:
    """Rows of a figure: what may be shown of one attribute, in words."""
    scales = {scale.key: scale for scale in measured.survey.scales}
    rows = measured.means[(measured.means["attribute"] == attribute) & measured.means["mean"].notna()]
    drawn = rows.assign(
        wave=rows["wave_name"],
        group=rows["group"].map(name_of),
        least=[scales[key].low for key in rows["scale"]],
        greatest=[scales[key].high for key in rows["scale"]],
        scale=[scales[key].name for key in rows["scale"]],
        steady=rows["scale"].isin(steady_scales(measured)),
    )
    order = {name: place for place, name in enumerate(measured.survey.waves.values())}
    return drawn.sort_values("wave", key=lambda names: names.map(order), kind="stable", ignore_index=True).pipe(_by_scale)


def _by_scale(rows: pd.DataFrame) -> pd.DataFrame:
    first = {name: place for place, name in enumerate(dict.fromkeys(rows["scale"]))}
    return rows.sort_values("scale", key=lambda names: names.map(first), kind="stable", ignore_index=True)


def _who_answered(measured: Measured) -> str:
    counts = people_answering(measured.survey)
    told = [_("{people} in {wave}", people=counted(n, "person", "people"), wave=measured.survey.waves[wave]) for wave, n in counts.items()]
    return _("Beside the sessions, people were asked to fill in a survey. It was answered by {counts}.", counts=listed(told))


def _everyone(measured: Measured, few: int) -> Fragment:
    rows = rows_of(measured.means[(measured.means["attribute"] == EVERYONE) & measured.means["mean"].notna()])
    if not rows:
        return paragraph(_("Too few people answered for a mean to be shown."))
    reliable = {(row["scale"], row["wave"]): row for row in rows_of(measured.reliability)}
    names = {scale.key: scale.name for scale in measured.survey.scales}
    headers = (_("People scored"), _("Answered the survey, not scored here"), _("Mean (95% interval)"), _("Standard deviation"))
    frame = pd.DataFrame(
        {
            _("Scale"): [names[row["scale"]] for row in rows],
            _("Wave"): [row["wave_name"] for row in rows],
            headers[0]: [int(row["n_scored"]) for row in rows],
            headers[1]: [_("fewer than {few}", few=few) if is_missing(row["n_not_scored"]) else int(row["n_not_scored"]) for row in rows],
            headers[2]: [mean_text(row) for row in rows],
            headers[3]: [f"{row['sd']:.2f}" for row in rows],
            _("Its items hold together"): [holds_words(reliable[row["scale"], row["wave"]]) for row in rows],
        }
    )
    lines = []
    for scale in measured.survey.scales:
        mine = [row for row in rows if row["scale"] == scale.key]
        told = [_("{mean} in {wave}", mean=mean_text(row), wave=row["wave_name"]) for row in mine]
        if told:
            lines.append(_("{scale}: {means}, on a scale {range}.", scale=quoted(scale.name), means=listed(told), range=say_range(scale)))
    shown = figure_with_table(everyone_figure(measured), frame=frame, row_headers=2, numbers=headers)
    return join([bullets(lines), paragraph(_(SCORED)), shown])


def mean_text(row: Row) -> str:
    """Say a mean with its interval: "2.99 (2.83 to 3.15)"."""
    return _("{mean:.2f} ({low:.2f} to {high:.2f})", mean=row["mean"], low=row["low"], high=row["high"])


def _groups(measured: Measured, privacy: Privacy, attribute: str) -> Fragment:
    words = attribute_words(attribute)
    title = heading(3, _("The survey by {attribute}", attribute=words), f"survey-by-{attribute.replace('_', '-')}")
    figure = attribute_figure(measured, attribute)
    rows = measured.means[measured.means["attribute"] == attribute]
    hidden = paragraph(*_not_shown(rows, privacy))
    if figure is None:
        return join([title, hidden])
    names = {scale.key: scale.name for scale in measured.survey.scales}
    shown = [row for row in rows_of(rows) if not is_missing(row["mean"])]
    headers = (_("People scored"), _("Mean (95% interval)"), _("Standard deviation"))
    frame = pd.DataFrame(
        {
            _("Scale"): [names[row["scale"]] for row in shown],
            words.capitalize(): [name_of(row["group"]) for row in shown],
            _("Wave"): [row["wave_name"] for row in shown],
            headers[0]: [int(row["n_scored"]) for row in shown],
            headers[1]: [mean_text(row) for row in shown],
            headers[2]: [f"{row['sd']:.2f}" for row in shown],
        }
    )
    elsewhere = _("The means of groups as a table are in the HTML report and in tables/survey_means.csv.")
    drawn = figure_with_table(figure, frame=frame, row_headers=3, numbers=headers, elsewhere=elsewhere)
    return join([title, paragraph(_(NOT_TESTED)), drawn, hidden])


def _not_shown(rows: pd.DataFrame, privacy: Privacy) -> list[str]:
    """Name the groups that are not shown, wave by wave, and why."""
    hidden = rows[rows["mean"].isna()]
    lines = []
    for wave, mine in hidden.groupby("wave_name", sort=False):
        names = list(dict.fromkeys(name_of(group) for group in mine["group"]))
        lines.append(
            ngettext(
                "In {wave}, {n:,} group is not shown: {groups}.",
                "In {wave}, {n:,} groups are not shown: {groups}.",
                len(names),
                wave=wave,
                groups=listed(names),
            )
        )
    if lines:
        lines.append(
            _(
                "A mean needs {least} people who can be scored, and a group is held back as well where it would give another's away.",
                least=least_people(privacy),
            )
        )
    return lines
