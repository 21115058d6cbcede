"""What is a speaker's label and what is prose."""

from __future__ import annotations

import pytest

from peace_analysis.transcripts.labels import accepted, label_key, rank, split_label
from peace_analysis.transcripts.roles import SpeakerRoles

LABELS = [
    "Maria",
    "Maria Lopez",
    "MS. LOPEZ",
    "Ms. Lopez",
    "Dr. Nguyen",
    "Dr. Thuy-Linh Nguyen-Park",
    "JT",
    "J.T.",
    "J. T. Adams",
    "Speaker 2",
    "SPEAKER 12",
    "Speaker_03",
    "Unknown Speaker",
    "Unidentified female",
    "Facilitator",
    "Facilitator 2",
    "Facilitadora",
    "Moderator",
    "Note taker",
    "Participant 4",
    "P03",
    "R01-P03",
    "María José Núñez",
    "O'Neil",
    "D’Angelo Brown",
    "Jean-Luc",
    "Abdi al-Amin",
    "Oscar de la Cruz",
    "Maria Lopez (she/her)",
    "Maria Lopez [Eastgate]",
    "Martin Luther King Jr.",
    "Pastor Otis Bell",
    "Officer Davis",
    "Chief Young",
    "Mai Her",
    "Ji-woo Park",
    "Hope Adams",
    "Linh Do",
    "李娜",
    "محمد علي",
]
PROSE = [
    "One thing",
    "Note",
    "NOTE",
    "My point is this",
    "Here's what I think",
    "Question",
    "Question 2",
    "Q2",
    "First",
    "So",
    "But",
    "Yes",
    "No",
    "PS",
    "FYI",
    "Public Safety",
    "Next Steps",
    "Delmont Avenue",
    "Main Street",
    "Monday",
    "March",
    "The thing is",
    "What I Want",
    "My Street",
    "I said",
    "He told me",
    "Wait, what?",
    "Date",
    "Location",
    "Agenda",
    "Honestly",
    "Police",
    "Session 3",
    "Por ejemplo",
    "Pregunta 1",
    "I went home. Then",
    "it was",
    "",
    "12",
    "...",
]


@pytest.mark.parametrize("label", LABELS)
def test_names_initials_and_roles_are_labels(label):
    assert rank(label) == "name"


@pytest.mark.parametrize("words", PROSE)
def test_prose_before_a_colon_is_no_label_even_if_it_recurs(words):
    assert rank(words) == "never"
    assert not accepted([words, words, words])


@pytest.mark.parametrize(
    "label", ["grandma rosie", "maria lopez", "Will", "Hope", "tall guy", "Participants", "iPhone de Marta", "M", "+1 (414) 555-0143"]
)
def test_an_odd_label_counts_once_it_recurs(label):
    assert rank(label) == "weak"
    assert label_key(label) not in accepted([label, "Maria"])
    assert label_key(label) in accepted([label, "Maria", label])


def test_an_odd_label_counts_once_where_nearly_every_line_has_one():
    assert label_key("tall guy") in accepted(["Maria", "Ed", "tall guy", "Maria", "Ed", "Ed"])


def test_a_display_name_of_common_words_counts_where_every_line_has_a_label():
    assert "community center" in accepted(["Community Center", "Ed", "Community Center", "Maria", "Community Center"])
    assert "community center" not in accepted(["Community Center", None, "Community Center", None, "Community Center"])


def test_a_label_that_the_session_knows_counts_whatever_its_form():
    assert accepted(["one thing"], lambda label: label == "one thing") == {"one thing"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Maria: I live here", ("Maria", "I live here")),
        ("Maria:I live here", ("Maria", "I live here")),
        ("Maria : I live here", ("Maria", "I live here")),
        ("Maria Lopez (she/her): at 7:30", ("Maria Lopez (she/her)", "at 7:30")),
        ("[Maria]: hello", ("Maria", "hello")),
        ("Maria：hola", ("Maria", "hola")),
        ("Maria:", ("Maria", "")),
        ("Lunch is at 7:30", None),
        ("Meeting 7:30 pm", None),
        ("http://example.org", None),
        ("Luke 4:16 says so", None),
        ("no colon here", None),
        ("I went to the store and I saw this person who said to me: go", None),
    ],
)
def test_lines_are_cut_at_the_colon_of_a_label_only(line, expected):
    assert split_label(line) == expected


@pytest.mark.parametrize(
    "same", ["MARIA  LOPEZ", "Maria Lopez (she/her)", "maria lopez [Eastgate]", "\u200eMaria\u00a0Lopez", "*Maria Lopez*"]
)
def test_spellings_of_one_label_are_one_speaker(same):
    assert label_key(same) == label_key("Maria Lopez")


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Facilitator", "facilitator"),
        ("facilitator 2", "facilitator"),
        ("Note-taker", "facilitator"),
        ("Host", "facilitator"),
        ("Hostess Ann", "unknown"),
        ("Participant 7", "participant"),
        ("P7", "participant"),
        ("P123", "participant"),
        ("P1234", "unknown"),
        ("Pat", "unknown"),
        ("Colleen (Facilitator)", "facilitator"),
        ("Maria Lopez", "unknown"),
    ],
)
def test_patterns_give_roles_and_an_unknown_label_stays_unknown(label, role):
    assert SpeakerRoles().role_of(label) == role


def test_the_sessions_facilitator_goes_before_the_roster_and_that_before_patterns():
    roles = SpeakerRoles(facilitators=frozenset({"ann"}), roster={"ann": "Ann", "facilitator": "Facilitator"})
    assert roles.role_of("ANN") == "facilitator"
    assert roles.role_of("Facilitator") == "participant"
    assert roles.label_of("FACILITATOR (he/him)") == "Facilitator"
