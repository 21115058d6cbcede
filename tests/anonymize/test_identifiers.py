"""Each kind of identifier: words that must be found, and words beside them that must not."""

from __future__ import annotations

import re
import time

import pytest

from peace_analysis.anonymize import rules
from peace_analysis.anonymize.identifiers import RULES
from peace_analysis.anonymize.spans import SUBTYPES, TYPES, normalize, resolve

ALL = [rule for some in RULES.values() for rule in some]


def find(text: str) -> list[tuple[str, str]]:
    plain = normalize(text)
    return [(text[span.start : span.end], span.subtype or span.type) for span in resolve(rules.find(plain, ALL), plain)]


def of_kinds(text: str, *kinds: str) -> list[str]:
    return [words for words, kind in find(text) if kind in kinds]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Call me at 555-0143, please.", "555-0143", "PHONE"),
        ("My cell is (612) 555-0143.", "(612) 555-0143", "PHONE"),
        ("It's +1 612-555-0143 ext. 12 if you want.", "+1 612-555-0143 ext. 12", "PHONE"),
        ("the number is five five five, oh one two three, call it", "five five five, oh one two three", "PHONE"),
        ("ring six one two, five five five, oh one double four", "six one two, five five five, oh one double four", "PHONE"),
        ("mi teléfono es cinco cinco cinco, cero uno, cuatro siete", "cinco cinco cinco, cero uno, cuatro siete", "PHONE"),
        ("our fax is 555.0199 over there", "555.0199", "PHONE"),
        ("write dcarter@rivertonmail.org today", "dcarter@rivertonmail.org", "EMAIL"),
        ("it's d carter at riverton mail dot org, all one word", "d carter at riverton mail dot org", "EMAIL"),
        ("mi correo es maria punto lopez arroba correo punto com", "maria punto lopez arroba correo punto com", "EMAIL"),
        ("reach me, j underscore diaz at mail dot com", "j underscore diaz at mail dot com", "EMAIL"),
        ("see https://example.org/case?id=4 for it", "https://example.org/case?id=4", "URL"),
        ("look at riverton-watch.example/track/7.", "riverton-watch.example/track/7", "URL"),
        ("go to www dot riverton watch dot org slash tips", "www dot riverton watch dot org slash tips", "URL"),
        # A path whose first letter stands alone before a hyphen goes with the rest of it: what follows is often a name.
        ("a page, city-conduct dot example slash intake slash f-okafor.", "city-conduct dot example slash intake slash f-okafor", "URL"),
        ("she posts as @eastside_eye every night", "@eastside_eye", "HANDLE"),
        ("I live at 418 Riverside Ave Apt 3.", "418 Riverside Ave Apt 3", "ADDRESS"),
        ("i live at 418 riverside avenue apartment 3 with my mom", "418 riverside avenue apartment 3", "ADDRESS"),
        ("come by twenty-two eighteen Lakeshore Court", "twenty-two eighteen Lakeshore Court", "ADDRESS"),
        ("it happened at the corner of 5th and Main.", "the corner of 5th and Main", "ADDRESS"),
        ("they found him on the corner of bell and alder", "the corner of bell and alder", "ADDRESS"),
        ("vivo en la calle 12 No. 34", "la calle 12 No. 34", "ADDRESS"),
        ("write to PO Box 1120 please", "PO Box 1120", "ADDRESS"),
        ("the 1400 block of Alder Street", "the 1400 block of Alder Street", "ADDRESS"),
        ("I live on Garnet Street with my aunt", "Garnet Street", "PLACE"),
        ("my zip code is 55104", "55104", "ZIP"),
        ("zip is five five one zero four", "five five one zero four", "ZIP"),
        ("the plate was KLM 221", "KLM 221", "PLATE"),
        ("plate seven K L M two two one, a gray car", "seven K L M two two one", "PLATE"),
        ("his license plate is 7KLM221", "7KLM221", "PLATE"),
        ("VIN 1HGCM82633A004352 on the dash", "1HGCM82633A004352", "VIN"),
        ("my Social is 078-05-1120", "078-05-1120", "SSN"),
        ("social security number oh seven eight, oh five, one one two oh", "oh seven eight, oh five, one one two oh", "SSN"),
        ("the bracelet said MRN 4471-902", "4471-902", "MRN"),
        ("her member number is HPX-20771-04", "HPX-20771-04", "PLAN"),
        ("from account number 0071 4429 36", "0071 4429 36", "ACCOUNT"),
        ("they used 4111 1111 1111 1111 at the store", "4111 1111 1111 1111", "CARD"),
        ("a Visa ending in four four one nine", "four four one nine", "CARD"),
        ("my driver's license number is D530-118-64", "D530-118-64", "LICENSE"),
        ("the serial number was GT00-9158", "GT00-9158", "DEVICE"),
        ("it logged 10.44.18.203 at the bottom", "10.44.18.203", "IP"),
        ("it says ten dot four dot nineteen dot two hundred", "ten dot four dot nineteen dot two hundred", "IP"),
        ("Officer with badge forty-one seventeen took it", "forty-one seventeen", "BADGE"),
        ("badge number 4117 wrote me up", "4117", "BADGE"),
        ("it was unit 3 Adam 12 again", "unit 3 Adam 12", "UNIT"),
        ("car 54 rolled past", "54", "UNIT"),
        ("always unit six one four, that one", "six one four", "UNIT"),
        ("the sergeant on the Third Precinct night squad told us", "the sergeant on the Third Precinct night squad", "UNIT"),
        ("case number 23-004417 is still open", "23-004417", "CASE"),
        ("my complaint number is I A, two four, oh six one seven", "I A, two four, oh six one seven", "CASE"),
        ("they closed CAD 24-0316-771 in a day", "24-0316-771", "CASE"),
        ("citation 4471-882 for an air freshener", "4471-882", "CASE"),
        ("born June 4th, 1981, right here", "June 4th, 1981", "DATE"),
        ("he was shot on June fourth 2019", "June fourth 2019", "DATE"),
        ("we lost him the ninth of February, 2021", "the ninth of February, 2021", "DATE"),
        ("it was 06/04/2019 at night", "06/04/2019", "DATE"),
        ("I was born in eighty-two", "eighty-two", "DATE"),
        ("nací el 3 de mayo de 1981", "3 de mayo de 1981", "DATE"),
        ("my grandmother is 93 and alone", "93", "AGE"),
        ("she's ninety-one, she can't wait", "ninety-one", "AGE"),
        ("a 94-year-old man next door", "94", "AGE"),
        ("ever since the Bell Street shooting", "the Bell Street shooting", "INCIDENT"),
        ("since the bell street shooting we stay in", "the bell street shooting", "INCIDENT"),
        ("I think of my son who was shot", "my son who was shot", "KIN"),
        ("she's the mother of the boy they buried in July", "the mother of the boy they buried in July", "KIN"),
        ("soy la madre del muchacho que mataron", "la madre del muchacho que mataron", "KIN"),
        ("I go to Roosevelt High School downtown", "Roosevelt High School", "SCHOOL"),
        ("i go to roosevelt high school downtown", "roosevelt high school", "SCHOOL"),
        ("we meet at New Hope Baptist Church", "New Hope Baptist Church", "WORSHIP"),
        ("I work for Kessler Millwork at night", "Kessler Millwork", "EMPLOYER"),
    ],
)  # fmt: skip
def test_an_identifier_is_found_whole(text: str, words: str, kind: str) -> None:
    assert (words, kind) in find(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I called 911 and waited 45 minutes.", ("PHONE", "ID", "AGE")),
        ("they came two or three times in twenty minutes", ("PHONE", "BADGE", "UNIT")),
        ("one, two, three kids on bikes", ("PHONE",)),
        ("between 2015 and 2019 it got worse", ("PHONE", "DATE", "CODE")),
        ("we met at the park, dot your i's", ("EMAIL", "URL")),
        ("look at the dot on the map", ("EMAIL", "URL")),
        ("I can handle no, I can't handle lies", ("HANDLE",)),
        ("five blocks down Lincoln Avenue", ("ADDRESS", "PLACE")),
        ("Lincoln Avenue is pitch dark", ("ADDRESS", "PLACE")),
        ("they race down Main Street at 2 a.m.", ("ADDRESS", "PLACE")),
        ("people blow that stop sign at Kettle and Ninth", ("ADDRESS",)),
        ("around the corner from my school", ("ADDRESS",)),
        ("he zipped up his 55104 jacket", ("ZIP",)),
        ("a plate of food for two", ("PLATE",)),
        ("he read me the menu twice", ("PLATE",)),
        ("that's social studies, third period", ("SSN",)),
        ("my bank account is empty", ("ACCOUNT",)),
        ("4111 1111 1111 1112 fails its check digit", ("CARD",)),
        ("playing cards with two friends", ("CARD",)),
        ("get your license renewed in two weeks", ("LICENSE",)),
        ("a serial liar told three people", ("DEVICE",)),
        ("version 1.2.3 of the app", ("IP",)),
        ("he wore his badge for twenty years", ("BADGE",)),
        ("they sent two cars and six officers", ("UNIT",)),
        ("the officer on the night shift is kind", ("UNIT",)),
        ("in any case, two of us stayed", ("CASE",)),
        ("I filed a complaint three months ago", ("CASE",)),
        ("back in May it was better", ("DATE",)),
        ("on Tuesday night and every Friday", ("DATE",)),
        ("since 2019 things have changed", ("DATE",)),
        ("you may 5 times out of ten", ("DATE",)),
        ("every Fourth of July they shoot at the sky", ("DATE",)),
        ("he was doing ninety on the highway", ("AGE",)),
        ("she was ninety percent sure", ("AGE",)),
        ("I'm 65 and he is 78 years old", ("AGE",)),
        ("the shooting on the news", ("INCIDENT",)),
        ("every shooting hurts us", ("INCIDENT",)),
        ("my son plays ball with the officers", ("KIN",)),
        ("I lost my keys and my cousin's bike", ("KIN",)),
        ("kids in high school need jobs", ("SCHOOL",)),
        ("the church on the hill rang", ("WORSHIP",)),
        ("I work for a living and at night", ("EMPLOYER",)),
        ("the Police Department and City Council met", ("EMPLOYER", "SCHOOL", "WORSHIP", "ORGANIZATION")),
    ],
)
def test_words_that_only_look_like_an_identifier_stay(text: str, kinds: tuple[str, ...]) -> None:
    assert of_kinds(text, *kinds) == []


