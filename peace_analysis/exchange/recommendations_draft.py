"""Writing the draft that a team writes its recommendations from, and saying where those already written lead nowhere."""

from __future__ import annotations

from pathlib import Path

from peace_analysis.city import City
from peace_analysis.errors import CityError, Problem
from peace_analysis.exchange.recommendations_file import RECOMMENDATIONS_NAME
from peace_analysis.files import write_whole
from peace_analysis.report import draft_recommendations, gather
from peace_analysis.report.recommended import rest_recommendations

DRAFT_NAME = "recommendations_draft.yml"


def write_draft(city: City, to: Path | None = None) -> str:
    """Write what people asked for, theme by theme, as a file of comments.

    Args:
        city: A city that has been run.
        to: Where to; by default derived/recommendations_draft.yml of the city.

    Returns:
        What to tell: where it stands, and which links of recommendations.yml lead nowhere in this run.

    Raises:
        CityError: If the city has not been run, recommendations.yml is not what it should be, or the draft would take its place.
    """
    path = city.derived_folder / DRAFT_NAME if to is None else to
    if path.name == RECOMMENDATIONS_NAME:
        raise CityError(Problem(str(path), "this file is written by people.", "Name another one with --to."))
    material = gather(city)
    text = draft_recommendations(material)
    with write_whole(path, private=True) as file:
        file.write(text)
    lines = [f"{path} is ready: what people asked for, theme by theme. It is for the team alone."]
    for rested in rest_recommendations(material):
        lines += [
            f"note: the recommendation `{rested.recommendation.id}` names {link}, which this run did not find."
            for link in rested.links.lost
        ]
    return "\n".join(lines)
