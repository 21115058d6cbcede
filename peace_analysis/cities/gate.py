"""The gate before a comparison is published: its tables are read as they were written and attacked together with each city's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from peace_analysis import across
from peace_analysis.disclosure.gate import ReleaseError, check_release
from peace_analysis.disclosure.leaks import check_leaks
from peace_analysis.disclosure.release import Form, Release
from peace_analysis.groups.heard import Heard, count_heard
from peace_analysis.report.public import neutralise_text
from peace_analysis.report.published import form_of, printed_release, read_printed

if TYPE_CHECKING:
    from peace_analysis.cities.gathered import Comparison
    from peace_analysis.city import City


def check_site(folder: Path, compared: Comparison) -> dict[str, int]:
    """Attack what a comparison shows of each city together with what the city's own report shows.

    Args:
        folder: The site about to be published, with its `tables/`.
        compared: What it was written from.

    Returns:
        For the record: cells, cells masked, cells exposed (0), of all cities.

    Raises:
        ReleaseError: If a count is printed that is to be masked, or enough is printed to work one out; names the city.
    """
    total = {"cells": 0, "masked": 0, "exposed": 0}
    for place, city in zip(compared.places, compared.cities, strict=True):
        release, forms = written_release(folder / "tables", compared, place, city)
        found = check_release(release, forms, city=place.key)
        total = {name: total[name] + found[name] for name in total}
    return total


def check_site_leaks(folder: Path, places: tuple[City, ...]) -> dict[str, int]:
    """Look for the identifiers of every city in the site; see `disclosure.leaks.check_leaks`."""
    found = [check_leaks(folder, place) for place in places]
    return {"sought": sum(each["sought"] for each in found), "files": found[0]["files"], "found": 0}


def written_release(tables: Path, compared: Comparison, place: City, city: across.Voices) -> tuple[Release, list[Form]]:
    """Write down what a city's own tables and those of a comparison release of it together, and how each count is printed."""
    material = compared.materials[place.key]
    printed = read_printed(place.reports_folder / "tables")
    also: dict[tuple[str, ...], str] = {}
    changes = _read(tables, across.WAVE_CHANGES.name, city.name)
    if len(changes):
        sessions = across.mark_waves(city.sessions, compared.waves)
        release, forms = printed_release(material, printed, also_by=(across.WAVE,), sessions=sessions)
        for _, row in changes.iterrows():
            for side in ("before", "after"):
                also["group_shares", across.WAVE, row[side], row["theme_id"]] = row[f"n_raised_{side}"] or row[f"shown_{side}"]
        waves = [across.WAVE in cell.key[1:2] for cell in release.cells]
        forms = [
            form_of(cell, also.get((*cell.key[:2], *map(neutralise_text, cell.key[2:])), "")) if is_wave else form
            for cell, form, is_wave in zip(release.cells, forms, waves, strict=True)
        ]
    else:
        release, forms = printed_release(material, printed)
    if compared.joint is not None:
        _add_joint(
            release, forms, tables, compared, city, own_printed={key[1]: text for key, text in printed.items() if key[0] == "themes"}
        )
    return release, forms


def _add_joint(
    release: Release, forms: list[Form], tables: Path, compared: Comparison, city: across.Voices, *, own_printed: dict[str, str]
) -> None:
    """Add the counts of joint themes in a city: an attacker is taken to know which of its own themes hold them, or lie in them."""
    assert compared.joint is not None
    joint = count_heard(*compared.joint.tables_of(city))
    own = count_heard(city.statements, city.assignments, city.participants, city.sessions)
    if not len(joint.people):
        return
    order = own.people.index.get_indexer(joint.people.index)
    mine = {cell.key[1]: cell for cell in release.cells if cell.key[0] == "themes"}
    nearly = across.find_nearly_told(joint, city)
    for _, row in _read(tables, across.CITY_SHARES.name, city.name).iterrows():
        theme, text = str(row["theme_id"]), str(row["n_raised"] or row["shown"])
        if row["own_theme_id"]:  # it has the count of an own theme, which is out already
            if row["n_raised"] and own_printed.get(str(row["own_theme_id"]), "") != row["n_raised"]:
                raise ReleaseError(
                    f"{city.key}: nothing was published. {theme} has not the count that the city's own report shows. Run again."
                )
            continue
        if row["n_raised"] and theme in nearly:
            raise ReleaseError(
                f"{city.key}: nothing was published. {theme} differs by one or two people from a theme that an earlier comparison "
                "has counted. Run again."
            )
        people = _raised(joint, theme)
        unknown = release.add_unknown(int(people.sum()), block=f"cities {theme}")
        for place, name in enumerate(own.themes):
            other = own.raised[:, place][order]
            if name in mine and not (people & ~other).any():
                release.know({unknown: 1.0, **dict.fromkeys(mine[name].terms, -1.0)}, high=0.0)
            elif name in mine and not (other & ~people).any():
                release.know({unknown: 1.0, **dict.fromkeys(mine[name].terms, -1.0)}, low=0.0)
        n = len(joint.people)
        alone = n >= city.privacy.group_min_people
        cell = release.add_cell(("cities", theme), [unknown], few=city.privacy.opinion_threshold, heard=n, shown_alone=alone, scope=theme)
        forms.append(form_of(cell, text))


def _raised(heard: Heard, theme: str) -> np.ndarray:
    return heard.raised[:, heard.themes.index(theme)] if theme in heard.themes else np.zeros(len(heard.people), dtype=bool)


def _read(tables: Path, name: str, city: str) -> pd.DataFrame:
    """Rows of a city in a table as it was written, every cell as text."""
    frame = pd.read_csv(tables / f"{name}.csv", dtype="str", keep_default_na=False)
    return frame[frame["city"] == neutralise_text(city)]
