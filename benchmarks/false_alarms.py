"""How often a comparison of groups cries wolf, how often it misses, and how often intervals hold the truth, in simulated programmes.

Programmes are drawn as METHODS sections 2 and 3 say: 12 people a session, 6 statements each, a session's share of people who raise a
theme from a beta distribution with mean .3 and the ICC given. Statements are drawn in two ways: each on its own at the session's share
("loose"), or only by those who raised the theme, one at least and each of the other five with a chance of one half ("kept to").

    false alarms    no true difference; rate of p <= .05 of our session permutation, a participant chi-square, a statement chi-square
    families        15 sessions x 20 themes x 5 groups without a difference; programmes in which anything at all is said to differ
    power           true difference of 20 and 30 points at a base of 30% and ICC .10, beside what METHODS says
    coverage        shares of groups of 1 to 10 sessions, and differences; beside a bootstrap over sessions and Wilson over statements
    seconds         one programme of 15 sessions x 20 themes x 8 groups with 9,999 permutations

    python benchmarks/false_alarms.py [--programmes N] [--check]
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from peace_analysis.groups.contrasts import compare_groups, judge_family
from peace_analysis.groups.heard import Heard
from peace_analysis.groups.intervals import cluster_interval, design_effect, difference_interval, wilson_interval
from peace_analysis.groups.permutation import permute_sessions
from peace_analysis.settings import Privacy

PEOPLE, STATEMENTS, BASE = 12, 6, 0.3
SPLITS = ((5, 10), (3, 12), (10, 20))
ICCS = (0.02, 0.05, 0.10)
POWER = {(3, 12): (0.25, 0.52), (5, 10): (0.34, 0.66), (10, 20): (0.67, 0.94), (20, 40): (0.94, 1.00)}  # METHODS section 3
SHARES = (0.05, 0.10, 0.30, 0.60)
DIFFERENCE_SPLITS = ((2, 13), (3, 12), (5, 10), (8, 8), (10, 20))
TIMES = 5
LOW, HIGH = 0.92, 0.98
Array = NDArray[np.float64]


def draw_sessions(rng: np.random.Generator, share: Array, icc: float, n: int) -> Array:
    """Share of people who raise the theme in each session, shape (n_sessions, n), around shares of shape (n_sessions,)."""
    concentration = (1 - icc) / icc
    return rng.beta((share * concentration)[:, None], ((1 - share) * concentration)[:, None], size=(len(share), n))


def draw_people(rng: np.random.Generator, share: Array, icc: float, n: int) -> Array:
    """People of each session who raise the theme, shape (n_sessions, n)."""
    return rng.binomial(PEOPLE, draw_sessions(rng, share, icc, n)).astype(np.float64)


def draw_statements(rng: np.random.Generator, people: Array) -> Array:
    """Statements on the theme by those who raised it: each made at least one, and each of the other five with a chance of one half."""
    return (people + rng.binomial((people * (STATEMENTS - 1)).astype(np.int64), 0.5)).astype(np.float64)


def chi_square(counts: Array, mine: NDArray[np.bool_], n_each: int) -> Array:
    """p of a 2 x 2 chi-square without correction, as it is usually run, of counts out of `n_each` a session."""
    first, second = counts[mine].sum(axis=0), counts[~mine].sum(axis=0)
    n_first, n_second = float(mine.sum() * n_each), float((~mine).sum() * n_each)
    pooled = (first + second) / (n_first + n_second)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 1e-12) * (1 / n_first + 1 / n_second))
    return np.asarray(2 * stats.norm.sf(np.abs(first / n_first - second / n_second) / spread), dtype=np.float64)


def alarms(p: Array) -> float:
    return float((p <= 0.05).mean())


def false_alarms(rng: np.random.Generator, n: int, seed: int) -> pd.DataFrame:
    """Rates at nominal .05 without a true difference."""
    rows = []
    for first, second in SPLITS:
        for icc in ICCS:
            mine = np.arange(first + second) < first
            of_session = draw_sessions(rng, np.full(len(mine), BASE), icc, n)
            raised = rng.binomial(PEOPLE, of_session).astype(np.float64)
            loose = rng.binomial(PEOPLE * STATEMENTS, of_session).astype(np.float64)
            ours = permute_sessions(raised, np.full(len(mine), PEOPLE), mine, n_draws=9_999, seed=seed).p[0]
            rows.append(
                {
                    "split": f"{first} v {second}",
                    "ICC": icc,
                    "ours": alarms(ours),
                    "participant chi2": alarms(chi_square(raised, mine, PEOPLE)),
                    "statement chi2, loose": alarms(chi_square(loose, mine, PEOPLE * STATEMENTS)),
                    "statement chi2, kept to": alarms(chi_square(draw_statements(rng, raised), mine, PEOPLE * STATEMENTS)),
                }
            )
    return pd.DataFrame(rows)


def families(rng: np.random.Generator, n: int, seed: int) -> float:
    """Share of programmes without a difference in which any of 5 groups x 20 themes is said to differ."""
    group = np.repeat(np.arange(5), (2, 2, 3, 4, 4))
    member = np.arange(5)[:, None] == group
    wrong = 0
    for _ in range(n):
        shares = rng.uniform(0.05, 0.5, 20)
        raised = np.column_stack([draw_people(rng, np.full(15, share), 0.05, 1)[:, 0] for share in shares])
        tested = permute_sessions(raised, np.full(15, PEOPLE), member, seed=seed)
        _, _, verdict = judge_family(tested.p.ravel(), tested.attainable.ravel(), np.ones(100, dtype=bool))
        wrong += bool((verdict == "differs").any())
    return wrong / n


def power(rng: np.random.Generator, n: int, seed: int) -> pd.DataFrame:
    """Rates at nominal .05 with a true difference, from so many times the programmes that their error stays within .01."""
    rows = []
    for (first, second), expected in POWER.items():
        for difference, methods in zip((0.2, 0.3), expected, strict=True):
            share = np.r_[np.full(first, BASE + difference), np.full(second, BASE)]
            mine = np.arange(len(share)) < first
            found = 0.0
            for _ in range(TIMES):
                raised = draw_people(rng, share, 0.10, n)
                found += alarms(permute_sessions(raised, np.full(len(mine), PEOPLE), mine, n_draws=1_999, seed=seed).p[0]) / TIMES
            rows.append({"split": f"{first} v {second}", "difference": difference, "ours": found, "METHODS": methods})
    return pd.DataFrame(rows)


def coverage_of_shares(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """How often intervals hold the true share, by sessions of the group."""
    rows = []
    programmes = ((1, 2, 5, 7), (2, 5, 8), (3, 4, 8), (1, 4, 10), (6, 9), (7, 8))
    for sizes in programmes:
        group = np.repeat(np.arange(len(sizes)), sizes)
        heard = np.full(len(group), PEOPLE)
        for share in SHARES:
            for icc in ICCS:
                raised = draw_people(rng, np.full(len(group), share), icc, n)
                made = draw_statements(rng, raised)
                effect = design_effect(raised, heard, group)
                said = share * (1 + (STATEMENTS - 1) / 2) / STATEMENTS  # share of statements on the theme
                for index, size in enumerate(sizes):
                    mine = raised[group == index]
                    ours = cluster_interval(mine.sum(axis=0), size * PEOPLE, effect, len(group) - len(sizes))
                    total = size * PEOPLE * STATEMENTS
                    wilson = wilson_interval(made[group == index].sum(axis=0), np.full(made.shape[1], total))
                    rows.append(
                        {
                            "sessions": size,
                            "share": share,
                            "ICC": icc,
                            "ours": held(ours, share),
                            "session bootstrap": held(bootstrap(rng, mine), share),
                            "statement Wilson": held(wilson, said),
                        }
                    )
    return pd.DataFrame(rows)


def bootstrap(rng: np.random.Generator, raised: Array, n_draws: int = 399) -> Array:
    """Percentile interval over sessions drawn with replacement, shape (n_programmes, 2)."""
    size = len(raised)
    weights = rng.multinomial(size, np.full(size, 1 / size), size=n_draws) / (size * PEOPLE)
    return np.quantile(weights @ raised, [0.025, 0.975], axis=0).T


def coverage_of_differences(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """How often the interval of a difference holds the true one."""
    rows = []
    for first, second in DIFFERENCE_SPLITS:
        mine = np.arange(first + second) < first
        for base in SHARES:
            for gap in (0.0, 0.2):
                for icc in ICCS:
                    raised = draw_people(rng, np.where(mine, base + gap, base), icc, n)
                    effect = design_effect(raised, np.full(len(mine), PEOPLE), mine.astype(np.int64))
                    ends = []
                    for side in (mine, ~mine):
                        total, heard = raised[side].sum(axis=0), float(side.sum() * PEOPLE)
                        bounds = cluster_interval(total, heard, effect, first + second - 2)
                        ends.append((total / heard, bounds[:, 0], bounds[:, 1]))
                    _, low, high = difference_interval(*ends)
                    rows.append(
                        {
                            "split": f"{first} v {second}",
                            "base": base,
                            "gap": gap,
                            "ICC": icc,
                            "ours": held(np.column_stack([low, high]), gap),
                        }
                    )
    return pd.DataFrame(rows)


def held(bounds: Array, truth: float) -> float:
    return float(((bounds[:, 0] <= truth + 1e-12) & (truth - 1e-12 <= bounds[:, 1])).mean())


def seconds(seed: int) -> float:
    """Seconds of one whole comparison: 15 sessions x 20 themes x 8 groups with 9,999 permutations."""
    rng = np.random.default_rng(seed)
    session = np.repeat(np.arange(40), PEOPLE)  # 40 sessions, so that arrangements must be drawn
    fewer = np.repeat(np.arange(15), PEOPLE)
    took = []
    for sessions, n_groups in ((fewer, 8), (session, 8)):
        people = pd.DataFrame({"session_id": sessions.astype(str), "place": (sessions % n_groups).astype(str)})
        themes = [f"T{n:02d}" for n in range(1, 21)]
        heard = Heard(people, rng.random((len(people), 20)) < BASE, themes, [], np.zeros((0, 20), dtype=bool))
        started = time.perf_counter()
        compare_groups(heard, "place", themes, privacy=Privacy(), seed=seed)
        took.append(time.perf_counter() - started)
    return max(took)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programmes", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=20260401)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    arguments = parser.parse_args()
    rng, n, seed = np.random.default_rng(arguments.seed), arguments.programmes, arguments.seed
    missed: list[str] = []

    rates = false_alarms(rng, n, seed)
    error = 1.96 * np.sqrt(0.05 * 0.95 / n)
    show(f"False alarms at nominal .05 ({n:,} programmes; target: ours at most .05 + {error:.3f})", rates)
    missed += [f"false alarms {row.split} ICC {row.ICC}: {row.ours:.3f}" for row in rates.itertuples() if row.ours > 0.05 + error]

    any_wrong = families(rng, max(200, n // 4), seed)
    print(f"\nProgrammes of 5 groups x 20 themes without a difference in which anything is said to differ: {any_wrong:.3f}")
    if any_wrong > 0.05 + 1.96 * np.sqrt(0.05 * 0.95 / max(200, n // 4)):
        missed.append(f"families: {any_wrong:.3f}")

    powers = power(rng, n, seed)
    show("Power (target: within .05 of METHODS)", powers)
    missed += [f"power {r.split} +{r.difference}: {r.ours:.3f}" for r in powers.itertuples() if abs(r.ours - r.METHODS) > 0.05]

    shares = coverage_of_shares(rng, n)
    columns = ["ours", "session bootstrap", "statement Wilson"]
    summary = shares.groupby(["sessions", "share"])[columns].agg(["min", "max"])
    show(f"Coverage of shares, lowest and highest over ICC and programmes (target: ours {LOW}-{HIGH} everywhere)", summary.reset_index())
    missed += out_of_range("coverage of shares", shares, ["sessions", "share", "ICC"], n)

    differences = coverage_of_differences(rng, n)
    summary = differences.groupby(["split", "base"])[["ours"]].agg(["min", "max"])
    show(f"Coverage of differences of 0 and 20 points, lowest and highest over ICC (target: {LOW}-{HIGH})", summary.reset_index())
    missed += out_of_range("coverage of differences", differences, ["split", "base", "gap", "ICC"], n)

    took = seconds(seed)
    print(f"\nSeconds, 20 themes x 8 groups, 9,999 permutations, the slower of 15 and 40 sessions: {took:.2f} (target: under 1)")
    if took >= 1:
        missed.append(f"seconds: {took:.2f}")
    print("\n" + ("All targets met." if not missed else "Missed:\n  " + "\n  ".join(missed)))
    return 1 if arguments.check and missed else 0


def out_of_range(name: str, frame: pd.DataFrame, keys: list[str], n: int) -> list[str]:
    """Rows whose coverage lies outside .92-.98 by more than the Monte Carlo error."""
    error = 1.96 * np.sqrt(LOW * (1 - LOW) / n)
    outside = frame[(frame["ours"] < LOW - error) | (frame["ours"] > HIGH + error)]
    return [f"{name} {' '.join(f'{key} {row[key]}' for key in keys)}: {row['ours']:.3f}" for _, row in outside.iterrows()]


def show(title: str, frame: pd.DataFrame) -> None:
    print(f"\n{title}\n")
    print(frame.to_string(index=False, float_format=lambda value: f"{value:.3f}"))


if __name__ == "__main__":
    sys.exit(main())
