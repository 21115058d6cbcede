"""From voices to policy: what the chapter of an invented city tells and may not tell, and that it is not there without a policy."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import nbformat
import prose
import pytest
from hostile_words import HOSTILE
from invented_city import make_frames, make_material
from invented_policy import TELLING, invent_policy, renumber_policy, with_policies

from peace_analysis import report
from peace_analysis.disclosure.gate import ReleaseError
from peace_analysis.report import public_tables, published
from peace_analysis.report.accessibility import inspect_page
from peace_analysis.report.convert import notebook_to_html
from peace_analysis.report.policy_asked import asked_by_section
from peace_analysis.report.policy_numbers import POLICY_PUBLIC, count_of, policy_frames
from peace_analysis.report.policy_summary import policy_lines
from peace_analysis.report.readability import measure_readability
from peace_analysis.tables import check_table


@pytest.fixture(scope="module")
def bare() -> report.Material:
    return make_material(make_frames())


@pytest.fixture(scope="module")
def city(bare: report.Material) -> report.Material:
    return with_policies(bare, invent_policy())


@pytest.fixture(scope="module")
def chapter(city: report.Material) -> str:
    return report.policies(city).markup


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def page_of(markup: str | None) -> str:
    """A page with one cell that shows the chapter, or nothing."""
    cell = nbformat.v4.new_code_cell("report.policies(material)")
    if markup is not None:
        markup = re.sub(r'<a class="back" href="#statements-[^"]*">(.*?)</a>', r"\1", markup)  # the appendix is not on this page
        cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/html": markup}, execution_count=1)]
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## Before"), cell])
    return notebook_to_html(node, title="Testville", draft=True, audience="leaders")


def test_without_a_policy_there_is_no_chapter_no_table_and_no_style_of_it(bare: report.Material) -> None:
    assert report.policies(bare) is None
    assert report.tables_of(bare) == report.PUBLIC
    assert policy_frames(bare) == {}
    assert "text-decoration: line-through" not in page_of(None)


def test_the_summary_tells_answers_changes_and_who_did_not_sign(chapter: str) -> None:
    words = text_of(chapter[: chapter.index("policy-1-when")])
    assert "5 comments came from 2 groups, officers and residents alike. 4 of 5 have an answer with a reason." in words
    assert "Comments are not votes" in words
    assert "Of those not adopted, 1 asked for what the policy has already, as its answer says." in words
    assert "2 answers say that a comment was adopted, in full or in part." in words
    assert "in 1, the section that it cites changed after the comment. 1 comment was answered otherwise at first." in words
    assert "Comment 2, adopted in part: 2 Horses" in words  # that section reads as before
    assert "2 of 4 sections read differently than in the first version." in words
    assert "2 of 5 representatives signed. 1 of them put a dissent on record." in words
    assert "representatives of officers (declined to sign) and officers (withdrew). 1 has not said yet." in words
    assert "Officers, withdrew: no reason is recorded" in words


def test_the_first_page_says_who_signed_and_what_was_taken_up_with_a_link(city: report.Material, bare: report.Material) -> None:
    first = report.summary(city).markup
    assert "2 of 5 representatives signed the revised policy. 2 of 5 comments were adopted in full or in part." in text_of(first)
    assert 'href="#section-from-voices-to-policy"' in first
    assert "signed the revised policy" not in report.summary(bare).markup
    frames = public_tables.public_frames(city)
    known = prose.released_numbers(frames.values(), city.config.model_dump(mode="json"))
    assert prose.unsupported(prose.sentences_of(first), known, prose.names_in(frames.values())) == []
    assert measure_readability(text_of("".join(line.markup for line in policy_lines(city)))).grade <= 8


def test_a_section_shows_what_each_group_asked_the_answer_and_what_changed(chapter: str) -> None:
    part = chapter[chapter.index('id="policy-1-section-1"') : chapter.index('id="policy-1-section-2"')]
    words = text_of(part)
    assert words.index("Comment from residents") < words.index("Comment from officers")
    assert "Comment 1: adopted. reason" in words
    assert "It was answered otherwise before" in words
    assert "Read with care: the section that it cites reads as before the comment." in words
    assert "In the sessions, 5 people asked for something that may bear on this section." in words
    assert "<ins>" in part
    new = re.sub(r"<del>.*?</del>", "", part)
    assert "A dog never bites a child, and bites others only on command" in text_of(re.sub(r'<span class="cue">.*?</span>', "", new))
    assert "residents: 2, finds it acceptable" in words


def test_few_people_who_asked_are_not_counted(chapter: str, city: report.Material) -> None:
    assert "2 Horses : unchanged; 1 comment (not adopted: 1); fewer than 3 people asked" in text_of(chapter)
    frames = public_tables.public_frames(city)
    seen = frames["policy_attention"].set_index("section_id")
    assert seen["n_asked"].astype("object").where(seen["n_asked"].notna(), None).tolist() == [5, None, 0, 0]
    assert seen["shown"].tolist() == ["", "fewer than 3", "", ""]


@pytest.mark.parametrize(("n", "shown"), [(57, ""), (58, "all but fewer than 3"), (0, ""), (2, "fewer than 3"), (3, "")])
def test_nearly_all_and_nearly_nobody_are_masked_alike(bare: report.Material, n: int, shown: str) -> None:
    entry = invent_policy()
    everybody = bare.statements.assign(request=True)
    material = with_policies(
        dataclasses.replace(bare, statements=everybody), entry, asked={entry.latest.sections[0].section_id: n}, like=bare
    )
    row = asked_by_section(material, material.policies[0]).iloc[0]
    assert row["shown"] == shown
    assert (row["n_asked"] == n) if not shown else row[["n_asked"]].isna().all()


def test_words_that_may_not_be_shown_are_not(city: report.Material, chapter: str) -> None:
    assert "comment 4" in chapter
    assert "comment 5" not in chapter
    assert "comment 5" not in public_tables.public_frames(city)["policy_comments"].to_csv()


def test_words_of_what_befell_somebody_stand_nowhere_and_are_counted(bare: report.Material) -> None:
    entry = invent_policy(lambda text, _: TELLING.get(text, text))
    material = with_policies(bare, entry)
    markup, frames = report.policies(material).markup, public_tables.public_frames(material)
    everywhere = markup + "".join(frames[table.name].to_csv() for table in POLICY_PUBLIC)
    assert [words for words in TELLING.values() if words.split()[1] in everywhere] == []
    assert "Comment 2 of officers: its words are not shown." in text_of(markup)
    assert "Their reason is not shown." in text_of(markup)
    assert "Officers, declined to sign: not shown" in text_of(markup)
    policy = material.policies[0]
    counted = [count_of(material, policy, what) for what in ("comments: words not shown", "comments: reason not shown")]
    assert counted == [2, 4]  # comment 5 is not shown at all
    assert count_of(material, policy, "representatives: dissent not shown") == 2
    assert frames["policy_dissents"]["dissent"].tolist() == ["", ""]
    assert "comment 1" in markup  # its reason alone is kept back


@pytest.mark.parametrize(
    ("score", "placed_by", "told"), [(0.69, "the software", False), (0.7, "the software", True), (None, "a person", True)]
)
def test_a_request_counts_by_a_person_s_word_or_a_sure_link(bare: report.Material, score: float | None, placed_by: str, told: bool) -> None:
    material = with_policies(bare, invent_policy(), score=score, placed_by=placed_by)
    markup = text_of(report.policies(material).markup)
    assert ("5 people asked for something that may bear on this section" in markup) is told
    assert asked_by_section(material, material.policies[0])["n_asked"].fillna(2).tolist() == ([5, 2, 0, 0] if told else [0, 0, 0, 0])
    assert "policy links CITY export" in markup


def test_the_title_is_no_section_and_another_number_is_no_change(bare: report.Material) -> None:
    material = with_policies(bare, renumber_policy(), score=0.1)
    policy = material.policies[0]
    assert count_of(material, policy, "sections") == 2
    assert count_of(material, policy, "sections that read differently") == 0
    assert count_of(material, policy, "sections that nobody spoke to") == 2
    words = text_of(report.policies(material).markup)
    assert "The latest version reads as the first one." in words
    assert "2 sections read as before, and nobody is known to have spoken to them (some under another number) 1 Dogs" in words


def test_no_representative_is_named_in_a_public_table(city: report.Material) -> None:
    frames = public_tables.public_frames(city)
    assert "representative" not in frames["policy_signoffs"].columns
    assert frames["policy_signoffs"].iloc[:, 1:].to_numpy().tolist() == [["residents", 2, 1, 1, 0, 0, 0], ["officers", 3, 0, 0, 1, 1, 1]]


def test_sections_that_are_quiet_stand_folded_at_the_end_and_gaps_are_named(chapter: str) -> None:
    words = text_of(chapter)
    assert "1 section reads as before, and nobody is known to have spoken to it 4 Birds" in words
    assert "3 Cats: deleted" in words.replace(" :", ":")
    assert "2 comments bear on no section of this policy." in words
    assert "Nobody is known to have spoken to 2 sections: 3 Boats 4 Birds" in words


def test_each_number_of_the_chapter_s_sentences_is_released(city: report.Material, chapter: str) -> None:
    frames = public_tables.public_frames(city)
    known = prose.released_numbers(frames.values(), city.config.model_dump(mode="json"))
    sentences = prose.sentences_of(chapter)
    assert len(sentences) > 30
    assert prose.unsupported(sentences, known, prose.names_in(frames.values())) == []


def test_public_tables_are_what_is_declared(city: report.Material) -> None:
    frames = public_tables.public_frames(city)
    for table in POLICY_PUBLIC:
        check_table(frames[table.name].astype(dict.fromkeys((), "str")), table)


def test_a_page_with_it_has_no_fault_of_access(chapter: str) -> None:
    page = page_of(chapter)
    assert inspect_page(page) == []
    assert "text-decoration: line-through" in page
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page and not anchor.startswith("statements-")] == []


def test_two_policies_stand_apart(bare: report.Material) -> None:
    material = with_policies(bare, invent_policy(), invent_policy(key="more_animals"))
    markup = report.policies(material).markup
    ids = re.findall(r'\bid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    assert "More animals: who signed" in text_of(markup)
    assert len(public_tables.public_frames(material)["policy_attention"]) == 8


def test_versions_alone_make_a_chapter_as_well(bare: report.Material) -> None:
    entry = invent_policy()
    material = with_policies(bare, type(entry)(entry.name, entry.versions))
    words = text_of(report.policies(material).markup)
    assert "No comment on this policy is recorded." in words
    assert "Nobody has signed yet" in words


def test_hostile_words_in_every_field_stay_text(bare: report.Material) -> None:
    entry = invent_policy(lambda text, number: f"{text} {' '.join(HOSTILE)} {number}")
    material = with_policies(bare, entry)
    markup = report.policies(material).markup
    tags = set(re.findall(r"<([a-zA-Z][\w-]*)", markup))
    own = "h2 h3 h4 p div details summary section ul ol li a bdi strong span ins del figure figcaption blockquote br dl dt dd"
    drawn = "svg g path text defs use clipPath rect tspan metadata title symbol line"
    assert tags <= {*own.split(), *drawn.split(), "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', markup))
    assert inspect_page(page_of(markup)) == []


@pytest.mark.parametrize(("printed", "refused"), [("2", True), ("58", True), ("", False), ("3", False), ("0", False)])
def test_the_gate_refuses_a_count_of_few_people_who_asked(city: report.Material, tmp_path: Path, printed: str, refused: bool) -> None:
    (tmp_path / "policy_attention.csv").write_text(f"unit,n_asked,shown\nparticipant,{printed},\n", encoding="utf-8")
    if refused:
        with pytest.raises(ReleaseError, match="1 sections"):
            published._check_asked(tmp_path, city, "testville")
    else:
        published._check_asked(tmp_path, city, "testville")
