"""Intrusion tests: can a person tell what does not belong? Words among a theme's phrases, and themes among those of one person's talk.

Source:
    METHODS section 4. Chang et al. (2009), Reading Tea Leaves: How Humans Interpret Topic Models, NIPS 22, for both tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from peace_analysis.coding.sample import shuffle
from peace_analysis.groups.intervals import wilson_interval

Kind = Literal["words", "topics"]
N_PHRASES = 5
MOST_THEMES, FEWEST_THEMES = 3, 2
N_TOPIC_TASKS = 40
MOST_LETTERS = 1_200  # of a person's talk in one task


@dataclass(frozen=True)
class Task:
    """One question: which of the options does not belong?"""

    task_id: str
    kind: Kind
    about: str  # theme_id, or the speaker whose talk is shown
    text: str  # anonymised words that are shown; empty for words
    options: tuple[str, ...]  # in the order in which they are shown
    intruder: str  # never shown as such

    @property
    def chance(self) -> float:
        """How often somebody is right who guesses."""
        return 1 / len(self.options)


def make_word_tasks(themes: pd.DataFrame, *, seed: int) -> list[Task]:
    """Make one task per theme: its strongest phrases, and one strong phrase of another theme that it does not have itself.

    Args:
        themes: As tables.THEMES; subthemes take no part.
        seed: The city's.

    Returns:
        Tasks by theme; none for a theme with fewer than three phrases.

    Examples:
        >>> from peace_analysis import coding
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> task = coding.make_word_tasks(made.themes, seed=1)[0]
        >>> task.about, len(task.options), task.intruder in task.options
        ('T01', 5, True)
    """
    top = themes[themes["parent_id"].isna()].sort_values("theme_id")
    phrases = {str(key): _phrases(text) for key, text in zip(top["theme_id"], top["key_phrases"], strict=True)}
    tasks = []
    for theme, own in phrases.items():
        words = {word for phrase in own for word in phrase.split()}
        others = [
            phrase
            for other, theirs in phrases.items()
            if other != theme
            for phrase in theirs[:N_PHRASES]
            if not words & set(phrase.split())
        ]
        if len(own) < 3 or not others:
            continue
        intruder = shuffle(sorted(set(others)), seed=seed, salt=f"words {theme}")[0]
        shown = shuffle([*own[:N_PHRASES], intruder], seed=seed, salt=f"order {theme}")
        tasks.append(Task(_name("W", theme, *shown), "words", theme, "", tuple(shown), intruder))
    return tasks


def make_topic_tasks(
    statements: pd.DataFrame, assignments: pd.DataFrame, names: Mapping[str, str], *, seed: int, n: int = N_TOPIC_TASKS
) -> list[Task]:
    """Make tasks on what one person said: two or three themes that it has, and one that it does not.

    Args:
        statements: As tables.STATEMENTS.
        assignments: As tables.ASSIGNMENTS.
        names: theme_id -> how the theme is shown; other themes take no part.
        seed: The city's.
        n: Tasks at most, drawn at random, from as many sessions as there are.

    Returns:
        Tasks on people who raised at least two themes; where a source names no speakers, on single turns that did.

    Examples:
        >>> from peace_analysis import coding
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> names = dict(zip(made.themes["theme_id"], made.themes["name"], strict=True))
        >>> tasks = coding.make_topic_tasks(made.statements, made.assignments, names, seed=1, n=3)
        >>> [(len(task.options), task.intruder) for task in tasks]
        [(3, 'Dark streets'), (3, 'Waiting for help'), (3, 'Dark streets')]
    """
    placed = statements.merge(assignments[["statement_id", "theme_id"]], on="statement_id")
    placed = placed[placed["theme_id"].isin(list(names))]
    turns = placed["session_id"].astype("str") + " turn " + placed["turn"].astype("str")
    placed = placed.assign(about=placed["speaker_id"].where(placed["speaker_id"].notna(), turns).astype("str"))
    themes_of = {str(about): sorted(map(str, own.unique())) for about, own in placed.groupby("about")["theme_id"]}
    fitting = [about for about, own in themes_of.items() if FEWEST_THEMES <= len(own) < len(names)]
    session_of = placed.drop_duplicates("about").set_index("about")["session_id"].to_dict()
    by_session: dict[str, list[str]] = {}
    for about in shuffle(fitting, seed=seed, salt="topics"):
        by_session.setdefault(str(session_of[about]), []).append(about)
    chosen = [about for rank in range(max(map(len, by_session.values()), default=0)) for about in _nth(by_session, rank)][:n]
    return [_topic_task(about, placed[placed["about"] == about], themes_of[about], names, seed) for about in chosen]


def _topic_task(about: str, said: pd.DataFrame, own: Collection[str], names: Mapping[str, str], seed: int) -> Task:
    most = said["theme_id"].value_counts()
    kept = sorted(own, key=lambda theme: (-int(most[theme]), theme))[:MOST_THEMES]
    intruder = shuffle(sorted(set(names) - set(own)), seed=seed, salt=f"topics {about}")[0]
    options = shuffle([*kept, intruder], seed=seed, salt=f"order {about}")
    # What bears on the themes asked about comes first: talk that is cut must still show them.
    said = said.assign(later=~said["theme_id"].isin(kept) | said.duplicated("theme_id"))
    shown: set[str] = set()
    length = 0
    for row in said.sort_values(["later", "turn", "statement_id"]).itertuples():
        length += len(str(row.text))
        if shown and length > MOST_LETTERS:
            break
        shown.add(str(row.statement_id))
    text = " / ".join(str(row.text) for row in said.sort_values(["turn", "statement_id"]).itertuples() if row.statement_id in shown)
    return Task(_name("T", about, text, *options), "topics", about, text, tuple(names[theme] for theme in options), names[intruder])


def _name(kind: str, about: str, *shown: str) -> str:
    """Id of a task: the same for the same question, another where other words are shown."""
    return f"{kind}-{about}-{hashlib.sha256(repr(shown).encode()).hexdigest()[:6]}"


def _nth(by_session: Mapping[str, Sequence[str]], rank: int) -> list[str]:
    return [members[rank] for _, members in sorted(by_session.items()) if rank < len(members)]


def _phrases(text: object) -> list[str]:
    return list(dict.fromkeys(phrase.strip() for phrase in str(text).split(";") if phrase.strip()))


def score_intrusion(tasks: Sequence[Task], answers: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Count how often coders found what does not belong.

    Args:
        tasks: The tasks.
        answers: task_id -> coder -> the option chosen.

    Returns:
        kind, about ("all", or a theme for words), n_tasks (with an answer), n_answers, share (mean over tasks of the coders who were right,
        0 to 1), low, high (95% score interval over tasks: coders of one task are not counted as independent), chance (share that guessing
        gives).

    Examples:
        >>> from peace_analysis import coding
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> tasks = coding.make_word_tasks(made.themes, seed=1)
        >>> right = {task.task_id: {"AB": task.intruder} for task in tasks}
        >>> print(coding.score_intrusion(tasks, right)[["kind", "about", "n_tasks", "share"]].head(1).to_string(index=False))
         kind about  n_tasks  share
        words   all        3    1.0
    """
    rows = []
    for kind in ("words", "topics"):
        answered = [task for task in tasks if task.kind == kind and answers.get(task.task_id)]
        if not answered:
            continue
        rows.append(_score(kind, "all", answered, answers))
        if kind == "words":
            rows += [_score(kind, task.about, [task], answers) for task in answered]
    return pd.DataFrame(rows, columns=["kind", "about", "n_tasks", "n_answers", "share", "low", "high", "chance"])


def _score(
    kind: str, about: str, tasks: Sequence[Task], answers: Mapping[str, Mapping[str, str]]
) -> tuple[str, str, int, int, float, float, float, float]:
    right = [float(np.mean([choice == task.intruder for choice in answers[task.task_id].values()])) for task in tasks]
    low, high = wilson_interval(sum(right), len(right))
    n_answers = sum(len(answers[task.task_id]) for task in tasks)
    chance = float(np.mean([task.chance for task in tasks]))
    return kind, about, len(tasks), n_answers, float(np.mean(right)), float(low), float(high), chance
