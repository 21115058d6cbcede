"""Words under the name of a small group: what befell the writer or somebody near is not shown, an opinion is."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.written_words import tells_too_much


@pytest.mark.parametrize(
    "text",
    [
        "A clerk of ours is pregnant, and they put her on the ground.",
        "She should sit down. A driver of mine was cuffed behind her back.",
        "My aunt is sixty-four.",
        "Our pastor was tackled in the hallway.",
        "They let the dog go. It happened to my nephew.",
        "My wrists had scars for a year.",
        "My son has epilepsy.",
        "I was arrested for it.",
    ],
)
def test_what_befell_somebody_near_is_too_much(text: str) -> None:
    assert tells_too_much(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody should be choked. Not for anything.",
        "Dogs are not to be used on anybody under sixteen.",
        "Members who tackled somebody write a report the same day.",
        "My radio was knocked off in the last one.",
        "I get asked why I was forty minutes on one door.",
        "Send a nurse to people in a crisis.",
        "Weight on the back should be forbidden as weight on the neck is.",
    ],
)
def test_an_opinion_is_not(text: str) -> None:
    assert not tells_too_much(text)
