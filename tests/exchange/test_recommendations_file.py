"""recommendations.yml: what is read, and every problem with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from peace_analysis.errors import CityError
from peace_analysis.exchange.recommendations_file import count_lost_links, inspect_recommendations, read_codes, read_recommendations
from peace_analysis.recommendations import Recommendations

HISTORY = "    history:\n      - {date: 2026-06-22, status: proposed, author: MB}\n"
ENTRY = (
    "  - id: lamps\n    title: Mend the lamps\n    text: Mend them.\n    owner: Public Works\n    horizon: later\n    author: MB\n"
    "    themes: [lighting]\n"
)
GOOD = f"recommendations:\n{ENTRY}{HISTORY}"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "recommendations.yml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(tmp_path: Path, text: str) -> list[str]:
    path = write(tmp_path, text)
    return [str(problem).removeprefix(f"{path}: ") for problem in inspect_recommendations(path)[1]]


def test_no_file_and_an_empty_one_recommend_nothing(tmp_path: Path) -> None:
    assert read_recommendations(tmp_path / "recommendations.yml") == Recommendations()
    assert read_recommendations(write(tmp_path, "# nothing yet\n")) == Recommendations()


def test_where_it_stands_is_its_last_step_with_the_reason_that_was_given(tmp_path: Path) -> None:
    later = '      - {date: 2026-09-14, status: declined, author: LT, reason: "No money, this year."}\n'
    (entry,) = read_recommendations(write(tmp_path, GOOD + later)).recommendations
    assert (entry.status, entry.since.isoformat(), entry.reason, entry.is_answered) == (
        "declined",
        "2026-09-14",
        "No money, this year.",
        True,
    )


@pytest.mark.parametrize(
    ("steps", "answered"),
    [
        ("", False),
        ("      - {date: 2026-09-14, status: accepted, author: LT}\n", False),  # an answer without a reason
        ("      - {date: 2026-09-14, status: accepted, author: LT, reason: There is money.}\n", True),
        ("      - {date: 2026-09-14, status: accepted, author: LT}\n    response: Gladly.\n", True),
        ("    response: We think about it.\n", False),  # still only proposed
    ],
)
def test_an_answer_counts_with_a_reason_and_not_without(tmp_path: Path, steps: str, answered: bool) -> None:
    (entry,) = read_recommendations(write(tmp_path, GOOD + steps)).recommendations
    assert entry.is_answered is answered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD.replace("owner", "ower"), "line 5: `recommendations.1.ower` is not known. Did you mean `owner`?"),
        (GOOD.replace("    owner: Public Works\n", ""), "line 2: `recommendations.1.owner` is missing or blank."),
        (GOOD.replace("later", "soon"), "line 6: `recommendations.1.horizon`: input should be 'now' or 'later'."),
        (GOOD.replace("later", "now"), "line 2: `recommendations.1`: to act now needs a day under `due:`."),
        (GOOD.replace("id: lamps", "id: Street lamps"), "line 2: `recommendations.1.id`: an id is made of lower-case letters"),
        (GOOD.replace("    themes: [lighting]\n", ""), "line 2: `recommendations.1`: name what it rests on"),
        (GOOD.replace("    themes: [lighting]", "    themes: lighting"), "line 8: `recommendations.1.themes`: a list is expected."),
        (GOOD.replace("proposed", "agreed"), "line 10: `recommendations.1.history.1.status`: input should be 'proposed'"),
        (GOOD.replace("proposed", "accepted"), "line 2: `recommendations.1`: its `history` begins with the day"),
        (GOOD.replace("06-22", "22-06"), "line 10: `recommendations.1.history.1.date`: a day is expected"),
        (GOOD.replace("author: MB}", "author: M B and others}"), "line 10: `recommendations.1.history.1.author`: initials"),
        (GOOD.replace("title: Mend the lamps", 'title: "  "'), "line 3: `recommendations.1.title`: this is blank."),
        (
            GOOD + "      - {date: 2026-09-14, status: declined, author: LT}\n",
            "line 11: `recommendations.1.history.2`: `declined` needs a `reason`",
        ),
        (
            GOOD + "      - {date: 2026-09-14, status: partly, author: LT}\n",
            "line 11: `recommendations.1.history.2`: `partly` needs a `reason`",
        ),
        (
            GOOD + "      - {date: 2026-01-14, status: done, author: LT}\n",
            "line 2: `recommendations.1`: the steps of its `history` stand in the order",
        ),
        (
            GOOD + "    options:\n      - {option: Do it, pros: [Quick], cons: []}\n",
            "line 12: `recommendations.1.options.1.cons`: name at least one.",
        ),
        (f"recommendations:\n{ENTRY}    history: []\n", "line 9: `recommendations.1.history`: name at least one."),
        (GOOD + ENTRY + HISTORY, "line 11: the id `lamps` is there twice."),
        ("recommendations: [\n", "line 2: "),
        ("- a\n", "holds no recommendations."),
    ],
)
def test_each_problem_is_told_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    assert any(problem.startswith(expected) for problem in problems(tmp_path, text)), problems(tmp_path, text)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("owner", "ower").replace("later", "soon").replace("06-22", "22-06")
    with pytest.raises(CityError) as caught:
        read_recommendations(write(tmp_path, text))
    assert {problem.line for problem in caught.value.problems} == {2, 5, 6, 10}


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "recommendations.yml"
    path.write_bytes(b"recommendations: \xff\xfe")
    assert inspect_recommendations(path)[1][0].message == "is not UTF-8 text."


def test_the_example_is_sound_as_it_stands_and_with_its_comments_taken_away(root: Path, tmp_path: Path) -> None:
    text = (root / "peace_analysis" / "example" / "recommendations.yml").read_text(encoding="utf-8").replace("{{", "{").replace("}}", "}")
    assert read_recommendations(write(tmp_path, text)) == Recommendations()
    lines = text.splitlines()
    used = [line[2:] for line in lines[lines.index("# recommendations:") :]]
    (entry,) = read_recommendations(write(tmp_path, "\n".join(used) + "\n")).recommendations
    assert (entry.status, len(entry.options), entry.is_answered) == ("partly", 1, True)


@pytest.mark.parametrize(("city", "n"), [("riverton", 8), ("port_salem", 3)])
def test_the_sample_cities_recommendations_are_sound(root: Path, city: str, n: int) -> None:
    assert len(read_recommendations(root / "data" / city / "recommendations.yml").recommendations) == n


def test_codes_are_read_as_far_as_they_can_be(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yml"
    assert read_codes(path) == ()
    path.write_text("codes:\n  - {code: lamps, name: Lamps, brief: Streets without light.}\n  - {code: BAD}\n  - x\n", encoding="utf-8")
    assert [code.code for code in read_codes(path)] == ["lamps"]


def test_links_that_lead_nowhere_are_counted_in_what_was_published(tmp_path: Path) -> None:
    assert count_lost_links(tmp_path) == 0
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "recommendations.csv").write_text('id,title,lost_links\na,"x, y",1\nb,z,2\nc,z,0\n', encoding="utf-8")
    assert count_lost_links(tmp_path) == 3
