"""Statements that show what a theme is: the most typical, the most different, and one that speaks against the others.

A statement dissents if its own words say so: "I disagree", "I see it differently", "in fairness to them". The words of disagreement are
listed; nothing is concluded from a tone, and no sentiment score is used. Where no statement says so, there is none to show.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

N_TYPICAL = 8
N_DIFFERENT = 4
LEAST_LIKE = 0.25  # of a theme's statements, those least like its middle may dissent about something else: they are not taken

DISAGREES = re.compile(
    r"""\b(?:
      i\ (?:must\ |have\ to\ |do\ |'d\ |would\ |will\ |gotta\ |might\ |kind\ of\ |respectfully\ |really\ |also\ )*disagree\b
    | i\ (?:don't|do\ not|can't|cannot|couldn't)\ (?:\w+\ )?agree\b | i'm\ not\ (?:so\ |too\ )?sure\ (?:i\ agree|that's\ (?:right
       |true|fair)|about\ that)
    | i\ (?:see|saw|hear|look\ at|think\ of|remember)\ (?:it|that|this)\ (?:a\ (?:little|bit)\ |very\ |so\ )?differently\b
    | my\ experience\ (?:is|was|has\ been)\ (?:a\ (?:little|bit)\ |very\ )?(?:different|the\ opposite|better|good)\b
    | (?:mine(?:'s|\ is|\ was)|it(?:'s|\ is|\ was)|that(?:'s|\ is)\ )\s?(?:a\ (?:little|bit)\ )?(?:different|the\ opposite
       |the\ other\ way)\ (?:for|with|around|on)\b
    | for\ (?:me|us)\ (?:it's|it\ is|it\ was)\ (?:the\ )?(?:opposite|different|other\ way)\b
    | (?:i'd|i\ would|let\ me|i\ want\ to|i'll|i\ will|i\ have\ to|i\ gotta)\ (?:just\ )?(?:push\ back|play\ devil's\ advocate
       |speak\ up\ for|defend|say\ something\ for)\b
    | (?:to\ be\ fair|in\ fairness|let\ me\ be\ fair|i\ should\ be\ fair|i'll\ be\ fair|be\ fair\ to\ (?:them|him|her|the))\b
    | (?:maybe|perhaps|guess)\ i'm\ the\ (?:bad\ guy|only\ one|odd\ one|exception)\b | i(?:'m|\ am|\ may\ be
       |\ might\ be)\ the\ only\ one\ (?:here\ )?who\b
    | (?:unpopular|different|opposite)\ (?:opinion|view|take)\b | (?:this\ one's|one)\ for\ balance\b | on\ the\ other\ hand\b
    | (?:unlike|contrary\ to|with\ respect\ to)\ (?:what\ )?(?:some|everybody|everyone|the\ others?|others|my\ neighbors?|people)\b
    | (?:but|well|actually|no),?\ (?:i|we)\ (?:actually\ |personally\ )?(?:like|love|feel\ safe|want\ (?:them|more\ of\ them)
       |trust)\b(?!\ to)
    | not\ (?:everybody|everyone|all\ of\ us|all\ of\ them)\ (?:feels?|thinks?|wants?|agrees?|is|are)\b
    | (?:no\ estoy|no\ estamos)\ de\ acuerdo\b | (?:yo|nosotros)\ (?:lo\ )?(?:veo|vemos|pienso)\ (?:diferente|distinto|al\ revés)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def disagrees(text: str) -> bool:
    """Tell whether a statement says in so many words that it sees things another way."""
    return bool(DISAGREES.search(text.replace("’", "'")))


def pick_exemplars(statements: pd.DataFrame, vectors: ArrayLike, labels: dict[str, NDArray[np.bool_]]) -> pd.DataFrame:
    """Pick the statements that show each theme.

    Args:
        statements: As tables.STATEMENTS.
        vectors: Of the statements, shape (n, d).
        labels: theme_id -> which statements it holds, shape (n,); themes and subthemes alike.

    Returns:
        theme_id, kind ("typical", "different", "dissenting"), rank from 1, statement_id. Typical ones: from as many sessions as there are,
        quotable ones first. Different ones: each as unlike the middle and the ones picked before as can be, from the theme's outer
        quarter. Dissenting: at most one; a theme without one has no such row.
    """
    rows: list[dict[str, object]] = []
    said = statements.reset_index(drop=True)
    unit = np.asarray(vectors, dtype=np.float64)
    unit = unit / np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-12)
    for theme, inside in labels.items():
        places = np.flatnonzero(inside)
        if not len(places):
            continue
        middle = unit[places].mean(axis=0)
        likeness = np.round(unit[places] @ (middle / max(float(np.linalg.norm(middle)), 1e-12)), 6)
        here = said.iloc[places].assign(place=places, likeness=likeness)
        typical = _typical(here)
        for rank, statement in enumerate(typical, start=1):
            rows.append({"theme_id": theme, "kind": "typical", "rank": rank, "statement_id": statement})
        for rank, statement in enumerate(_different(here, unit, set(typical)), start=1):
            rows.append({"theme_id": theme, "kind": "different", "rank": rank, "statement_id": statement})
        if (dissenting := _dissenting(here)) is not None:
            rows.append({"theme_id": theme, "kind": "dissenting", "rank": 1, "statement_id": dissenting})
    return pd.DataFrame(rows, columns=["theme_id", "kind", "rank", "statement_id"])


def _typical(here: pd.DataFrame) -> list[str]:
    """Nearest to the middle; second statements of a session come after first ones of all sessions."""
    ordered = here.sort_values(["quotable", "likeness", "statement_id"], ascending=[False, False, True])
    ordered = ordered.assign(turn_of_session=ordered.groupby("session_id").cumcount())
    ordered = ordered.sort_values(["quotable", "turn_of_session", "likeness", "statement_id"], ascending=[False, True, False, True])
    return [str(one) for one in ordered["statement_id"].head(N_TYPICAL)]


def _different(here: pd.DataFrame, unit: NDArray[np.float64], taken: set[str]) -> list[str]:
    """Members that are far from the middle and from each other: what else the theme holds."""
    outer = here[(here["likeness"] <= here["likeness"].quantile(LEAST_LIKE)) & ~here["statement_id"].isin(taken)]
    outer = outer.sort_values(["quotable", "likeness", "statement_id"], ascending=[False, True, True])
    chosen: list[int] = []
    candidates = [int(place) for place in outer["place"]]
    while candidates and len(chosen) < N_DIFFERENT:
        if chosen:
            near = (unit[candidates] @ unit[chosen].T).max(axis=1)
            best = candidates[int(np.argmin(np.round(near, 6)))]
        else:
            best = candidates[0]
        chosen.append(best)
        candidates.remove(best)
    by_place = dict(zip(here["place"], here["statement_id"], strict=True))
    return [str(by_place[place]) for place in chosen]


def _dissenting(here: pd.DataFrame) -> str | None:
    """The statement that says it disagrees and is most about the theme's subject; none if too few speak for there to be a majority."""
    about_it = here[here["likeness"] >= here["likeness"].quantile(LEAST_LIKE)]
    against = about_it[[disagrees(str(text)) for text in about_it["text"]]]
    if against.empty or len(against) * 2 >= len(here):
        return None
    ordered = against.sort_values(["quotable", "likeness", "statement_id"], ascending=[False, False, True])
    return str(ordered["statement_id"].iloc[0])
