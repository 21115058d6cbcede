"""What a comparison of cities is written from: each city's tables and published numbers, read once, and what follows from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from peace_analysis import across
from peace_analysis.cities.theme_memory import read_told
from peace_analysis.cities.wave_memory import refuse_other_cut
from peace_analysis.city import City
from peace_analysis.coding.agreement import with_parts
from peace_analysis.disclosure.added import hide_added
from peace_analysis.disclosure.gate import ReleaseError
from peace_analysis.disclosure.masking import Masked
from peace_analysis.disclosure.p_values import find_guarded
from peace_analysis.errors import CityError, InputError, PeaceAnalysisError, Problem
from peace_analysis.report.material import Material
from peace_analysis.report.material import gather as gather_city
from peace_analysis.report.published import printed_release, read_printed
from peace_analysis.wording import SOURCE_LANGUAGE, use_labels, use_language


@dataclass(frozen=True)
class Comparison:
    """Cities side by side; whatever a page says of them is worked out from these."""

    places: tuple[City, ...]
    materials: dict[str, Material] = field(repr=False)  # by key
    cities: tuple[across.Voices, ...] = field(repr=False)
    joint: across.JointThemes | None = field(repr=False)  # None with one city, whose waves are compared
    shares: pd.DataFrame = field(repr=False)  # across.CITY_SHARES
    over: pd.DataFrame = field(repr=False)  # across.OVER_CITIES
    differences: pd.DataFrame = field(repr=False)  # across.CITY_DIFFERENCES
    changes: pd.DataFrame = field(repr=False)  # across.WAVE_CHANGES
    waves: str
    language: str
    released: frozenset[str]  # keys of the cities that have been released as they are
    seed: int
    worked_out: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def draft(self) -> bool:
        """Not every city has been released as it is."""
        return len(self.released) < len(self.places)


def gather(city: str | Sequence[str], *, waves: str = "", data: Path | None = None, reports: Path | None = None) -> Comparison:
    """Read cities and work out how they compare; from here on it is said in their language, or in English where they have several.

    Args:
        city: Keys of the cities, parted by blanks or one by one.
        waves: Compare waves as well: the first day of the second one, or a column of every sessions.csv.
        data: Folder of all cities.
        reports: Folder with their results.

    Raises:
        InputError: If a city is not there, has not run, is out of date, or cannot be compared; lists every problem of every city.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
    """
    keys = sorted(set(city.split() if isinstance(city, str) else city))
    if len(keys) < 2 and not (keys and waves):
        raise InputError(Problem("compare", "needs two cities or more.", "Name them, or give --waves to compare waves of one city."))
    places = open_current(keys, data, reports)
    problems: list[Problem] = []
    materials: dict[str, Material] = {}
    voices: list[across.Voices] = []
    for place in places:
        try:
            materials[place.key] = gather_city(place)
            voices.append(_voices(place, materials[place.key]))
        except InputError as error:
            problems += error.problems
    if not problems and len(voices) > 1:
        problems += across.find_mismatches(voices)
    changes = [pd.DataFrame(columns=list(across.WAVE_CHANGES.by_name))]
    for place, city_voices in zip(places, voices, strict=False) if waves else ():
        try:
            changes.append(_compare_waves(place, materials[place.key], city_voices, waves))
        except InputError as error:
            problems += error.problems
        except ReleaseError as error:
            said = str(error).removeprefix(f"{place.key}: ")
            problems.append(Problem(place.key, said, "Without --waves the cities can still be compared."))
    if problems:
        raise InputError(problems)
    languages = {place.config.language for place in places}
    language = languages.pop() if len(languages) == 1 else SOURCE_LANGUAGE
    use_language(language, places[0].folder)
    use_labels({key: label for place in places for key, label in place.config.labels_in(language).items()})
    seed = places[0].config.seed
    joint, shares, over, differences = _join(voices, seed)
    filled = [frame for frame in changes if len(frame)]
    return Comparison(
        places=tuple(places),
        materials=materials,
        cities=tuple(voices),
        joint=joint,
        shares=shares,
        over=over,
        differences=differences,
        changes=pd.concat(filled, ignore_index=True) if filled else changes[0],
        waves=waves,
        language=language,
        released=frozenset(place.key for place in places if is_released(place)),
        seed=seed,
    )


def open_current(keys: Sequence[str], data: Path | None = None, reports: Path | None = None) -> list[City]:
    """Open cities whose results are there and up to date.

    Raises:
        InputError: If one is not; names every such city, and what to do.
    """
    from peace_analysis.pipeline import is_up_to_date

    problems: list[Problem] = []
    places = []
    for key in keys:
        try:
            place = City.open(key, data, reports)
            places.append(place)
            if not (place.reports_folder / "report.html").is_file():
                problems.append(Problem(key, "has no results yet.", f"Make them: peace-analysis run {key}."))
            elif not is_up_to_date(place):
                said = "its results are older than its files, its settings or this version."
                problems.append(Problem(key, said, f"Bring them up to date: peace-analysis run {key}."))
        except InputError as error:
            problems += error.problems
        except PeaceAnalysisError as error:
            problems.append(Problem(key, str(error), "Put it right first."))
    if problems:
        raise CityError(problems)
    return places


def is_released(place: City) -> bool:
    """Tell whether what a city shows now has been released: signed, unharmed, and made of the same input by the same settings."""
    from peace_analysis.pipeline.publish import read_build
    from peace_analysis.release.record import hash_inputs, read_record
    from peace_analysis.release.verify import find_releases, verify

    build = read_build(place.reports_folder)
    for folder in find_releases(place.reports_folder.parent, place.key):
        record = read_record(folder)
        if record is None or record["inputs"] != hash_inputs(place, build) or record["parameters"] != build.get("parameters"):
            continue
        try:
            verify(folder, place.key)
        except InputError:
            continue
        return True
    return False


def _voices(place: City, material: Material) -> across.Voices:
    """A city's tables and the vectors of its statements, which its last run left."""
    from peace_analysis.themes.embedded import CACHE_NAME, embed_statements

    if not (place.derived_folder / CACHE_NAME).is_file():
        raise InputError(Problem(place.key, "the vectors of its statements are missing.", f"Run it: peace-analysis run {place.key}."))
    embedded = embed_statements(place, material.statements)
    noted = json.loads((place.derived_folder / "model.json").read_text(encoding="utf-8")).get("fingerprint")
    if noted != embedded.fingerprint:
        said = "its themes were made by another model, or in another precision, than this computer's."
        raise InputError(Problem(place.key, said, f"Run it here: peace-analysis run {place.key} --from themes."))
    return across.Voices(
        key=place.key,
        name=place.config.name,
        statements=material.statements,
        assignments=material.assignments,
        participants=material.participants,
        sessions=material.sessions,
        themes=material.themes,
        vectors=embedded.vectors,
        fingerprint=embedded.fingerprint,
        privacy=place.config.privacy,
        withheld=material.withheld,
        told=read_told(place),
    )


