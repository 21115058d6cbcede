"""Choosing the quotes of a theme: typical, from different sessions, and attributed so coarsely that nobody is picked out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import pandas as pd

from peace_analysis.anonymize.personal_matters import tells_personal_matter
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.report.html import Fragment, join, paragraph, quote
from peace_analysis.report.material import Material, name_of
from peace_analysis.themes.exemplars import READABLE, disagrees
from peace_analysis.wording import _, marked

N_QUOTES = 4
N_REQUESTS = 2  # of them, at most so many that ask for something
ANYBODY = marked("A participant")
TITLES = {
    "request": marked("What people ask for:"),
    "typical": marked("What people describe:"),
    "different": marked("Told differently from most:"),
    "dissenting": marked("Someone who sees it another way:"),
}


def choose_quotes(material: Material, theme_id: str, *, n: int = N_QUOTES) -> pd.DataFrame:
    """Choose up to `n` quotes of a theme, and one that dissents where there is one, each from another session.

    First those that ask for something, two at most, then typical ones, then one that is as different from them as the theme allows.
    Only statements whose speaker consented to be quoted, and which the theme fits, are taken; those of a readable length that are most
    typical first. Where fewer than the opinion threshold of people raised the theme, nobody is quoted.

    Args:
        material: The city.
        theme_id: Theme or subtheme.
        n: Quotes at most.

    Returns:
        statement_id, text, language, request, kind ("request", "typical", "different", "dissenting"), attribution; verbatim from the
        anonymised statements. Who dissents is a participant and no more: a lone voice is recognised by those who sat beside it.
    """
    columns = ["statement_id", "text", "language", "request", "kind", "attribution"]
    of_theme = (material.spoken["theme_id"] == theme_id) | (material.spoken["subtheme_id"] == theme_id)
    numbers = material.everyone[material.everyone["theme_id"] == theme_id]
    if numbers.empty or bool(numbers["masked"].iloc[0]):
        return pd.DataFrame(columns=columns)
    candidates = material.spoken[
        of_theme & material.spoken["quotable"].astype(bool) & ~material.spoken["residual"].fillna(value=True).astype(bool)
    ]
    shows = material.exemplars[material.exemplars["theme_id"] == theme_id]
    typical = shows[shows["kind"] == "typical"].set_index("statement_id")["rank"]
    candidates = candidates.assign(
        readable=candidates["text"].str.len().between(*READABLE),
        strength=candidates["membership"].fillna(0.0).round(6),
        place=candidates["statement_id"].map(typical).astype("float64"),
    )
    candidates = candidates.sort_values(
        ["readable", "place", "strength", "statement_id"], ascending=[False, True, False, True], kind="stable", na_position="last"
    ).drop_duplicates("text")
    against = _first_shown(candidates, shows, "dissenting", ())
    other = _first_shown(candidates, shows, "different", against["session_id"]) if n > 1 else candidates.head(0)
    taken = [*against["session_id"], *other["session_id"]]
    rest = candidates[candidates["readable"] & ~candidates["session_id"].isin(taken)]
    rest = rest if len(rest) else candidates[~candidates["session_id"].isin(taken)]
    asks = rest["request"].astype(bool)
    first = rest[asks].drop_duplicates("session_id").head(min(N_REQUESTS, n - len(other)))
    often = rest[~asks & ~rest["session_id"].isin(first["session_id"])].drop_duplicates("session_id").head(n - len(first) - len(other))
    parts = {"request": first, "typical": often, "different": other, "dissenting": against}
    chosen = pd.concat([part.assign(kind=kind) for kind, part in parts.items()])
    said_by = [_(ANYBODY) if row["kind"] == "dissenting" else attribute_quote(material, theme_id, row) for row in rows_of(chosen)]
    return chosen.assign(attribution=said_by)[columns].reset_index(drop=True)


def _first_shown(candidates: pd.DataFrame, shows: pd.DataFrame, kind: str, taken: Collection[str]) -> pd.DataFrame:
    """The first statement of a kind that may be shown and is from another session than those taken: one row or none."""
    ranks = shows[shows["kind"] == kind].set_index("statement_id")["rank"]
    fitting = candidates[candidates["statement_id"].isin(list(ranks.index)) & ~candidates["session_id"].isin(list(taken))]
    return fitting.assign(order=fitting["statement_id"].map(ranks)).sort_values("order").drop(columns="order").head(1)


def attribute_quote(material: Material, theme_id: str, statement: Row) -> str:
    """Say who a quote is from: one attribute at most, of a group large enough, in which enough people raised the theme.

    Which attribute it is follows from the statement's id alone, so that a statement has one attribution wherever and whenever it is shown:
    two of them, also of two reports, could together point to one session. Whoever disagrees is a participant and no more, and so is
    whoever speaks of an illness or a case of their own or of somebody near.
    """
    text = str(statement["text"])
    if disagrees(text) or tells_personal_matter(text):
        return _(ANYBODY)  # a lone voice, or a story that others know, is recognised by those who sat beside it, wherever it stands
    kinds = [kind for kind in ("stakeholder_group", "neighborhood") if kind in material.config.compare_by]
    place = hashlib.sha256(str(statement["statement_id"]).encode()).digest()[0] % 2
    for attribute in kinds[place : place + 1] or kinds[:1]:
        group = statement[attribute]
        if not isinstance(group, str):
            continue
        cell = material.released[
            (material.released["attribute"] == attribute)
            & (material.released["group"] == group)
            & (material.released["theme_id"] == theme_id)
            & (material.released["unit"] == "participant")
        ]
        if len(cell) == 1 and bool(cell["adequate"].iloc[0]) and not bool(cell["masked"].iloc[0]):
            return say_attribution(attribute, group)
    return _(ANYBODY)


def say_attribution(attribute: str, group: str) -> str:
    """Say that somebody of a group, or of a neighborhood, is quoted."""
    if attribute == "neighborhood":
        return _("Participant, {neighborhood} neighborhood", neighborhood=name_of(group))
    return _("Participant, {group}", group=name_of(group))


def quote_list(material: Material, theme_id: str, *, n: int = N_QUOTES) -> Fragment:
    """Set the quotes of a theme one under the other: what people ask for, what they describe, another side, and a voice against."""
    chosen = choose_quotes(material, theme_id, n=n)
    pieces: list[Fragment] = []
    for kind, title in TITLES.items():
        rows = chosen[chosen["kind"] == kind]
        if len(rows):
            pieces.append(paragraph(_(title)))
            pieces += [quote(row.text, str(row.attribution), language=str(row.language)) for row in rows.itertuples()]
    return join(pieces)
