"""All sources of a city together: who was heard, and one error with every problem."""

from __future__ import annotations

import pytest

from peace_analysis.city import City
from peace_analysis.errors import InputError
from peace_analysis.tables import UTTERANCES, check_table
from peace_analysis.transcripts import read_city

ROSTER = """speaker_id,session_id,speaker_label,neighborhood,quote_consent,age
R01-P01,R01,Maria Lopez,Westside,yes,25-44
R01-P02,R01,JT,,no,
R01-P03,R01,Quiet Sam,,yes,65+
"""
R01 = "Colleen: How do you feel?\nMARIA LOPEZ (she/her): Safe.\nJT: Not me.\nParticipant 4: Nor I.\nMaria Lopez: Still.\n"
NOTES = "- lights are out\n- cars are fast\n"


def _sessions(facilitator: str = "Colleen; Tomas") -> dict[str, str]:
    return {
        "sessions": f"R01,2026-03-02,virtual,en,Eastgate,Residents,3,{facilitator},\nR02,2026-03-09,in_person,en,Harbor,Youth,3,,\n",
        "extra_columns": ",facilitator,note_taker",
    }


def test_roster_and_patterns_tell_participants_and_the_quiet_stay_in(city_with):
    heard = read_city(city_with({"transcripts/R01.txt": R01, "transcripts/R02.txt": NOTES, "participants.csv": ROSTER}, **_sessions()))
    check_table(heard.utterances, UTTERANCES)
    first = heard.utterances[heard.utterances["session_id"] == "R01"]
    assert list(zip(first["speaker"], first["role"], first["turn"], strict=True)) == [
        ("Colleen", "facilitator", 1),
        ("Maria Lopez", "participant", 2),
        ("JT", "participant", 3),
        ("Participant 4", "participant", 4),
        ("Maria Lopez", "participant", 5),
    ]
    people = heard.participants.set_index("speaker_id")
    assert list(people.index) == ["R01-P01", "R01-P02", "R01-P03", "R01-P04"]
    assert people["speaker_label"].tolist() == ["Maria Lopez", "JT", "Quiet Sam", "Participant 4"]
    assert people["neighborhood"].tolist() == ["Westside", "Eastgate", "Eastgate", "Eastgate"]
    assert people["stakeholder_group"].tolist() == ["Residents"] * 4
    assert people["quote_consent"].tolist() == [True, False, True, False]
    assert people["age"].fillna("").tolist() == ["25-44", "", "65+", ""]
    assert heard.without_speakers == {"R02"}
    assert set(heard.utterances.loc[heard.utterances["session_id"] == "R02", "role"]) == {"participant"}
    assert [problem.message for problem in heard.notices] == ["1 of 3 people on the roster of session `R01` were never heard."]


def test_without_a_roster_ids_are_given_in_order_of_first_appearance(city_with):
    heard = read_city(city_with({"transcripts/R01.txt": "P2: a\nHost: b\nP1: c\nP2: d\n"}))
    assert list(zip(heard.participants["speaker_id"], heard.participants["speaker_label"], strict=True)) == [
        ("R01-P01", "P2"),
        ("R01-P02", "P1"),
    ]
    assert [problem.message for problem in heard.notices] == ["session `R02` has no source."]


TABLE = "where,who,said,q,job\nR02,Ana,Lights,a,nurse\nR02,Bo,Speed,,\nR01,Cy,Trust,b,cook\n"
SOURCES = """sources:
  - table: comments.csv
    columns: {text: said, speaker: who, session: where, question: q}
    attributes: {stakeholder_group: job}
  - polis: talk
    session: R02
    attributes: {neighborhood: {1: Hill}}
"""
POLIS = {
    "talk/comments.csv": "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    "1000,1,0,1,0,1,I live on the Hill\n2000,2,7,0,0,1,Walks\n",
    "talk/votes.csv": "comment-id,voter-id,vote\n1,7,1\n",
}


