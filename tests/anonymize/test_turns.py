"""Who really takes the floor, and what only keeps the conversation going."""

from __future__ import annotations

import pandas as pd
import pytest

from peace_analysis.anonymize.turns import is_back_channel, is_wordless, join_turns


@pytest.mark.parametrize(
    "text",
    [
        "Mm-hm.",
        "Yeah, right.",
        "Uh-huh, exactly.",
        "Okay. Thank you.",
        "[laughs] Yeah.",
        "Amen, sister.",
        "Same, man.",
        "Sí, así es.",
        "That's right.",
    ],
)
def test_a_back_channel_is_recognised(text: str) -> None:
    assert is_back_channel(text)


@pytest.mark.parametrize(
    "text",
    [
        "Right, and they never came.",
        "It was dark.",
        "No police.",
        "I know him.",
        "Yes, twice.",
        "[NAME 1], yes.",
        "Good officers.",
        "Yeah yeah yeah yeah yeah yeah yeah yeah yeah yeah",
    ],
)
def test_words_that_say_something_are_not_a_back_channel(text: str) -> None:
    assert not is_back_channel(text)


@pytest.mark.parametrize(("text", "expected"), [("[crosstalk]", True), ("(laughs) ...", True), ("[NAME 3]", False), ("No.", False)])
def test_wordless_turns_are_those_without_words(text: str, expected: bool) -> None:
    assert is_wordless(text) is expected


def utterances(*rows: tuple[int, str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"session_id": "S", "turn": turn, "speaker": who, "role": "participant", "start": None, "end": None, "text": text, "line": n}
            for n, (turn, who, text) in enumerate(rows, 1)
        ]
    )


def texts(*rows: tuple[int, str | None, str]) -> list[tuple[str | None, str]]:
    joined = join_turns(utterances(*rows))
    return list(zip(joined["speaker"], joined["text"], strict=True))


def test_cues_of_one_speaker_become_one_turn() -> None:
    assert texts((1, "A", "I was"), (1, "A", "walking home."), (2, "B", "When was that?")) == [
        ("A", "I was walking home."),
        ("B", "When was that?"),
    ]


def test_a_back_channel_in_mid_sentence_does_not_end_the_turn() -> None:
    rows = ((1, "A", "I was walking and"), (2, "B", "Mm-hm."), (3, "A", "they stopped me."))
    assert texts(*rows) == [("A", "I was walking and they stopped me."), ("B", "Mm-hm.")]


def test_a_finished_sentence_is_not_joined_to_what_follows() -> None:
    rows = ((1, "A", "They stopped me."), (2, "B", "Mm-hm."), (3, "A", "Twice."))
    assert [text for _, text in texts(*rows)] == ["They stopped me.", "Mm-hm.", "Twice."]


def test_two_comments_of_one_author_stay_two() -> None:
    rows = ((1, "A", "More lights on our street"), (2, "A", "Fewer cars, please"))
    assert len(texts(*rows)) == 2


def test_speakers_without_a_name_are_never_joined() -> None:
    rows = ((1, None, "I was walking and"), (2, None, "Mm-hm."), (3, None, "they stopped me."))
    assert len(texts(*rows)) == 3


def test_no_utterance_is_lost_by_joining() -> None:
    joined = join_turns(utterances((1, "A", "I was and"), (2, "B", "Yeah."), (3, "A", "they came."), (4, "B", "Who came?")))
    assert joined["n_utterances"].sum() == 4
