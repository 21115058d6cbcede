"""Statements on an illness or a case of one's own, and those that say too much to be quoted."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize.personal_matters import is_too_telling, tells_personal_matter


@pytest.mark.parametrize(
    "text",
    [
        "My brother has schizophrenia, and last time five of them came up the stairs.",
        "I'd have used it for my late husband. He had the dementia.",
        "My neighbor’s son, when he stops his medicine, hides in the cellar.",
        "I testified in docket [CASE 1], and the recording had gone missing.",
        "When I was arrested they took my shoes.",
        "My mother waited. She had a stroke in the kitchen.",
        "My uncle was talked to like a drunk, stone sober, and a stroke doing it to him.",
        "A mi hermano lo mataron en la esquina.",
        "I'm fourteen and I translate for the whole stairwell.",
        "I am twenty-three, and I saw it.",
    ],
)
def test_a_personal_matter_is_told(text: str) -> None:
    assert tells_personal_matter(text)


@pytest.mark.parametrize(
    "text",
    [
        "Send a clinician first when somebody is suicidal, with an officer down the block.",
        "People who overdose need a nurse, not handcuffs.",
        "Let me finish my sentence before the hand goes up.",
        "I filed a complaint and got one page in four months.",
        "They came by car, [UNIT 2], and were kind to my kids.",
        "I work in a hospital and I walk home at one in the morning.",
        "Officer [NAME 3], badge [BADGE 1], swept the glass at my uncle's store.",
        "Fix the lights around the bus shelter by the clinic.",
        "I'm twenty minutes from the nearest station.",
        "There's thirty of us who would play if the gym were open.",
        "I have seen officers run, and men laugh.",
        "It was a stroke of luck that my son had his phone.",
        "Their sergeant never came out of the car.",
    ],
)
def test_a_subject_alone_is_no_personal_matter(text: str) -> None:
    assert not tells_personal_matter(text)
    assert not is_too_telling(text)


@pytest.mark.parametrize(
    "text",
    [
        "I had a miscarriage and came back on the third day.",
        "I am [KIN 1], so I will say it plain.",
        "The night of [INCIDENT 1] I was three cars back.",
        "I've never told anybody this, but I ran.",
        "He washed the blood in our washroom and asked me to tell no one.",
        "My cousin was shot on Delmar Street last summer.",
        "On paper my unit has five officers; in life it is me.",
        "I have three good officers who do not sleep.",
        "There are two of us on nights.",
        "The person who replaced me on the desk had never done it.",
        "Can I thank my lieutenant while she is not here?",
        "My son was arrested in March outside the Kwik Stop.",
    ],
)
def test_what_tells_too_much_is_not_quoted(text: str) -> None:
    assert is_too_telling(text)


@pytest.mark.parametrize(
    "text",
    [
        "My cousin was arrested for nothing.",  # neither when nor where
        "My brother has schizophrenia, and five of them came last Tuesday.",  # when, not where
        "They painted the crosswalk on Delmar Street last summer.",  # when and where, and nothing that is anybody's own
        "Nobody told us why the bus was late.",
        "I told everybody about the light in the alley.",
    ],
)
def test_what_others_could_tell_as_well_may_be_quoted(text: str) -> None:
    assert not is_too_telling(text)
