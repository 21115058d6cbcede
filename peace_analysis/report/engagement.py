"""How people were engaged, who took part, and who was missing."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import listed
from peace_analysis.charts.rows import say_masked
from peace_analysis.groups.coverage import NOT_STATED, count_coverage, count_modes
from peace_analysis.groups.gaps import describe_missing, next_sessions
from peace_analysis.groups.heard import find_people
from peace_analysis.groups.indicators import programme_indicators
from peace_analysis.groups.representation import REPRESENTATION, compare_with_population
from peace_analysis.recommendations.entries import first_answered
from peace_analysis.report.compared import coverage_on_map
from peace_analysis.report.figures import coverage_figure
from peace_analysis.report.html import Fragment, bullets, facts, folded, join, note, paragraph
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.represented import represented
from peace_analysis.report.sessions_held import how_held, how_kept, languages_spoken, mode_words, officials_in_room, sizes_of, when_held
from peace_analysis.report.tabular import figure_with_table, table
from peace_analysis.wording import _, ngettext

MOST_NEXT = 8  # planned cells that are listed for the next sessions


def how_engaged(material: Material) -> Fragment:
    """Say how, when and in which languages people were engaged, and how their words were kept.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "96" in report.how_engaged(material).markup
        True
    """
    sessions = material.sessions
    came = material.n_attended
    numbers = facts(
        [
            (_("sessions held"), f"{len(sessions):,}"),
            (_("people who attended"), _("{n:,} or more", n=material.n_people) if came is None else f"{came:,}"),
            (_("people heard one by one"), f"{material.n_people:,}"),
            (_("statements"), f"{len(material.statements):,}"),
        ]
    )
    sentences = [when_held(sessions), how_held(sessions), languages_spoken(sessions), sizes_of(sessions)]
    kept = [how_kept(sessions), officials_in_room(sessions)]
    asked = paragraph(_("Every session was asked two questions:"))
    questions = bullets([material.questions[key] for key in ("a", "b") if key in material.questions], numbered=True)
    return join([numbers, paragraph(*(s for s in sentences if s)), paragraph(*(s for s in kept if s)), asked, questions])


def who_took_part(material: Material) -> Fragment:
    """Say who took part and who of the plan was missing: figure, table of people, gaps in words.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "4 of the 6 planned combinations" in report.who_took_part(material).markup
        True
    """
    cells = count_coverage(material.sessions, material.config.plan)
    figure = coverage_figure(material)
    numbers, headers = cells["stakeholder_group"].map(group_words), {"neighborhood": _("Neighborhood")}
    pieces = [figure_with_table(figure, frame=coverage_table(cells), headers=headers, numbers=numbers)] if figure else []
    pieces += [
        coverage_on_map(material),
        people_table(material),
        represented(material),
        missing(cells),
        unheard(material, cells),
        go_next(material, cells),
        indicators(material, cells),
    ]
    return join(pieces)


def unheard(material: Material, cells: pd.DataFrame) -> Fragment:
    """Set those heard beside those who live in the city: who lives where nobody was heard, and who was heard less than their number.

    The part of a group among those heard is never told: it would give counts of people away.
    """
    if material.population is None:
        return paragraph(
            _("Who lives in the city is not recorded here (population.csv), so nobody can say which residents were heard too little.")
        )
    heard = material.participants[material.participants["speaker_id"].isin(material.statements["speaker_id"].dropna())]
    attributes = ["neighborhood", *sorted(set(material.population["attribute"]) - {"everyone"})]
    known = [compare_with_population(heard, material.population, name) for name in attributes]
    filled = [frame for frame in known if len(frame)]
    representation = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(REPRESENTATION.by_name))
    hidden = material.config.privacy.model_copy(update={"who_threshold": len(heard) + 1})
    lines = describe_missing(cells, representation, material.population, hidden)
    if not lines:
        return paragraph(_("Beside the people who live in the city, no group of residents was heard much less than its number."))
    return join([paragraph(_("Beside the people who live in the city, these were missing or heard too little:")), bullets(lines)])


def go_next(material: Material, cells: pd.DataFrame) -> Fragment:
    """List the planned cells that need another session, the largest unheard population first."""
    found = next_sessions(cells, material.sessions, material.population)
    if found.empty:
        return Fragment("")
    held = _("Sessions held")
    shown = pd.DataFrame(
        {
            _("Neighborhood"): found["neighborhood"].map(group_words),
            _("Stakeholder group"): found["stakeholder_group"].map(group_words),
            held: found["n_sessions"],
            _("Why"): found["why"],
        }
    ).head(MOST_NEXT)
    more = len(found) - len(shown)
    remark = ngettext(
        "{n:,} more pair of the plan had fewer than two sessions.", "{n:,} more pairs of the plan had fewer than two sessions.", more
    )
    return table(shown, caption=_("Where to hold the next sessions"), row_headers=2, numbers=(held,), remark=remark if more else "")


def indicators(material: Material, cells: pd.DataFrame) -> Fragment:
    """Fold away how the programme went, one sentence per indicator."""
    last = max(material.sessions["date"].dropna().astype("str"), default="")
    answered = first_answered(material.recommendations, after=last)
    tell = material.n_attended is not None
    found = programme_indicators(material.sessions, cells, material.population, answered=answered, hours=tell)
    return folded(_("Show how the programme went"), join([bullets(list(found["words"])), modes(material)]))


def modes(material: Material) -> Fragment:
    """Set how people met, by stakeholder group: those reached online are not those reached in a hall."""
    counts = count_modes(material.sessions)
    headers = {name: mode_words(name).capitalize() for name in counts.columns[1:]} | {"stakeholder_group": _("Stakeholder group")}
    shown = counts.assign(stakeholder_group=counts["stakeholder_group"].map(group_words))
    return table(shown, caption=_("Sessions by stakeholder group and how people met"), headers=headers)


def coverage_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Lay the cells of the plan out as people read them: a row per neighborhood, a column per stakeholder group."""
    neither = cells["planned"].map({True: _("none"), False: _("not planned")})
    held = cells["n_sessions"].astype(str).where(cells["n_sessions"] > 0, neither)
    named = cells.assign(held=held, neighborhood=cells["neighborhood"].map(group_words), group=cells["stakeholder_group"].map(group_words))
    groups = list(dict.fromkeys(named["group"]))
    wide = named.pivot_table(index="neighborhood", columns="group", values="held", aggfunc="first", sort=False)
    return wide[groups].rename_axis(columns=None).reset_index()


