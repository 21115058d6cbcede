"""What coders gave to statements, how far they agree, theme by theme and over all, and what they settled afterwards.

Source:
    METHODS section 4: .800 and above is reliable, .667 to .800 tentative; below, a theme's counts are withheld until it is settled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from peace_analysis.coding.alpha import Alpha, measure_alpha, measure_alpha_of_sets
from peace_analysis.notebook_view import say_count, view_table

NONE = "none"  # the code of a statement that fits no theme
MOST_CODES = 3
RELIABLE, ACCEPTABLE = 0.800, 0.667
VERDICTS = ("reliable", "tentative", "withheld", "settled", "not measured")
Codes = Mapping[str, Mapping[str, frozenset[str]]]  # statement_id -> coder -> themes, or {"none"}
Consensus = Mapping[str, frozenset[str]]  # statement_id -> themes, or {"none"}


@dataclass(frozen=True)
class Agreement:
    """How far coders agree."""

    overall: Alpha  # of sets of codes
    themes: pd.DataFrame = field(repr=False)  # theme_id, n_coded, n_used, n_open, alpha, low, high, verdict
    coders: tuple[str, ...] = ()
    n_statements: int = 0  # coded by at least two
    n_differ: int = 0  # of these, statements on which they differ
    n_open: int = 0  # of these, not yet settled

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        rows = [
            (row["theme_id"], row["n_coded"], say_count(int(row["n_used"])), row["alpha"], row["low"], row["high"], row["verdict"])
            for row in self.themes.to_dict("records")
        ]
        whole = self.overall
        title = f"Agreement of {len(self.coders)} coders on {self.n_statements:,} statements"
        remark = f"Over all alpha is {whole.value:.2f} ({whole.low:.2f} to {whole.high:.2f}). "
        remark += f"They differ on {self.n_differ:,} statements; {self.n_open:,} are open."
        return view_table(title, ["theme", "coded", "given", "alpha", "low", "high", "verdict"], rows, remark=remark)


def agree_codes(codes: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether all coders of a statement gave it the same codes.

    Examples:
        >>> from peace_analysis import coding
        >>> coding.agree_codes({"AB": frozenset({"T01"}), "CD": frozenset({"T01", "T02"})})
        False
    """
    return len(set(codes.values())) == 1


def double_coded(codes: Codes) -> dict[str, Mapping[str, frozenset[str]]]:
    """Keep the statements that at least two people coded, in the order of their ids."""
    return {key: codes[key] for key in sorted(codes) if len(codes[key]) >= 2}


def list_disagreements(codes: Codes) -> list[str]:
    """List the statements that coders gave different codes, in the order of their ids.

    Examples:
        >>> from peace_analysis import coding
        >>> codes = {"S1": {"AB": frozenset({"T01"}), "CD": frozenset({"T01"})}, "S2": {"AB": frozenset({"T01"}), "CD": frozenset({"T02"})}}
        >>> coding.list_disagreements(codes)
        ['S2']
    """
    return [key for key, given in double_coded(codes).items() if not agree_codes(given)]


def consensus_codes(codes: Codes, settled: Consensus) -> dict[str, frozenset[str]]:
    """Find what coders hold in common: what all of them gave, or what they settled on afterwards. Statements still open are left out.

    Examples:
        >>> from peace_analysis import coding
        >>> codes = {"S1": {"AB": frozenset({"T01"}), "CD": frozenset({"T01"})}, "S2": {"AB": frozenset({"T01"}), "CD": frozenset({"T02"})}}
        >>> coding.consensus_codes(codes, {"S2": frozenset({"T02"})})
        {'S1': frozenset({'T01'}), 'S2': frozenset({'T02'})}
    """
    both = double_coded(codes)
    agreed = {key: next(iter(given.values())) for key, given in both.items() if agree_codes(given)}
    return agreed | {key: settled[key] for key in both if key in settled and key not in agreed}