def _compare_waves(place: City, material: Material, voices: across.Voices, waves: str) -> pd.DataFrame:
    sessions = across.mark_waves(voices.sessions, waves, where=f"{place.key}/sessions.csv")
    refuse_other_cut(place, sessions)
    masked = mask_waves(place, material, sessions)
    return across.compare_waves(voices, sessions, masked, guarded=find_guarded(material.released), seed=place.config.seed)


def mask_waves(place: City, material: Material, sessions: pd.DataFrame) -> Masked:
    """How the counts of waves may be shown beside all that the city's report shows."""
    printed = read_printed(place.reports_folder / "tables")
    release, forms = printed_release(material, printed, also_by=(across.WAVE,), sessions=sessions)
    known = {cell.key: form for cell, form in zip(release.cells, forms, strict=True) if across.WAVE not in cell.key[1:2]}
    masked = Masked(release, hide_added(release, known, city=place.key), place.config.privacy)
    return masked.withhold(with_parts(material.withheld, material.themes)) if material.withheld else masked


def _join(voices: Sequence[across.Voices], seed: int) -> tuple[across.JointThemes | None, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    if len(voices) < 2:
        frames = (pd.DataFrame(columns=list(table.by_name)) for table in (across.CITY_SHARES, across.OVER_CITIES, across.CITY_DIFFERENCES))
        shares, over, differences = frames
        return None, shares, over, differences
    joint = across.find_joint_themes(voices, seed=seed)
    shares = across.share_by_city(voices, joint)
    over = across.compare_over_cities(shares, joint)
    return joint, shares, over, across.compare_two_cities(voices, joint, shares, seed=seed)
