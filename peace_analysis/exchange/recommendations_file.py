"""Reading recommendations.yml: every problem at once, each with its line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from peace_analysis.city_file import line_of, plain_values
from peace_analysis.errors import CityError, Problem
from peace_analysis.recommendations.entries import Option, Recommendation, Recommendations, Step
from peace_analysis.yaml_file import describe_problem, load_yaml

if TYPE_CHECKING:
    from peace_analysis.themes.codebook_entries import Code

RECOMMENDATIONS_NAME = "recommendations.yml"
_MODELS: dict[str, type[BaseModel]] = {"recommendations": Recommendation, "options": Option, "history": Step}


def read_recommendations(path: Path) -> Recommendations:
    """Read what people recommend.

    Args:
        path: recommendations.yml; where there is none, nothing is recommended yet.

    Raises:
        CityError: Lists every problem with its line.
    """
    found, problems = inspect_recommendations(path)
    if problems:
        raise CityError(problems)
    return found


def inspect_recommendations(path: Path) -> tuple[Recommendations, list[Problem]]:
    """Read recommendations.yml as far as it can be read.

    Whether a theme that is named is there is told by a run, not here: themes come and go with the sessions.

    Returns:
        The recommendations (none where there is a problem, or no file), and every problem.
    """
    if not path.is_file():
        return Recommendations(), []
    raw, problem = load_yaml(path, "recommendations")
    if problem or raw is None:
        return Recommendations(), [problem] if problem else []
    try:
        found = Recommendations.model_validate(plain_values(raw))
    except ValidationError as error:
        return Recommendations(), [describe_problem(path, raw, detail, _known) for detail in error.errors()]
    problems = []
    first: dict[str, int] = {}
    for place, entry in enumerate(found.recommendations):
        if first.setdefault(entry.id, place) != place:
            line = line_of(raw, ["recommendations", place, "id"])
            problems.append(Problem(str(path), f"the id `{entry.id}` is there twice.", "Give one of them another id.", line))
    return (Recommendations(), problems) if problems else (found, [])


def read_codes(path: Path) -> tuple[Code, ...]:
    """Read the codes of codebook.yml, as far as they can be read: the themes stage has told what is wrong with it."""
    from peace_analysis.themes.codebook_entries import Code

    raw = load_yaml(path, "codebook")[0] if path.is_file() else None
    entries: Any = plain_values((raw or {}).get("codes"))
    codes = []
    for entry in entries if isinstance(entries, list) else []:
        try:
            codes.append(Code.model_validate(entry))
        except ValidationError:
            continue
    return tuple(codes)


def _known(location: list[object]) -> list[str]:
    names = [str(part) for part in location if not isinstance(part, int)]
    model = _MODELS[names[-1]] if names and names[-1] in _MODELS else Recommendations
    return sorted(model.model_fields)
