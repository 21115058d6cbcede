"""The tables and figures of a comparison, as files that anybody may open."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from peace_analysis.across import CITY_DIFFERENCES, CITY_SHARES, OVER_CITIES, OWN_THEMES, WAVE_CHANGES
from peace_analysis.cities.gathered import Comparison
from peace_analysis.cities.overview import programme_numbers
from peace_analysis.cities.themes_compared import draw_figures
from peace_analysis.report.html import Fragment
from peace_analysis.report.public import write_public_table
from peace_analysis.report.tabular import table
from peace_analysis.tables import Column, Table, data_dictionary
from peace_analysis.wording import _

PROGRAMMES = Table(
    "programmes",
    "one city's programme of listening",
    (
        Column("city", "text", "the city"),
        Column("n_sessions", "integer", "sessions held"),
        Column("n_heard", "integer", "people that its own report's shares are of; empty where it gives none", nullable=True),
        Column("first", "text", "day of the first session, YYYY-MM-DD", nullable=True),
        Column("last", "text", "day of the last session", nullable=True),
        Column("languages", "text", "ISO 639-1 codes of the sessions' languages"),
        Column("n_statements", "integer", "statements"),
        Column("n_not_read", "integer", "statements in languages that the model does not read: set apart"),
        Column("n_own_themes", "integer", "themes of its own report"),
        Column("cells_planned", "integer", "planned pairs of a neighborhood and a stakeholder group"),
        Column("cells_reached", "number", "of them, with a session; empty without a plan", nullable=True),
        Column("cells_reached_twice", "number", "of them, with two sessions or more", nullable=True),
        Column("population_reached", "share", "residents of neighborhoods with a session; empty where not known", nullable=True),
        Column("released", "flag", "the city has been released as it is here"),
    ),
    key=("city",),
)
PUBLIC = (PROGRAMMES, OVER_CITIES, CITY_SHARES, OWN_THEMES, CITY_DIFFERENCES, WAVE_CHANGES)


def public_frames(compared: Comparison) -> dict[str, pd.DataFrame]:
    """Every table of a comparison by its file name."""
    beside = pd.DataFrame(columns=list(OWN_THEMES.by_name)) if compared.joint is None else compared.joint.beside
    frames = {
        PROGRAMMES.name: programme_numbers(compared),
        OVER_CITIES.name: compared.over,
        CITY_SHARES.name: compared.shares,
        OWN_THEMES.name: beside,
        CITY_DIFFERENCES.name: compared.differences,
        WAVE_CHANGES.name: compared.changes,
    }
    return {table.name: frames[table.name][[column.name for column in table.columns]] for table in PUBLIC}


def save_results(compared: Comparison, out: Path | str) -> Fragment:
    """Write every table with the dictionary of their columns, and every figure with its alt text, and say which there are.

    Args:
        compared: The comparison.
        out: Folder that `tables/` and `figures/` go into; nothing is written where it is empty.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.save_results(compared, "")  # doctest: +SKIP
    """
    frames = public_frames(compared)
    if str(out):
        for name, frame in frames.items():
            write_public_table(frame, Path(out) / "tables" / f"{name}.csv")
        write_public_table(data_dictionary(PUBLIC), Path(out) / "tables" / "data_dictionary.csv")
        for name, figure in draw_figures(compared).items():
            figure.save(Path(out) / "figures", name)
    shown = pd.DataFrame({_("Table"): [f"{each.name}.csv" for each in PUBLIC], _("Rows"): [len(frames[each.name]) for each in PUBLIC]})
    return table(shown, caption=_("Tables to take away"), remark=_("data_dictionary.csv says what every column means."))
