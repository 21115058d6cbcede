"""Answers to a survey in two waves, drawn from what was written down, and what was planted in them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import NormalDist, fmean, variance
from typing import Any

from ruamel.yaml import YAML

from rendering.tables import comma_table

_LOW, _HIGH = 1, 5
_CODE = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"
Item = tuple[str, int]  # scale, place in it


@dataclass
class Person:
    """Somebody who answered at least once."""

    neighborhood: str
    group: str
    waves: tuple[str, ...]
    code: str
    leaning: dict[str, float]  # scale -> what stays the same of them
    answers: dict[str, dict[Item, int | None]] = field(default_factory=dict)
    day: dict[str, date] = field(default_factory=dict)


def render_survey(city: Path) -> dict[str, bytes]:
    """Make the answers of a city's survey and the tables of what was planted; nothing where it has none.

    Args:
        city: The city's folder, with surveys/scales.yml and truth/surveys.yml.

    Returns:
        Path relative to the city's folder -> content.
    """
    if not (city / "truth" / "surveys.yml").is_file():
        return {}
    yaml = YAML(typ="safe", pure=True)
    plan, asked = (yaml.load((city / name).read_text(encoding="utf-8")) for name in ("truth/surveys.yml", "surveys/scales.yml"))
    people = _draw_people(plan)
    texts = {
        "surveys/answers.csv": _answers_csv(people, plan, asked["scales"]),
        "truth/surveys_means.csv": _means_csv(people, plan, asked["scales"]),
        "truth/surveys_changes.csv": _changes_csv(people, plan, asked["scales"]),
        "truth/surveys_reliability.csv": _reliability_csv(people, plan, asked["scales"]),
    }
    return {name: text.encode() for name, text in texts.items()}


def _draw_people(plan: dict[str, Any]) -> list[Person]:
    chance = random.Random(plan["seed"])

    def normal(spread: float) -> float:
        return NormalDist(0, spread).inv_cdf(chance.random())

    first, second = plan["days"]
    people = []
    for neighborhood, group, n_first, n_second, n_both in plan["people"]:
        kinds = [(first, second)] * n_both + [(first,)] * (n_first - n_both) + [(second,)] * (n_second - n_both)
        for waves in kinds:
            coded = len(waves) > 1 or chance.random() >= plan["without_code"]
            code = "".join(chance.choice(_CODE) for _ in range(5)) if coded else ""
            people.append(Person(neighborhood, group, waves, code, {scale: normal(plan["person"]) for scale in plan["means"]}))
    for wave, (start, end) in plan["days"].items():
        here = [person for person in people if wave in person.waves]
        halves = {id(person) for person in chance.sample(here, plan["stopped_halfway"][wave])}
        for person in here:
            person.day[wave] = start + timedelta(days=chance.randrange((end - start).days + 1))
            person.answers[wave] = {}
            for number, scale in enumerate(plan["means"]):
                leaning = plan["means"][scale][person.group][wave] + person.leaning[scale] + normal(plan["day"])
                for place, shift in enumerate(plan["shifts"][scale]):
                    answer = min(_HIGH, max(_LOW, round(leaning + shift + normal(plan["slip"][scale]))))
                    blank = chance.random() < plan["blank"] or (id(person) in halves and number >= len(plan["means"]) / 2)
                    person.answers[wave][scale, place] = None if blank else answer
    return people


def _answers_csv(people: list[Person], plan: dict[str, Any], scales: list[dict[str, Any]]) -> str:
    header = ["wave", "date", "respondent", "stakeholder_group", "neighborhood", *(item for scale in scales for item in scale["items"])]
    rows = []
    for wave in plan["days"]:
        here = [person for person in people if wave in person.waves]
        for person in sorted(here, key=lambda person: (person.day[wave], person.code, id_of(person))):
            given = [_as_printed(person, wave, scale, place) for scale in scales for place in range(len(scale["items"]))]
            rows.append([wave, person.day[wave].isoformat(), person.code, person.group, person.neighborhood, *given])
    return comma_table(header, rows)


def id_of(person: Person) -> tuple[float, ...]:
    """Something to sort people by who came on one day and have no code."""
    return tuple(person.leaning.values())


def _as_printed(person: Person, wave: str, scale: dict[str, Any], place: int) -> str:
    answer = person.answers[wave][scale["key"], place]
    if answer is None:
        return ""
    return str(_LOW + _HIGH - answer if list(scale["items"])[place] in scale.get("reverse", []) else answer)


def _score(person: Person, wave: str, scale: dict[str, Any]) -> float | None:
    given = [person.answers[wave][scale["key"], place] for place in range(len(scale["items"]))]
    known = [answer for answer in given if answer is not None]
    return fmean(known) if 2 * len(known) > len(given) else None


def _expected(plan: dict[str, Any], scale: str, group: str, wave: str) -> float:
    """Mean score of infinitely many people of a group: what rounding to 1 to 5 makes of the planted mean."""
    spread = (plan["person"] ** 2 + plan["day"] ** 2 + plan["slip"][scale] ** 2) ** 0.5

    def item(shift: float) -> float:
        drawn = NormalDist(plan["means"][scale][group][wave] + shift, spread)
        return _LOW + sum(1 - drawn.cdf(answer + 0.5) for answer in range(_LOW, _HIGH))

    return fmean(item(shift) for shift in plan["shifts"][scale])


def _groups(people: list[Person]) -> Iterator[tuple[str, str, list[Person]]]:
    yield "everyone", "everyone", people
    for attribute in ("stakeholder_group", "neighborhood"):
        names = [person.group if attribute == "stakeholder_group" else person.neighborhood for person in people]
        for name in sorted(set(names) - {""}):
            yield attribute, name, [person for person, mine in zip(people, names, strict=True) if mine == name]


def _means_csv(people: list[Person], plan: dict[str, Any], scales: list[dict[str, Any]]) -> str:
    rows = []
    for scale in scales:
        for attribute, name, group in _groups(people):
            for wave in plan["days"]:
                here = [person for person in group if wave in person.waves]
                scores = [score for person in here if (score := _score(person, wave, scale)) is not None]
                planted = fmean(_expected(plan, scale["key"], person.group, wave) for person in here)
                rows.append((scale["key"], wave, attribute, name, len(here), len(scores), f"{planted:.4f}", f"{fmean(scores):.4f}"))
    return comma_table(("scale", "wave", "attribute", "group", "n_answered", "n_scored", "planted", "realised"), rows)


def _changes_csv(people: list[Person], plan: dict[str, Any], scales: list[dict[str, Any]]) -> str:
    first, second = plan["days"]
    rows = []
    for scale in scales:
        for attribute, name, group in _groups(people):
            pairs = [(person, _score(person, first, scale), _score(person, second, scale)) for person in group if len(person.waves) > 1]
            both = [(person, before, after) for person, before, after in pairs if before is not None and after is not None]
            ends = [[_expected(plan, scale["key"], person.group, wave) for wave in (first, second)] for person, _, _ in both]
            planted = fmean(after - before for before, after in ends)
            realised = fmean(after - before for _, before, after in both)
            rows.append((scale["key"], attribute, name, len(both), f"{planted:.4f}", f"{realised:.4f}"))
    return comma_table(("scale", "attribute", "group", "n_linked", "planted", "realised"), rows)


def _reliability_csv(people: list[Person], plan: dict[str, Any], scales: list[dict[str, Any]]) -> str:
    """Alpha before rounding to whole answers, from the planted spreads and the groups' means; rounding takes a little of it away."""
    rows = []
    for scale in scales:
        for wave in plan["days"]:
            means = [plan["means"][scale["key"]][person.group][wave] for person in people if wave in person.waves]
            common = plan["person"] ** 2 + plan["day"] ** 2 + variance(means)
            k = len(scale["items"])
            rows.append((scale["key"], wave, f"{k * common / (k * common + plan['slip'][scale['key']] ** 2):.4f}"))
    return comma_table(("scale", "wave", "planted_alpha"), rows)
