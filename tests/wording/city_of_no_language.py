"""An invented city in which no word of its people is English, with something for every part of a report to show."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from invented_city import make_frames, make_material
from invented_survey import make_survey
from marked_words import DATA

from peace_analysis import report
from peace_analysis.boundaries import Boundaries
from peace_analysis.city import Plan
from peace_analysis.groups.contrasts import DIFFERS, NOT_FOUND
from peace_analysis.recommendations import Option, Recommendation, Step
from peace_analysis.report.comparisons import compare
from peace_analysis.report.tested import differences_found
from peace_analysis.surveys.entries import Survey


def invent_city() -> report.Material:
    """The invented city with names that no language has, and something for every part of a report to show."""
    frames = make_frames(lambda text, number: f"{DATA}{number}")
    frames["statements"]["text"] = [f"{DATA}{number} {DATA}word" for number in range(len(frames["statements"]))]
    material = make_material(frames, name=f"{DATA}ville", detail_by="stakeholder_group")
    plan = material.config.plan
    groups = tuple(name for name in plan.stakeholder_groups if name.startswith(DATA))
    plan = plan.model_copy(update={"stakeholder_groups": (*groups, f"{DATA}unheard")})
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float)
    material = replace(
        material,
        config=material.config.model_copy(update={"plan": plan, "questions": {"a": f"{DATA}first", "b": f"{DATA}second"}}),
        boundaries=Boundaries({name: [[square + np.array([n, 0])]] for n, name in enumerate(plan.neighborhoods)}),
        recommendations=tuple(invent_recommendations()),
    )
    return vote(replace(material, survey=invent_survey()), 36, 24)


def invent_city_of_notes() -> report.Material:
    """The same without speakers, plan, votes and recommendations, with the questions of every city: sessions are counted."""
    material = invent_city()
    everyone = material.shares[material.shares["attribute"] == "everyone"]
    numbers = {"unit": "session", "n_raised": 5, "n_heard": 6, "n_sessions": 6, "share": 5 / 6, "low": np.nan, "high": np.nan}
    return make_material(
        {
            "sessions": material.sessions.assign(form="notes"),
            "participants": material.participants.iloc[:0],
            "statements": material.statements.assign(speaker_id=None, quotable=False),
            "assignments": material.assignments,
            "themes": material.themes,
            "accounting": material.accounting,
            "theme_shares": everyone.assign(**numbers),
        },
        name=f"{DATA}ville",
        plan=Plan(),
    )


def invent_survey() -> Survey:
    """A survey in two waves, linked, with a group that is too small, items left blank, and one scale whose items hold together badly."""
    made = make_survey(
        {(f"{DATA}1", f"{DATA}2"): (40, 38, 20), (f"{DATA}3", f"{DATA}4"): (30, 24, 12), (f"{DATA}5", f"{DATA}6"): (5, 4, 0)}
    )
    answers = made.answers.copy()
    answers.loc[:6, ["t1", "t2"]] = np.nan
    scales = tuple(
        replace(
            scale,
            name=f"{DATA}{scale.key}",
            items={item: f"{DATA}{item}" for item in scale.items},
            labels=(f"{DATA}low", f"{DATA}high") if scale.key == "fair" else (),
            themes=("T01", "T03", f"{DATA}nowhere") if scale.key == "fair" else (),
            source=f"{DATA}source",
        )
        for scale in made.scales
    )
    return Survey(scales, {wave: f"{DATA}wave{wave}" for wave in made.waves}, answers, linked=True, about=f"{DATA}about")


def invent_recommendations() -> Iterator[Recommendation]:
    steps = [Step(date=datetime.date(2026, 6, 22), status="proposed", author="ZQ")]
    steps.append(Step(date=datetime.date(2026, 9, 14), status="declined", author="ZQ", reason=f"{DATA}reason"))
    for number, theme in enumerate(("T01", "T02", "T99"), start=1):
        yield Recommendation(
            id=f"{DATA}-{number}",
            title=f"{DATA}title{number}",
            text=f"{DATA}text",
            owner=f"{DATA}owner",
            author="ZQ",
            themes=(theme,),
            statements=(),
            horizon="now" if number == 1 else "later",
            due=datetime.date(2026, 12, 1) if number == 1 else None,
            dissent=f"{DATA}dissent",
            response=f"{DATA}answer" if number == 2 else "",
            history=tuple(steps[: 1 + number % 2]),
            options=(Option(option=f"{DATA}option", pros=(f"{DATA}pro",), cons=(f"{DATA}con",)),),
        )


def vote(material: report.Material, left: int, right: int) -> report.Material:
    """The city with a conversation of two camps that part on two comments and agree on two."""
    rows = []
    for camp, side, n in (("left", 1, left), ("right", -1, right)):
        for number in range(n):
            cast = {1: side, 2: -side, 3: 1, 4: -1 if (camp, number) == ("right", 0) else 1, 5: 0}
            rows += [("S2", f"S2-{camp}{number:02d}", turn, value) for turn, value in cast.items()]
    votes = pd.DataFrame(rows, columns=["session_id", "voter_id", "turn", "vote"])
    turns = pd.DataFrame({"session_id": "S2", "turn": range(1, 6), "speaker_id": [f"S2-P{n:02d}" for n in range(1, 6)], "question": "a"})
    return replace(material, votes=votes, turns=turns.assign(role="participant", text=f"{DATA}comment"))


def stand_apart(material: report.Material) -> pd.DataFrame:
    """The city's comparisons, as if many had been found, some by people within sessions, and some had been declared."""
    found = compare(material)
    found["masked"] = [number == 1 for number in range(len(found))]
    found["verdict"] = [DIFFERS if number % 3 else NOT_FOUND for number in range(len(found))]
    found["design"] = ["within_session" if number % 2 else "session" for number in range(len(found))]
    found["declared"] = True
    numbers = {"q": 0.00001, "p": 0.2, "low": -0.1, "high": 0.3, "detectable": 0.3, "ratio": 1.5, "ratio_low": 1.1, "ratio_high": 2.0}
    return found.assign(**numbers)


def differences(material: report.Material) -> list[report.Fragment]:
    found = stand_apart(material)
    groups = ("neighborhood", "stakeholder_group")
    pieces = [differences_found(frame, name) for frame in (found, found.assign(verdict=NOT_FOUND)) for name in groups]
    return [*pieces, *(differences_found(compare(material).assign(masked=False, low=0.1, high=0.2), name) for name in groups)]


def invent_words() -> pd.DataFrame:
    numbers = {"z": 3.0, "band_low": -2.0, "band_high": 2.0}
    return pd.DataFrame([{"attribute": "neighborhood", "group": f"{DATA}group", "word": f"{DATA}{n}", **numbers} for n in (1, 2)])
