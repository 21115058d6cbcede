"""Comments on policies whose sections are known: the manual written for this, and riverton's draft."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.anonymize.wordlist import word_set
from peace_analysis.policy import Section, list_versions, read_policy, read_versions
from peace_analysis.policy.windows import has_words

FOLDER = Path(__file__).parent
STATEMENTS = FOLDER.parent / "topics" / "statements"
RIVERTON = FOLDER.parents[1] / "data" / "riverton"
DRAFT = "2026-07-15"  # the version that riverton's comments were made on
RULED = frozenset(
    ["force", "mental", "learning", "open", "answer", "language", "crowds"]
)  # subjects that a policy on the use of force rules
OTHER = word_set(
    "light parking parks noise traffic transit theft upkeep presence shops money homeless drugs elders together beat hiring arrival "
    "calling fear watch praise courts return school youth immigrant home"
)


@dataclass(frozen=True)
class Asked:
    """Comments, and the places of the sections that each bears on."""

    name: str
    sections: list[Section]  # those with words of their own
    texts: list[str]
    wanted: list[set[int]]

    @property
    def bears(self) -> NDArray[np.bool_]:
        """Which comments bear on a section."""
        return np.array([bool(places) for places in self.wanted])


def read_manual() -> Asked:
    """The manual of an invented department and comments on it, all written for this."""
    sections = [section for section in read_policy(FOLDER / "manual.md").sections if has_words(section)]
    place = {section.number: at for at, section in enumerate(sections)}
    rows = pd.read_csv(FOLDER / "comments.csv", dtype=str, keep_default_na=False)
    return Asked("manual", sections, rows["comment"].tolist(), [{place[number]} if number else set() for number in rows["section"]])


def read_riverton() -> Asked:
    """riverton's comments on its draft: their words alone, without the column in which some name a section."""
    folder = RIVERTON / "policies" / "use_of_force"
    versions = read_versions(list_versions(folder))
    draft = next(version for version in versions if version.date is not None and version.date.isoformat() == DRAFT)
    sections = [section for section in draft.sections if has_words(section)]
    truth = pd.read_csv(RIVERTON / "truth" / "policy_sections.csv", dtype=str, keep_default_na=False)
    number_of = dict(truth.loc[truth["version"] == DRAFT, ["section", "number"]].itertuples(index=False))
    place = {section.number: at for at, section in enumerate(sections) if section.number}
    links = pd.read_csv(RIVERTON / "truth" / "policy_links.csv", dtype=str, keep_default_na=False)
    comments = pd.read_csv(folder / "comments.csv", dtype=str, keep_default_na=False)
    wanted = [{place[number_of[key]] for key in links.loc[links["comment"] == number, "section"] if key} for number in comments["number"]]
    return Asked("riverton", sections, comments["comment"].tolist(), wanted)


def read_statements(n: int = 500) -> tuple[list[str], NDArray[np.bool_]]:
    """Statements of `benchmarks/topics` on subjects that such a policy rules, or does not, by a fixed draw; no other is taken."""
    found = []
    for path in sorted(STATEMENTS.glob("said_*.txt")):
        subject = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                subject = line[3:].split(" / ")[0]
            elif line and subject in RULED | OTHER:
                found.append((line, subject in RULED))
    rows = np.random.default_rng(0).permutation(len(found))[:n]
    return [found[row][0] for row in rows], np.array([found[row][1] for row in rows])


def measure_ranking(scores: NDArray[np.float64], asked: Asked, k: int = 3) -> float:
    """Share of the comments that bear on a section with one of theirs among the first k."""
    hits = [
        bool(places & set(np.argsort(-row, kind="stable")[:k].tolist())) for row, places in zip(scores, asked.wanted, strict=True) if places
    ]
    return float(np.mean(hits))
