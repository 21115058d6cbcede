"""Weighted log-odds against a published example; bands against words that one session only is full of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from peace_analysis.groups.distinctive_words import DISTINCTIVE_WORDS, find_distinctive_words, weighted_log_odds

FIRST = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "pig"]
SECOND = ["the", "lazy", "purple", "pig", "jumps", "over", "the", "lazier", "donkey"]


def test_weighted_log_odds_give_the_published_values() -> None:
    """METHODS section 3: a = .05; brown, fox, quick +.68942; donkey, lazier, purple -.68942; shared words 0."""
    vocabulary = sorted({*FIRST, *SECOND})
    z = dict(
        zip(
            vocabulary,
            weighted_log_odds([FIRST.count(w) for w in vocabulary], [SECOND.count(w) for w in vocabulary], 0.05)[1],
            strict=True,
        )
    )
    for word in ("brown", "fox", "quick"):
        assert z[word] == pytest.approx(0.68942, abs=5e-6)
    for word in ("donkey", "lazier", "purple"):
        assert z[word] == pytest.approx(-0.68942, abs=5e-6)
    assert [z[word] for word in ("the", "jumps", "over", "lazy", "pig")] == pytest.approx([0] * 5)


def test_exchanging_the_sides_turns_the_sign() -> None:
    first, second = [5, 0, 3], [1, 2, 3]
    assert weighted_log_odds(first, second, 0.1)[0] == pytest.approx(-weighted_log_odds(second, first, 0.1)[0])


@pytest.mark.parametrize(("first", "prior"), [([-1, 2], 0.1), ([1, 2], 0.0)], ids=["a count below 0", "no prior"])
def test_impossible_counts_and_priors_are_refused(first: list[int], prior: float) -> None:
    with pytest.raises(ValueError, match="counts must be 0 or more"):
        weighted_log_odds(first, [1, 1], prior)


def talk(said: dict[int, list[str]], n_sessions: int = 12, n_group: int = 4) -> tuple[list[list[str]], pd.DataFrame]:
    """Ten people a session; all say what everybody says, and the first five of a session its own words as well."""
    rng = np.random.default_rng(2)
    common = [f"word{n}" for n in range(30)]
    words, rows = [], []
    for s in range(n_sessions):
        for p in range(10):
            words.append([*rng.choice(common, 8), *(said.get(s, []) if p < 5 else [])])
            rows.append({"speaker_id": f"S{s}-P{p}", "session_id": f"S{s}", "group": "youth" if s < n_group else "others"})
    return words, pd.DataFrame(rows)


def word(frame: pd.DataFrame, name: str, group: str = "youth") -> pd.Series:
    return frame[(frame["word"] == name) & (frame["group"] == group)].iloc[0]


def test_words_that_all_sessions_of_a_group_use_stand_out_and_those_of_all_do_not() -> None:
    own = ["stopped", "followed", "searched", "bus"]
    words, people = talk(dict.fromkeys(range(4), own))
    found = find_distinctive_words(words, people, "group", seed=1)
    assert all(word(found, name)["stands_out"] for name in own)
    assert word(found, "stopped")["n_people"] == 20
    assert found.loc[found["group"] == "youth", "word"].iloc[0] in own
    assert not found.loc[found["word"].str.startswith("word") & (found["group"] == "youth"), "stands_out"].any()


def test_words_of_single_sessions_do_not_stand_out_however_large_their_z() -> None:
    # One session of the group talks of a fountain, and one of the others: z alone would call the former distinctive.
    words, people = talk({0: ["fountain"] * 3, 9: ["harbor"]})
    for row, one in enumerate(words):
        if people["session_id"][row] == "S10" and row % 10 == 0:
            one.append("fountain")
    found = word(find_distinctive_words(words, people, "group", seed=1), "fountain")
    assert found["z"] > 0.9
    assert not found["stands_out"]


def test_without_a_difference_hardly_any_list_holds_a_word() -> None:
    lists = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        words = [list(rng.choice([f"word{n}" for n in range(60)], 8)) for _ in range(120)]
        people = pd.DataFrame({"speaker_id": [f"P{n}" for n in range(120)], "session_id": [f"S{n // 10}" for n in range(120)]})
        people["group"] = np.where(np.arange(120) < 40, "youth", "others")
        lists += find_distinctive_words(words, people, "group", n_draws=299)["stands_out"].any()
    assert lists <= 5  # a rate of .05 gives more than five in 40 once in 70 times


def test_a_word_counts_once_per_person() -> None:
    words, people = talk({0: ["bus"] * 50, 1: ["bus"]})
    assert word(find_distinctive_words(words, people, "group"), "bus")["n_people"] == 10


def test_words_of_fewer_than_three_people_or_of_one_session_are_left_out() -> None:
    words, people = talk({})
    words[0].append("secret")
    words[15].append("secret")
    for row in range(5):
        words[row].append("ours")
    assert not {"secret", "ours"} & set(find_distinctive_words(words, people, "group")["word"])


def test_groups_too_small_and_statements_without_speakers_are_left_out() -> None:
    words, people = talk({s: ["bus"] for s in range(12)}, n_group=1)
    people.loc[100:, "speaker_id"] = None
    found = find_distinctive_words(words, people, "group")
    assert set(found["group"]) == {"others"}
    assert word(found, "bus", "others")["n_people"] == 45


def test_where_groups_mix_within_sessions_labels_are_dealt_within_them() -> None:
    words, people = talk({})
    people["group"] = np.tile(["young", "old"], 60)
    for row in range(120):
        if people["group"][row] == "young":
            words[row] += ["skatepark", "cousin", "class"]
    found = find_distinctive_words(words, people, "group", n_draws=499)
    standing = set(found.loc[found["stands_out"] & (found["group"] == "young"), "word"])
    assert {"skatepark", "cousin", "class"} <= standing
    assert len(standing) <= 4  # at most one in five by chance


def test_words_and_speakers_must_match() -> None:
    with pytest.raises(ValueError, match="one row per statement"):
        find_distinctive_words([["a"]], pd.DataFrame({"speaker_id": [], "session_id": [], "group": []}), "group")


def test_nothing_said_gives_an_empty_table() -> None:
    found = find_distinctive_words([], pd.DataFrame({"speaker_id": [], "session_id": [], "group": []}), "group")
    assert found.empty
    assert list(found.columns) == list(DISTINCTIVE_WORDS.by_name)
