"""What each scale of a survey asks, how well its items hold together, and what was heard in the sessions on the same."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import listed, quoted
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.recommendations import find_theme
from peace_analysis.report.html import Fragment, bullets, folded, heading, join, note, paragraph, written
from peace_analysis.report.material import Material
from peace_analysis.report.released import count_text
from peace_analysis.report.tabular import is_missing, share_text, table
from peace_analysis.surveys.measured import Measured
from peace_analysis.surveys.public import FEWEST_COMPLETE
from peace_analysis.surveys.reliability import FAIR, GOOD
from peace_analysis.surveys.scales import Scale
from peace_analysis.wording import _, marked

HOW_RELIABLE = marked(
    "The items of a scale hold together if people who agree with one tend to agree with the others. Omega and alpha measure it: from .80 "
    "on we say well, from .70 on well enough to compare groups, below that weakly (Nunnally and Bernstein, 1994)."
)
LEVELS = {
    "well": marked("In {wave} its items hold together well ({measure})."),
    "enough": marked("In {wave} its items hold together well enough to compare groups ({measure})."),
    "weakly": marked("In {wave} its items hold together weakly ({measure})."),
    "": marked("In {wave} fewer than {fewest} people answered every item, so nobody can say how well they hold together."),
}
WEAK = marked("The items of {scale} hold together weakly. Its mean may mix several things, so read it with care, and look at its items.")


def describe_scales(measured: Measured, beside: list[Fragment] | None = None) -> Fragment:
    """Set each scale: its items in full, how well they hold together, and what was heard in the sessions on the same.

    Args:
        measured: The survey.
        beside: What was heard on each scale; nothing where it is left out.
    """
    pieces = [paragraph(_(HOW_RELIABLE))]
    for number, scale in enumerate(measured.survey.scales, start=1):
        rows = rows_of(measured.reliability[measured.reliability["scale"] == scale.key])
        weak = any(_level(row) == "weakly" for row in rows)
        pieces += [
            heading(4, scale.name, f"survey-scale-{number}"),
            paragraph(*_say_reliability(measured, rows)),
            note(_(WEAK, scale=quoted(scale.name)), kind="caution") if weak else Fragment(""),
            beside[number - 1] if beside else Fragment(""),
            folded(_("What it asks: {scale}", scale=scale.name), _items(scale)),
        ]
    return join([*pieces, _reliability_table(measured)])


def steady_scales(measured: Measured) -> set[str]:
    """Keys of the scales whose items are known to hold together, well or well enough, in every wave."""
    rows = rows_of(measured.reliability)
    return {row["scale"] for row in rows} - {row["scale"] for row in rows if _level(row) in ("weakly", "")}


def heard_beside(material: Material, scale: Scale) -> Fragment:
    """Set how many people raised the themes that a scale names, in the sessions; names that no theme has are told."""
    found = {name: find_theme(name, material.themes, material.codes) for name in scale.themes}
    top = {str(row["theme_id"]): row for row in rows_of(material.shown_themes.merge(_everyone(material), on="theme_id", how="left"))}
    lines = []
    for theme in dict.fromkeys(theme for theme in found.values() if theme in top):
        row = top[str(theme)]
        share = share_text(row["share"], row["low"], row["high"])
        counted_as = count_text(row) if not is_missing(row["shown"]) or not is_missing(row["n_raised"]) else ""
        told = {"theme": quoted(row["name"]), "count": counted_as, "share": share}
        lines.append(_("{theme}: {count}, {share}.", **told) if not row["masked"] else _("{theme}: {count}.", **told))
    lost = [name for name, theme in found.items() if theme is None]
    start = paragraph(_("In the sessions, this was said on the same:")) if lines else Fragment("")
    missing = written(_("No theme of this run is called {names}.", names=listed(lost))) if lost else Fragment("")
    return join([start, bullets(lines), missing])


def _everyone(material: Material) -> pd.DataFrame:
    return material.everyone[["theme_id", "unit", "n_raised", "n_heard", "share", "low", "high", "masked", "shown"]]


def say_range(scale: Scale) -> str:
    """Say what the answers of a scale run from and to: "from 1 (Strongly disagree) to 5 (Strongly agree)"."""
    if not scale.labels:
        return _("from {low} to {high}", low=scale.low, high=scale.high)
    ends = {"low_label": scale.labels[0], "high_label": scale.labels[-1]}
    return _("from {low} ({low_label}) to {high} ({high_label})", low=scale.low, high=scale.high, **ends)


def holds_words(row: Row) -> str:
    """Say in a word how well items hold together."""
    words = {"well": _("well"), "enough": _("well enough"), "weakly": _("weakly"), "": _("not known")}
    return words[_level(row)]


def _level(row: Row) -> str:
    value = row["alpha"] if is_missing(row["omega"]) else row["omega"]
    if is_missing(value):
        return ""
    return "well" if value >= GOOD else "enough" if value >= FAIR else "weakly"


def _say_reliability(measured: Measured, rows: list[Row]) -> list[str]:
    """Say how well the items of a scale hold together, wave by wave."""
    lines = []
    for row in rows:
        numbers: dict[str, object] = {"wave": measured.survey.waves[row["wave"]], "fewest": FEWEST_COMPLETE}
        level = _level(row)
        if level:
            value = row["alpha"] if is_missing(row["omega"]) else row["omega"]
            numbers["measure"] = (
                _("alpha {value}", value=_short(value)) if is_missing(row["omega"]) else _("omega {value}", value=_short(value))
            )
        lines.append(_(LEVELS[level], **numbers))
    return lines


def _short(value: float) -> str:
    """Say a coefficient as it is usual: ".87"."""
    text = f"{value:.2f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _items(scale: Scale) -> Fragment:
    """List the wordings of a scale as the city wrote them, and which are turned round."""
    frame = pd.DataFrame(
        {_("What people were asked"): list(scale.items.values()), _("Turned round"): [item in scale.reverse for item in scale.items]}
    )
    answers = written(_("Answers: {labels}", labels="; ".join(scale.labels))) if scale.labels else Fragment("")
    source = written(_("Source: {words}", words=scale.source)) if scale.source.strip() else Fragment("")
    return join([table(frame, caption=_("Items of {scale}", scale=quoted(scale.name))), answers, source])


def _reliability_table(measured: Measured) -> Fragment:
    names = {scale.key: scale.name for scale in measured.survey.scales}
    rows = rows_of(measured.reliability)
    headers = (_("Omega"), _("Alpha (95% interval)"), _("People who answered every item"))

    def say_alpha(row: Row) -> str | None:
        if is_missing(row["alpha"]):
            return None
        ends = {"low": _short(row["alpha_low"]), "high": _short(row["alpha_high"])}
        return _("{alpha} ({low} to {high})", alpha=_short(row["alpha"]), **ends)

    frame = pd.DataFrame(
        {
            _("Scale"): [names[row["scale"]] for row in rows],
            _("Wave"): [measured.survey.waves[row["wave"]] for row in rows],
            headers[0]: [None if is_missing(row["omega"]) else _short(row["omega"]) for row in rows],
            headers[1]: [say_alpha(row) for row in rows],
            headers[2]: [None if is_missing(row["n_complete"]) else int(row["n_complete"]) for row in rows],
            _("Its items hold together"): [holds_words(row) for row in rows],
        }
    )
    return table(frame, caption=_("How well the items of each scale hold together"), row_headers=2, numbers=headers)
