"""What themes seem to be about: told where most statements agree, left out where they do not, and never said of what people defined."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from peace_analysis.report.described import say_description
from peace_analysis.themes.about import name_nameless, seem_off_topic, tell_about
from peace_analysis.themes.describe import NAMELESS, Wording
from peace_analysis.themes.subject_phrases import PHRASES, say_subjects
from peace_analysis.themes.subjects import NO_SUBJECT, OFF_TOPIC, leading_subjects, read_subjects


def said_about(*names: str) -> np.ndarray:
    """Vectors of statements that are about the subjects named, as far as the learned directions can tell."""
    known = read_subjects()
    vectors = np.linalg.lstsq(known.directions, 40 * np.eye(len(known.names), dtype=np.float32) - known.offset[:, None], rcond=None)[0].T
    return vectors[[known.names.index(name) for name in names]].astype(np.float32)


def only(n: int) -> dict[str, np.ndarray]:
    return {"T01": np.ones(n, dtype=bool)}


LATE, BIAS, SPEED, NOISE = "how long officers take to come", "singled out because of race", "speeding", "noise"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([LATE] * 10, (LATE,)),
        ([LATE] * 6 + [NOISE, SPEED, BIAS, "parking"], (LATE,)),
        ([LATE] * 5 + [SPEED] * 4 + [NOISE], (LATE, SPEED)),
        ([LATE, LATE, SPEED, SPEED, NOISE, NOISE, BIAS, "parking", "protests", "body cameras"], (LATE, NOISE)),
        ([LATE, LATE, LATE, SPEED, NOISE, BIAS, "parking", "protests", "body cameras", "speeding"][:9], ()),
        ([LATE] * 7, ()),  # too few to tell
        (["elsewhere"] * 5 + ["around"] * 3 + [LATE] * 4, (OFF_TOPIC,)),
        (["elsewhere"] * 4 + [LATE, LATE, SPEED, NOISE, BIAS], ()),
    ],
)
def test_a_subject_is_told_where_enough_of_a_theme_is_about_it(names: list[str], told: tuple[str, ...]) -> None:
    # Beside other talk that is plainly about safety and police, as in a city.
    vectors = np.vstack([said_about(*names), said_about(*[LATE] * 60)])
    inside = np.arange(len(vectors)) < len(names)
    assert leading_subjects(vectors, {"T01": inside})["T01"] == told


def test_nothing_is_told_of_talk_about_other_matters_or_of_another_model() -> None:
    assert leading_subjects(said_about(*["elsewhere"] * 20), only(20)) == {"T01": ()}
    assert leading_subjects(np.ones((20, 8), dtype=np.float32), only(20)) == {"T01": ()}


def test_every_known_subject_can_be_said() -> None:
    assert set(PHRASES) == set(read_subjects().names) - set(NO_SUBJECT)
    for name in PHRASES:
        words = say_subjects((name, LATE)) + " People made remarks that have few words in common, among other things."
        assert say_description(words) == words


def test_a_description_says_first_what_a_theme_seems_to_be_about_unless_a_person_wrote_it() -> None:
    themes = pd.DataFrame({"theme_id": ["T01", "T02", "lamps"], "description": "People spoke of “hours”, among other things."})
    assignments = pd.DataFrame({"theme_id": ["T01"] * 9 + ["T02"] * 9 + ["lamps"] * 9 + [None], "subtheme_id": None})
    vectors = said_about(*[LATE] * 9, *["elsewhere"] * 9, *[SPEED] * 40)[: 9 * 3 + 1]
    # One in three statements is about something else: the weight of the subjects falls, and so does what is told.
    assert tell_about(themes, assignments, vectors, defined=["lamps"])["description"].eq(themes["description"]).all()
    more = pd.concat([assignments, pd.DataFrame({"theme_id": ["lamps"] * 100, "subtheme_id": None})], ignore_index=True)
    told = tell_about(themes, more, np.vstack([vectors, said_about(*[SPEED] * 100)]), defined=["lamps"])
    assert list(told["description"]) == [
        "Seems to be about how long officers take to come. People spoke of “hours”, among other things.",
        "Most of it seems to be about neither safety nor police. People spoke of “hours”, among other things.",
        "People spoke of “hours”, among other things.",
    ]
    assert seem_off_topic(told) == ["T02"]


def test_a_theme_without_a_name_gets_its_subject_for_one_and_no_name_is_given_twice() -> None:
    names = {"T01": "Lamps", "T02": NAMELESS, "T03": f"{NAMELESS} (2)", "T04": NAMELESS}
    wordings = {theme: Wording(name, ()) for theme, name in names.items()}
    named = name_nameless(wordings, {"T01": (SPEED,), "T02": (NOISE,), "T03": (NOISE,), "T04": (OFF_TOPIC,)})
    assert [wording.name for wording in named.values()] == ["Lamps", "Noise", f"{NAMELESS} (2)", NAMELESS]
