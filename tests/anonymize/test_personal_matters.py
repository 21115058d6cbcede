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
        "I work nights at [ORGANIZATION 1] and the bus stop is dark.",
        "My niece [NAME 2] has asthma, and the buses idle there.",
        "My cousin has MS and cannot run.",
        "My uncle has it too, he is up for four days at a time.",
        "They took my daughter to the emergency room before anybody came.",
        "My nephew hears voices when he is tired.",
        "My mom wanted to hurt herself, and they came with rifles.",
        "They put my brother on a 5150.",
        "My friend was off his meds when they came.",
        "My grandmother fell, and nobody came.",
        "My partner had a seizure on the bus.",
        "My daughter is on the spectrum.",
        "I'm deaf, and nobody at the desk signs.",
        "My neighbor is blind and the light never talks.",
        "My husband uses a wheelchair, and the curb is broken.",
        "Mi hijo oye voces y nadie viene.",
        "Our daughter cuts herself.",
        "My uncle wakes up screaming since the war.",
        "They strapped my cousin down and took her to psych.",
        "My pacemaker went off.",
        "I want them to know that he was calm. He had his coat on. He wanted somebody to talk to about the voices.",
        "My dad had a bypass.",
        "My granddaughter has cystic fibrosis and the smoke gets in.",
        "I’m a junior at [ORGANIZATION 1], and we walk home late.",
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
        "I have a concern about the light.",
        "Crime is a disease, and we all know it.",
        "We need mental health workers on our street.",
        "I think people with asthma suffer from the exhaust.",
        "We want officers trained in autism.",
        "I am sick of waiting.",
        "There's a blind corner by my house, and they turn a blind eye to it.",
        "My words fell on deaf ears.",
        "The crazy traffic scares me.",
        "I live in the depressed part of town.",
        "I'm nervous when the light goes out.",
        "I walked past the hospital and my bus was gone.",
        "I heard voices outside and called.",
        "I went to a meeting on search and seizure.",
        "It gives me anxiety, that alley.",
        "My son uses the ramp.",
        "My uncle fell in with the wrong crowd.",
        "My route goes by a collapsed fence.",
        "I DID call, and I was ill at ease with the answer.",
        "My son walks home by Walker Street.",
        "I went by [ORGANIZATION 1] and it was closed.",
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
        "I have OCD, and I count the lamps.",
        "I have diabetes and my hands shake.",
        "I have epilepsy.",
        "I've got PTSD from the service.",
        "I have autism and the siren hurts.",
        "I'm bipolar.",
        "I had really bad asthma as a girl.",
        "I take methadone every morning.",
        "I had a stroke on the stairs.",
        "I've been sober for nine years.",
        "I was off my meds that week.",
        "Tengo diabetes y camino despacio.",
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
        "I have a son with autism, and the siren scares him.",  # somebody near, not the speaker
        "I have seen people with epilepsy on the ground.",
        "I have a diabetes clinic on my corner.",
        "I'm deaf, and nobody signs.",  # everybody in the room knows; no group, but a voice
        "I'm in a wheelchair and the curb is broken.",
        "I was on the phone when my son took his meds.",
        "I'm expecting them to call.",
        "I almost had a heart attack when it backfired.",
        "I told everybody about the light in the alley.",
    ],
)
def test_what_others_could_tell_as_well_may_be_quoted(text: str) -> None:
    assert not is_too_telling(text)
