"""The codebook as coders read it: what each theme means, when to use it and when not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.coding.agreement import NONE
from peace_analysis.exchange.coding_workbook import CODEBOOK_COLUMNS
from peace_analysis.exchange.recommendations_file import read_codes
from peace_analysis.exchange.refi_qda_codes import find_entry

if TYPE_CHECKING:
    from peace_analysis.city import City


def make_codebook(
    city: City, themes: pd.DataFrame, statements: pd.DataFrame, labels: Mapping[str, str], hidden: Iterable[str] = ()
) -> pd.DataFrame:
    """Set out what each theme means, when to use it and when not: from codebook.yml where it has a code, else what the run says of it.

    Args:
        city: The city.
        themes: As tables.THEMES.
        statements: As tables.STATEMENTS, for examples.
        labels: theme_id -> how it is chosen; "none" last.
        hidden: Statements that must not stand as examples.
    """
    entries = read_codes(city.folder / "codebook.yml")
    said = themes.set_index("theme_id")
    words = dict(zip(statements["statement_id"], statements["text"], strict=True))
    for key in hidden:
        words.pop(key, None)
    rows = []
    for key, label in labels.items():
        if key == NONE:
            rows.append((label, "Fits no theme.", "", "", ""))
            continue
        if (entry := find_entry(key, str(said["name"][key]), str(said["description"][key]), entries)) is not None:
            text = " ".join(part for part in (entry.brief, entry.definition if entry.definition != entry.brief else "") if part)
            rows.append((label, text, entry.use_when, entry.not_when, str(words.get(entry.example, ""))))
        else:
            phrases = str(said["key_phrases"][key])
            rows.append((label, f"{said['description'][key]} Key phrases: {phrases}.", "", "", ""))
    return pd.DataFrame(rows, columns=list(CODEBOOK_COLUMNS))
