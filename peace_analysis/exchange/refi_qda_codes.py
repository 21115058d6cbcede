"""A city's themes, subthemes and codes as the codebook of a REFI-QDA project, and back: which code is which theme."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from peace_analysis.charts.theme_colors import theme_color
from peace_analysis.exchange.refi_qda_model import Code, Codebook, Group
from peace_analysis.themes.codebook_entries import Code as Entry

if TYPE_CHECKING:
    import pandas as pd

ORIGIN = "peace_analysis"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:peace_analysis:refi-qda")
GREY = "#6B6B6B"
PROPERTIES = {  # what statements have besides themes -> name and meaning of the code that says so
    "request": ("Asks for something", "Asks for something or proposes it, by its wording."),
    "a": ("Answers question a", ""),
    "b": ("Answers question b", ""),
    "quotable": ("May be quoted", "The speaker consented to be quoted, and does not introduce themselves in it. Quote nothing else."),
    "typical": ("Typical of its theme", "One of the statements that show best what their theme is."),
    "different": ("Another side of its theme", "Belongs to its theme and is unlike the typical statements."),
    "dissenting": ("Sees it another way", "Speaks of its theme and disagrees."),
    "quote": ("Marked as quote", "Somebody on the team marked it as a quote."),
    "residual": ("Fits no theme", "Read, and in no theme."),
}


@dataclass(frozen=True)
class CityCodes:
    """A city's codes, and what they stand for."""

    codes: tuple[Code, ...]
    sets: tuple[Group, ...]
    themes: Mapping[str, str]  # theme_id -> GUID of its code
    entries: Mapping[str, str]  # code in codebook.yml -> GUID
    properties: Mapping[str, str]  # key of PROPERTIES -> GUID


def guid_of(city: str, kind: str, name: str) -> str:
    """The GUID that a thing has in every export of a city."""
    return str(uuid.uuid5(_NAMESPACE, f"{city}/{kind}/{name}"))


def list_codes(
    city: str, themes: pd.DataFrame, marks: pd.DataFrame, entries: Sequence[Entry] = (), questions: Mapping[str, str] | None = None
) -> CityCodes:
    """Make codes of themes and of what else is known of statements.

    Args:
        city: Key of the city; its GUIDs follow from it.
        themes: As tables.THEMES.
        marks: As tables.THEME_MARKS.
        entries: Codes of codebook.yml. One that no theme has is carried too.
        questions: The standing questions.

    Returns:
        Themes with their subthemes, then codes without a theme, then a folder of properties. Siblings have different names.
    """
    colors = dict(zip(marks["theme_id"], marks["color"], strict=True))
    held = {theme: find_entry(theme, name, told, entries) for theme, name, told in _rows(themes)}
    guids = {theme: guid_of(city, "code", entry.code) if entry else guid_of(city, "theme", theme) for theme, entry in held.items()}
    top: list[tuple[str, Code]] = []
    parts: dict[str, list[Code]] = {}
    for row in themes.to_dict("records"):
        theme = str(row["theme_id"])
        code = Code(guids[theme], str(row["name"]), True, theme_color(int(colors.get(theme, 0))), _describe(row, held[theme]))
        if isinstance(row["parent_id"], str) and row["parent_id"] in guids:
            parts.setdefault(row["parent_id"], []).append(code)
        else:
            top.append((theme, code))
    codes = [replace(code, codes=_apart(parts.get(theme, []))) for theme, code in top]
    used = set(guids.values())
    alone = {entry.code: guid_of(city, "code", entry.code) for entry in entries}
    codes += [
        Code(alone[e.code], e.name, True, GREY, _define(e, "No statement has it in this run."))
        for e in entries
        if alone[e.code] not in used
    ]
    properties = {key: guid_of(city, "property", key) for key in PROPERTIES}
    asked = questions or {}
    members = [Code(properties[key], name, True, GREY, told or asked.get(key, "")) for key, (name, told) in PROPERTIES.items()]
    folder = Code(
        guid_of(city, "property", ""), "About statements", False, GREY, "What is known of statements besides themes.", (), tuple(members)
    )
    return CityCodes((*_apart(codes), folder), tuple(_list_sets(city, themes, guids, held)), guids, alone, properties)


def themes_only(found: CityCodes) -> CityCodes:
    """Leave out what is known of statements besides themes."""
    return replace(found, codes=found.codes[:-1], properties={})


def as_codebook(found: CityCodes) -> Codebook:
    """Codes and sets alone (.qdc)."""
    return Codebook(found.codes, found.sets, ORIGIN)


def find_entry(theme: str, name: str, description: str, entries: Sequence[Entry]) -> Entry | None:
    """Find the code that a theme has: the one that is its id, else the one whose brief is its description or whose name is its own.

    A run writes a code's name and brief into the theme that `define` gives it, so that these tell whose code it is.

    Args:
        theme: theme_id.
        name: As in tables.THEMES.
        description: As in tables.THEMES.
        entries: Codes of codebook.yml.
    """
    for entry in entries:
        if entry.code == theme:
            return entry
    return next((entry for entry in entries if entry.brief == description or entry.name == name), None)


def _rows(themes: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [(str(a), str(b), str(c)) for a, b, c in zip(themes["theme_id"], themes["name"], themes["description"], strict=True)]


def _describe(row: Mapping[Hashable, object], entry: Entry | None) -> str:
    stability = row["stability"]
    lines = [_define(entry) if entry else str(row["description"]), f"Theme {row['theme_id']}."]
    if row["key_phrases"]:
        lines.append(f"Key phrases: {row['key_phrases']}.")
    if isinstance(stability, float) and stability == stability:  # noqa: PLR0124  (not a number: people made the theme)
        from peace_analysis.tables import TENTATIVE

        lines.append(f"Stability: {stability:.2f}{', tentative' if stability < TENTATIVE else ''}.")
    else:
        lines.append("Stability: not measured, people made or changed it.")
    return "\n".join(lines)


def _define(entry: Entry, last: str = "") -> str:
    parts = [entry.brief, entry.definition if entry.definition != entry.brief else ""]
    parts += [f"Use when: {entry.use_when}" if entry.use_when else "", f"Not when: {entry.not_when}" if entry.not_when else ""]
    return "\n".join(part for part in (*parts, f"Example: {entry.example}." if entry.example else "", last) if part)


def _apart(codes: Sequence[Code]) -> tuple[Code, ...]:
    """Give siblings of one name different ones: some programs take no two."""
    seen: dict[str, int] = {}
    told = []
    for code in codes:
        n = seen[code.name.casefold()] = seen.get(code.name.casefold(), 0) + 1
        told.append(code if n == 1 else replace(code, name=f"{code.name} ({n})"))
    return tuple(told)


def _list_sets(city: str, themes: pd.DataFrame, guids: Mapping[str, str], held: Mapping[str, Entry | None]) -> list[Group]:
    from peace_analysis.tables import TENTATIVE

    tentative = tuple(guids[str(theme)] for theme in themes.loc[themes["stability"] < TENTATIVE, "theme_id"])
    decided = tuple(guids[theme] for theme, entry in held.items() if entry)
    groups = (
        ("Tentative themes", f"Found again in too few of the bootstraps (stability below {TENTATIVE}).", tentative),
        ("Themes of the codebook", "People defined them in codebook.yml.", decided),
    )
    return [Group(guid_of(city, "set", name), name, told, members) for name, told, members in groups if members]