def measure_agreement(codes: Codes, settled: Consensus, themes: Sequence[str], sessions: Mapping[str, str]) -> Agreement:
    """Measure how far coders agree.

    A theme's alpha compares, for each statement, who gave it the theme and who did not. Over all, sets of codes are compared. Intervals
    leave out one session at a time, because statements of one session are alike.

    Args:
        codes: What each coder gave to each statement.
        settled: What coders settled on where they had differed.
        themes: Ids of the themes that could be given.
        sessions: statement_id -> session_id.

    Returns:
        `themes` has one row per theme: n_coded (statements that at least two coded), n_used (of these, statements that somebody gave the
        theme), n_open (of these, coders differ on the theme and have not settled), alpha with its interval, and the verdict: "reliable",
        "tentative", "withheld", "settled" (alpha lies below, and every difference on the theme has been settled since) or "not measured"
        (nobody gave it).

    Examples:
        >>> from peace_analysis import coding
        >>> none, waiting = frozenset({"none"}), frozenset({"T01"})
        >>> codes = {f"S{n}": {"AB": waiting if n % 3 else none, "CD": waiting if n % 2 else none} for n in range(12)}
        >>> found = coding.measure_agreement(codes, {}, ["T01"], {key: key for key in codes})
        >>> found.n_statements, found.n_differ, found.themes["verdict"].tolist()
        (12, 6, ['withheld'])
    """
    both = double_coded(codes)
    coders = sorted({coder for given in both.values() for coder in given})
    where = [sessions.get(key, key) for key in both]
    rows = [_measure_theme(theme, both, settled, coders, where) for theme in themes]
    overall = measure_alpha_of_sets([[given.get(coder) for given in both.values()] for coder in coders], clusters=where)
    differ = list_disagreements(codes)
    return Agreement(
        overall,
        pd.DataFrame(rows, columns=["theme_id", "n_coded", "n_used", "n_open", "alpha", "low", "high", "verdict"]),
        tuple(coders),
        len(both),
        len(differ),
        sum(key not in settled for key in differ),
    )


def _measure_theme(
    theme: str, both: Codes, settled: Consensus, coders: Sequence[str], where: Sequence[str]
) -> tuple[str, int, int, int, float, float, float, str]:
    given = [{coder: theme in codes for coder, codes in one.items()} for one in both.values()]
    used = [any(one.values()) for one in given]
    n_open = sum(len(set(one.values())) > 1 and key not in settled for key, one in zip(both, given, strict=True))
    ratings = np.array([[float(one[coder]) if coder in one else np.nan for one in given] for coder in coders], dtype=np.float64)
    found = measure_alpha(ratings.reshape(len(coders), len(given)), clusters=where)
    return theme, len(given), sum(used), n_open, found.value, found.low, found.high, _judge(found.value, any(used), n_open)


def _judge(alpha: float, used: bool, n_open: int) -> str:
    if not used:
        return "not measured"
    if np.isnan(alpha) or alpha >= RELIABLE:  # everybody gave it to every statement: nobody differs
        return "reliable"
    if alpha >= ACCEPTABLE:
        return "tentative"
    return "withheld" if n_open else "settled"


def list_withheld(agreement: Agreement) -> frozenset[str]:
    """Name the themes whose counts a report holds back until their coders have settled where they differ.

    Examples:
        >>> from peace_analysis import coding
        >>> none, waiting = frozenset({"none"}), frozenset({"T01"})
        >>> codes = {f"S{n}": {"AB": waiting if n % 3 else none, "CD": waiting if n % 2 else none} for n in range(12)}
        >>> coding.list_withheld(coding.measure_agreement(codes, {}, ["T01"], {key: key for key in codes}))
        frozenset({'T01'})
    """
    table = agreement.themes
    return frozenset(table.loc[table["verdict"] == "withheld", "theme_id"])


def with_parts(withheld: Collection[str], themes: pd.DataFrame) -> frozenset[str]:
    """Add the subthemes of themes.

    Args:
        withheld: Ids of themes.
        themes: As tables.THEMES.
    """
    parts = themes.loc[themes["parent_id"].isin(list(withheld)), "theme_id"]
    return frozenset(withheld) | frozenset(map(str, parts))
