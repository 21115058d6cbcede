"""A city of any size, made of the sample cities' passages: sessions, people, transcripts, settings.

Every person has a few subjects and speaks of them in turns; a turn strings sentences of one subject together, drawn from all that was said
of it in both sample cities, so that hardly two turns are the same. Sessions are as large whatever the size of the city: a city of 100,000
statements has about 1,400 of them. What is said says nothing of how well themes are found: it is there to measure what a run costs.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sample_passages import DATA, SAMPLES, read_passages

from peace_analysis.city import City
from peace_analysis.tables import PARTICIPANTS, check_table
from peace_analysis.tables import STATEMENTS as STATEMENT_TABLE

NEIGHBORHOODS = ("Eastgate", "Mill Flats", "Southfield", "Harbor Point", "Northside", "Old Town", "Cedar Hill", "Lakeview")
GROUPS = ("residents", "youth", "faith_and_community", "business", "officers")
AGES = ("under 25", "25-44", "45-64", "65+")
GIVEN = ("Ana", "Bilal", "Chue", "Denise", "Emeka", "Fatima", "Grace", "Hung", "Imani", "Jorge", "Keisha", "Luis")
FAMILY = ("Abdi", "Boyd", "Castillo", "Dang", "Estrada", "Farah", "Garza", "Hughes", "Ibarra", "Jefferson", "Kowalski", "Lopez")
PEOPLE = len(GIVEN)  # of one session
TURNS = 5  # of each of them
SENTENCES = (2, 5)  # of one turn, fewest and most
STATEMENTS = 93  # of one session, as a run cuts them; riverton has 73
OWN_SUBJECTS = 3
DIMENSIONS = 384
NOISE = 1.5  # of made-up vectors, for 1 that is their subject's
SETTINGS = """\
name: {name}
invented: true
plan:
  neighborhoods: [{neighborhoods}]
  stakeholder_groups: [{groups}]
guide:
  a: [how do you feel about public safety]
  b: [how do you want to be served by police]
compare_by: [neighborhood, stakeholder_group]
privacy:
  keep: [{keep}]
