"""What is remembered of joint themes whose counts were published: who of a city raised them, so that no later comparison tells them apart.

Joint themes depend on the cities that are compared. Compared with one city and then with another, a city has two counts of themes that are
nearly the same, and their difference would tell of one or two people. So a later comparison is held against all earlier ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from peace_analysis.across import JointThemes, Told, Voices
from peace_analysis.city import City
from peace_analysis.custody import TOLD
from peace_analysis.disclosure.masking import NOT_SHOWN, TOO_SMALL
from peace_analysis.errors import InputError, Problem
from peace_analysis.files import write_whole
from peace_analysis.groups.heard import count_heard

MEMORY = TOLD  # in the city's folder: what was published cannot be made again; it tells who raised what, by pseudonym


def read_told(place: City) -> tuple[Told, ...]:
    """Read which joint themes of a city were published in earlier comparisons.

    Raises:
        InputError: If what is remembered cannot be read; says what to do.
    """
    path = place.folder / MEMORY
    if not path.is_file():
        return ()
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))["themes"]
        return tuple(Told(frozenset(map(str, theme["people"])), str(theme["shown"])) for theme in noted)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        said = "cannot be read: it says which counts of this city earlier comparisons have published."
        undo = "If no earlier comparison has left the team, delete this file and compare again."
        raise InputError(Problem(f"{place.key}/{MEMORY}", said, f"Bring it back from a backup. {undo}")) from None


def remember_told(place: City, city: Voices, joint: JointThemes, shares: pd.DataFrame) -> None:
    """Write down which joint themes of a city have been published now, beside those of earlier comparisons.

    Args:
        place: The city.
        city: Its voices, with what was told before.
        joint: The themes.
        shares: `across.CITY_SHARES` as published.
    """
    heard = count_heard(*joint.tables_of(city))
    mine = shares[(shares["city"] == city.name) & (shares["unit"] == "participant")]
    people: Mapping[str, frozenset[str]] = {
        theme: frozenset(map(str, heard.people.index[heard.raised[:, column]])) for column, theme in enumerate(heard.themes)
    }
    told = set(city.told)
    for row in mine.to_dict("records"):
        shown = str(row["shown"] or "") or str(int(row["n_raised"]))
        # A count of an own theme is in the city's report; what is not shown tells nothing.
        if pd.isna(row["own_theme_id"]) and shown not in (NOT_SHOWN, TOO_SMALL):
            told.add(Told(people.get(str(row["theme_id"]), frozenset()), shown))
    if not told:
        return
    themes = sorted(
        ({"people": sorted(each.people), "shown": each.shown} for each in told), key=lambda theme: (theme["people"], theme["shown"])
    )
    with write_whole(place.folder / MEMORY, private=True) as file:
        file.write(json.dumps({"themes": themes}, ensure_ascii=False, indent=1) + "\n")
