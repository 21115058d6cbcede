"""People who introduce themselves are not quoted."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.introductions import introduces_speaker


@pytest.mark.parametrize(
    "text",
    [
        "Rabbi [NAME 3]. We're the small brick building on the corner.",
        "[NAME 4], I teach at [ORGANIZATION 2], down by the water.",
        "[NAME 5], just [NAME 5] is okay. My aunt has the shop by the station.",
        "[NAME 3], retired plumber.",
        "Hi everybody, [NAME 1] here, I drive a cab.",
        "Good evening. I'm [NAME 2], I've lived on this street since the flood.",
        "So I am Officer [NAME 9], nights.",
        "My name is [NAME 12] and I clean the library.",
        "People call me [NAME 16]. I fix bikes.",
        "Well, my name’s [NAME 2], I am ninety.",
        "[UNIT 1], twelve years.",
        "I'm on the big screen! [NAME 3], I do the books for [ORGANIZATION 2], calling in from my couch.",
        "Is this thing on? Okay. [NAME 1], I run the bait shop, nine years in one spot.",
        "Good evening, neighbors. Reverend [NAME 3], [ORGANIZATION 1].",
        "Buenas, [NAME 3], vivo en el muelle.",
    ],
)
def test_an_introduction_is_told(text: str) -> None:
    assert introduces_speaker(text)


@pytest.mark.parametrize(
    "text",
    [
        "[NAME 13] says good evening every time. Nothing back.",
        "Officer [NAME 4] knew my son by name.",
        "I called and [NAME 2] picked up.",
        "We waited an hour for [UNIT 3].",
        "I'm scared to walk past [NAME 7]'s house.",
        "My name was on the list twice.",
        "It's the third time this month.",
        "I work nights at [ORGANIZATION 1] and the bus stop is dark.",
        "I would like one such officer. Like Officer [NAME 7], who came in the rain. I work late.",
        "They fall off the roof of things. [NAME 4], that I run into, is one of them.",
        "It was worse then. [NAME 2], that was ten years ago.",
        "Come over and see it. Come to [ORGANIZATION 3] at four in the morning.",
        "Auntie [NAME 23]'s got a tent with a little porch.",
    ],
)
def test_talk_about_others_is_none(text: str) -> None:
    assert not introduces_speaker(text)
