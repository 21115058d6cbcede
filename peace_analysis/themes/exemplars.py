"""Statements that show what a theme is: the most typical, the most different, and one that speaks against the others.

A statement dissents if its own words say so: "I disagree", "I see it differently", "in fairness to them". The words of disagreement are
listed; nothing is concluded from a tone, and no sentiment score is used. Where no statement says so, there is none to show.

A statement that is different is still about the theme: it uses two words of the key phrases, and it is nearer to the theme's middle
than to any other theme's. What is far from the middle for being misplaced there shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from peace_analysis.themes.words import content_words

N_TYPICAL = 8
N_DIFFERENT = 4
READABLE = (60, 420)  # characters of a quote: shorter ones say little, longer ones are read by few
SURE = 2  # words of the key phrases that a statement far from the middle must use: one alone ("light") may be about anything
LEAST_LIKE = 0.25  # of a theme's statements, those least like its middle may dissent about something else: they are not taken

# Who greets the room or says who they are speaks of nothing yet.
INTRODUCES = re.compile(
    r"^\W*(?:(?:hi|hello|hey|good\s(?:morning|afternoon|evening))\b|(?:um,?\s|uh,?\s)?\[NAME[ _]?\d*\][,.]|my\sname(?:'s|\sis)\b)"
    r"|\bi(?:['’]m|\sam)\s(?:(?:officer|sergeant|reverend|mr|mrs|ms|dr)\.?\s)?\[NAME[ _]?\d*\]",
    re.IGNORECASE,
)
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


# Who concedes a point ("to be fair", "on the other hand", "for balance") may still agree: it takes one of these to call it dissent.
OPPOSES = re.compile(
    r"""\b(?:
      i\ (?:\w+\ ){0,3}disagree\b | i\ (?:don't|do\ not|can't|cannot|couldn't)\ (?:\w+\ )?agree\b
    | i'm\ not\ (?:so\ |too\ )?sure\ (?:i\ agree|that's\ (?:right|true|fair)) | i(?:'d|'m|\ am|\ would)?\ (?:be\ )?(?:against|opposed\ to)\b
    | (?:i'd|i\ would|let\ me|i\ want\ to|i'll|i\ will|i\ have\ to|i\ gotta)\ (?:just\ )?push\ back\b
    | i\ (?:see|look\ at)\ (?:it|that|this)\ (?:a\ (?:little|bit)\ |very\ |so\ )?differently\b
    | my\ experience\ (?:is|was|has\ been)\ (?:very\ )?(?:different|the\ opposite)\b | (?:unlike|contrary\ to)\ (?:what\ )?(?:some|everybody
       |everyone|the\ others?|others|people)\b | not\ (?:everybody|everyone|all\ of\ us)\ (?:thinks?|wants?|agrees?)\b
    | (?:we|i)\ (?:don't|do\ not)\ (?:need|want)\ (?:more|another|any|that|it|them)\b | no\ (?:estoy|estamos)\ de\ acuerdo\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
AGREES = re.compile(r"\b(?:but|and|still|though),?\ (?:i|we)\ (?:do\ )?agree\b|\byou're\ right\b|\bsame\ here\b", re.IGNORECASE)


def opposes(text: str, topic: str = "") -> bool:
    """Tell whether a statement speaks against what most say of a subject; in doubt it does not.

    Args:
        text: A statement.
        topic: Words of the subject: key phrases, a name. The statement uses two of them, or the only one; where none is given, its subject
            is not asked for.
    """
    plain = text.replace("’", "'")
    if not OPPOSES.search(plain) or AGREES.search(plain):
        return False
    words = set(content_words(topic))
    return len(words.intersection(content_words(text))) >= min(SURE, len(words))


def disagrees(text: str) -> bool:
    """Tell whether a statement says in so many words that it sees things another way."""
    return bool(DISAGREES.search(text.replace("’", "'")))


def pick_exemplars(
    statements: pd.DataFrame,
    vectors: ArrayLike,
    labels: Mapping[str, NDArray[np.bool_]],
    *,
    phrases: Mapping[str, str] | None = None,
    residual: NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """Pick the statements that show each theme.

    Args:
        statements: As tables.STATEMENTS.
        vectors: Of the statements, shape (n, d).
        labels: theme_id -> which statements it holds, shape (n,); themes and subthemes alike.
        phrases: theme_id -> its key phrases; where they are given, what dissents or is different uses two words of them.
        residual: Which statements fit no theme well, shape (n,): they show none.

    Returns:
        tables.EXEMPLARS. Typical ones: from as many sessions as there are, quotable ones first. Different ones: each as unlike the middle
        and the ones picked before as can be, from the outer quarter of those that are nearer to this theme than to any other.
        Dissenting: at most one; a theme without one has no such row.
    """
    rows: list[dict[str, object]] = []
    said = statements.reset_index(drop=True)
    given = np.asarray(vectors)

    def unit(places: NDArray[np.intp]) -> NDArray[np.float64]:
        # For some rows at a time: twice as precise, all of a large city's vectors would take gigabytes.
        rows = given[places].astype(np.float64)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))

    fits = np.ones(len(said), dtype=bool) if residual is None else ~np.asarray(residual, dtype=bool)
    held = {theme: np.flatnonzero(np.asarray(inside, dtype=bool) & fits) for theme, inside in labels.items()}
    middles = {theme: _middle(unit(places)) for theme, places in held.items() if len(places)}
    for theme, middle in middles.items():
        places = held[theme]
        here_unit = unit(places)
        likeness = np.round(here_unit @ middle, 6)
        others = [other for name, other in middles.items() if name.partition(".")[0] != theme.partition(".")[0] and "." not in name]
        elsewhere = np.round((here_unit @ np.array(others).T).max(axis=1), 6) if others else np.full(len(places), -1.0)
        here = said.iloc[places].assign(place=places, likeness=likeness, own=likeness > elsewhere, sure=True, topic="")
        if phrases is not None:
            mine = set(content_words(phrases.get(theme, "")))
            n_shared = np.array([len(mine.intersection(content_words(str(text)))) for text in here["text"]], dtype=np.intp)
            here["own"] = here["own"].to_numpy(dtype=bool) & (n_shared > 0)
            here["sure"] = n_shared >= min(SURE, len(mine))
            here["topic"] = phrases.get(theme, "")
        typical = _typical(here)
        for rank, statement in enumerate(typical, start=1):
            rows.append({"theme_id": theme, "kind": "typical", "rank": rank, "statement_id": statement})
        for rank, statement in enumerate(_different(here, unit, set(typical)), start=1):
            rows.append({"theme_id": theme, "kind": "different", "rank": rank, "statement_id": statement})
        if (dissenting := _dissenting(here)) is not None:
            rows.append({"theme_id": theme, "kind": "dissenting", "rank": 1, "statement_id": dissenting})
    return pd.DataFrame(rows, columns=["theme_id", "kind", "rank", "statement_id"])


def _middle(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    mean = rows.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12))


