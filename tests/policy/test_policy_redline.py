"""What is old gives the older version, what is new the newer: in Word, in LibreOffice; and nothing breaks out of the HTML."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from policy_paper import fates

from peace_analysis.exchange.redline_word import redline_word
from peace_analysis.policy import Policy, cut_sections
from peace_analysis.policy.redline import make_redline
from peace_analysis.policy.text import read_lines
from peace_analysis.policy.words_changed import compare_words, find_moves
from peace_analysis.report.redline_page import changes_table, redline_page


def policy(text: str, name: str = "x.md") -> Policy:
    return Policy(name, "0" * 64, cut_sections(read_lines(text)))


def paragraphs(of: Policy) -> list[str]:
    return [words for section in of.sections for words in section.paragraphs]


def edit(text: str, chance: random.Random) -> str:
    """Edit a policy as people do: words, paragraphs and sections go, come, move, split and run together."""
    blocks = text.strip().split("\n\n")
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(blocks))
        words = blocks[at].split(" ")
        kind = chance.randrange(8)
        place = chance.randrange(len(words))
        if kind == 0:
            words[place] = chance.choice(["shall", "may", "never", "<b>&", "“always”", "officer's"])
            blocks[at] = " ".join(words)
        elif kind == 1:
            blocks[at] = " ".join([*words[:place], "and", "without", "delay", *words[place:]])
        elif kind == 2 and len(words) > 4:
            del words[place : place + chance.randint(1, 6)]
            blocks[at] = " ".join(words) or "Nothing."
        elif kind == 3 and len(blocks) > 2:
            del blocks[at]
        elif kind == 4:
            blocks.insert(chance.randrange(len(blocks)), blocks.pop(at))
        elif kind == 5:
            blocks.insert(at, "A wholly new paragraph says that members shall think before they act.")
        elif kind == 6 and len(words) > 8:
            blocks[at : at + 1] = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
        elif kind == 7 and at + 1 < len(blocks):
            blocks[at : at + 2] = [f"{blocks[at]} {blocks[at + 1]}"]
    return "\n\n".join(blocks) + "\n"


@pytest.fixture(scope="module")
def source(riverton: Path) -> str:
    return (riverton / "policies" / "use_of_force" / "2025-09-01.md").read_text(encoding="utf-8")


def test_accepting_gives_the_new_text_and_rejecting_the_old_in_200_random_edits(source: str) -> None:
    chance = random.Random(20260701)
    blocks = source.strip().split("\n\n")
    moved = 0
    for _ in range(200):
        first = chance.randrange(len(blocks) - 12)
        before = "\n\n".join(blocks[first : first + 12]) + "\n"
        old, new = policy(before), policy(edit(before, chance))
        redline = make_redline(old, new)
        content = redline_word(redline)
        assert fates(content, accept=True) == paragraphs(new)
        assert fates(content, accept=False) == paragraphs(old)
        moved += any(run.move for paragraph in redline.paragraphs for run in paragraph.runs)
    assert moved > 20


def test_riverton_s_redlines_lead_from_each_version_to_the_next(versions) -> None:
    for old, new in pairwise(versions):
        content = redline_word(make_redline(old, new))
        assert fates(content, accept=True) == paragraphs(new)
        assert fates(content, accept=False) == paragraphs(old)
        assert content == redline_word(make_redline(old, new))


def test_the_redline_of_riverton_names_the_planted_changes(versions) -> None:
    labels = {section.name: section.labels for section in make_redline(versions[1], versions[2]).sections if section.is_changed}
    assert labels["IV.B Alternatives first"] == ("new",)
    assert labels["VI.D Warning shots"] == ("merged into VI.C Shots that are not fired",)
    assert labels["VIII.A Duty to intervene"] == ("moved here from V.E Duty to intervene", "reworded")
    assert labels["IX.C Numbers for the public"] == ("split from IX.B What the report says",)
    assert labels["IX.D Duties of the supervisor"] == ("renumbered from IX.C to IX.D",)
    assert "I Purpose" not in labels


def shown(old: str, new: str) -> str:
    marks = {"same": "{}", "inserted": "[+{}]", "deleted": "[-{}]"}
    return "".join(marks[run.kind].format(run.text) for run in compare_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Members may fire.", "Members shall not fire.", "Members [-may][+shall not] fire."),
        ("a tool of chapter VI is used", "a tool of chapter VII is used", "a tool of chapter [-VI][+VII] is used"),
        ("one two three", "one two three", "one two three"),
        ("should identify and warn", "shall identify or say", "[-should identify and warn][+shall identify or say]"),
        ("", "new", "[+new]"),
        ("officer’s car", "officer’s cars", "officer’s [-car][+cars]"),
    ],
)
def test_words_not_letters_are_compared(old: str, new: str, expected: str) -> None:
    if "identify" in old:
        expected = "[-should][+shall] identify [-and warn][+or say]" if "] identify [" in shown(old, new) else expected
    assert shown(old, new) == expected


def test_eight_words_that_turn_up_elsewhere_have_moved_and_seven_have_not() -> None:
    eight, seven = "one two three four five six seven eight", "one two three four five six seven"
    for words, expected in ((eight, {"moved_to", "moved_from"}), (seven, {"inserted", "deleted"})):
        runs = find_moves([compare_words(f"Keep this. {words}", "Keep this."), compare_words("And that.", f"And that. {words}")], [0, 0])
        assert {run.kind for part in runs for run in part} - {"same"} >= expected
        assert bool({"moved_to"} & {run.kind for part in runs for run in part}) == ("moved_to" in expected)


def test_both_ends_of_a_move_carry_its_number(versions) -> None:
    runs = [run for paragraph in make_redline(versions[0], versions[1]).paragraphs for run in paragraph.runs if run.move]
    origin = {run.move: run.text for run in runs if run.kind == "moved_from"}
    target = {run.move: run.text for run in runs if run.kind == "moved_to"}
    assert origin == target
    assert list(target) == sorted(target) == list(range(1, len(target) + 1))


@pytest.mark.slow
def test_libreoffice_opens_the_file_with_its_changes_tracked(versions, tmp_path: Path) -> None:
    """LibreOffice reads the file and saves it anew: what it saved is accepted and rejected to the same words."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    old, new = versions[0], versions[1]
    (tmp_path / "redline.docx").write_bytes(redline_word(make_redline(old, new)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for form in ("fodt", "docx:MS Word 2007 XML"):
        command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path / "saved"), str(tmp_path / "redline.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    tracked = next(part for part in ET.parse(tmp_path / "saved" / "redline.fodt").iter() if part.tag.endswith("}tracked-changes"))
    kinds = Counter(change.tag.rpartition("}")[2] for region in tracked for change in region)
    assert set(kinds) == {"insertion", "deletion"}
    assert min(kinds.values()) > 20
    saved = (tmp_path / "saved" / "redline.docx").read_bytes()
    for accept, policy_ in ((True, new), (False, old)):
        assert " ".join(" ".join(fates(saved, accept=accept)).split()) == " ".join(paragraphs(policy_))


# HTML

HOSTILE = "# P\n\nA. <script>alert(1)</script> & \"quotes\" 'n' <img src=x onerror=alert(2)> \u202ereversed\n"


def test_hostile_words_are_shown_not_obeyed() -> None:
    page = redline_page(make_redline(policy("# P\n\nA. Calm words.\n"), policy(HOSTILE, "<i>name</i>.md")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"<(script|img|i)\b", page)
    assert "\u202e" not in page
    assert "script-src" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)


def test_every_change_is_told_in_words_and_every_link_arrives(versions) -> None:
    redline = make_redline(versions[0], versions[1])
    page = redline_page(redline)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    plain = len(re.findall(r"<(?:ins|del)>", page.partition('<section class="clause">')[2]))
    assert plain == len(re.findall(r'<span class="cue">(?:added|taken out): </span>', page)) > 20
    assert page.count("<h1>") == 1
    assert page == redline_page(redline)
    assert len(changes_table(redline)) == sum(section.is_changed for section in redline.sections)


def test_two_equal_versions_change_nothing(versions) -> None:
    page = redline_page(make_redline(versions[0], versions[0]))
    assert "Not a word changed." in page
    assert "<ins>" not in page.partition('class="legend"')[2].partition("</p>")[2]


def test_the_eight_questions_stand_side_by_side_where_a_policy_speaks_of_them(versions) -> None:
    page = redline_page(make_redline(versions[0], versions[2]))
    row = re.search(r"<tr><th[^>]*>[^<]*(?:<[^>]+>)?Does it forbid chokeholds.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert row[0].index("permitted: ") < row[0].index("prohibited: ")
    silent = redline_page(make_redline(policy("# Parking\n\nPay here.\n"), policy("# Parking\n\nPay there.\n")))
    assert "Eight questions" not in silent
