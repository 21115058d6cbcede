"""How people were engaged, who took part, and who was missing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from peace_analysis.charts.labels import counted, listed
from peace_analysis.groups.coverage import NOT_STATED, SMALL_SESSION, count_coverage, count_modes, programme_indicators
from peace_analysis.groups.gaps import describe_missing, next_sessions
from peace_analysis.groups.representation import REPRESENTATION, compare_with_population
from peace_analysis.report.compared import coverage_on_map
from peace_analysis.report.figures import coverage_figure
from peace_analysis.report.html import Fragment, bullets, facts, folded, join, note, paragraph
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.represented import represented
from peace_analysis.report.tabular import figure_with_table, table

MODE_WORDS = {"in_person": "in person", "virtual": "online", "hybrid": "both in person and online"}
FORM_WORDS = {"verbatim": "word-for-word transcripts", "notes": "notes", "summary": "summaries"}
LANGUAGE_WORDS = {
    "am": "Amharic",
    "ar": "Arabic",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "hm": "Hmong",
    "ht": "Haitian Creole",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "so": "Somali",
    "tl": "Tagalog",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
OFFICIALS_COLUMNS = ("officials_present", "police_present")
MOST_NEXT = 8  # planned cells that are listed for the next sessions


def language_words(code: str) -> str:
    """Name a language; the code where we have no name for it."""
    return LANGUAGE_WORDS.get(code, code)


def how_engaged(material: Material) -> Fragment:
    """Say how, when and in which languages people were engaged, and how their words were kept."""
    sessions = material.sessions
    numbers = facts(
        [
            ("sessions held", f"{len(sessions):,}"),
            ("people who attended", f"{int(sessions['n_attended'].sum()):,}"),
            ("people heard one by one", f"{material.n_people:,}"),
            ("statements", f"{len(material.statements):,}"),
        ]
    )
    sentences = [_when(sessions), _how(sessions["mode"], MODE_WORDS, "held"), _languages(sessions), _size(sessions)]
    kept = [_how(sessions["form"], FORM_WORDS, "kept as"), _officials(sessions)]
    asked = paragraph("Every session was asked two questions:")
    questions = bullets([material.config.questions[key] for key in ("a", "b") if key in material.config.questions], numbered=True)
    return join([numbers, paragraph(*(s for s in sentences if s)), paragraph(*(s for s in kept if s)), asked, questions])


def who_took_part(material: Material) -> Fragment:
    """Say who took part and who of the plan was missing: figure, table of people, gaps in words."""
    cells = count_coverage(material.sessions, material.config.plan)
    figure = coverage_figure(material)
    pieces = [figure_with_table(figure, frame=coverage_table(cells), numbers=cells["stakeholder_group"].map(name_of))] if figure else []
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
            "Who lives in the city is not recorded here (population.csv), so nobody can say which residents were heard too little."
        )
    heard = material.participants[material.participants["speaker_id"].isin(material.statements["speaker_id"].dropna())]
    attributes = ["neighborhood", *sorted(set(material.population["attribute"]) - {"everyone"})]
    known = [compare_with_population(heard, material.population, name) for name in attributes]
    filled = [frame for frame in known if len(frame)]
    representation = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(REPRESENTATION.by_name))
    hidden = material.config.privacy.model_copy(update={"who_threshold": len(heard) + 1})
    lines = describe_missing(cells, representation, material.population, hidden)
    if not lines:
        return paragraph("Beside the people who live in the city, no group of residents was heard much less than its number.")
    return join([paragraph("Beside the people who live in the city, these were missing or heard too little:"), bullets(lines)])


def go_next(material: Material, cells: pd.DataFrame) -> Fragment:
    """List the planned cells that need another session, the largest unheard population first."""
    found = next_sessions(cells, material.sessions, material.population)
    if found.empty:
        return Fragment("")
    shown = pd.DataFrame(
        {
            "Neighborhood": found["neighborhood"].map(name_of),
            "Stakeholder group": found["stakeholder_group"].map(name_of),
            "Sessions held": found["n_sessions"],
            "Why": found["why"],
        }
    ).head(MOST_NEXT)
    more = len(found) - len(shown)
    remark = f"{counted(more, 'more pair')} of the plan had fewer than two sessions." if more else ""
    return table(shown, caption="Where to hold the next sessions", row_headers=2, numbers=("Sessions held",), remark=remark)


def indicators(material: Material, cells: pd.DataFrame) -> Fragment:
    """Fold away how the programme went, one sentence per indicator."""
    found = programme_indicators(material.sessions, cells, material.population)
    return folded("Show how the programme went", join([bullets(list(found["words"])), modes(material)]))


def modes(material: Material) -> Fragment:
    """Set how people met, by stakeholder group: those reached online are not those reached in a hall."""
    counts = count_modes(material.sessions)
    names = {name: MODE_WORDS.get(str(name), str(name)).capitalize() for name in counts.columns[1:]}
    counts["stakeholder_group"] = counts["stakeholder_group"].map(name_of)
    return table(counts.rename(columns=names), caption="Sessions by stakeholder group and how people met")


def coverage_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Lay the cells of the plan out as people read them: a row per neighborhood, a column per stakeholder group."""
    held = cells["n_sessions"].astype(str).where(cells["n_sessions"] > 0, cells["planned"].map({True: "none", False: "not planned"}))
    named = cells.assign(held=held, neighborhood=cells["neighborhood"].map(name_of), group=cells["stakeholder_group"].map(name_of))
    groups = list(dict.fromkeys(named["group"]))
    wide = named.pivot_table(index="neighborhood", columns="group", values="held", aggfunc="first", sort=False)
    return wide[groups].rename_axis(columns=None).reset_index()


