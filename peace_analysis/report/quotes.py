"""Choosing the quotes of a theme: typical, from different sessions, and attributed so coarsely that nobody is picked out."""

from __future__ import annotations

import hashlib

import pandas as pd

from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.report.html import Fragment, join, paragraph, quote
from peace_analysis.report.material import Material, name_of

LENGTH = (60, 420)  # characters; shorter ones say little, longer ones are read by few
N_QUOTES = 4
N_REQUESTS = 2  # of them, at most so many that ask for something
ANYBODY = "A participant"


def choose_quotes(material: Material, theme_id: str, *, n: int = N_QUOTES) -> pd.DataFrame:
    """Choose up to `n` quotes of a theme, each from another session: first those that ask for something, two at most, then others.

    Only statements whose speaker consented to be quoted, and which the theme fits, are taken; those of a readable length and the
    strongest membership first. Where fewer than the opinion threshold of people raised the theme, nobody is quoted.

    Args:
        material: The city.
        theme_id: Theme or subtheme.
        n: Quotes at most.

    Returns:
        statement_id, text, language, request, attribution; verbatim from the anonymised statements.
    """
    columns = ["statement_id", "text", "language", "request", "attribution"]
    of_theme = (material.spoken["theme_id"] == theme_id) | (material.spoken["subtheme_id"] == theme_id)
    numbers = material.everyone[material.everyone["theme_id"] == theme_id]
    if numbers.empty or bool(numbers["masked"].iloc[0]):
        return pd.DataFrame(columns=columns)
    candidates = material.spoken[
        of_theme & material.spoken["quotable"].astype(bool) & ~material.spoken["residual"].fillna(value=True).astype(bool)
    ]
    candidates = candidates.assign(
        readable=candidates["text"].str.len().between(*LENGTH), strength=candidates["membership"].fillna(0.0).round(6)
    )
    candidates = candidates.sort_values(["readable", "strength", "statement_id"], ascending=[False, False, True], kind="stable")
    candidates = candidates.drop_duplicates("text")
    asks = candidates["request"].astype(bool)
    first = candidates[asks].drop_duplicates("session_id").head(min(N_REQUESTS, n))
    others = candidates[~asks & ~candidates["session_id"].isin(first["session_id"])].drop_duplicates("session_id").head(n - len(first))
    chosen = pd.concat([first, others])
    return chosen.assign(attribution=[attribute_quote(material, theme_id, row) for row in rows_of(chosen)])[columns].reset_index(drop=True)


def attribute_quote(material: Material, theme_id: str, statement: Row) -> str:
    """Say who a quote is from: one attribute at most, of a group large enough, in which enough people raised the theme.

    Which attribute is asked first follows from the statement's id, so that a statement has one attribution wherever it is shown: two of
    them together could point to one session.
    """
    kinds = [("stakeholder_group", "Participant, {}"), ("neighborhood", "Participant, {} neighborhood")]
    if hashlib.sha256(str(statement["statement_id"]).encode()).digest()[0] % 2:
        kinds.reverse()
    for attribute, words in kinds:
        group = statement[attribute]
        if attribute not in material.config.compare_by or not isinstance(group, str):
            continue
        cell = material.released[
            (material.released["attribute"] == attribute)
            & (material.released["group"] == group)
            & (material.released["theme_id"] == theme_id)
            & (material.released["unit"] == "participant")
        ]
        if len(cell) == 1 and bool(cell["adequate"].iloc[0]) and not bool(cell["masked"].iloc[0]):
            return words.format(name_of(group))
    return ANYBODY


def quote_list(material: Material, theme_id: str, *, n: int = N_QUOTES) -> Fragment:
    """Set the quotes of a theme one under the other: what people ask for apart from what they describe."""
    chosen = choose_quotes(material, theme_id, n=n)
    asks = chosen["request"].astype(bool)
    pieces: list[Fragment] = []
    for title, rows in (("What people ask for:", chosen[asks]), ("What people describe:", chosen[~asks])):
        if len(rows):
            pieces.append(paragraph(title))
            pieces += [quote(row.text, str(row.attribution), language=str(row.language)) for row in rows.itertuples()]
    return join(pieces)
