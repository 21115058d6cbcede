"""Do groups differ? Every theme, every group against the rest or against each other, tested in one pass and corrected as one family.

One attribute's contrasts, top-level themes times groups, are one family, declared by `compare_by` before anybody looks. A group's sessions
may be too few for any result to stand up to the correction; then the answer is "cannot be tested", which is not "no difference found".

Source:
    METHODS sections 2 and 3. Benjamini & Hochberg (1995), JRSS B 57, 289-300; Tarone (1990), Biometrics 46, 515-522, and Gilbert (2005),
    JRSS C 54, 143-158, for leaving tests that cannot reach the threshold out of the family.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from peace_analysis.groups.answers import OTHER
from peace_analysis.groups.cells import Cells, count_cells, cut_cells, session_bounds, stratum_bounds
from peace_analysis.groups.declared import REST, Comparison, mark_declared
from peace_analysis.groups.heard import Heard, count_heard, find_small_counts
from peace_analysis.groups.permutation import N_DRAWS, Tested, permute_sessions, permute_within_sessions
from peace_analysis.groups.power import detectable_difference
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import marked

DIFFERS, NOT_FOUND, NOT_TESTED = marked("differs"), marked("no difference found"), marked("cannot be tested")
ALPHA = 0.05

CONTRASTS = Table(
    "contrasts",
    "one theme, in one group against the rest or against another group",
    (
        Column("attribute", "text", "what the groups are made by: neighborhood, stakeholder_group, ..."),
        Column("group", "text", "the group"),
        Column("against", "text", "the other group, or `rest`: everybody else whose group is known"),
        Column("theme_id", "text", "theme"),
        Column("declared", "flag", "named in city.yml before anybody looked; such comparisons are corrected as one family of their own"),
        Column("design", "text", "labels dealt over whole sessions, or among the people within each", among=("session", "within_session")),
        Column("n_raised", "integer", "people of the group who raised it"),
        Column("n_heard", "integer", "people heard in the group"),
        Column("n_sessions", "integer", "sessions of the group"),
        Column("n_raised_against", "integer", "people of the other side who raised it"),
        Column("n_heard_against", "integer", "people heard on the other side"),
        Column("n_sessions_against", "integer", "sessions of the other side"),
        Column(
            "difference",
            "number",
            "share in the group minus share on the other side; within_session: averaged over sessions",
            nullable=True,
        ),
        Column("low", "number", "lower end of its 95% interval; empty where nothing tells how sessions differ", nullable=True),
        Column("high", "number", "upper end", nullable=True),
        Column("ratio", "number", "share in the group over share on the other side, half a person added to each count", nullable=True),
        Column("ratio_low", "number", "lower end of its 95% interval", nullable=True),
        Column("ratio_high", "number", "upper end", nullable=True),
        Column("design_effect", "number", "how much less people count because those in one session influence each other", nullable=True),
        Column("icc", "number", "how alike people in one session are, 0 to 1: (design effect - 1) / (people a session - 1)", nullable=True),
        Column("p", "share", "two-sided permutation p, never 0"),
        Column("exact", "flag", "every arrangement was counted; otherwise 9,999 were drawn"),
        Column("smallest_p", "share", "smallest p that so many sessions can reach, whatever was said"),
        Column("attainable_p", "share", "smallest p that they can reach on a theme raised as often as this one"),
        Column("n_family", "integer", "tests of the family that can reach its threshold: what p is corrected for"),
        Column("q", "share", "p corrected for the family (Benjamini-Hochberg); empty where it cannot be tested", nullable=True),
        Column(
            "detectable", "share", "smallest difference upwards found in four of five programmes, at .05, one test; or empty", nullable=True
        ),
        Column("adequate", "flag", "both sides were heard in enough sessions and from enough people to be shown on their own"),
        Column("verdict", "text", "what may be said", among=(DIFFERS, NOT_FOUND, NOT_TESTED)),
    ),
    key=("attribute", "group", "against", "theme_id"),
)


def theme_contrasts(
    statements: pd.DataFrame,
    assignments: pd.DataFrame,
    participants: pd.DataFrame,
    sessions: pd.DataFrame,
    *,
    by: Sequence[str] = ("neighborhood", "stakeholder_group"),
    against: Literal["rest", "pairs"] = "rest",
    declared: Sequence[Comparison] = (),
    privacy: Privacy | None = None,
    seed: int = 0,
    n_draws: int = N_DRAWS,
) -> pd.DataFrame:
    """Compare groups on every top-level theme.

    Args:
        statements: `tables.STATEMENTS`.
        assignments: `tables.ASSIGNMENTS`.
        participants: `tables.PARTICIPANTS`.
        sessions: `tables.SESSIONS`.
        by: Attributes; each is a family of its own.
        against: Each group against the rest, or against each other group; where there are two groups, one against the other.
        declared: Comparisons declared beforehand, of whatever attribute: one family of their own, and the others of each attribute without
            them. Pairs of groups that they name are compared as well.
        privacy: What a group needs to be shown on its own, and so to be tested.
        seed: Of the draws, where there are too many arrangements to list.
        n_draws: How many.

    Returns:
        `CONTRASTS`: attributes in the order given, groups in alphabetical order, themes in order.

    Raises:
        TableError: If a table is not what it should be.
        ValueError: If an attribute is a column of neither table.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> tables = made.statements, made.assignments, made.participants, made.sessions
        >>> found = groups.theme_contrasts(*tables, by=["neighborhood"], n_draws=99)
        >>> print(found[["group", "against", "theme_id", "p", "verdict"]].round(3).to_string(index=False))
         group against theme_id     p          verdict
        Harbor    Hill      T01 0.029 cannot be tested
        Harbor    Hill      T02 1.000 cannot be tested
        Harbor    Hill      T03 0.029 cannot be tested
    """
    heard = count_heard(statements, assignments, participants, sessions, by=by)
    guarded = find_small_counts(heard, by, privacy or Privacy())
    what: dict[str, Any] = {"privacy": privacy, "guarded": guarded, "seed": seed, "n_draws": n_draws}
    families = [compare_groups(heard, name, heard.top_themes, against=against, **what) for name in by]
    for name in by:
        pairs = {(group, other) for attribute, group, other, _ in declared if attribute == name and other != REST}
        families += [_compare_pair(heard, name, pair, list(declared), what) for pair in sorted(pairs)]
    found = [family for family in families if len(family)]
    if not found:
        return pd.DataFrame(columns=list(CONTRASTS.by_name))
    every = pd.concat(found, ignore_index=True).drop_duplicates(CONTRASTS.key, ignore_index=True)
    return check_table(_judge_declared(every, declared) if declared else every, CONTRASTS)


def _compare_pair(heard: Heard, attribute: str, pair: tuple[str, str], declared: list[Comparison], what: dict[str, Any]) -> pd.DataFrame:
    """Compare two groups, on the themes declared for them."""
    themes = [theme for theme in heard.top_themes if (attribute, *pair, theme) in declared]
    labels = heard.people[attribute]
    two = heard.people.assign(**{attribute: labels.where(labels.isin(pair), None)})
    return compare_groups(replace(heard, people=two), attribute, themes, **what)


def _judge_declared(contrasts: pd.DataFrame, declared: Sequence[Comparison]) -> pd.DataFrame:
    """Correct what was declared as one family, and the rest of each attribute as another."""
    frame = contrasts.assign(declared=mark_declared(contrasts, declared))
    family = frame["attribute"].mask(frame["declared"], "")  # no attribute has no name
    for _, rows in frame.groupby(family, sort=False):
        n_family, q, verdict = judge_family(rows["p"], rows["attainable_p"], rows["adequate"])
        frame.loc[rows.index, ["n_family", "q", "verdict"]] = pd.DataFrame(
            {"n_family": n_family, "q": q, "verdict": verdict}, index=rows.index
        )
    return frame


def compare_groups(
    heard: Heard,
    attribute: str,
    themes: Sequence[str],
    *,
    against: Literal["rest", "pairs"] = "rest",
    privacy: Privacy | None = None,
    guarded: Collection[str] = (),
    seed: int = 0,
    n_draws: int = N_DRAWS,
) -> pd.DataFrame:
    """Compare the groups of one attribute on the themes of one declared family; see `theme_contrasts`.

    Themes in `guarded` have a count that is hidden; their intervals are made coarse (`coarsen_effect`).

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> heard = groups.count_heard(made.statements, made.assignments, made.participants, made.sessions, by=["neighborhood"])
        >>> found = groups.compare_groups(heard, "neighborhood", heard.themes)
        >>> print(found[["group", "against", "theme_id", "difference", "p"]].round(3).to_string(index=False))
         group against theme_id  difference     p
        Harbor    Hill      T01       0.333 0.029
        Harbor    Hill      T02       0.000 1.000
        Harbor    Hill      T03      -0.083 0.029
    """
    privacy = privacy or Privacy()
    cells = count_cells(heard, attribute, themes)
    n_groups = len(cells.groups)
    if n_groups < 2 or not themes:
        return pd.DataFrame(columns=list(CONTRASTS.by_name))
    hidden = np.isin(list(themes), list(guarded))
    parts = []
    if against == "rest" and n_groups > 2:  # of two groups, either is the other's rest: one test, not two
        tested = _test(cells, n_draws, seed)
        for index, group in enumerate(cells.groups):
            if group == OTHER:  # no group of people: only the rest of what they are compared with
                continue
            parts.append(_compare(cells, index, (group, REST), tested.of(index), privacy=privacy, hidden=hidden))
    else:
        for first, second in combinations(range(n_groups), 2):
            pair = cut_cells(cells, (first, second))
            parts.append(
                _compare(pair, 0, (pair.groups[0], pair.groups[1]), _test(pair, n_draws, seed).of(0), privacy=privacy, hidden=hidden)
            )
    family = pd.concat(parts, ignore_index=True)
    family = family.assign(attribute=attribute, theme_id=list(themes) * len(parts), declared=False)
    n_family, q, verdict = judge_family(family["p"], family["attainable_p"], family["adequate"])
    return check_table(family.assign(n_family=n_family, q=q, verdict=verdict), CONTRASTS)


def judge_family(
    p: ArrayLike, attainable: ArrayLike, declared: ArrayLike, alpha: float = ALPHA
) -> tuple[int, NDArray[np.float64], NDArray[np.str_]]:
    """Correct the tests of one family and say what may be said of each.

    A test whose smallest attainable p lies above alpha / m could never count, whatever was found; with m the number of those that could, it
    is left out ("cannot be tested"), so that groups heard in too few sessions do not use up what the others need. Which are left out
    depends on numbers of sessions and on how often a theme was raised in all, never on who raised it.

    Args:
        p: p values, shape (n,).
        attainable: Smallest p that each test could have given, shape (n,).
        declared: Whether the test may be made at all, shape (n,).
        alpha: Share of false findings among the findings that is put up with.

    Returns:
        Tests in the family, m; q, missing for those outside it, shape (n,); what may be said of each, shape (n,).
    """
    values, least, usable = np.asarray(p, dtype=np.float64), np.asarray(attainable, dtype=np.float64), np.asarray(declared, dtype=bool)
    n_shared = next(k for k in range(1, len(values) + 2) if (usable & (least <= alpha / k)).sum() <= k)
    inside = usable & (least <= alpha / n_shared)
    q = np.full(len(values), np.nan)
    if inside.any():
        q[inside] = stats.false_discovery_control(values[inside])
    verdict = np.where(~inside, NOT_TESTED, np.where(np.nan_to_num(q, nan=1.0) <= alpha, DIFFERS, NOT_FOUND))
    return int(inside.sum()), q, verdict


def _test(cells: Cells, n_draws: int, seed: int) -> Tested:
    if cells.design == "session":
        return permute_sessions(cells.raised.sum(axis=0), cells.heard.sum(axis=0), cells.heard > 0, n_draws=n_draws, seed=seed)
    return permute_within_sessions(cells.raised.sum(axis=0), cells.heard.sum(axis=0), cells.heard, cells.raised)


def _compare(
    cells: Cells, index: int, names: tuple[str, str], tested: Tested, *, privacy: Privacy, hidden: NDArray[np.bool_]
) -> pd.DataFrame:
    """One group against all else in `cells`, one row per theme."""
    mine = np.arange(len(cells.groups)) == index
    people, others = int(cells.heard[mine].sum()), int(cells.heard[~mine].sum())
    n_sessions, n_others = int((cells.heard[mine].sum(axis=0) > 0).sum()), int((cells.heard[~mine].sum(axis=0) > 0).sum())
    n_raised, n_raised_others = cells.raised[mine].sum(axis=(0, 1)), cells.raised[~mine].sum(axis=(0, 1))
    whole = cells.design == "session"
    bounds = session_bounds(cells, mine, hidden) if whole else stratum_bounds(cells, mine)
    # Within sessions, people are what labels are dealt to.
    units = (n_sessions, n_others) if whole else bounds.worth
    effect = bounds.effect if whole else np.ones(len(n_raised))
    detectable = detectable_difference(n_raised_others / others, effect, people=bounds.worth, sessions=units)
    columns: dict[str, Any] = {
        "group": names[0],
        "against": names[1],
        "design": cells.design,
        "n_raised": n_raised,
        "n_heard": people,
        "n_sessions": n_sessions,
        "n_raised_against": n_raised_others,
        "n_heard_against": others,
        "n_sessions_against": n_others,
        **dict(zip(("difference", "low", "high"), bounds.difference, strict=True)),
        **dict(zip(("ratio", "ratio_low", "ratio_high"), bounds.ratio, strict=True)),
        "design_effect": bounds.effect,
        "icc": bounds.icc,
        "p": tested.p[0],
        "exact": bool(tested.exact[0]),
        "smallest_p": tested.smallest[0],
        "attainable_p": tested.attainable[0],
        "detectable": detectable if tested.smallest[0] <= ALPHA else np.nan,
        "adequate": min(people, others) >= privacy.group_min_people and min(n_sessions, n_others) >= privacy.group_min_sessions,
    }
    return pd.DataFrame(columns)
