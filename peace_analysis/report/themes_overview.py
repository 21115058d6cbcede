"""All themes at a glance: one figure with its numbers, and what fits no theme."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import counted
from peace_analysis.charts.rows import rows_of
from peace_analysis.report.coded_by_hand import say_withheld
from peace_analysis.report.figures import themes_figure
from peace_analysis.report.html import Fragment, join, note, paragraph
from peace_analysis.report.material import Material, count_unplaced
from peace_analysis.report.released import count_text
from peace_analysis.report.tabular import figure_with_table, share_text
from peace_analysis.report.theme_pages import say_sessions
from peace_analysis.wording import _, marked, ngettext

DOT = marked("The dot is the share of the people we heard.")
HOW_TO_READ = marked(
    "The line is the 95% interval. It shows how far chance alone could move the share if other people like these had come."
)
NO_INTERVAL = marked("There was one session, so nothing tells how much sessions differ, and no interval can be given.")
SESSIONS_COUNTED = marked("No source tells its speakers apart, so sessions are counted and not people.")


def themes_at_a_glance(material: Material) -> Fragment:
    """Set the figure of all themes with its table, and say how many statements fit none.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "came up most often, equally" in report.themes_at_a_glance(material).markup
        True
    """
    top = material.top_themes
    figure = themes_figure(material)
    if figure is None:
        return note(_("No theme was found."))
    shown = pd.DataFrame(
        {
            _("Theme"): top["name"],
            _("Raised by") if material.unit == "participant" else _("Raised in"): [count_text(row) for row in rows_of(top)],
            _("Share"): [share_text(row["share"], row["low"], row["high"]) for row in rows_of(top)],
            _("Sessions"): [say_sessions(material, row) for row in rows_of(top)],
        }
    )
    remark = f"{_(DOT)} {_(HOW_TO_READ if top['low'].notna().any() else NO_INTERVAL)}"
    if material.unit != "participant":
        remark = _(SESSIONS_COUNTED)
    remark = f"{remark} {say_withheld(material)}".strip()
    numbers = tuple(shown.columns[1:])
    pieces = [figure_with_table(figure, frame=shown, numbers=numbers, remark=remark), paragraph(residual_sentence(material))]
    return join([*pieces, paragraph(naming_sentence(material))])


def naming_sentence(material: Material) -> str:
    """Say that a language model proposed names, where one did."""
    naming = material.model.get("naming")
    if not naming or not naming.get("n_named"):
        return ""
    return _(
        "A language model ({model}) proposed {names} of themes and their parts. Each was checked against people's own words.",
        model=naming["model"],
        names=counted(int(naming["n_named"]), "name", "names"),
    )


def residual_sentence(material: Material) -> str:
    """Say how many statements fit no theme, and that none was dropped."""
    n, aside = count_unplaced(material)
    total = len(material.statements)
    if n == 0 and aside == 0:
        return _("Each of the {total:,} statements that could be read fits a theme.", total=total)
    fits = ngettext(
        "{n:,} of {statements} fits no theme. They are counted here, and none was dropped.",
        "{n:,} of {statements} fit no theme. They are counted here, and none was dropped.",
        n,
        statements=counted(total, "statement", "statements"),
    )
    return f"{fits} {set_aside_sentence(aside)}".strip()


def set_aside_sentence(n: int) -> str:
    """Say how many statements people set aside; "" for none."""
    if not n:
        return ""
    return ngettext(
        "{n:,} more was set aside by people who read it as no finding, such as talk about the meeting.",
        "{n:,} more were set aside by people who read them as no finding, such as talk about the meeting.",
        n,
    )
