"""Names of people: from the roster, introduced, titled, by their capital; and words that are no names."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.names import NameFinder
from peace_analysis.anonymize.spans import normalize


def find(texts: str | list[str], roster: list[str] | None = None, **settings: object) -> list[list[str]]:
    texts = [texts] if isinstance(texts, str) else texts
    finder = NameFinder(keep=settings.pop("keep", ["Riverton", "Mill Flats"]), names=settings.pop("names", []), **settings)  # type: ignore[arg-type]
    found = finder.find([normalize(text) for text in texts], roster or [])
    return [[text[span.start : span.end] for span in spans] for text, spans in zip(texts, found, strict=True)]


@pytest.mark.parametrize(
    "name",
    [
        "Maria Lopez",
        "José Núñez",
        "DeShawn Tolliver",
        "Keisha Braxton",
        "Nguyen Van Minh",
        "Mei-Ling Zhou",
        "Fatima Al-Jubouri",
        "Chidi Okafor",
        "Ngozi Eze",
        "Abdi Warsame",
        "Selamawit Gebre",
        "Pa Houa Xiong",
        "Priya Raman",
        "Anthony Begay",
        "Rose-Laure Desrosiers",
        "Oksana Kovalenko",
        "Kerry O'Neil",
        "Luca D'Angelo",
        "John Smith",
        "J.T. Booker",
    ],
)
@pytest.mark.parametrize("lower", [False, True], ids=["cased", "lower case"])
def test_a_roster_name_of_any_origin_is_found_whole_and_in_parts(name: str, lower: bool) -> None:
    words = name.split()
    first, last = words[0], words[-1]
    texts = [f"Then {name} came over to help me.", f"I asked {last} about it.", f"Like {first} said, nobody came."]
    texts = [text.lower() for text in texts] if lower else texts
    whole, by_last, by_first = find(texts, [name])
    expected = [name.lower(), last.lower(), first.lower()]
    assert [" ".join(whole).lower(), *(" ".join(found).lower() for found in (by_last, by_first))] == expected


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Lopez, Maria", "Maria"),
        ("Maria Lopez (she/her)", "Lopez"),
        ("maria_lopez", "Maria"),
        ("MARIA LOPEZ", "Maria"),
        ("Maria Elena López", "Lopez"),
    ],
)
def test_a_roster_label_is_understood_however_it_is_written(label: str, said: str) -> None:
    assert find(f"I agree with {said} on that.", [label]) == [[said]]


@pytest.mark.parametrize("label", ["Participant 3", "P07", "Facilitator", "Speaker 2", "iPhone", "Host"])
def test_a_label_that_names_nobody_teaches_no_name(label: str) -> None:
    assert find("The speaker asked a participant, the host, to use an iPhone in room P07.", [label]) == [[]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("My name is Jamal Whitaker and I live here.", ["Jamal Whitaker"]),
        ("my name is jamal whitaker and i live here", ["jamal whitaker"]),
        ("my name is grace young and i teach", ["grace young"]),
        ("This is Tamika speaking.", ["Tamika"]),
        ("I'm Thuy and I live over the shop.", ["Thuy"]),
        ("They call me Smitty down there.", ["Smitty"]),
        ("They call me T-Bone, or just Bone.", ["T-Bone", "Bone"]),
        ("Me llamo Xiomara y vivo cerca del puerto.", ["Xiomara"]),
        ("Buenas noches, soy Yadira, trabajo de noche en el hospital.", ["Yadira"]),
        ("A man named Okonjo pulled me out.", ["Okonjo"]),
        ("Her name is Ifrah, she's nine.", ["Ifrah"]),
    ],
)
def test_a_name_that_is_introduced_is_found(text: str, names: list[str]) -> None:
    assert find(text) == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Officer Delgado waved at us.", ["Delgado"]),
        ("officer delgado waved at us", ["delgado"]),
        ("I told Ms. Rose about it.", ["Rose"]),
        ("then ms rose called them", ["rose"]),
        ("Sergeant Young listened to us.", ["Young"]),
        ("Dr. Anand, Pastor Mulgrew and Imam Yusuf came.", ["Anand", "Mulgrew", "Yusuf"]),
        ("We talked to Councilwoman Adeyemi-Ross.", ["Adeyemi-Ross"]),
        ("Coach Pete's kids won.", ["Pete"]),
        ("Hablé con doña Norma y el oficial Tran.", ["Norma", "Tran"]),
        ("My auntie Rose cooks for the block.", ["Rose"]),
    ],
)
def test_a_name_after_a_title_is_found_without_the_title(text: str, names: list[str]) -> None:
    assert find(text) == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Yesterday Babatunde fixed my door.", ["Babatunde"]),
        ("It was Maria de la Cruz who saw it.", ["Maria de la Cruz"]),
        ("I saw Brendan Moss and Darlene Two Bulls there.", ["Brendan Moss", "Darlene Two Bulls"]),
        ("So A.J. ran and J. Booker stayed.", ["A.J.", "J. Booker"]),
        ("and then ngozi and babatunde fixed it", ["ngozi", "babatunde"]),
        ("Then Maria's brother left.", ["Maria"]),
    ],
)
def test_a_name_that_nobody_introduced_is_found_by_its_form(text: str, names: list[str]) -> None:
    assert find(text) == [names]


@pytest.mark.parametrize(
    "text",
    [
        "Will you write that down? I hope so, by the grace of God.",
        "Mark my words, they chase kids all summer.",
        "Back in May and March we had none, and in August two.",
        "Summer nights are long on Lincoln Avenue and in Garfield Park.",
        "The Chief and Officer Friendly came, and the Mayor too.",
        "They speak Spanish, Hmong and Somali on Facebook and Zoom.",
        "My son may go, and a young king needs a place to be.",
        "People blow the stop sign at Third and Canal.",
        "He prays to God at Easter and during Ramadan.",
        "Honestly, nobody came. Nothing changed. Then they left.",
        "I'm tired and this is hard, it's late, that's life.",
        "They call me names and they call me back later.",
        "will you mark that down, i hope we get some grace in may",
        "the officer young people trust most walks his beat",
        "¿Cómo se sienten en la calle? La gente tiene miedo, señores.",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert find(text) == [[]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Will you call them? I hope so. May I? Grace period.", []),
        ("Thank you, Will. Then Grace said it and Hope's car went.", ["Will", "Grace", "Hope"]),
        ("by the grace of god i will hope and may rest", []),
        ("thank you will, and like grace said", ["will", "grace"]),
        ("We asked Mark and May Young about it.", ["Mark", "May Young"]),
    ],
)
def test_a_roster_name_that_is_an_ordinary_word_needs_a_capital_and_the_grammar_of_a_name(text: str, names: list[str]) -> None:
    assert find(text, ["Will Harper", "Grace Lindqvist", "Hope Adeyemi", "Mark Thao", "May Young"]) == [names]


def test_a_transcribers_misspelling_of_a_roster_name_is_found() -> None:
    assert find(["like svetlanna said", "Ask Okafer, he knows.", "the other windows broke"], ["Svetlana Marchenko", "Chidi Okafor"]) == [
        ["svetlanna"],
        ["Okafer"],
        [],
    ]


def test_a_name_learned_once_is_found_in_the_whole_session_and_in_no_other() -> None:
    finder = NameFinder(keep=[], names=[])
    session = ["nadia was there first", "They call me Bone.", "I'm Nadia Karam."]
    found = finder.find(session, [])
    names = [text[span.start : span.end] for text, spans in zip(session, found, strict=True) for span in spans]
    assert names == ["nadia", "Bone", "Nadia Karam"]
    assert finder.find(["the dog found a Bone there"], []) == [[]]


def test_city_words_stay_and_the_citys_list_goes() -> None:
    text = "Riverton and Mill Flats are fine, but Riverton Jones and Shadow left."
    assert find(text, names=["Shadow"]) == [["Jones", "Shadow"]]


def test_a_street_named_once_in_full_stays_when_it_is_named_in_short() -> None:
    assert find(["They race down Delmont Avenue.", "He's right about Delmont."]) == [[], []]


def test_officials_can_be_left_named() -> None:
    text = "Officer Delgado and Maria Lopez met Mayor Okafor."
    assert find(text, keep_officials=True) == [["Maria Lopez"]]
    assert find(text) == [["Delgado", "Maria Lopez", "Okafor"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The officer that kids call Shrek took my phone.", ["Shrek"]),
        ("That cop everybody calls Superman stopped us.", ["Superman"]),
        ("a cop they call batman around here", ["batman"]),
        ("lieutenant van der berg answered me", ["van der berg"]),
    ],
)
def test_what_people_call_an_officer_is_found(text: str, names: list[str]) -> None:
    assert find(text) == [names]


@pytest.mark.parametrize(
    "text",
    [
        "the officer they call first should come",
        "the one people call is the pastor",
        "that's the one everybody calls on",
        "the guy we call for help",
    ],
)
def test_whom_people_call_for_help_has_no_nickname(text: str) -> None:
    assert find(text) == [[]]
