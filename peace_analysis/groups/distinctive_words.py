"""Words that set a group apart: weighted log-odds against everybody else, held against what dealt labels would give.

A word is counted once per person, so that nobody's favourite word becomes a group's. The z of Monroe et al. takes words as independent;
they are not, because people in one session pick them up from each other. So each z stands beside the band that it keeps within when
labels are dealt over sessions. Of many words some leave their bands by chance; so words are said to stand out only where the group has
more of them than in 95% of arrangements, and only as many as keep the share that chance would give among them at one in five.

Source:
    METHODS section 3. Monroe, Colaresi & Quinn (2008), Political Analysis 16, 372-403, equations 15, 16 and 22; Tusher, Tibshirani & Chu
    (2001), PNAS 98, 5116-5121, for the share of false findings from permutations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from peace_analysis.groups.answers import OTHER
from peace_analysis.groups.permutation import arrange_sessions
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table, check_table

Floats = NDArray[np.float64]
N_DRAWS = 1_999  # arrangements for the bands: their ends are known to about .005
MOST_BY_CHANCE = 0.2  # words are read as a list, to look closer, and not one by one as findings
AT_ONCE = 200  # arrangements worked out together: memory stays small with many words
PRIOR_WEIGHT = 0.1  # the prior is worth a tenth of the words counted: rare words are drawn towards no difference

DISTINCTIVE_WORDS = Table(
    "find_distinctive_words",
    "one word in one group against everybody else",
    (
        Column("attribute", "text", "what the groups are made by"),
        Column("group", "text", "the group"),
        Column("word", "text", "the word, in lower case, plurals folded"),
        Column("n_people", "integer", "people of the group who used it"),
        Column("n_people_rest", "integer", "people of the rest who used it"),
        Column("n_sessions", "integer", "sessions in which anybody used it"),
        Column("log_odds", "number", "weighted log-odds ratio; above 0 the group uses it more"),
        Column("z", "number", "the same over its standard error for independent words"),
        Column("band_low", "number", "z stays above this in 97.5% of arrangements of labels over sessions"),
        Column("band_high", "number", "z stays below this in 97.5% of them"),
        Column("beyond_band", "flag", "z lies outside its band"),
        Column("n_beyond", "integer", "words of this group beyond their bands"),
        Column("n_by_chance", "integer", "as many or fewer are beyond theirs in 95% of arrangements"),
        Column("q", "share", "share of words that chance would give among those as far out of their usual range as this one"),
        Column(
            "stands_out",
            "flag",
            "used more, by three people or more in two of its sessions, beyond its band, q at most .2, more such words than chance gives",
        ),
    ),
    key=("attribute", "group", "word"),
)


def weighted_log_odds(first: ArrayLike, second: ArrayLike, prior: ArrayLike) -> tuple[Floats, Floats]:
    """Compare how often two sides use each word.

    Args:
        first: Counts of each word on one side, shape (..., n_words).
        second: Counts on the other, same shape.
        prior: Words added to both sides beforehand, above 0, one value or shape (n_words,).

    Returns:
        Log-odds ratio (above 0: the first uses it more) and z, same shape.

    Raises:
        ValueError: If a count is below 0, or a prior is not above 0.

    Source:
        Monroe, Colaresi & Quinn (2008), equations 15, 16 and 22.

    Examples:
        >>> from peace_analysis import groups
        >>> ratio, z = groups.weighted_log_odds([9, 3], [1, 3], 0.5)
        >>> z.round(1).tolist()
        [2.1, -2.4]
    """
    y1, y2, a = (np.asarray(values, dtype=np.float64) for values in (first, second, prior))
    if np.any(y1 < 0) or np.any(y2 < 0) or np.any(a <= 0):
        raise ValueError("counts must be 0 or more, and the prior above 0")
    a = np.broadcast_to(a, y1.shape[-1:])
    a0 = a.sum()
    n1, n2 = y1.sum(axis=-1, keepdims=True), y2.sum(axis=-1, keepdims=True)
    delta = np.log((y1 + a) / (n1 + a0 - y1 - a)) - np.log((y2 + a) / (n2 + a0 - y2 - a))
    return np.asarray(delta), np.asarray(delta / np.sqrt(1 / (y1 + a) + 1 / (y2 + a)))


def find_distinctive_words(
    words: Sequence[Sequence[str]],
    people: pd.DataFrame,
    attribute: str,
    *,
    privacy: Privacy | None = None,
    seed: int = 0,
    n_draws: int = N_DRAWS,
) -> pd.DataFrame:
    """Find the words that set each group of an attribute apart from everybody else.

    Args:
        words: Content words of each statement, as `themes.words.content_words` gives them.
        people: Speaker of each statement, same order: speaker_id, session_id and the attribute; statements without a speaker or a value
            are left out.
        attribute: What the groups are made by.
        privacy: Groups too small to be shown on their own are left out; a word counts that so many people used as an opinion needs.
        seed: Of the arrangements.
        n_draws: How many, where there are more.

    Returns:
        `DISTINCTIVE_WORDS`, groups in alphabetical order, highest z first.

    Raises:
        ValueError: If `words` and `people` differ in length.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.themes.words import content_words
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> words = [content_words(text) for text in made.statements["text"]]
        >>> people = made.statements[["speaker_id", "session_id"]].merge(made.participants[["speaker_id", "neighborhood"]])
        >>> found = groups.find_distinctive_words(words, people, "neighborhood", n_draws=99)
        >>> print(found.iloc[:2, :5].to_string(index=False))
           attribute  group   word  n_people  n_people_rest
        neighborhood Harbor   hour        24              0
        neighborhood Harbor waited        24              0
    """
    if len(words) != len(people):
        raise ValueError(f"words of {len(words)} statements and speakers of {len(people)}: give one row per statement")
    privacy = privacy or Privacy()
    known = (people["speaker_id"].notna() & people[attribute].notna()).to_numpy()
    speaker = people.loc[known, ["speaker_id", "session_id", attribute]].drop_duplicates("speaker_id").set_index("speaker_id")
    vocabulary, used = _count_once(
        [said for said, keep in zip(words, known, strict=True) if keep], people.loc[known, "speaker_id"], list(speaker.index)
    )
    sessions, session = np.unique(speaker["session_id"].to_numpy(dtype="str"), return_inverse=True)
    in_session = sparse.csr_matrix((np.ones(len(session)), (session, np.arange(len(session)))), shape=(len(sessions), len(session)))
    heard_in = np.asarray(((in_session @ used) > 0).sum(axis=0)).ravel()
    kept = (np.asarray(used.sum(axis=0)).ravel() >= privacy.opinion_threshold) & (heard_in >= privacy.group_min_sessions)
    vocabulary, used, heard_in = [word for word, keep in zip(vocabulary, kept, strict=True) if keep], used[:, kept], heard_in[kept]
    labels = speaker[attribute].astype("str").to_numpy(dtype="str")
    parts = []
    for group in np.unique(labels):
        mine = labels == group
        enough = mine.sum() >= privacy.group_min_people and len(np.unique(session[mine])) >= privacy.group_min_sessions
        if enough and not mine.all() and len(vocabulary) > 1 and group != OTHER:
            units, labelled = _deal(session, mine, n_draws, seed)
            own = np.asarray(((in_session[:, mine] @ used[mine]) > 0).sum(axis=0)).ravel()
            frame = _compare((units @ used).astype(np.float64), labelled, used, mine, least=privacy.opinion_threshold)
            frame["stands_out"] &= own >= privacy.group_min_sessions
            parts.append(frame.assign(attribute=attribute, group=str(group), word=vocabulary, n_sessions=heard_in))
    if not parts:
        return pd.DataFrame(columns=list(DISTINCTIVE_WORDS.by_name))
    found = pd.concat(parts, ignore_index=True).sort_values(["group", "z", "word"], ascending=[True, False, True], ignore_index=True)
    return check_table(found.astype({"n_sessions": "int64"}), DISTINCTIVE_WORDS)


def _count_once(words: Sequence[Sequence[str]], speakers: pd.Series, order: list[str]) -> tuple[list[str], sparse.csr_matrix]:
    """Whether each person used each word, shape (n_people, n_words), with the vocabulary in alphabetical order."""
    vocabulary = sorted({word for said in words for word in said})
    column, row = {word: n for n, word in enumerate(vocabulary)}, {name: n for n, name in enumerate(order)}
    pairs = sorted({(row[name], column[word]) for said, name in zip(words, speakers, strict=True) for word in said})
    at = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return vocabulary, sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(order), len(vocabulary)))


def _deal(session: NDArray[np.intp], mine: NDArray[np.bool_], n_draws: int, seed: int) -> tuple[sparse.csr_matrix, Floats]:
    """Units that labels are dealt to (people to units, shape (n_units, n_people)), and arrangements (n_arrangements, n_units); the first is
    the observed one.

    Whole sessions where every session is on one side; otherwise people within their session.
    """
    n_people, n_sessions = len(session), int(session.max()) + 1
    share = np.bincount(session, weights=mine) / np.bincount(session)
    if np.isin(share, (0.0, 1.0)).all():
        ways, _ = arrange_sessions(n_sessions, int(share.sum()), n_draws=n_draws, seed=seed, most=n_draws)
        units = sparse.csr_matrix((np.ones(n_people), (session, np.arange(n_people))), shape=(n_sessions, n_people))
        return units, np.vstack([share, ways]).astype(np.float64)
    rng = np.random.default_rng([seed, n_people])
    labelled = np.empty((n_draws + 1, n_people))
    labelled[0] = mine
    for one in range(n_sessions):
        here = np.flatnonzero(session == one)
        order = rng.random((n_draws, len(here))).argsort(axis=1)
        labelled[1:, here] = mine[here][order]
    return sparse.eye_array(n_people, format="csr"), labelled


def _compare(counts: sparse.csr_matrix, labelled: Floats, used: sparse.csr_matrix, mine: NDArray[np.bool_], *, least: int) -> pd.DataFrame:
    """Log-odds of the observed arrangement (the first), beside all; a word stands out that at least so many people of the group used."""
    by_word = counts.T.tocsr()  # never dense: people times words of a large city would take gigabytes
    total = np.asarray(counts.sum(axis=0), dtype=np.float64).ravel()
    prior = total * PRIOR_WEIGHT
    observed = by_word @ labelled[0]
    delta, z = weighted_log_odds(observed, total - observed, prior)
    dealt = np.empty((len(labelled), len(total)), dtype=np.float32)  # with the observed one, so that nothing has a chance of 0
    for start in range(0, len(labelled), AT_ONCE):
        first = (by_word @ labelled[start : start + AT_ONCE].T).T
        dealt[start : start + AT_ONCE] = weighted_log_odds(first, total - first, prior)[1]
    low, high = np.quantile(dealt, [0.025, 0.975], axis=0)
    slack = 1e-5 * np.abs(dealt).max(axis=0)  # arrangements that come to the same z differ in its last bits
    beyond = (dealt < low - slack) | (dealt > high + slack)
    by_chance = int(np.quantile(beyond.sum(axis=1), 0.95, method="higher"))
    n_beyond = int(beyond[0].sum())
    middle, spread = dealt.mean(axis=0), np.maximum(dealt.std(axis=0), 1e-9)
    q = _share_by_chance(np.abs(dealt - middle) / spread)
    in_group = np.asarray(used[mine].sum(axis=0)).ravel()
    return pd.DataFrame(
        {
            "n_people": in_group.astype(np.int64),
            "n_people_rest": (total - in_group).astype(np.int64),
            "log_odds": delta,
            "z": z,
            "band_low": low,
            "band_high": high,
            "beyond_band": beyond[0],
            "n_beyond": n_beyond,
            "n_by_chance": by_chance,
            "q": q,
            "stands_out": beyond[0] & (z > 0) & (q <= MOST_BY_CHANCE) & (n_beyond > by_chance) & (in_group >= least),
        }
    )


def _share_by_chance(away: NDArray[np.floating[Any]]) -> Floats:
    """q of each word of the first arrangement: words at least as far out in an arrangement on average, over those in the first."""
    observed = away[0]
    order = np.argsort(-observed, kind="stable")
    everything = np.sort(away, axis=None)
    limits = observed[order] * (1 - 1e-5)
    by_chance = (everything.size - np.searchsorted(everything, limits)) / len(away)
    share = np.minimum(1.0, by_chance / np.arange(1, len(order) + 1))
    q = np.empty(len(order))
    q[order] = np.minimum.accumulate(share[::-1])[::-1]
    return q
