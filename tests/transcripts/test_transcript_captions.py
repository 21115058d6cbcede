"""WebVTT and SRT: who says what, when; nothing lost, nothing said twice."""

from __future__ import annotations

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from peace_analysis.errors import TranscriptError
from peace_analysis.transcripts import read_file
from peace_analysis.transcripts.clock import seconds

ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:03.500
Maria Lopez: I feel safe here.

2
00:00:03.600 --> 00:00:05.000
One thing: the lights are out.

3
00:00:05.100 --> 00:00:09.000
jt: Yeah, same.

4
00:00:09.100 --> 00:00:12.000
jt: Note: I walk at 7:30.
"""
TEAMS = """WEBVTT

3f2a/12-0
00:00:01.000 --> 00:00:03.000
<v Maria Lopez>I feel safe
here &amp; now.</v>

3f2a/13-0
00:00:03.000 --> 00:00:04.000
<v Dr. Núñez, Ana>Me &lt;too&gt;.
"""
WEBEX = """WEBVTT

1 "Maria Lopez" (1234567)
00:00:01.000 --> 00:00:03.000
I feel safe.

2 "JT" (889)
00:00:03.000 --> 00:00:04.000
Me: never.
"""
NETWORK = """WEBVTT
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000

REGION
id:fred width:40%

STYLE
::cue { color: lime }

NOTE Maria said this off the record

intro
00:01.000 --> 00:02.000 align:start
&gt;&gt; MAYOR ADAMS: Good evening. >> Thank you.

00:02.000 --> 00:03.000
>> You bet.
still me
"""


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "zoom.vtt",
            ZOOM,
            [
                ("Maria Lopez", "I feel safe here."),
                ("Maria Lopez", "One thing: the lights are out."),
                ("jt", "Yeah, same."),
                ("jt", "Note: I walk at 7:30."),
            ],
        ),
        ("teams.vtt", TEAMS, [("Maria Lopez", "I feel safe here & now."), ("Dr. Núñez, Ana", "Me <too>.")]),
        ("webex.vtt", WEBEX, [("Maria Lopez", "I feel safe."), ("JT", "Me: never.")]),
        (
            "network.vtt",
            NETWORK,
            [("MAYOR ADAMS", "Good evening."), (None, "Thank you."), (None, "You bet. still me")],
        ),
        (
            "two_voices.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hi.</v> <v.loud Bo>Hello.</v>\n\n00:02.000 --> 00:03.000\n[bell]\n",
            [("Ana", "Hi."), ("Bo", "Hello."), (None, "[bell]")],
        ),
        (
            "dashes.srt",
            "1\n00:00:01,000 --> 00:00:02,000\n- Ana: Hi\n- Bo: Hello\nthere\n\n2\n00:00:02,000 --> 00:00:03,000\nand more\n",
            [("Ana", "Hi"), ("Bo", "Hello there"), ("Bo", "and more")],
        ),
        (
            "same_in_tag_and_text.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana Ruiz>Ana Ruiz: Hi.\n",
            [("Ana Ruiz", "Hi.")],
        ),
        (
            "blank_with_spaces.vtt",
            "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nAna: Hi.\n \n2\n00:02.000 --> 00:03.000\nBo: Ho.\n",
            [("Ana", "Hi."), ("Bo", "Ho.")],
        ),
        (
            "no_blank_lines.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nAna: Hi\n2\n00:00:02,000 --> 00:00:03,000\nBo: Ho\n",
            [("Ana", "Hi"), ("Bo", "Ho")],
        ),
        (
            "blank_within.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nAna: Hi\n\nagain\n\n2\n00:00:02,000 --> 00:00:03,000\n"
            "<i>you</i> {\\an8}<font color='red'>all</font> <3\n",
            [("Ana", "Hi again"), ("Ana", "you all <3")],
        ),
        (
            "words_first.vtt",
            "WEBVTT\n\nSomething before\n\n00:01.000 --> 00:02.000\nAna: Hi.\n",
            [(None, "Something before"), ("Ana", "Hi.")],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith(("vtt", "srt")) else "",
)
def test_captions_become_rows_with_speakers(said, name, content, expected):
    assert said(name, content) == expected
    assert said(name, b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode()) == expected


YOUTUBE = """WEBVTT
Kind: captions
Language: en

00:00:00.000 --> 00:00:02.000 align:start position:0%
{blank}
so<00:00:00.500><c> no</c><00:00:01.000><c> no</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
so no no
{blank}

00:00:02.010 --> 00:00:04.000 align:start position:0%
so no no
no<00:00:02.500><c> way</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
no way
{blank}

