"""Sessions and participants of a city as cases with attributes: only columns that are declared, none that names anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from peace_analysis.exchange.refi_qda_codes import guid_of
from peace_analysis.exchange.refi_qda_model import Case, Value, Variable, VariableKind

if TYPE_CHECKING:
    from peace_analysis.exchange.refi_qda_city import CityTables

_SESSION = ("date", "mode", "language", "neighborhood", "stakeholder_group", "n_attended", "form")
_NEVER = ("session_id", "speaker_id", "transcript")
_CASE = "case"  # the variable that tells sessions and participants apart
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def describe_cases(tables: CityTables, sources: set[str], statements: set[str]) -> tuple[tuple[Variable, ...], tuple[Case, ...]]:
    """Make a case of every session (with its source) and every participant (with their statements).

    Args:
        tables: The city.
        sources: Sessions that have a source.
        statements: Statements that have a selection.

    Returns:
        Variables, and cases: sessions in the order of sessions.csv, then participants.
    """
    key = tables.key
    sessions = [name for name in (*_SESSION, *tables.config.compare_by) if name in tables.sessions.columns]
    people = [str(name) for name in tables.participants.columns if name not in _NEVER]
    columns = list(dict.fromkeys((*sessions, *people)))
    kinds: dict[str, VariableKind] = {name: _kind_of(name, tables) for name in columns}
    meanings = {"quote_consent": "Consented to be quoted.", "n_attended": "Participants who attended."}
    variables = [Variable(guid_of(key, "variable", _CASE), _CASE, "Text", "session or participant")]
    variables += [Variable(guid_of(key, "variable", name), name, kinds[name], meanings.get(name, "")) for name in columns]
    said: dict[str, list[str]] = {}
    for one, speaker in zip(tables.statements["statement_id"], tables.statements["speaker_id"], strict=True):
        if isinstance(speaker, str) and str(one) in statements:
            said.setdefault(speaker, []).append(guid_of(key, "statement", str(one)))
    cases = []
    for row in tables.sessions.to_dict("records"):
        name = str(row["session_id"])
        refers = (guid_of(key, "source", name),) if name in sources else ()
        values = _values(key, "session", row, dict.fromkeys(sessions), kinds)
        cases.append(Case(guid_of(key, "session", name), name, "", (), values, refers))
    for row in tables.participants.to_dict("records"):
        name = str(row["speaker_id"])
        values = _values(key, "participant", row, people, kinds)
        cases.append(Case(guid_of(key, "participant", name), name, "", (), values, (), tuple(said.get(name, ()))))
    return tuple(variables), tuple(cases)


def name_left_out(tables: CityTables) -> list[str]:
    """Name the columns of sessions.csv that are not carried."""
    carried = {*_SESSION, *_NEVER, *tables.config.compare_by}
    filled = tables.sessions.fillna("").astype(str)
    left = [str(name) for name in filled.columns if name not in carried and filled[name].str.strip().any()]
    return [f"columns of sessions.csv that are not declared for comparison and may name people: {', '.join(left)}"] if left else []


def _kind_of(name: str, tables: CityTables) -> VariableKind:
    import pandas as pd

    frame = tables.sessions if name in tables.sessions.columns else tables.participants
    if name == "date":
        return "Date" if all(_DAY.fullmatch(str(day)) for day in frame[name].dropna()) else "Text"
    if pd.api.types.is_bool_dtype(frame[name]):
        return "Boolean"
    return "Integer" if pd.api.types.is_integer_dtype(frame[name]) else "Text"


def _values(key: str, case: str, row: dict[Any, Any], columns: Iterable[str], kinds: dict[str, VariableKind]) -> tuple[Value, ...]:
    values = [Value(guid_of(key, "variable", _CASE), "Text", case)]
    for name in columns:
        cell = row[name]
        if cell is None or cell != cell or not str(cell).strip():  # noqa: PLR0124  (empty)
            continue
        text = ("true" if cell else "false") if kinds[name] == "Boolean" else str(cell)
        values.append(Value(guid_of(key, "variable", name), kinds[name], text))
    return tuple(values)