def coverage(material: Material) -> pd.DataFrame:
    """Public table: sessions per cell of the plan."""
    return count_coverage(material.sessions, material.config.plan)


def people(material: Material) -> pd.DataFrame:
    """Public table: people that shares are of, by neighborhood and stakeholder group, small counts masked.

    Returns:
        neighborhood, stakeholder_group, n_participants (missing where masked), shown (the count as it may be read).
    """
    heard = material.participants[material.participants["speaker_id"].isin(find_people(material.statements, material.assignments))]
    counts = (
        heard[["neighborhood", "stakeholder_group"]]
        .fillna(NOT_STATED)
        .value_counts()
        .rename("n_participants")
        .reset_index()
        .sort_values(["neighborhood", "stakeholder_group"], ignore_index=True)
    )
    return material.masked.mask_people(counts)


def people_table(material: Material) -> Fragment:
    """Set the table of people heard, or say why there is none."""
    counts = people(material)
    if counts.empty:
        return note(_("No source tells its speakers apart, so people cannot be counted by neighborhood or group."))
    heard = _("People heard")
    shown = pd.DataFrame(
        {
            _("Neighborhood"): counts["neighborhood"].map(group_words),
            _("Stakeholder group"): counts["stakeholder_group"].map(group_words),
            heard: counts["shown"].map(say_masked),
        }
    )
    masked = counts["n_participants"].isna().any()
    remark = _(
        "Counts below {few} people are hidden to protect them, and so are others where they would give one away.",
        few=material.config.privacy.who_threshold,
    )
    return table(
        shown,
        caption=_("People heard, by neighborhood and stakeholder group"),
        row_headers=2,
        numbers=(heard,),
        remark=remark if masked else "",
    )


def missing(cells: pd.DataFrame) -> Fragment:
    """Name the planned cells in which no session was held, by neighborhood."""
    planned = cells[cells["planned"]]
    gaps = planned[planned["n_sessions"] == 0]
    if planned.empty:
        return note(_("This city's settings name no plan, so nobody can say who was missed. Name one under `plan:` in city.yml."))
    if gaps.empty:
        return paragraph(_("Every neighborhood and stakeholder group of the plan was reached."))
    lines = []
    for place, rows in gaps.groupby("neighborhood", sort=False):
        groups = [group_words(group) for group in rows["stakeholder_group"]]
        everything = len(rows) == int((planned["neighborhood"] == place).sum())
        lines.append(
            _("{neighborhood}: no session at all.", neighborhood=group_words(place))
            if everything
            else _("{neighborhood}: no session with {groups}.", neighborhood=group_words(place), groups=listed(groups, "or"))
        )
    start = _("The plan names {total} pairs of a neighborhood and a group.", total=len(planned))
    without = ngettext("{n:,} pair had no session:", "{n:,} pairs had no session:", len(gaps))
    return join([paragraph(start, without), bullets(lines), paragraph(_("This report cannot speak for them."))])


def group_words(name: object) -> str:
    """Name a neighborhood or a group as people read it; what stands in its place where nobody said it is in the language of the report."""
    return _(NOT_STATED) if name == NOT_STATED else name_of(name)
