"""Cities side by side: are the same subjects called one theme, are private ones left to their city, and does nothing cry wolf?

    dealt        CLINC150 and NHS comments dealt to two "cities": some codes to both, some to one only. Share of the statements of shared
                 codes whose theme is called one of both cities, and of private codes whose theme is left to the city; the rest is unclear
                 or wrong. What the two cosines of `across.joint_themes` were chosen on
    halves       NHS comments, and riverton's sessions, dealt at random to two "cities": nearly all should be common, and nothing differ
    planted      riverton and port_salem, whose themes were planted: pairs of passages of the same theme, one of each city, that share a
                 joint theme, and pairs in one joint theme that are of the same planted theme. Nothing was tuned on these
    flat         programmes without a change between waves, and two cities without a difference: how often anything is said to differ
    coverage     how often the interval over cities holds the mean of all cities

    python benchmarks/across.py [--data FOLDER] [--programmes N] [--check]

`--data` is a folder of sample cities that have been run (`peace-analysis run --all --data FOLDER`); without it what needs them is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent / "topics"))

from corpora import ROOT, Coded, label_planted, read_clinc, read_nhs

from peace_analysis import across, tables
from peace_analysis.across.joint_themes import ALIKE, UNLIKE
from peace_analysis.across.over_cities import COMMON, OWN, UNCLEAR
from peace_analysis.city import City
from peace_analysis.themes import embed_statements

SESSIONS = 12  # of a city that is dealt
ERROR = 0.05  # nominal
missed: list[str] = []


def require(met: bool, what: str) -> str:
    """Note a target that is missed, and say which it is."""
    if not met:
        missed.append(what)
    return "met" if met else "MISSED"


def as_city(key: str, coded: Coded, rows: NDArray[np.intp]) -> tuple[across.Voices, NDArray[np.str_]]:
    """Statements as a city: five of a person, the people in `SESSIONS` sessions; with the code of each."""
    n = len(rows)
    person = np.arange(n) // 5
    session = person % SESSIONS
    ids = [f"{key}-{row:05d}" for row in range(n)]
    statements = pd.DataFrame(
        {
            "statement_id": ids,
            "session_id": [f"S{number:02d}" for number in session],
            "turn": np.arange(n) + 1,
            "speaker_id": [f"S{s:02d}-P{p:04d}" for s, p in zip(session, person, strict=True)],
            "question": "a",
            "request": False,
            "language": "en",
            "text": [coded.texts[row] for row in rows],
            "quotable": True,
        }
    )
    return _voices(key, statements, coded.vectors[rows]), coded.fine[rows]


def _voices(key: str, statements: pd.DataFrame, vectors: NDArray[np.float32]) -> across.Voices:
    """A city whose statements all fit a theme."""
    people = statements[["speaker_id", "session_id"]].dropna().drop_duplicates("speaker_id")
    participants = people.assign(neighborhood=None, stakeholder_group=None, quote_consent=True)
    names = sorted(statements["session_id"].unique())
    sessions = pd.DataFrame({"session_id": names, "date": None, "mode": "virtual", "language": "en", "neighborhood": None,
                             "stakeholder_group": None, "n_attended": 12, "form": "verbatim", "transcript": None})  # fmt: skip
    placed = pd.DataFrame({"statement_id": statements["statement_id"], "theme_id": "T01", "subtheme_id": None, "membership": 1.0,
                           "residual": False})  # fmt: skip
    themes = pd.DataFrame({"theme_id": ["T01"], "parent_id": [None], "name": ["All"], "description": "", "key_phrases": "",
                           "n_statements": len(statements), "n_participants": len(people), "n_sessions": len(names),
                           "stability": 1.0})  # fmt: skip
    return across.Voices(key, key, statements, placed, participants, sessions, themes, vectors, "one")


def judge(cities: list[across.Voices], codes: list[NDArray[np.str_]]) -> pd.Series:
    """Share of the statements of shared and of private codes by what their theme is called; and what is said to differ."""
    joint = across.find_joint_themes(cities, seed=1)
    shares = across.share_by_city(cities, joint)
    over = across.compare_over_cities(shares, joint).set_index("theme_id")["where"]
    both = set(codes[0]) & set(codes[1])
    rows = []
    for city, coded in zip(cities, codes, strict=True):
        called = joint.placed[city.key]["theme_id"].map(over)
        rows += [("shared" if code in both else "private", where) for code, where in zip(coded, called, strict=True)]
    frame = pd.DataFrame(rows, columns=["code", "where"]).dropna()
    found = {
        f"{code} {name}": float((part["where"] == where).mean())
        for code, part in frame.groupby("code")
        for name, where in (("one", COMMON), ("own", OWN), ("unclear", UNCLEAR))
    }
    differences = across.compare_two_cities(cities, joint, shares, seed=1)
    return pd.Series({**found, "themes": len(over), "differ": int((differences["verdict"] == "differs").sum())})


def deal(coded: Coded, seed: int, per_code: int, *, coarse: bool = False) -> tuple[list[across.Voices], list[NDArray[np.str_]]]:
    """Codes dealt in thirds: to both cities, to the first, to the second."""
    rng = np.random.default_rng(seed)
    code = coded.coarse if coarse and coded.coarse is not None else coded.fine
    names = rng.permutation([name for name in np.unique(code) if (code == name).sum() >= 2 * per_code])[: 9 if coarse else 24]
    third = len(names) // 3
    taken: list[list[NDArray[np.intp]]] = [[], []]
    for place, name in enumerate(names):
        rows = rng.permutation(np.flatnonzero(code == name))
        if place < third or place < 2 * third:
            taken[0].append(rows[:per_code])
        if place < third or place >= 2 * third:
            taken[1].append(rows[-per_code:])
    cities, codes = [], []
    for key, parts in zip(("first", "second"), taken, strict=True):
        rows = rng.permutation(np.concatenate(parts))
        city, _ = as_city(key, coded, rows)
        cities.append(city)
        codes.append(code[rows])
    return cities, codes


def halve(coded: Coded, seed: int, n: int) -> tuple[list[across.Voices], list[NDArray[np.str_]]]:
    """Statements dealt at random to two cities."""
    rows = np.random.default_rng(seed).permutation(len(coded.texts))[: 2 * n]
    made = [as_city(key, coded, part) for key, part in zip(("first", "second"), np.split(rows, 2), strict=True)]
    return [city for city, _ in made], [codes for _, codes in made]


def open_run_city(key: str, data: Path) -> tuple[across.Voices, NDArray[np.str_]]:
    """A sample city that has been run, with the planted theme of each statement."""
    place = City.open(key, data, data.parent / "reports")
    statements = place.load_table(tables.STATEMENTS)
    embedded = embed_statements(place, statements)
    made = (place.load_table(table) for table in (tables.ASSIGNMENTS, tables.PARTICIPANTS))
    voices = across.Voices(key, place.config.name, statements, *made, place.sessions, place.load_table(tables.THEMES), embedded.vectors,
                           embedded.fingerprint, place.config.privacy)  # fmt: skip
    return voices, label_planted(ROOT / "data" / key, statements)


def halve_sessions(city: across.Voices, seed: int) -> list[across.Voices]:
    """Sessions of a city dealt at random to two cities."""
    names = np.random.default_rng(seed).permutation(sorted(city.statements["session_id"].unique()))
    parts = []
    for key, mine in zip(("first", "second"), np.array_split(names, 2), strict=True):
        kept = city.statements["session_id"].isin(mine).to_numpy()
        parts.append(
            replace(
                city,
                key=key,
                name=key,
                statements=city.statements[kept].reset_index(drop=True),
                assignments=city.assignments[city.assignments["statement_id"].isin(city.statements.loc[kept, "statement_id"])],
                participants=city.participants[city.participants["session_id"].isin(mine)],
                sessions=city.sessions[city.sessions["session_id"].isin(mine)],
                vectors=city.vectors[kept],
            )
        )
    return parts


def planted(cities: list[across.Voices], codes: list[NDArray[np.str_]]) -> dict[str, float]:
    """Precision and recall of pairs, one statement of each city: the same planted theme against the same joint theme."""
    joint = across.find_joint_themes(cities, seed=1)
    over = across.compare_over_cities(across.share_by_city(cities, joint), joint).set_index("theme_id")["where"]
    called = [joint.placed[city.key]["theme_id"].to_numpy(dtype=object) for city in cities]
    first = [np.array([code.split("+")[0] for code in coded]) for coded in codes]
    known = [(code != "") & pd.notna(theme) for code, theme in zip(first, called, strict=True)]
    (a, b), (x, y) = ([values[keep] for values, keep in zip(pair, known, strict=True)] for pair in (first, called))
    same_code, same_theme = a[:, None] == b[None, :], x[:, None] == y[None, :]
    common = same_theme & np.isin(x, list(over.index[over == COMMON]))[:, None]
    right = {}
    for name, linked in (("one or unclear", same_theme), ("one", common)):
        right |= {f"precision, {name}": same_code[linked].mean(), f"recall, {name}": linked[same_code].mean()}
    leads = {}
    for kind, where in (("one", (COMMON,)), ("one or unclear", (COMMON, UNCLEAR))):
        named = [name for name in over.index[over.isin(where)] if (x == name).any() and (y == name).any()]
        pairs = [(pd.Series(a[x == name]).mode()[0], pd.Series(b[y == name]).mode()[0]) for name in named]
        same = {first for first, second in pairs if first == second}
        leads[f"themes called {kind} led by one planted theme in both, of {len(named)}"] = sum(first == second for first, second in pairs)
        leads[f"planted themes of both cities that lead one called {kind}, of {len(set(a) & set(b))}"] = len(same)
    counts = over.value_counts()
    return right | leads | {"themes": len(over), "called one": int(counts.get(COMMON, 0)), "unclear": int(counts.get(UNCLEAR, 0)),
                    "own": int(counts.get(OWN, 0))}  # fmt: skip


def flat_city(rng: np.random.Generator, key: str, n_sessions: int, shares: NDArray[np.float64], icc: float = 0.05) -> across.Voices:
    """A programme of 12 people a session in which nothing differs but chance and the evening; one statement of a person on each theme."""
    concentration = (1 - icc) / icc
    rows = []
    for session in range(n_sessions):
        chance = rng.beta(shares * concentration, (1 - shares) * concentration)
        raised = rng.random((12, len(shares))) < chance
        for person in range(12):
            said = np.flatnonzero(raised[person]).tolist() or [-1]
            rows += [(f"S{session:02d}", f"S{session:02d}-P{person:02d}", theme) for theme in said]
    frame = pd.DataFrame(rows, columns=["session_id", "speaker_id", "theme"])
    statements = frame.drop(columns="theme").assign(
        statement_id=[f"{key}-{n:05d}" for n in range(len(frame))], turn=np.arange(len(frame)) + 1, question="a", request=False,
        language="en", text="said", quotable=True,
    )[list(tables.STATEMENTS.by_name)]  # fmt: skip
    voices = _voices(key, statements, np.ones((len(frame), 4), dtype=np.float32))
    names = [f"J{n + 1:02d}" for n in range(len(shares))]
    placed = voices.assignments.assign(
        theme_id=[names[theme] if theme >= 0 else None for theme in frame["theme"]], residual=frame["theme"] < 0
    )
    themes = pd.concat([voices.themes.assign(theme_id=name, name=name) for name in names], ignore_index=True)
    days = [f"2026-{1 + n // 28:02d}-{1 + n % 28:02d}" for n in range(n_sessions)]
    return replace(voices, assignments=placed, themes=themes, sessions=voices.sessions.assign(date=days))


def flat(n: int, seed: int) -> tuple[float, float, float]:
    """Share of flat programmes in which any theme is said to change between waves, or to be new or gone; and of pairs of flat cities."""
    rng = np.random.default_rng(seed)
    alarms, born, pairs = 0, 0, 0
    for _ in range(n):
        shares = np.r_[rng.uniform(0.05, 0.5, 16), rng.uniform(0.01, 0.05, 4)]
        city = flat_city(rng, "first", 15, shares)
        day = city.sessions["date"].iloc[7]
        found = across.compare_waves(city, across.mark_waves(city.sessions, day), n_draws=999)
        alarms += bool((found["change"] != "").any())
        born += bool(found["change"].isin(["new", "gone"]).any())
        other = flat_city(rng, "second", 8, shares)
        themes = pd.DataFrame({"theme_id": city.themes["theme_id"], "name": "x", "key_phrases": "", "stability": 1.0, "likeness": 1.0})
        joint = across.JointThemes(themes, {one.key: one.assignments for one in (city, other)}, pd.DataFrame(), {})
        two = [city, other]
        pairs += bool((across.compare_two_cities(two, joint, across.share_by_city(two, joint))["verdict"] == "differs").any())
    return alarms / n, born / n, pairs / n


def coverage(n: int, seed: int) -> pd.DataFrame:
    """How often the interval over cities holds the mean: cities' shares from a beta, measured with people in sessions."""
    rng = np.random.default_rng(seed)
    rows = []
    for n_cities in (3, 5, 10, 30):
        for mean in (0.1, 0.3):
            held = 0
            for _ in range(n):
                truth = rng.beta(mean * 15, (1 - mean) * 15, n_cities)
                people = rng.integers(40, 200, n_cities)
                _, low, high, _ = across.mean_over_cities(rng.binomial(people, truth) / people)
                held += low <= mean <= high
            rows.append({"cities": n_cities, "mean": mean, "coverage": held / n})
    return pd.DataFrame(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of sample cities that have been run")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "peace_analysis_vectors", help="folder that keeps vectors"
    )
    parser.add_argument("--programmes", type=int, default=200)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    arguments = parser.parse_args()
    clinc, _ = read_clinc(arguments.cache)
    nhs = read_nhs(arguments.cache)
    print(f"alike from {ALIKE}, apart below {UNLIKE}\n")
    sets = {
        "CLINC intents": [judge(*deal(clinc, seed, 40)) for seed in range(11, 15)],
        "CLINC intents, few": [judge(*deal(clinc, seed, 15)) for seed in range(11, 15)],
        "CLINC domains": [judge(*deal(clinc, seed, 100, coarse=True)) for seed in range(11, 15)],
        "NHS codes": [judge(*deal(nhs, seed, 50)) for seed in range(11, 15)],
        "NHS halves": [judge(*halve(nhs, seed, 600)) for seed in range(11, 15)],
    }
    if arguments.data is not None:
        run = [open_run_city(key, arguments.data) for key in ("riverton", "port_salem")]
        halves = [halve_sessions(run[0][0], seed) for seed in range(5)]
        sets["riverton halves"] = [judge(parts, [np.full(len(part.statements), "x") for part in parts]) for parts in halves]
    frame = pd.DataFrame({name: pd.concat(rows, axis=1).mean(axis=1) for name, rows in sets.items()}).T
    print(frame.to_string(float_format=lambda value: f"{value:.2f}", na_rep=""))
    for name in ("CLINC intents", "CLINC intents, few"):
        print(name, "shared and one:", require(frame.loc[name, "shared one"] >= 0.8, f"{name}: shared"), end="; ")
        print("private called one:", require(frame.loc[name, "private one"] <= 0.1, f"{name}: private"))
    for name in ("NHS halves", "riverton halves"):
        if name in frame.index:
            print(name, "own:", require(frame.loc[name, "shared own"] <= 0.05, f"{name}: own"))
    if arguments.data is not None:
        for name, value in planted([city for city, _ in run], [codes for _, codes in run]).items():
            print(f"planted, {name}: {value:.2f}")
    n = arguments.programmes
    error = ERROR + 1.96 * (ERROR * (1 - ERROR) / n) ** 0.5
    for name, rate in zip(("changes between waves", "new or gone themes", "differences of two cities"), flat(n, 5), strict=True):
        print(f"flat programmes ({n}), any {name}: {rate:.3f}", require(rate <= error, name))
    covered = coverage(2_000, 6)
    print(covered.to_string(index=False, float_format=lambda value: f"{value:.3f}"))
    require(bool(covered["coverage"].between(0.9, 0.985).all()), "coverage of the mean over cities")
    print("\n" + ("All targets met." if not missed else "Missed:\n  " + "\n  ".join(missed)))
    return int(arguments.check and bool(missed))


if __name__ == "__main__":
    sys.exit(main())