pdf: "off"
seed: 1
"""


@dataclass(frozen=True)
class Passages:
    """Sentences in English by kind (describe, request) and subject, each a list of lists."""

    sentences: dict[str, list[list[str]]]


def gather_passages() -> Passages:
    """Gather what was said in the sample cities, by kind and subject."""
    found: dict[str, dict[str, list[str]]] = {"describe": {}, "request": {}}
    for passage in read_passages():
        if passage.kind in found and passage.themes:
            found[passage.kind].setdefault(passage.themes[0], []).extend(re.split(r"(?<=[.!?]) +", passage.text))
    return Passages({kind: [said for _, said in sorted(subjects.items()) if len(said) >= SENTENCES[1]] for kind, subjects in found.items()})


def write_city(data: Path, key: str, n_statements: int, *, seed: int, keep: Iterable[str] = (), transcripts: bool = True) -> Path:
    """Write a city's folder.

    Args:
        data: Folder of cities.
        key: Name of its folder, and of the city.
        n_statements: About how many statements a run makes of it; there are at least four sessions.
        seed: The same seed and size give the same bytes.
        keep: Words that identify nobody there, besides those of the sample cities.
        transcripts: Whether anything was said in the sessions.

    Returns:
        The city's folder.
    """
    draw, passages = np.random.default_rng(seed), gather_passages()
    folder = data / key
    (folder / "transcripts").mkdir(parents=True)
    samples = [City.open(sample, data=DATA).config for sample in SAMPLES]
    kept = sorted({*keep}.union(*((*config.privacy.keep, *config.plan.neighborhoods) for config in samples)))
    listed = {"neighborhoods": ", ".join(NEIGHBORHOODS), "groups": ", ".join(GROUPS), "keep": ", ".join(map(json.dumps, kept))}
    (folder / "city.yml").write_text(SETTINGS.format(name=key.replace("_", " ").title(), **listed), encoding="utf-8")
    sessions, people = [], []
    for number in range(max(4, round(n_statements / STATEMENTS))):
        session = f"M{number + 1:05d}"
        label = [f"{given} {FAMILY[(place + number) % len(FAMILY)]}" for place, given in enumerate(GIVEN)]
        day = np.datetime64("2026-01-05") + number % 90
        place, group = NEIGHBORHOODS[number % len(NEIGHBORHOODS)], GROUPS[number // len(NEIGHBORHOODS) % len(GROUPS)]
        sessions.append([session, day, "in_person", "en", place, group, PEOPLE, "Pat Facilitator"])
        people += [
            [f"{session}-P{n + 1:02d}", session, who, AGES[int(draw.integers(len(AGES)))], "yes" if draw.random() < 0.8 else "no"]
            for n, who in enumerate(label)
        ]
        if transcripts:
            (folder / "transcripts" / f"{session}.txt").write_text(_write_session(label, passages, draw), encoding="utf-8")
    _write_table(folder / "sessions.csv", _SESSIONS, sessions)
    _write_table(folder / "participants.csv", _PARTICIPANTS, people)
    return folder


def make_tables(folder: Path, n_statements: int, *, seed: int) -> tuple[pd.DataFrame, pd.DataFrame, NDArray[np.float32]]:
    """Make up what the first stage would give of a city whose folder was written, and vectors, without running anything.

    Args:
        folder: A city's, written by `write_city`; its sessions and people count.
        n_statements: Exactly how many statements.
        seed: The same seed and size give the same numbers.

    Returns:
        Statements (`tables.STATEMENTS`), people (`tables.PARTICIPANTS`), and a vector per statement around the middle of its subject, whose
        likeness to the others of its subject is that of real statements (cosines of .3 in the mean).
    """
    draw, passages = np.random.default_rng(seed), gather_passages()
    sessions, people = (pd.read_csv(folder / f"{name}.csv", dtype=str) for name in ("sessions", "participants"))
    where = sessions.set_index("session_id").loc[people["session_id"], ["neighborhood", "stakeholder_group"]].reset_index(drop=True)
    people = people.assign(**where, quote_consent=people["quote_consent"] == "yes").drop(columns="speaker_label")
    kinds = [("describe", said) for said in passages.sentences["describe"]] + [("request", said) for said in passages.sentences["request"]]
    own = draw.integers(len(kinds), size=(len(people), OWN_SUBJECTS))
    speaker = np.sort(draw.integers(len(people), size=n_statements))
    subject = own[speaker, draw.integers(OWN_SUBJECTS, size=n_statements)]
    texts = []
    for number in subject:
        said = kinds[number][1]
        first, second = draw.integers(len(said), size=2)
        texts.append(f"{said[first]} {said[second]}")
    turn = np.arange(n_statements) - np.searchsorted(speaker, speaker) + 1
    who = people.iloc[speaker].reset_index(drop=True)
    request = np.array([kinds[number][0] == "request" for number in subject])
    statements = pd.DataFrame(
        {
            "statement_id": [f"{one}-{place:04d}-01" for one, place in zip(who["speaker_id"], turn, strict=True)],
            "session_id": who["session_id"],
            "turn": np.arange(n_statements),
            "speaker_id": who["speaker_id"],
            "question": np.where(request, "b", "a"),
            "request": request,
            "language": "en",
            "text": texts,
            "quotable": who["quote_consent"],
        }
    )
    middles = draw.standard_normal((len(kinds), DIMENSIONS)).astype(np.float32)
    vectors = draw.standard_normal((n_statements, DIMENSIONS), dtype=np.float32)
    vectors *= NOISE
    for number in range(len(kinds)):
        vectors[subject == number] += middles[number]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return check_table(statements, STATEMENT_TABLE), check_table(people, PARTICIPANTS), vectors


_SESSIONS = ("session_id", "date", "mode", "language", "neighborhood", "stakeholder_group", "n_attended", "facilitator")
_PARTICIPANTS = ("speaker_id", "session_id", "speaker_label", "age_group", "quote_consent")


def _write_session(people: list[str], passages: Passages, draw: np.random.Generator) -> str:
    """One transcript: half of the turns on each question, people speaking in a drawn order."""
    kinds = {
        "How do you feel about public safety?": ("describe", TURNS - TURNS // 2),
        "How do you want to be served by police?": ("request", TURNS // 2),
    }
    lines = []
    for prompt, (kind, turns) in kinds.items():
        lines.append(f"Pat Facilitator: {prompt}")
        subjects = passages.sentences[kind]
        own = [draw.choice(len(subjects), OWN_SUBJECTS, replace=False) for _ in people]
        for _ in range(turns):
            for person in draw.permutation(len(people)):
                said = subjects[int(own[person][draw.integers(OWN_SUBJECTS)])]
                chosen = draw.choice(len(said), int(draw.integers(SENTENCES[0], SENTENCES[1] + 1)), replace=False)
                lines.append(f"{people[person]}: {' '.join(said[place] for place in chosen)}")
    lines.append("Pat Facilitator: Thank you all.")
    return "\n\n".join(lines) + "\n"


def _write_table(path: Path, header: tuple[str, ...], rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
