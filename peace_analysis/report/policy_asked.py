"""What was asked in the sessions on each section of a policy, as it may be shown: people are counted, and few of them are not told."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.labels import clean_text
from peace_analysis.report.material import Material
from peace_analysis.report.policy_material import PolicyMaterial
from peace_analysis.report.statements import quotable_statements

LEAST_SCORE = 0.7  # of a link that nobody confirmed: chosen by reading links, see docs/methods.md
N_QUOTES = 2
N_THEMES = 6
FEWEST_SESSIONS = 2  # that a theme no section covers was asked about in


def asked_by_section(material: Material, policy: PolicyMaterial) -> pd.DataFrame:
    """Count who asked for something that bears on each section of the latest version, by the links that may be told.

    A link may be told if a person made or confirmed it, or if its score is at least `LEAST_SCORE`.
    A person who asks twice counts once. Counts of sections are no parts of one another nor of the counts of themes, so that each is masked
    by itself: none, or fewer than the opinion threshold, or all but so few of the people heard.

    Returns:
        section_id, unit ("participant", or "session" where sources name no speakers), n_asked (missing where masked), shown (how a masked
        count reads, else ""); in the order of the policy.
    """
    unit = material.unit
    key = "speaker_id" if unit == "participant" else "session_id"
    counts = _requests(material, policy).dropna(subset=["section_id", key]).groupby("section_id")[key].nunique()
    few = material.config.privacy.opinion_threshold
    n_heard = material.n_people if unit == "participant" else material.n_sessions
    rows: list[tuple[str, str, int | None, str]] = []
    for section in policy.latest_ids:
        n = int(counts.get(section, 0))
        shown = f"fewer than {few}" if 0 < n < few else f"all but fewer than {few}" if n and n > n_heard - few else ""
        shown = shown if unit == "participant" else ""
        rows.append((section, unit, None if shown else n, shown))
    return pd.DataFrame(rows, columns=["section_id", "unit", "n_asked", "shown"]).astype({"n_asked": "Int64"})


def quoted_requests(material: Material, policy: PolicyMaterial, section_id: str) -> pd.DataFrame:
    """Choose up to two requests on a section that may be quoted, each from another session: confirmed ones first, then those that fit best.

    Returns:
        What `quotes.attribute_quote` needs, and theme_id; nothing where the section's count is masked.
    """
    asked = asked_once(material, policy).set_index("section_id")
    found = _requests(material, policy)
    of_it = found[found["section_id"] == section_id].sort_values(["score", "statement_id"], ascending=[False, True])
    if section_id not in asked.index or bool(asked.loc[section_id, "shown"]) or of_it.empty:
        return of_it.head(0)
    allowed = _quotable(material)
    chosen = of_it[of_it["statement_id"].isin(allowed)]
    return chosen.drop_duplicates("session_id").head(N_QUOTES)


def asked_once(material: Material, policy: PolicyMaterial) -> pd.DataFrame:
    """`asked_by_section`, worked out once."""
    known: dict[str, pd.DataFrame] = material.worked_out.setdefault("asked", {})
    if policy.key not in known:
        known[policy.key] = asked_by_section(material, policy)
    return known[policy.key]


def uncovered_themes(material: Material, policy: PolicyMaterial) -> list[str]:
    """Name up to six themes in which people ask for something that no section covers, most people first.

    Names only: at least as many people as the opinion threshold, from two sessions, on a theme whose own count is shown.
    """
    found = _requests(material, policy)
    loose = found[found["section_id"].isna()].dropna(subset=["theme_id", "speaker_id"])
    shown = material.top_themes.loc[~material.top_themes["masked"].astype(bool)].set_index("theme_id")["name"]
    counts = (
        loose[loose["theme_id"].isin(shown.index)].groupby("theme_id").agg(people=("speaker_id", "nunique"), n=("session_id", "nunique"))
    )
    counts = counts[(counts["people"] >= material.config.privacy.opinion_threshold) & (counts["n"] >= FEWEST_SESSIONS)]
    people = {str(theme): int(n) for theme, n in counts["people"].items()}
    return [clean_text(shown[theme]) for theme in sorted(people, key=lambda theme: (-people[theme], theme))[:N_THEMES]]


def _requests(material: Material, policy: PolicyMaterial) -> pd.DataFrame:
    """Statements that ask for something, with the section that each bears on; without those whose link is too weak to be told."""
    links = policy["links"]
    confirmed = links["placed_by"] == "a person"
    told = confirmed | links["section_id"].isna() | (links["score"] >= LEAST_SCORE)
    links = links.assign(score=links["score"].astype("float64").mask(confirmed, 1.0))[(links["kind"] == "request") & told]
    links = links[["item", "section_id", "score"]].rename(columns={"item": "statement_id"})
    return material.spoken.merge(links, on="statement_id", how="inner")


def _quotable(material: Material) -> set[str]:
    known: set[str] | None = material.worked_out.get("quotable")
    if known is None:
        themes = material.top_themes["theme_id"].astype(str)
        known = {str(key) for theme in themes for key in quotable_statements(material, theme)["statement_id"]}
        material.worked_out["quotable"] = known
    return known