def test_transcripts_tables_and_polis_exports_make_one_city(city_with):
    heard = read_city(city_with({"comments.csv": TABLE, "transcripts/R01.txt": "P1: Hi.\nP2: Ho.\n", **POLIS}, SOURCES))
    assert list(zip(heard.utterances["session_id"], heard.utterances["turn"], heard.utterances["text"], strict=True)) == [
        ("R01", 1, "Hi."),
        ("R01", 2, "Ho."),
        ("R01", 3, "Trust"),
        ("R02", 1, "Lights"),
        ("R02", 2, "Speed"),
        ("R02", 3, "Walks"),
    ]
    people = heard.participants.set_index("speaker_label")
    assert people.loc["Cy", ["session_id", "stakeholder_group", "neighborhood"]].tolist() == ["R01", "cook", "Eastgate"]
    assert people.loc["Bo", "stakeholder_group"] == "Youth"
    assert people.loc["7", ["neighborhood", "stakeholder_group", "quote_consent"]].tolist() == ["Hill", "Youth", True]
    assert not people.loc["Ana", "quote_consent"]
    assert heard.questions.to_numpy().tolist() == [["R02", 1, "a"], ["R01", 3, "b"]]
    assert list(heard.votes) == ["R02"]
    assert heard.without_speakers == frozenset()


def test_a_transcript_column_names_files_folders_and_projects_of_several_sessions(city_with):
    sessions = "R01,2026-03-02,virtual,en,Eastgate,Residents,3,groups\nR02,2026-03-09,in_person,en,Harbor,Youth,3,x/late.srt\n"
    files = {
        "transcripts/groups/1.txt": "P1: one\n",
        "transcripts/groups/2.txt": "P2: two\n",
        "transcripts/x/late.srt": "1\n00:00:01,000 --> 00:00:02,000\nP1: three\n",
        "transcripts/old/draft.txt": "nothing",
        "transcripts/~$R01.docx": "lock",
        "transcripts/.DS_Store": "x",
    }
    heard = read_city(city_with(files, "skip: [old/*]\n", sessions, ",transcript"))
    assert heard.utterances["text"].tolist() == ["one", "two", "three"]
    assert heard.utterances["turn"].tolist() == [1, 2, 1]


def test_every_problem_of_every_file_is_in_one_error_and_no_words_or_names_are(city_with):
    files = {
        "transcripts/R01.vtt": "WEBVTT\n\n00:01.000 --> 00:0x.000\nsecret words\n",
        "transcripts/R02.txt": "Zebediah: private words\nP1: yes\nZebediah: more\n\nFacilitator: so?\nQuentin: no\n",
        "transcripts/stray.txt": "who knows",
        "transcripts/R09.docx": "not a document",
        "comments.csv": "where,who,said,q,job\nR77,Ana,private,a,nurse\n",
        **POLIS,
    }
    settings = SOURCES.replace("1: Hill", "44: Hill") + "  - {table: gone.csv, session: R01, columns: {text: a}}\n"
    settings += (
        "  - {table: comments.csv, session: R55, columns: {text: said}}\n  - {table: ../out.csv, session: R01, columns: {text: a}}\n"
    )
    with pytest.raises(InputError) as caught:
        read_city(city_with(files, settings))
    message = str(caught.value)
    for expected in (
        "R01.vtt: line 3: the times of a cue are broken",
        "R02.txt: line 1: 2 speaker labels are not known (3 turns; also lines 6).",
        "stray.txt: the file belongs to no session.",
        "R09.docx: the file belongs to no session.",
        "comments.csv: line 2: the row's session is not in sessions.csv.",
        "there is no statement 44",
        "gone.csv: there is no such file.",
        "session `R55` of this source is not in sessions.csv.",
        "leads outside the city's folder",
    ):
        assert expected in message
    assert len(caught.value.problems) == 9
    for private in ("secret", "private", "Zebediah", "Quentin", "Ana"):
        assert private not in message


