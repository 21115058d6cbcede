"""codebook.yml: what is read, and every problem with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from peace_analysis.codebook_file import inspect_codebook, read_codebook
from peace_analysis.errors import CityError
from peace_analysis.themes.codebook_entries import Codebook

WHO = "    version: 1\n    author: MB\n    date: 2026-04-02\n    reason: agreed on\n"
CODE = "codes:\n  - code: lamps\n    name: Dark streets\n    brief: Streets without light.\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "codebook.yml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(tmp_path: Path, text: str) -> list[str]:
    return [str(problem).removeprefix(f"{tmp_path / 'codebook.yml'}: ") for problem in inspect_codebook(write(tmp_path, text))[1]]


def test_no_file_and_an_empty_one_hold_no_decision(tmp_path: Path) -> None:
    assert read_codebook(tmp_path / "codebook.yml") == Codebook()
    assert read_codebook(write(tmp_path, "# nothing yet\n")) == Codebook()


def test_codes_and_decisions_are_read_in_order_with_their_lines(tmp_path: Path) -> None:
    text = f"{CODE}decisions:\n  - define: {{theme: T03, code: lamps}}\n{WHO}  - move: {{statements: [R01-0004-01], to: none}}\n{WHO}"
    codebook = read_codebook(write(tmp_path, text))
    assert [decision.kind for decision in codebook.decisions] == ["define", "move"]
    assert codebook.lines == (6, 11)
    assert codebook.decisions[0].date.isoformat() == "2026-04-02"
    assert codebook.code("lamps").name == "Dark streets"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"decisions:\n  - rename: {{theme: T03, nam: Dark}}\n{WHO}",
            "line 2: `decisions.1.rename.nam` is not known. Did you mean `name`?",
        ),
        (f"decisions:\n  - rename: {{theme: T3, name: Dark}}\n{WHO}", "line 2: `decisions.1.rename.theme`: name a theme by its id"),
        (f"decisions:\n  - define: {{theme: T03, code: lamps}}\n{WHO}", "line 2: there is no code `lamps`, which define names."),
        (f"{CODE}  - code: lamps\n    name: Again\n    brief: Twice.\n", "line 5: the code `lamps` is there twice."),
        (f"{CODE}decisions:\n  - seed: {{code: lamps}}\n{WHO}", "line 6: the code `lamps` is seeded and says too little of itself."),
        (f"decisions:\n  - split: {{theme: T01, code: lamps}}\n{WHO}", "line 2: `decisions.1.split`: say what is taken out"),
        (f"decisions:\n  - merge: {{themes: [T01], into: T01}}\n{WHO}", "line 2: `decisions.1.merge`: name at least one theme"),
        (
            f"decisions:\n  - rename: {{theme: T01, name: x}}\n    define: {{theme: T01, code: y}}\n{WHO}",
            "line 2: `decisions.1`: a decision is exactly one of rename, merge, split, move, define, seed, aside.",
        ),
        (f"decisions:\n  -\n{WHO}", "line 3: `decisions.1`: a decision is exactly one of"),
        ("decisions:\n  - rename: {theme: T01, name: x}\n    version: 1\n", "line 2: `decisions.1.author` is missing or blank."),
        (
            f"decisions:\n  - rename: {{theme: T01, name: x}}\n{WHO.replace('04-02', '13-02')}",
            "line 5: `decisions.1.date`: a day is expected",
        ),
        (
            f"decisions:\n  - rename: {{theme: T01, name: x}}\n{WHO.replace('agreed on', '12')}",
            "line 6: `decisions.1.reason`: text is expected",
        ),
        (
            f"decisions:\n  - rename: {{theme: T01, name: x}}\n{WHO.replace('MB', 'M B and others')}",
            "line 4: `decisions.1.author`: initials",
        ),
        ("codes: [\n", "line 2: "),
        ("- a\n- b\n", "holds no codebook."),
        ("codes:\n  - code: a\n    code: b\n", "line 3: found duplicate key"),
    ],
)
def test_each_problem_is_told_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    assert any(problem.startswith(expected) for problem in problems(tmp_path, text)), problems(tmp_path, text)


def entry(decision: str) -> str:
    return f"  - {decision}\n{WHO}"


SEEDABLE = f"{CODE}    sentences: [The lamp is out.]\n"
NAMED_ALIKE = {
    "two renamed": (entry("rename: {theme: T01, name: Dark streets}") + entry("rename: {theme: T02, name: dark  Streets}"), "T02", "T01"),
    "renamed and defined": (entry("rename: {theme: T01, name: Dark streets}") + entry("define: {theme: T02, code: lamps}"), "T02", "T01"),
    "seeded and renamed": (entry("seed: {code: lamps}") + entry("rename: {theme: T02, name: Dark streets}"), "T02", "lamps"),
    "by its code": (
        entry("define: {theme: T01, code: lamps}")
        + entry("rename: {theme: lamps, name: Night}")
        + entry("rename: {theme: T02, name: Night}"),
        "T02",
        "T01",
    ),
    "parts of one": (entry("rename: {theme: T01.1, name: Night}") + entry("rename: {theme: T01.2, name: Night}"), "T01.2", "T01.1"),
}
NAMED_APART = {
    "renamed again": entry("rename: {theme: T01, name: Night}")
    + entry("rename: {theme: T01, name: Dark}")
    + entry("rename: {theme: T02, name: Night}"),
    "the same twice": entry("rename: {theme: T01, name: Night}") * 2,
    "merged": entry("rename: {theme: T01, name: Night}")
    + entry("merge: {themes: [T01], into: T02}")
    + entry("rename: {theme: T02, name: Night}"),
    "set aside": entry("rename: {theme: T01.1, name: Night}") + entry("aside: {theme: T01}") + entry("rename: {theme: T02, name: Night}"),
    "a theme and its part": entry("rename: {theme: T01, name: Night}") + entry("rename: {theme: T01.1, name: Night}"),
    "parts of two": entry("rename: {theme: T01.1, name: Night}") + entry("rename: {theme: T02.1, name: Night}"),
    "a code that another has already": entry("define: {theme: T01, code: lamps}") + entry("define: {theme: T02, code: lamps}"),
    "a code that nothing uses": entry("rename: {theme: T01, name: Dark streets}"),
}


@pytest.mark.parametrize(("decisions", "theme", "other"), NAMED_ALIKE.values(), ids=NAMED_ALIKE)
def test_two_themes_with_one_name_by_hand_are_refused_with_both_lines(tmp_path: Path, decisions: str, theme: str, other: str) -> None:
    text = f"{SEEDABLE}decisions:\n{decisions}"
    (problem,) = problems(tmp_path, text)
    n = decisions.count("  - ")
    lines = [
        number for number, line in enumerate(text.splitlines(), start=1) if line.startswith("  - ") and "code: lamps\n" not in f"{line}\n"
    ]
    assert problem.startswith(
        f"line {lines[-1]}: decision {n} gives {theme} the name that decision {n - 1} (line {lines[-2]}) gives {other}."
    )


@pytest.mark.parametrize("decisions", NAMED_APART.values(), ids=NAMED_APART)
def test_names_that_no_two_themes_end_with_are_not_refused(tmp_path: Path, decisions: str) -> None:
    assert problems(tmp_path, f"{CODE}decisions:\n{decisions}") == []


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = f"decisions:\n  - rename: {{theme: T03, nam: Dark}}\n{WHO}  - move: {{statements: [], to: T01}}\n{WHO.replace('1', '0', 1)}"
    with pytest.raises(CityError) as caught:
        read_codebook(write(tmp_path, text))
    assert len(caught.value.problems) == 4
    assert {problem.line for problem in caught.value.problems} == {2, 7, 8}


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yml"
    path.write_bytes(b"codes: \xff\xfe")
    assert inspect_codebook(path)[1][0].message == "is not UTF-8 text."


def test_the_example_is_a_codebook_as_it_stands_and_with_its_comments_taken_away(root: Path, tmp_path: Path) -> None:
    text = (root / "peace_analysis" / "example" / "codebook.yml").read_text(encoding="utf-8")
    assert read_codebook(write(tmp_path, text)) == Codebook()
    lines = [line[2:] if line.startswith("# ") else "" if line.startswith("#") else line for line in text.splitlines()]
    used = [line for line in lines if line.startswith((" ", "codes:", "decisions:"))]
    codebook = read_codebook(write(tmp_path, "\n".join(used) + "\n"))
    assert {decision.kind for decision in codebook.decisions} == {"rename", "merge", "split", "move", "define", "seed", "aside"}
