"""What coders gave to the statements of a city as they stand now: codes of other words, or of themes that are gone, are set apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.coding.agreement import NONE, Agreement, list_withheld, measure_agreement, with_parts
from peace_analysis.exchange.coding_files import read_agreed, read_codes, read_notes, split_codes
from peace_analysis.exchange.coding_rounds import CODES, coding_folder, read_rounds, seal_cells
from peace_analysis.tables import STATEMENTS, THEMES

if TYPE_CHECKING:
    from peace_analysis.city import City


@dataclass(frozen=True)
class CodedCity:
    """Codes that hold for the statements and themes of now."""

    codes: dict[str, dict[str, frozenset[str]]] = field(repr=False)  # statement_id -> coder -> themes, or {"none"}
    settled: dict[str, frozenset[str]] = field(repr=False)  # statement_id -> what coders settled on
    notes: dict[str, dict[str, str]] = field(repr=False)  # statement_id -> coder -> note
    agreement: Agreement
    n_changed: int = 0  # codes of statements that are gone, or whose words have changed since they were coded
    n_gone: int = 0  # codes that name a theme that is gone


def read_coded(city: City, statements: pd.DataFrame, themes: pd.DataFrame) -> CodedCity:
    """Read what coders gave and settled, and measure how far they agree.

    Args:
        city: The city.
        statements: As tables.STATEMENTS.
        themes: As tables.THEMES.

    Raises:
        CityError: If one of the files is not what it should be; lists every problem.
    """
    top = [str(key) for key in themes.loc[themes["parent_id"].isna(), "theme_id"]]
    known = {*top, NONE}
    rows, settled_rows = read_codes(city), read_agreed(city)
    sessions = dict(zip(map(str, statements["statement_id"]), map(str, statements["session_id"]), strict=True))
    asked = _asked_words(city) if rows else {}
    seals = {}
    if rows:
        coded = statements[statements["statement_id"].isin([row.statement_id for row in rows])]
        seals = {str(key): seal_statement(str(text)) for key, text in zip(coded["statement_id"], coded["text"], strict=True)}
    codes: dict[str, dict[str, frozenset[str]]] = {}
    notes: dict[str, dict[str, str]] = {}
    n_changed = n_gone = 0
    for row in rows:
        now = seals.get(row.statement_id)
        if now is None or asked.get((row.statement_id, row.coder), now) != now:
            n_changed += 1
        elif not row.code_set <= known:
            n_gone += 1
        else:
            codes.setdefault(row.statement_id, {})[row.coder] = row.code_set
    for noted in read_notes(city) if codes else ():
        notes.setdefault(noted.statement_id, {})[noted.coder] = noted.note
    settled = {row.statement_id: split_codes(row.codes) for row in settled_rows}
    settled = {key: given for key, given in settled.items() if given <= known}
    return CodedCity(codes, settled, notes, measure_agreement(codes, settled, sorted(top), sessions), n_changed, n_gone)


def read_agreement(city: City) -> Agreement | None:
    """Measure how far people who coded statements of a city agree; None where no statement was coded by two.

    Raises:
        CityError: If the themes have not been made, or a file of coders is not what it should be.
    """
    if not (coding_folder(city) / "codes.csv").is_file():
        return None
    agreement = read_coded(city, city.load_table(STATEMENTS), city.load_table(THEMES)).agreement
    return agreement if agreement.n_statements else None


def read_withheld(city: City) -> frozenset[str]:
    """Name the themes and subthemes that have no counts until their coders have settled where they differ.

    Raises:
        CityError: As `read_agreement`.
    """
    agreement = read_agreement(city)
    return frozenset() if agreement is None else with_parts(list_withheld(agreement), city.load_table(THEMES))


def seal_statement(text: str) -> str:
    """Fingerprint of a statement's words as a workbook shows them."""
    from peace_analysis.report.public import neutralise_text  # the report itself reads what coders agree on

    return seal_cells([neutralise_text(text)])


def _asked_words(city: City) -> dict[tuple[str, str], str]:
    """Fingerprint of the words that each coder read, by statement and coder; the latest where it was asked twice."""
    return {
        (item.about, coder): item.seal
        for asked in read_rounds(city).values()
        if asked.kind == CODES
        for items in asked.sheets.values()
        for item in items.values()
        for coder in asked.coders
    }