def _readable(here: pd.DataFrame) -> pd.DataFrame:
    """Those of a readable length that are no introductions; all, where none is of such a length."""
    readable = here["text"].str.len().between(*READABLE)
    if not readable.any():
        return here
    return here[readable & ~here["text"].map(lambda text: bool(INTRODUCES.search(str(text)))).astype(bool)]


def _typical(here: pd.DataFrame) -> list[str]:
    """Nearest to the middle; second statements of a session come after first ones of all sessions."""
    ordered = here.sort_values(["quotable", "likeness", "statement_id"], ascending=[False, False, True])
    ordered = ordered.assign(turn_of_session=ordered.groupby("session_id").cumcount())
    ordered = ordered.sort_values(["quotable", "turn_of_session", "likeness", "statement_id"], ascending=[False, True, False, True])
    return [str(one) for one in ordered["statement_id"].head(N_TYPICAL)]


def _different(here: pd.DataFrame, unit: Callable[[NDArray[np.intp]], NDArray[np.float64]], taken: set[str]) -> list[str]:
    """Members that are far from the middle and from each other: what else the theme holds."""
    own = _readable(here[here["own"].astype(bool) & here["sure"].astype(bool) & ~here["statement_id"].isin(taken)])
    outer = own[own["likeness"] <= own["likeness"].quantile(LEAST_LIKE)]
    outer = outer.sort_values(["quotable", "likeness", "statement_id"], ascending=[False, True, True])
    chosen: list[int] = []
    candidates = [int(place) for place in outer["place"]]
    while candidates and len(chosen) < N_DIFFERENT:
        if chosen:
            near = (unit(np.array(candidates)) @ unit(np.array(chosen)).T).max(axis=1)
            best = candidates[int(np.argmin(np.round(near, 6)))]
        else:
            best = candidates[0]
        chosen.append(best)
        candidates.remove(best)
    by_place = dict(zip(here["place"], here["statement_id"], strict=True))
    return [str(by_place[place]) for place in chosen]


def _dissenting(here: pd.DataFrame) -> str | None:
    """The statement that says it disagrees and is most about the theme's subject; none if too few speak for there to be a majority."""
    about_it = _readable(here[here["own"].astype(bool) & (here["likeness"] >= here["likeness"].quantile(LEAST_LIKE))])
    against = about_it[[opposes(str(text), str(topic)) for text, topic in zip(about_it["text"], about_it["topic"], strict=True)]]
    if against.empty or len(against) * 2 >= len(here):
        return None
    ordered = against.sort_values(["quotable", "likeness", "statement_id"], ascending=[False, False, True])
    return str(ordered["statement_id"].iloc[0])