@pytest.mark.parametrize(
    ("files", "settings", "sessions", "expected"),
    [
        ({"transcripts/R01.txt": "P1: a", "transcripts/R01.vtt": "WEBVTT"}, "", "", "2 files are called like session `R01`"),
        ({"transcripts/R01.txt": ""}, "", "", "the file is empty"),
        ({"transcripts/R01.txt": b"\x00\x01\x02\x03"}, "", "", "unreadable encoding"),
        ({"transcripts/R01.pdf": "x"}, "", "", "are not read"),
        ({"transcripts/R01.docx": "x"}, "", "", "is not a zip archive"),
        ({"c.csv": "a,b\n1,2\n"}, "sources: [{table: c.csv, session: R01, columns: {text: words}}]\n", "", "column `words` is missing"),
        ({}, "", "", "there is no transcript"),
        ({}, "", "R01,2026-03-02,virtual,en,,,3,gone.txt\n", "the transcript of session `R01` is not there"),
        ({}, "", f"R01,2026-03-02,virtual,en,,,3,{'9' * 300}.txt\n", "the transcript of session `R01` is not there"),
        ({}, "", "R01,2026-03-02,virtual,en,,,3,../../x.txt\n", "leads outside"),
        ({}, "", "R01,2026-03-02,virtual,en,,,3,/etc/passwd\n", "leads outside"),
        ({"transcripts/a.txt": "P1: a"}, "", "R01,,virtual,en,,,3,a.txt\nR02,,virtual,en,,,3,a.txt\n", "2 sessions name this"),
        ({}, "sources: [{polis: talk, session: R01}]\n", "", "there is no such file"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_error(city_with, files, settings, sessions, expected):
    with pytest.raises(InputError, match=expected):
        read_city(city_with(files, settings, sessions, ",transcript" if sessions else ""))


def test_a_link_that_leads_out_of_the_city_is_refused(city_with, tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text("P1: hidden")
    city: City = city_with({})
    (city.transcripts_folder / "R01.txt").symlink_to(outside)
    with pytest.raises(InputError, match="outside the city's folder") as caught:
        read_city(city)
    assert "hidden" not in str(caught.value)


def test_rows_under_no_name_are_left_unknown_and_counted_in_a_notice(city_with):
    heard = read_city(city_with({"transcripts/R01.txt": "Welcome to the library\n\nP1: a\n", "transcripts/R02.txt": NOTES}))
    assert heard.utterances["role"].tolist() == ["unknown", "participant", "participant", "participant"]
    assert [(problem.line, problem.message) for problem in heard.notices] == [(1, "1 rows stand under no speaker's name.")]


def test_the_london_export_is_a_city_with_its_own_groups(city_with, shared_data, tmp_path):
    source = shared_data / "statements" / "london_youth_policing"
    files = {f"talk/{name}": (source / name).read_bytes() for name in ("comments.csv", "votes.csv", "participants-votes.csv")}
    ages = "{polis: talk, session: R01, attributes: {age: {1: 15-19, 4: 20-25}, met_police: {14: 'yes'}, sex: {5: male, 6: female}}}"
    heard = read_city(city_with(files, f"sources: [{ages}]\n"))
    assert len(heard.utterances) == 39 - 3 - 5
    people = heard.participants.set_index("speaker_label")
    assert people.loc["2", ["age", "sex"]].tolist() == ["20-25", "female"]
    assert people["age"].isin(["15-19", "20-25"]).sum() + people["age"].isna().sum() == len(people)
    pairs = {tuple(line.split(",")[2:4]) for line in files["talk/votes.csv"].decode().splitlines()[1:]}
    assert len(heard.votes["R01"]) == len(pairs)


def test_a_colon_in_speech_is_no_speaker_though_everybody_is_a_participant(city_with):
    otter = "Ann Diaz  0:01\nHow do you feel?\n\nBen Okoro  0:09\nWe have one problem: nobody answers.\n\nAnn Diaz  0:20\nThank you.\n"
    heard = read_city(city_with({"transcripts/R01.txt": otter}, 'roles: {participant: ["*"]}\n'))
    assert set(heard.utterances["speaker"]) == {"Ann Diaz", "Ben Okoro"}
    assert "We have one problem: nobody answers." in heard.utterances["text"].tolist()


def test_more_people_heard_than_attended_and_a_silent_facilitator_are_noticed(city_with):
    sessions = "R01,2026-01-10,in_person,en,Hill,residents,2,Dana Smith\n"
    talk = "Dana Smyth: how do you feel about it?\nAnn: dark\nBen: fine\nDana Smyth: why?\nAnn: no lights\nBen: well\n"
    settings = 'roles: {participant: ["*"]}\n'
    heard = read_city(city_with({"transcripts/R01.txt": talk}, settings, sessions, ",facilitator"))
    notices = "\n".join(map(str, heard.notices))
    assert "in session `R01` more participants were heard than attended" in notices
    assert "the facilitator of session `R01` was never heard" in notices
    assert "Dana" not in notices


def test_the_same_words_under_two_sessions_are_noticed(city_with):
    sessions = "R01,2026-01-10,in_person,en,Hill,residents,2\nR02,2026-01-11,in_person,en,Hill,residents,2\n"
    files = {f"transcripts/{name}.txt": "P1: dark\nP2: fine\n" for name in ("R01", "R02")}
    heard = read_city(city_with(files, "", sessions))
    assert "session `R02` holds the very words of another session" in "\n".join(map(str, heard.notices))
