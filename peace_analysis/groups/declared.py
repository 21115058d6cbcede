"""Comparisons declared in city.yml before anybody looked at the data: a family of their own, so that few questions need less proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from peace_analysis.settings import Hypothesis

REST = "rest"
Comparison = tuple[str, str, str, str]  # attribute, group, the other group or `rest`, theme_id


def find_declared(hypotheses: Sequence[Hypothesis], themes: pd.DataFrame) -> tuple[list[Comparison], list[str]]:
    """Find the themes that declared comparisons name.

    Args:
        hypotheses: As city.yml declares them.
        themes: `tables.THEMES`; only themes that are no subthemes are compared.

    Returns:
        The comparisons, each once, in the order declared; and names that no theme has, by id or by name (case does not matter).

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.settings import Hypothesis
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> asked = [Hypothesis(attribute="neighborhood", group="Harbor", themes=("waiting for help", "noise"))]
        >>> groups.find_declared(asked, made.themes)
        ([('neighborhood', 'Harbor', 'rest', 'T01')], ['noise'])
    """
    top = themes[themes["parent_id"].isna()]
    by_name = {str(name).casefold(): str(key) for key, name in zip(top["theme_id"], top["name"], strict=True)}
    by_name |= {str(key).casefold(): str(key) for key in top["theme_id"]}
    found: list[Comparison] = []
    missing: list[str] = []
    for hypothesis in hypotheses:
        for name in hypothesis.themes:
            theme = by_name.get(name.casefold())
            if theme is None:
                missing.append(name)
            else:
                found.append((hypothesis.attribute, hypothesis.group, hypothesis.against or REST, theme))
    return list(dict.fromkeys(found)), list(dict.fromkeys(missing))


def mark_declared(contrasts: pd.DataFrame, declared: Iterable[Comparison]) -> pd.Series:
    """Tell which rows of a table of contrasts were declared; of two groups, either names the comparison.

    Args:
        contrasts: attribute, group, against, theme_id.
        declared: As `find_declared` gives them.
    """
    wanted = set(declared)
    n_groups = contrasts.groupby("attribute")["group"].transform("nunique")

    def is_declared(attribute: str, group: str, against: str, theme: str, alone: bool) -> bool:
        ways = {(group, against), (against, group)} | ({(group, REST), (against, REST)} if alone else set())
        return any((attribute, *way, theme) in wanted for way in ways)

    columns = (contrasts[name] for name in ("attribute", "group", "against", "theme_id"))
    alone = (n_groups == 1) & (contrasts["against"] != REST)
    return pd.Series([is_declared(*row) for row in zip(*columns, alone, strict=True)], index=contrasts.index, dtype="bool")