def test_every_rule_has_a_declared_type_and_a_name_of_its_own() -> None:
    assert {rule.type for rule in ALL} <= set(TYPES)
    assert {rule.subtype for rule in ALL if rule.type == "ID"} <= {*SUBTYPES, ""}
    names = [rule.name for rule in ALL]
    assert len(names) == len(set(names))


def test_a_quick_check_never_hides_what_a_rule_would_find() -> None:
    """`needs` only saves time: each rule finds in the texts above what it finds without it."""
    for text in ("badge forty-one seventeen", "the corner of 5th and Main", "she's ninety-one", "born June 4th, 1981", "plate KLM 221"):
        for rule in ALL:
            matched = [
                m
                for m in re.finditer(rule.pattern, text, rule.flags)
                if rule.refine is None or rule.refine(m, *m.span("it" if "it" in m.re.groupindex else 0))
            ]
            found = list(rules.find(text, [rule]))
            if matched and not rule.uncased:
                assert found, rule.name


@pytest.mark.parametrize(
    "words",
    [
        "a",
        "A.",
        "one",
        "five double",
        "plate",
        "badge number",
        "the corner of",
        "Street and",
        "at dot",
        "(555)",
        "12",
        "B 4",
        "my son",
        "calle número",
        "-",
        "1",
        "case is, is",
    ],
)
def test_no_text_makes_a_rule_run_for_long(words: str) -> None:
    text = f"{words} " * (3000 // (len(words) + 1))
    start = time.perf_counter()
    list(rules.find(text, ALL))
    list(rules.find(text.replace(" ", ""), ALL))
    assert time.perf_counter() - start < 60  # a rule that backtracks without end would take days; any machine passes otherwise
