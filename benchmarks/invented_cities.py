"""Small cities, as many as are wanted: sessions put together at random from what people say in the two invented cities.

The same seed and number always give the same city, byte for byte. Passages that hold an identifier are left out, so that what a city
costs does not hang on who happens to be named in it.
"""

from __future__ import annotations

import random
from pathlib import Path

from sample_passages import read_passages

PLACES = ("Eastbank", "Westbank")
GROUPS = ("residents", "business")
OPENING = {
    "a": "Thank you all for coming. How do you feel about public safety where you live?",
    "b": "Thank you. Now the second question. How do you want to be served by police?",
}
COLUMNS = "session_id,date,mode,language,neighborhood,stakeholder_group,n_attended,facilitator"
SETTINGS = """name: {name}
invented: true
pdf: {pdf}
plan:
  neighborhoods: [{places}]
  stakeholder_groups: [{groups}]
roles: {{participant: ["Speaker *"]}}
compare_by: [neighborhood, stakeholder_group]
"""


def gather_passages() -> dict[str, list[str]]:
    """Gather what was said in the sample cities, by the question that it answers."""
    passages: dict[str, list[str]] = {question: [] for question in OPENING}
    for passage in read_passages():
        if passage.question in passages:
            passages[passage.question].append(passage.text)
    return passages


def make_city(
    folder: Path, number: int, *, seed: int = 1, n_sessions: int = 5, n_people: int = 9, n_answers: int = 2, pdf: str = "auto"
) -> str:
    """Write one city.

    Args:
        folder: Folder of all cities.
        number: Which city; each has its own sessions.
        seed: Of all cities.
        n_sessions: Sessions.
        n_people: People in each session.
        n_answers: Passages that each says to each of the two questions.
        pdf: The setting `pdf`.

    Returns:
        The city's key.
    """
    key = f"city_{number:02d}"
    dice = random.Random(f"{seed} {number}")
    passages = gather_passages()
    drawn = {question: iter(dice.sample(passages[question], n_sessions * n_people * n_answers)) for question in OPENING}
    (folder / key / "transcripts").mkdir(parents=True)
    rows = [COLUMNS]
    for session in range(1, n_sessions + 1):
        lines = []
        for question, opening in OPENING.items():
            lines.append(f"Facilitator: {opening}")
            for _ in range(n_answers):
                order = dice.sample(range(1, n_people + 1), n_people)
                lines += [f"Speaker {person}: {next(drawn[question])}" for person in order]
        (folder / key / "transcripts" / f"T{session:02d}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8", newline="")
        place, group = PLACES[session % 2], GROUPS[session // 2 % 2]
        rows.append(f"T{session:02d},2026-03-{session:02d},in_person,en,{place},{group},{n_people},Facilitator")
    (folder / key / "sessions.csv").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    settings = SETTINGS.format(name=f"City {number}", places=", ".join(PLACES), groups=", ".join(GROUPS), pdf=pdf)
    (folder / key / "city.yml").write_text(settings, encoding="utf-8", newline="")
    return key
