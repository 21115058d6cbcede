"""Representation ratios and dissimilarity: worked out by hand, and bounds against trying every case."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
import pytest

from peace_analysis.groups.representation import REPRESENTATION, compare_with_population, dissimilarity

POPULATION = pd.DataFrame(
    [("Here", "age_group", group, n) for group, n in (("18-24", 200), ("25-64", 600), ("65+", 200))],
    columns=["neighborhood", "attribute", "group", "population"],
)


def heard(**counts: int) -> pd.DataFrame:
    names = {"young": "18-24", "middle": "25-64", "old": "65+", "declined": "declined", "other": "in between", "blank": None}
    return pd.DataFrame({"age_group": [names[key] for key, n in counts.items() for _ in range(n)]}, dtype="object")


def test_ratios_and_their_bounds_are_worked_out_by_hand() -> None:
    found = compare_with_population(heard(young=10, middle=25, old=5, declined=10), POPULATION, "age_group").set_index("group")
    assert found["participant_share"].to_dict() == pytest.approx({"18-24": 0.25, "25-64": 0.625, "65+": 0.125})
    assert found["ratio"].to_dict() == pytest.approx({"18-24": 1.25, "25-64": 0.625 / 0.6, "65+": 0.625})
    # 5 of 50 if none of the ten is 65 or older, 15 of 50 if all are; residents .2.
    assert found.loc["65+", ["ratio_low", "ratio_high"]].tolist() == pytest.approx([0.5, 1.5])
    assert found["n_unknown"].tolist() == [10, 10, 10]


@pytest.mark.parametrize(
    ("declined", "flag"), [(0, "under-represented"), (1, "under-represented"), (10, "may be under-represented")], ids=["0", "1", "10"]
)
def test_the_flag_is_certain_only_where_no_answer_could_lift_it(declined: int, flag: str) -> None:
    found = compare_with_population(heard(young=10, middle=30, old=5, declined=declined), POPULATION, "age_group").set_index("group")
    assert found.loc["65+", "flag"] == flag
    assert declined == 10 or found.loc["18-24", "flag"] == ""


@pytest.mark.parametrize(("old", "flag"), [(16, ""), (15, "under-represented")], ids=[".80", ".75"])
def test_point_8_itself_is_not_flagged(old: int, flag: str) -> None:
    found = compare_with_population(heard(young=100 - 60 - old, middle=60, old=old), POPULATION, "age_group").set_index("group")
    assert found.loc["65+", "ratio"] == pytest.approx(old / 20)
    assert found.loc["65+", "flag"] == flag


def test_blanks_and_values_that_the_population_does_not_name_are_unknown() -> None:
    found = compare_with_population(heard(young=10, middle=10, old=10, blank=2, other=3, declined=1), POPULATION, "age_group")
    assert found["n_unknown"].tolist() == [6, 6, 6]
    assert found["n_heard"].tolist() == [10, 10, 10]


def test_with_nobody_known_there_is_no_ratio() -> None:
    found = compare_with_population(heard(declined=5), POPULATION, "age_group")
    assert found["ratio"].isna().all()
    assert found["ratio_high"].tolist() == pytest.approx([5, 1 / 0.6, 5])


def test_an_attribute_without_a_population_gives_no_rows() -> None:
    found = compare_with_population(heard(young=5), POPULATION, "gender")
    assert found.empty
    assert list(found.columns) == list(REPRESENTATION.by_name)


def test_dissimilarity_is_half_the_sum_of_gaps() -> None:
    found = dissimilarity(compare_with_population(heard(young=10, middle=25, old=5), POPULATION, "age_group"))
    assert found.known == pytest.approx(0.5 * (0.05 + 0.025 + 0.075))
    assert (found.low, found.high) == pytest.approx((found.known, found.known))


def test_those_heard_like_residents_have_no_dissimilarity_and_one_group_alone_nearly_all() -> None:
    assert dissimilarity(compare_with_population(heard(young=10, middle=30, old=10), POPULATION, "age_group")).known == pytest.approx(0)
    assert dissimilarity(compare_with_population(heard(old=10), POPULATION, "age_group")).known == pytest.approx(0.8)


@pytest.mark.parametrize("seed", range(20))
def test_bounds_of_dissimilarity_hold_whatever_the_unknown_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts, declined = rng.integers(0, 12, 3), int(rng.integers(1, 7))
    frame = compare_with_population(heard(young=counts[0], middle=counts[1], old=counts[2], declined=declined), POPULATION, "age_group")
    found = dissimilarity(frame)
    target, total = np.array([0.2, 0.6, 0.2]), counts.sum() + declined
    every = [
        0.5 * np.abs((counts + np.bincount(chosen, minlength=3)) / total - target).sum()
        for chosen in combinations_with_replacement(range(3), declined)
    ]
    assert found.high == pytest.approx(max(every))
    # The best case may split a person; whole people come within one person's share of it.
    assert found.low <= min(every) + 1e-9
    assert found.low >= min(every) - 1.0 / total


def test_several_attributes_are_not_added_up() -> None:
    both = pd.concat([compare_with_population(heard(young=5), POPULATION, "age_group").assign(attribute=name) for name in ("a", "b")])
    with pytest.raises(ValueError, match="one attribute at a time"):
        dissimilarity(both)
