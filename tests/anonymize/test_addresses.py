"""Addresses of any country, on one line and over several, and postcodes; and numbers beside words that are no address."""

from __future__ import annotations

import pytest

from peace_analysis.anonymize import rules
from peace_analysis.anonymize.address_tail import read_tail
from peace_analysis.anonymize.identifiers import RULES
from peace_analysis.anonymize.spans import normalize, resolve

ALL = [rule for some in RULES.values() for rule in some]


def covered(text: str) -> list[str]:
    plain = normalize(text)
    return [text[span.start : span.end] for span in resolve(rules.find(plain, ALL), plain) if span.type in ("ADDRESS", "ZIP", "PLACE")]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Our shop is at Rosenweg 14.", "Rosenweg 14"),
        ("I lived at 27 Birkevej for years", "27 Birkevej"),
        ("My address is 88 Kossuth Lajos utca", "88 Kossuth Lajos utca"),
        ("Address: Calle Mayor 14, 28013 Madrid, Spain", "Calle Mayor 14, 28013 Madrid, Spain"),
        ("Musterstraße 5, 10115 Berlin, Germany", "Musterstraße 5, 10115 Berlin, Germany"),
        ("my aunt is at 14 rue de la paix", "14 rue de la paix"),
        ("they live at 22B Baker Street, London NW1 6XE", "22B Baker Street, London NW1 6XE"),
        ("Unit 9, 44 Queen Street, Auckland 1010, New Zealand", "Unit 9, 44 Queen Street, Auckland 1010, New Zealand"),
        ("send it to 1600 Harbor Way, Port Salem, OR 97301", "1600 Harbor Way, Port Salem, OR 97301"),
        (
            "> 12 Linden Terrace\n> Suite 40\n> OAKTON\n> United Kingdom 40410",
            "12 Linden Terrace\n> Suite 40\n> OAKTON\n> United Kingdom 40410",
        ),
        ("Address: PSC 12, Box 345\nAPO AE 09012", "PSC 12, Box 345\nAPO AE 09012"),
        ("send it to USS Example\nFPO AP 96601", "USS Example\nFPO AP 96601"),
        ("Stop at the corner of Rosenweg 14 and Linden Mall", "the corner of Rosenweg 14 and Linden Mall"),
        ("i live at 500 selby, upstairs", "500 selby"),
        ("post office box four oh two", "post office box four oh two"),
        ("we live on thomas avenue now", "thomas avenue"),
        ("Iceland 10180", "Iceland 10180"),
        ("my postcode is SW1A 2AA", "SW1A 2AA"),
        ("she is from Linden 55104 and proud", "55104"),
        ("everybody in the 55407 knows him", "55407"),
        ("zip code 8200 over here", "8200"),
    ],
)
def test_an_address_is_found_whole(text: str, address: str) -> None:
    assert address in covered(text)


@pytest.mark.parametrize(
    "text",
    [
        "I saw it on Channel 5 last night",
        "out by Interstate 40",
        "i live in section 8 housing",
        "District 12 has no lights, and Article 3 says so",
        "about 40 Hmong families live here",
        "there were 30 Somali elders at the meeting",
        "my 3 Black sons",
        "a call at 3 AM Sunday",
        "on May 5 and June 6 we met",
        "they hired 20 Community Officers",
        "in 2022 Congress passed it",
        "Title 6 of the Civil Rights Act",
        "the top 10 Minneapolis stories",
        "we stand on the corner of the block",
        "we live on the same street",
        "she grew up on a dead end street",
        "i live at 100 percent",
        "back in the 20000 range of dollars",
        "in District 1200 they vote",
        "we moved 3 times in 2019",
    ],
)
def test_a_number_beside_other_words_is_no_address(text: str) -> None:
    assert covered(text) == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("12 Elm Street", ""),
        ("12 Elm Street, Apt. 3\n Oakton\n Canada 12345\nCall me", "\nCall me"),
        ("12 Elm Street. Nobody came to us in Norway", ". Nobody came to us in Norway"),
        ("12 Elm Street\nOakton\n(37) 788-063", "\nOakton\n(37) 788-063"),
    ],
)
def test_an_address_ends_with_its_last_unit_postcode_or_country(text: str, rest: str) -> None:
    assert text[read_tail(text, len("12 Elm Street")) :] == rest