00:00:04.010 --> 00:00:06.000 align:start position:0%
no way
no<00:00:04.500><c> way</c>

00:00:06.000 --> 00:00:06.010
no way
{blank}

00:00:10.000 --> 00:00:11.000
over<00:00:10.500><c> there</c>
""".format(blank=" ")  # YouTube writes lines of one space


def test_rolling_captions_give_each_spoken_word_once_in_order(said):
    rows = said("talk.vtt", YOUTUBE)
    assert " ".join(text for _, text in rows) == "so no no no way no way over there"


def test_growing_live_captions_give_each_word_once(said):
    cues = ["we", "we want", "we want lights", "we want lights now"]
    content = "WEBVTT\n\n" + "\n\n".join(f"00:0{i}.000 --> 00:0{i + 1}.000\n{text}" for i, text in enumerate(cues))
    assert " ".join(text for _, text in said("live.vtt", content)) == "we want lights now"


def test_rolling_captions_whose_word_times_were_taken_out_give_each_word_once(said):
    shown = ["one two", "one two", "one two\nthree", "three", "three\nfour five", "four five"]
    content = "WEBVTT\n\n" + "\n\n".join(f"00:0{i}.000 --> 00:0{i + 1}.000\n{text}" for i, text in enumerate(shown))
    assert " ".join(text for _, text in said("a.vtt", content)) == "one two three four five"


def test_people_who_repeat_themselves_in_ordinary_captions_are_kept(said):
    words = ["Yes.", "Yes.", "I said yes.", "No.", "No, never.", "Good."]
    content = "WEBVTT\n\n" + "\n\n".join(f"00:0{i}.000 --> 00:0{i + 1}.000\n{text}" for i, text in enumerate(words))
    assert [text for _, text in said("a.vtt", content)] == words


def test_a_chant_is_kept_whole(said):
    content = "WEBVTT\n\n" + "\n\n".join(f"00:0{i}.000 --> 00:0{i + 1}.000\nNo justice" for i in range(5))
    assert len(said("a.vtt", content)) == 5


def test_a_long_pause_or_a_sentences_end_and_a_pause_begin_a_turn_where_nobody_is_named(tmp_path):
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT\n\n00:00.000 --> 00:01.000\nso I\n\n00:02.900 --> 00:04.000\nleft.\n\n00:05.400 --> 00:06.000\nOkay.\n\n"
        "00:07.600 --> 00:08.000\nand\n\n00:11.000 --> 00:12.000\nthen\n"
    )
    assert list(read_file(path)["turn"]) == [1, 1, 1, 2, 3]


def test_a_short_pause_begins_a_turn_where_captions_have_no_full_stops(tmp_path):
    path = tmp_path / "a.vtt"
    path.write_text("WEBVTT\n\n" + "\n\n".join(f"00:{s:02}.000 --> 00:{s + 2:02}.000\nso it goes" for s in (0, 2, 6, 8)))
    assert list(read_file(path)["turn"]) == [1, 1, 2, 2]


def test_times_and_lines_are_those_of_the_file(tmp_path):
    path = tmp_path / "R01.vtt"
    path.write_text(ZOOM)
    frame = read_file(path, session_id="R01")
    assert list(frame["line"]) == [5, 9, 13, 17]
    assert frame["start"].tolist() == [1.0, 3.6, 5.1, 9.1]
    assert frame["end"].tolist() == [3.5, 5.0, 9.0, 12.0]
    assert frame["turn"].tolist() == [1, 1, 2, 2]
    assert set(frame["session_id"]) == {"R01"}
    assert set(frame["role"]) == {"unknown"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0:00:03.5", 3.5),
        ("00:00:03,005", 3.005),
        ("1:02:03", 3723.0),
        ("12:31", 751.0),
        ("7:02 PM", 68520.0),
        ("12:00 am", 0.0),
        ("0:75", None),
        ("99:00", None),
        ("13:00 PM", None),
        ("soon", None),
        ("", None),
    ],
)
def test_clock_times_are_read_to_the_fraction(text, expected):
    assert seconds(text) == expected


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:0x.000\nhi\n\n00:09.000 --> 00:02.000\nho\n\n00:03.000 -> 00:04.000\nhey\n", [3, 6, 9]),
        ("a.srt", "1\n00:00:01,000 --> 00:00:99,000\nhi\n\n2\n00:00:05,000 --> 00:00:02,000\nho\n", [2, 6]),
        ("a.srt", "hello\n00:00:01,000 --> 00:00:02,000\n", [1]),
    ],
)
def test_all_broken_cues_are_named_by_line(tmp_path, name, content, lines):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(TranscriptError) as caught:
        read_file(path)
    assert [problem.line for problem in caught.value.problems] == lines


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.vtt", ""), ("a.vtt", "WEBVTT\n"), ("a.vtt", "WEBVTT\n\nNOTE nothing\n"), ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"),
     ("a.vtt", "just words\n"), ("a.srt", "  \n"), ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n \n"), ("a.srt", "words only")],
)  # fmt: skip
def test_captions_without_words_are_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(TranscriptError):
        read_file(path)


REFUSED = {"empty.vtt": None, "no_captions.vtt": None, "invalid_timeframe.vtt": 6, "invalid_format4.srt": 1}


def test_every_odd_caption_file_is_read_in_full_or_refused_at_its_line(shared_data):
    files = sorted((shared_data / "transcripts" / "webvtt_edge_cases").glob("*.[vs][tr]t"))
    assert len(files) == 15
    for path in files:
        if path.name in REFUSED:
            with pytest.raises(TranscriptError) as caught:
                read_file(path)
            assert [problem.line for problem in caught.value.problems] == [REFUSED[path.name]]
            continue
        frame = read_file(path)
        if path.name in {"youtube_dl.vtt", "missing_timeframe.vtt", "comments.vtt"}:
            continue
        theirs = webvtt.read(path) if path.suffix == ".vtt" else webvtt.from_srt(path)
        assert frame["text"].tolist() == [cue.text.lstrip("- ") for cue in theirs if cue.text.strip()], path.name


def test_words_without_times_stay_with_the_cue_before(shared_data):
    frame = read_file(shared_data / "transcripts" / "webvtt_edge_cases" / "missing_timeframe.vtt")
    assert frame["text"].tolist() == [f"Caption text #{number}" for number in range(1, 8)]
    assert frame["start"].isna().tolist() == [False, True, False, False, False, False, False]
    assert set(frame["turn"]) == {1}


def test_the_youtube_fixture_says_each_word_once(shared_data):
    frame = read_file(shared_data / "transcripts" / "webvtt_edge_cases" / "youtube_dl.vtt")
    assert " ".join(frame["text"]) == "yeah what this will happen is I'm telling"


def test_podcast_examples_agree_across_formats(shared_data):
    folder = shared_data / "transcripts" / "podcast_namespace"
    captions, page = read_file(folder / "example.srt"), read_file(folder / "example.html")
    turns = captions.groupby("turn").agg({"speaker": "first", "text": " ".join})
    assert turns["speaker"].tolist() == page["speaker"].tolist()
    assert ["".join(text.split()) for text in turns["text"]] == ["".join(text.split()) for text in page["text"]]
    assert read_file(folder / "example.vtt")["speaker"].unique().tolist() == ["Sarah", "Gillian"]
    spoken = read_file(folder / "example.json").groupby("turn").agg({"speaker": "first", "text": " ".join})
    assert spoken.to_numpy().tolist() == [["Darth Vader", "I am your father."], ["Luke", "Nooooo"]]


WORDS = st.lists(
    st.sampled_from(["lights", "we", "walk", "at", "night", "ok,", "safe.", "n't", "ñandú", "&", "<3"]), min_size=1, max_size=6
)
TURNS = st.lists(st.tuples(st.sampled_from(["Ana Ruiz", "JT", "Speaker 2", "Dr. Núñez"]), WORDS), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(TURNS)
def test_turns_written_as_captions_come_back(tmp_path_factory, turns):
    folder = tmp_path_factory.mktemp("round")
    escaped = [(who, " ".join(words).replace("&", "&amp;").replace("<", "&lt;")) for who, words in turns]
    cues = [(f"00:{i:02}:00", f"00:{i:02}:30", who, words) for i, (who, words) in enumerate(escaped)]
    files = {
        "v.vtt": "WEBVTT\n\n" + "\n\n".join(f"{a}.000 --> {b}.000\n<v {who}>{words}" for a, b, who, words in cues),
        "z.vtt": "WEBVTT\n\n" + "\n\n".join(f"{a}.000 --> {b}.000\n{who}: {words}" for a, b, who, words in cues),
        "s.srt": "\n\n".join(f"{i}\n{a},000 --> {b},000\n{who}: {words}" for i, (a, b, who, words) in enumerate(cues, 1)),
    }
    for name, content in files.items():
        (folder / name).write_text(content)
        frame = read_file(folder / name)
        assert list(zip(frame["speaker"], frame["text"], strict=True)) == [(who, " ".join(words)) for who, words in turns]