def coverage(material: Material) -> pd.DataFrame:
    """Public table: sessions per cell of the plan."""
    return count_coverage(material.sessions, material.config.plan)


def people(material: Material) -> pd.DataFrame:
    """Public table: people heard by neighborhood and stakeholder group, small counts masked.

    Returns:
        neighborhood, stakeholder_group, n_participants (missing where masked), shown (the count as it may be read).
    """
    heard = material.participants[material.participants["speaker_id"].isin(material.statements["speaker_id"].dropna())]
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
        return note("No source tells its speakers apart, so people cannot be counted by neighborhood or group.")
    shown = pd.DataFrame(
        {
            "Neighborhood": counts["neighborhood"].map(name_of),
            "Stakeholder group": counts["stakeholder_group"].map(name_of),
            "People heard": counts["shown"],
        }
    )
    masked = counts["n_participants"].isna().any()
    remark = (
        f"Counts below {material.config.privacy.who_threshold} people are hidden to protect them, "
        "and so are others where they would give one away."
    )
    return table(
        shown,
        caption="People heard, by neighborhood and stakeholder group",
        row_headers=2,
        numbers=("People heard",),
        remark=remark if masked else "",
    )


def missing(cells: pd.DataFrame) -> Fragment:
    """Name the planned cells in which no session was held, by neighborhood."""
    planned = cells[cells["planned"]]
    gaps = planned[planned["n_sessions"] == 0]
    if planned.empty:
        return note("This city's settings name no plan, so nobody can say who was missed. Name one under `plan:` in city.yml.")
    if gaps.empty:
        return paragraph("Every neighborhood and stakeholder group of the plan was reached.")
    lines = []
    for place, rows in gaps.groupby("neighborhood", sort=False):
        groups = [name_of(group) for group in rows["stakeholder_group"]]
        everything = len(rows) == int((planned["neighborhood"] == place).sum())
        who = "no session at all" if everything else f"no session with {listed(groups, 'or')}"
        lines.append(f"{name_of(place)}: {who}.")
    start = f"The plan names {len(planned)} pairs of a neighborhood and a group. {counted(len(gaps), 'pair')} had no session:"
    return join([paragraph(start), bullets(lines), paragraph("This report cannot speak for them.")])


def _when(sessions: pd.DataFrame) -> str:
    days = sorted(date.fromisoformat(day) for day in sessions["date"].dropna())
    if not days:
        return f"People met in {counted(len(sessions), 'session')}; their dates are not recorded."
    first, last = (f"{day:%B} {day.day}, {day.year}" for day in (days[0], days[-1]))
    return f"People met in {counted(len(sessions), 'session')} " + (f"on {first}." if first == last else f"from {first} to {last}.")


def _how(values: pd.Series, words: dict[str, str], verb: str) -> str:
    """Say how many sessions were of each kind, most frequent first."""
    counts = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    parts = [f"{n} {'was' if n == 1 else 'were'} {verb} {words.get(str(kind), name_of(kind))}" for kind, n in counts.items()]
    if len(parts) == 1:
        n = int(counts.iloc[0])
        return f"{'It was' if n == 1 else 'All were'} {verb} {words.get(str(counts.index[0]), name_of(counts.index[0]))}."
    return f"{listed(parts)}."


def _languages(sessions: pd.DataFrame) -> str:
    counts = sessions["language"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if len(counts) == 1:
        return f"{'It was' if len(sessions) == 1 else 'All were'} in {language_words(str(counts.index[0]))}."
    parts = [f"{n} {'was' if n == 1 else 'were'} in {language_words(str(code))}" for code, n in counts.items()]
    return f"{listed(parts)}."


def _size(sessions: pd.DataFrame) -> str:
    small = int((sessions["n_attended"] <= SMALL_SESSION).sum())
    all_of_them = small == len(sessions)
    return f"{'Each' if all_of_them else f'{small} of {len(sessions)}'} had {SMALL_SESSION} people or fewer."


def _officials(sessions: pd.DataFrame) -> str:
    column = next((name for name in OFFICIALS_COLUMNS if name in sessions.columns), None)
    if column is None:
        return "Whether police or officials were present is not recorded."
    present = int(sessions[column].fillna("").str.strip().str.lower().isin(("yes", "y", "true", "1")).sum())
    if present == 0:
        return "No session is recorded as having police or officials present."
    return f"Police or officials were present at {counted(present, 'session')}; people may have spoken less freely there."
