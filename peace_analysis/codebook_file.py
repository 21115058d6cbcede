"""Reading codebook.yml: every problem at once, each with its line."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ValidationError

from peace_analysis.city_file import line_of, plain_values
from peace_analysis.errors import CityError, Problem
from peace_analysis.themes.codebook_entries import KINDS, Code, Codebook, Decision, Define, Merge, Move, Rename, Seed, Split

CODEBOOK_NAME = "codebook.yml"
_MODELS: dict[str, type[BaseModel]] = {
    "codes": Code,
    "decisions": Decision,
    "rename": Rename,
    "merge": Merge,
    "split": Split,
    "move": Move,
    "define": Define,
    "seed": Seed,
}
_SHAPE = "Compare it with the example that `peace-analysis new` writes."


def read_codebook(path: Path) -> Codebook:
    """Read what people decided about themes.

    Args:
        path: codebook.yml; where there is none, nothing was decided.

    Raises:
        CityError: Lists every problem with its line.
    """
    codebook, problems = inspect_codebook(path)
    if problems:
        raise CityError(problems)
    return codebook


def inspect_codebook(path: Path) -> tuple[Codebook, list[Problem]]:
    """Read codebook.yml as far as it can be read.

    Returns:
        The codebook (empty where there is a problem, or no file), and every problem.
    """
    if not path.is_file():
        return Codebook(), []
    raw, problem = _load(path)
    if problem or raw is None:
        return Codebook(), [problem] if problem else []
    decisions = raw.get("decisions")
    lines = [line_of(raw, ["decisions", place]) or 0 for place in range(len(decisions))] if isinstance(decisions, list) else []
    try:
        codebook = Codebook.model_validate(plain_values(raw) | {"lines": lines})  # type: ignore[operator]
    except ValidationError as error:
        return Codebook(), [_say(path, raw, detail) for detail in error.errors()]
    problems = _check_codes(path, raw, codebook)
    return (Codebook(), problems) if problems else (codebook, [])


def _load(path: Path) -> tuple[dict[str, object] | None, Problem | None]:
    """Parse the file, with ruamel's marks of lines; None for an empty one. Days stay text, so that a wrong one is told with its line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import RoundTripConstructor
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    class Constructor(RoundTripConstructor):
        pass

    Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = Constructor
    try:
        raw = yaml.load(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, Problem(str(path), "is not UTF-8 text.", "Save it as UTF-8.")
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return None, Problem(str(path), f"{(error.problem or 'YAML syntax').splitlines()[0]}.", _SHAPE, line)
    except YAMLError:
        return None, Problem(str(path), "is not YAML.", _SHAPE)
    if raw is not None and not isinstance(raw, dict):
        return None, Problem(str(path), "holds no codebook.", _SHAPE)
    return raw, None


def _say(path: Path, raw: object, detail: object) -> Problem:
    """Say one pydantic error in the terms of the file."""
    assert isinstance(detail, dict)
    location = [part for part in detail["loc"] if part not in ("literal['none']", "function-after[_is_theme(), str]", "constrained-str")]
    line = line_of(raw, location)
    name = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in location) or "the file"
    if detail["type"] == "extra_forbidden":
        known = _known(location[:-1])
        close = get_close_matches(str(location[-1]), known, n=1)
        hint = f"Did you mean `{close[0]}`?" if close else f"Known here: {', '.join(known)}."
        return Problem(str(path), f"`{name}` is not known.", hint, line)
    if detail["type"] == "missing" or detail["input"] is None:
        return Problem(str(path), f"`{name}` is missing or blank.", "Fill it in.", line)
    message = str(detail["msg"]).removeprefix("Value error, ")
    if detail["type"] == "string_type":
        return Problem(str(path), f"`{name}`: text is expected, and this reads as something else.", 'Put it in quotes ("...").', line)
    if str(detail["type"]).startswith("date"):
        message = "a day is expected, such as 2026-04-02"
    if detail["type"] == "string_pattern_mismatch":
        message = "initials are expected: up to eight letters"
    return Problem(str(path), f"`{name}`: {message[:1].lower()}{message[1:]}.", "Correct the value.", line)


def _known(location: list[object]) -> list[str]:
    names = [str(part) for part in location if not isinstance(part, int)]
    model = _MODELS[names[-1]] if names and names[-1] in _MODELS else Codebook
    return sorted(set(model.model_fields) - {"lines"})


def _check_codes(path: Path, raw: object, codebook: Codebook) -> list[Problem]:
    """Check what one entry says of another: codes are there once, and decisions name codes that are there."""
    problems = []
    times = Counter(entry.code for entry in codebook.codes)
    for place, entry in enumerate(codebook.codes):
        if times[entry.code] > 1 and entry is not next(other for other in codebook.codes if other.code == entry.code):
            line = line_of(raw, ["codes", place, "code"])
            problems.append(Problem(str(path), f"the code `{entry.code}` is there twice.", "Give one of them another code.", line))
    for place, decision in enumerate(codebook.decisions):
        kind = decision.kind
        code: str = getattr(getattr(decision, kind), "code", "")
        line = line_of(raw, ["decisions", place, kind])
        if code and code not in times:
            remedy = "Add it under `codes:`, with a name and a brief."
            problems.append(Problem(str(path), f"there is no code `{code}`, which {kind} names.", remedy, line))
        elif decision.seed is not None and not (codebook.code(code).sentences or codebook.code(code).definition):
            remedy = "Give the code a definition, or sentences that it would be given to."
            problems.append(Problem(str(path), f"the code `{code}` is seeded and says too little of itself.", remedy, line))
    return problems


__all__ = ["CODEBOOK_NAME", "KINDS", "inspect_codebook", "read_codebook"]
