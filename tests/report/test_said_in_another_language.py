"""What follows from a report that is not in English: links are found, and files stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.charts.rows import say_masked
from peace_analysis.recommendations import find_theme
from peace_analysis.report.described import SENTENCES, say_description
from peace_analysis.report.material import attribute_words, name_of
from peace_analysis.report.public_tables import public_frames
from peace_analysis.report.quotes import choose_quotes
from peace_analysis.report.tabular import share_text
from peace_analysis.report.way_back import find_shares
from peace_analysis.wording import use_language

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
SAID = {
    "{name} (tentative)": "{name} (à confirmer)",
    "{n_raised:,} of {n_heard:,} people raised it, in {part} sessions. That is {share}.": "{part} {n_heard} {n_raised}. Soit {share}.",
    "not shown": "pas montré",
    "too few to show": "trop peu pour montrer",
    "fewer than {few}": "moins de {few}",
    "all but fewer than {few}": "tous sauf moins de {few}",
    "{few} or fewer": "{few} ou moins",
    "in-person sessions": "séances sur place",
    "Participant, {group}": "Une personne, {group}",
    "People spoke of {phrases}, among other things.": "On a parlé de {phrases}, entre autres.",
}


@pytest.fixture
def french(tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "locale"
    folder.mkdir()
    plural = 'msgid "neighborhood"\nmsgid_plural "neighborhoods"\nmsgstr[0] "quartier"\nmsgstr[1] "quartiers"\n\n'
    body = "".join(f'msgid "{message}"\nmsgstr "{said}"\n\n' for message, said in SAID.items())
    (folder / "fr.po").write_text(HEAD + plural + body, encoding="utf-8")
    use_language("fr", tmp_path)
    yield
    use_language("en")


@pytest.mark.usefixtures("french")
def test_a_tentative_theme_is_called_so_on_pages_and_keeps_its_english_name_in_files() -> None:
    material = make_material(make_frames())
    assert "Dark streets (à confirmer)" in report.theme_pages(material).markup
    frames = public_frames(material)
    named = {name for name, frame in frames.items() if "Dark streets (tentative)" in set(frame.get("name", ()))}
    assert named >= {"questions", "contrasts", "evidence", "group_shares"}
    assert not any("confirmer" in frame.to_csv() for frame in frames.values())


@pytest.mark.usefixtures("french")
def test_files_are_the_same_in_every_language() -> None:
    there = {name: frame.to_csv() for name, frame in public_frames(make_material(make_frames())).items()}
    use_language("en")
    assert there == {name: frame.to_csv() for name, frame in public_frames(make_material(make_frames())).items()}


@pytest.mark.usefixtures("french")
def test_a_theme_is_found_by_the_name_that_its_page_shows() -> None:
    themes = make_frames()["themes"]
    assert find_theme("Dark streets (à confirmer)", themes) == "T02"
    assert find_theme("dark streets (tentative)", themes) == "T02"
    assert find_theme("Dark streets (perhaps)", themes) is None


@pytest.mark.usefixtures("french")
def test_shares_and_names_lead_to_statements() -> None:
    material = make_material(make_frames())
    page = report.link_themes(material, report.theme_pages(material)).markup
    assert re.search(r'Soit <a class="back" href="#statements-T01">[^<]*60%[^<]*</a>\.', page)


@pytest.mark.parametrize("share", [0.001, 0.42, 0.999])
def test_a_share_is_found_with_its_interval_and_nothing_else_is(share: float) -> None:
    shares = find_shares()
    for text in (share_text(share, None, None), share_text(share, 0.0001, 0.9999)):
        found = shares.search(f"That is {text}.")
        assert found is not None
        assert found.group() == text
    assert shares.search("42 of 60 people, in 3 to 4 groups (42%)") is None


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("fewer than 3", "moins de 3"),
        ("all but fewer than 3", "tous sauf moins de 3"),
        ("10 or fewer", "10 ou moins"),
        ("not shown", "pas montré"),
        ("too few to show", "trop peu pour montrer"),
        ("1,204", "1,204"),
        ("", ""),
    ],
)
def test_masked_counts_are_said(shown: str, said: str) -> None:
    assert say_masked(shown) == said


@pytest.mark.usefixtures("french")
def test_what_a_theme_is_about_is_said_unless_a_person_wrote_it() -> None:
    assert say_description("People spoke of “a, b” and “c and d”, among other things.").startswith("On a parlé de “a, b” ")
    for written in ("People spoke of the park, among other things.", "People spoke of “a”, and rightly so.", "{phrases}"):
        assert say_description(written) == written


def test_what_a_theme_is_about_is_not_changed_in_english() -> None:
    for sentence in SENTENCES:
        text = sentence.format(phrases="“a”, “b” and “c”")
        assert say_description(text) == text


@pytest.mark.usefixtures("french")
def test_attributes_and_attributions_are_said() -> None:
    assert [attribute_words("neighborhood", n) for n in (1, 2)] == ["quartier", "quartiers"]
    assert [attribute_words("housing", n) for n in (1, 2)] == ["housing group", "housing groups"]
    assert name_of("in_person") == "séances sur place"
    assert name_of("business_owners") == "business owners"
    chosen = choose_quotes(make_material(make_frames()), "T01")
    assert "Une personne, residents" in set(chosen["attribution"])
