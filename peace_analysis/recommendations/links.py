"""Finding what a recommendation rests on in what a run found: themes come and go, and a link that leads nowhere is told, not dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from peace_analysis.recommendations.entries import Recommendation
from peace_analysis.themes.codebook_entries import Code
from peace_analysis.wording import _


@dataclass(frozen=True)
class Links:
    """What the links of one recommendation lead to in this run."""

    themes: tuple[str, ...]  # theme ids, each once, in the order of the links
    through_statements: bool  # no theme that it names was found: this is the one that most of the statements it cites are in
    statements: tuple[str, ...]  # statement ids
    lost: tuple[str, ...]  # links that lead nowhere, as they were written


def resolve_links(recommendation: Recommendation, themes: pd.DataFrame, assignments: pd.DataFrame, codes: Sequence[Code] = ()) -> Links:
    """Find the themes and statements that a recommendation names.

    A theme is named by the code that the codebook gave it, by its id, or by its name as shown. The code is the steady way: it stays with a
    theme whatever the theme is called. A theme has a code if the code is its id, or the code's brief is its description.
    Where no theme that it names is there, the theme counts that most of the statements it cites are in.

    Args:
        recommendation: As people wrote it.
        themes: As tables.THEMES.
        assignments: As tables.ASSIGNMENTS, one row per statement.
        codes: Codes of codebook.yml.

    Examples:
        >>> from peace_analysis import recommendations
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> written = {"id": "lamps", "title": "Mend the lamps", "text": "Within a week.", "owner": "Public works"}
        >>> written |= {"horizon": "later", "author": "AB", "themes": ["Dark streets", "Noise"]}
        >>> written |= {"history": [{"date": "2026-05-01", "status": "proposed", "author": "AB"}]}
        >>> lamps = recommendations.Recommendation.model_validate(written)
        >>> found = recommendations.resolve_links(lamps, made.themes, made.assignments)
        >>> found.themes, found.lost
        (('T02',), ('Noise',))
    """
    places = dict(zip(assignments["statement_id"], assignments["theme_id"], strict=True))
    found: list[str] = []
    lost: list[str] = []
    for link in recommendation.themes:
        theme = find_theme(link, themes, codes)
        found += [] if theme is None else [theme]
        lost += [link] if theme is None else []
    cited = tuple(one for one in recommendation.statements if one in places)
    lost += [one for one in recommendation.statements if one not in places]
    through_statements = not found
    if through_statements:
        counts = Counter(str(places[one]) for one in cited if isinstance(places[one], str))
        found = [min(counts, key=lambda theme: (-counts[theme], theme))] if counts else []
    return Links(tuple(dict.fromkeys(found)), through_statements and bool(found), cited, tuple(lost))


def find_theme(link: str, themes: pd.DataFrame, codes: Sequence[Code] = ()) -> str | None:
    """Find a theme by its id, its code or its name; None where this run has none.

    Examples:
        >>> from peace_analysis import recommendations
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> recommendations.find_theme("dark streets", made.themes), recommendations.find_theme("noise", made.themes)
        ('T02', None)
    """
    wanted = _plain(link)
    if link in set(themes["theme_id"]):
        return link
    code = next((code for code in codes if code.code == link), None)
    for theme, name, told in zip(themes["theme_id"], themes["name"], themes["description"], strict=True):
        if code is not None and (told == code.brief or name == code.name):
            return str(theme)
        if _plain(str(name)) == wanted:
            return str(theme)
    return None


def _plain(name: str) -> str:
    """A name to compare by, without the mark of a tentative theme, be it in English or in the language of the report."""
    before, _place, after = _("{name} (tentative)", name="\n").casefold().partition("\n")
    said = name.casefold().removesuffix("(tentative)").removeprefix(before).removesuffix(after)
    return " ".join(said.split())
