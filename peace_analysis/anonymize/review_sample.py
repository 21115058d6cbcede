"""A random sample of statements for a person to read, and what it says about the rest."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95  # one-sided


@dataclass(frozen=True)
class Stratum:
    """One session of the sample."""

    n_statements: int
    n_read: int  # drawn at random and read
    n_missed: int = 0  # of those read, statements in which something had been missed; it has been replaced since

    @property
    def n_unread(self) -> int:
        """Statements that nobody has read."""
        return self.n_statements - self.n_read


def count_needed(bound: float) -> int:
    """Count the statements without a miss that show a bound in a large body of text: .95 takes 59, .98 takes 149, .99 takes 299.

    Args:
        bound: Share of statements without a missed identifier, above 0 and below 1.

    Raises:
        ValueError: If it is not such a share.
    """
    if not 0 < bound < 1:
        raise ValueError("a bound lies above 0 and below 1")
    return math.ceil(math.log(1 - CONFIDENCE) / math.log(bound) - 1e-9)


def bound_clean(strata: Sequence[Stratum]) -> float:
    """Bound the share of statements in which nothing is missed any more.

    Statements are drawn within sessions, without putting back, so that the misses found follow a product of hypergeometric distributions.
    The bound is the lowest share that the sample does not refute at 95%, wherever the misses may hide: for no miss found exactly, by
    giving each further one to the session in which it is least likely to be met. With misses the number found is a sum of independent
    chances (Vatutin & Mikhailov 1982), which is less often so low than a binomial of the same mean (Hoeffding 1956, theorem 4), so that
    the limit of Clopper & Pearson holds for the expected number of misses. Statements in which a miss was found are mended, and no longer
    count.

    Args:
        strata: One for each session with statements.

    Returns:
        Share in [0, 1]; 0 where nothing was read, 1 where everything was.

    Raises:
        ValueError: If a stratum breaks 0 <= n_missed <= n_read <= n_statements.
    """
    if any(not 0 <= s.n_missed <= s.n_read <= s.n_statements for s in strata):
        raise ValueError("a stratum has no more misses than statements read, and no more of these than statements")
    n_statements = sum(s.n_statements for s in strata)
    if not n_statements or not any(s.n_read for s in strata):
        return 0.0
    n_hidden = _hidden_with_misses(strata) if any(s.n_missed for s in strata) else _hidden_without_misses(strata)
    return 1 - n_hidden / n_statements


def _hidden_without_misses(strata: Sequence[Stratum]) -> int:
    """Count the misses that may hide in what was not read, when none was found in what was."""
    hidden = sum(s.n_statements for s in strata if not s.n_read)
    # The chance to meet one more miss in a session is (read / statements that are not misses yet).
    ways = [(s.n_read / s.n_statements, s.n_read, s.n_statements) for s in strata if s.n_read and s.n_unread]
    heapq.heapify(ways)
    chance = 1.0  # to have met none
    while ways:
        met, n_read, n_left = heapq.heappop(ways)
        chance *= 1 - met
        if chance <= 1 - CONFIDENCE:
            break
        hidden += 1
        if n_left - 1 > n_read:
            heapq.heappush(ways, (n_read / (n_left - 1), n_read, n_left - 1))
    return hidden


def _hidden_with_misses(strata: Sequence[Stratum]) -> int:
    """Count the misses that may hide in what was not read, when some were found in what was."""
    from scipy.stats import beta

    n_read, n_missed = sum(s.n_read for s in strata), sum(s.n_missed for s in strata)
    expected = n_read * (float(beta.ppf(CONFIDENCE, n_missed + 1, n_read - n_missed)) if n_missed < n_read else 1.0)
    n_bad = 0.0
    for stratum in sorted(strata, key=lambda s: s.n_read / s.n_statements if s.n_statements else 0.0):
        most = stratum.n_unread + stratum.n_missed
        share = stratum.n_read / stratum.n_statements if stratum.n_statements else 0.0
        n = min(most, expected / share) if share else most
        n_bad += n
        expected -= n * share
    return min(sum(s.n_unread for s in strata), max(0, math.floor(n_bad + 1e-9) - n_missed))


def order_statements(statement_ids: Collection[str], *, seed: int, frame: str) -> list[str]:
    """Put the statements of a session in a random order that anybody can work out again.

    Args:
        statement_ids: Ids of all its statements.
        seed: The city's.
        frame: What the session's statements were when the order was drawn; other statements give another order.
    """
    return sorted(statement_ids, key=lambda key: hashlib.sha256(f"{seed}\n{frame}\n{key}".encode()).digest())


def draw_sample(ordered: Mapping[str, Sequence[str]], missed: Collection[str], bound: float) -> list[str]:
    """Draw as many statements as it takes for a bound; each session gives in proportion to its size.

    Each further statement comes from the session of which the least has been drawn. A longer sample of the same statements begins with
    the shorter one.

    Args:
        ordered: Session -> its statements in their random order.
        missed: Statements in which something had been missed: each makes the sample longer.
        bound: Share of statements without a missed identifier that is asked for.

    Returns:
        Ids in the order in which they were drawn; all of them where the bound takes all.
    """
    total = sum(map(len, ordered.values()))
    least = min(total, count_needed(bound))
    n_drawn = dict.fromkeys(ordered, 0)
    n_missed = dict.fromkeys(ordered, 0)
    turn = [(0.0, -len(ids), key) for key, ids in ordered.items() if ids]
    heapq.heapify(turn)
    drawn: list[str] = []
    while turn:
        if len(drawn) >= least and bound_clean([Stratum(len(ids), n_drawn[key], n_missed[key]) for key, ids in ordered.items()]) >= bound:
            break
        _, size, key = heapq.heappop(turn)
        statement = ordered[key][n_drawn[key]]
        drawn.append(statement)
        n_drawn[key] += 1
        n_missed[key] += statement in missed
        if n_drawn[key] < -size:
            heapq.heappush(turn, (n_drawn[key] / -size, size, key))
    return drawn
