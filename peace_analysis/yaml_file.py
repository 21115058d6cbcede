"""Reading a YAML file that people write, with the line of everything in it, so that each problem can be told with its line."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from peace_analysis.city_file import line_of, parse_yaml, say_yaml_problem
from peace_analysis.errors import Problem

SHAPE = "Compare it with the example that `peace-analysis new` writes."


def load_yaml(path: Path, holds: str) -> tuple[dict[str, object] | None, Problem | None]:
    """Parse a file with ruamel's marks of lines; days stay text, so that a wrong one is told with its line.

    Args:
        path: The file.
        holds: What it should hold, for the message: "codebook".

    Returns:
        Its content, None where it is empty or cannot be read; and what is wrong with it, None where nothing is.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import RoundTripConstructor
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    class Constructor(RoundTripConstructor):
        pass

    Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = Constructor
    try:
        raw = parse_yaml(yaml, path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, Problem(str(path), "is not UTF-8 text.", "Save it as UTF-8.")
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return None, Problem(str(path), f"{say_yaml_problem(error.problem)}.", SHAPE, line)
    except YAMLError:
        return None, Problem(str(path), "is not YAML.", SHAPE)
    if raw is not None and not isinstance(raw, dict):
        return None, Problem(str(path), f"holds no {holds}.", SHAPE)
    return raw, None


def describe_problem(path: Path, raw: object, detail: object, known: Callable[[list[object]], list[str]]) -> Problem:
    """Say one pydantic error in the terms of the file.

    Args:
        path: The file.
        raw: Its content, with marks of lines.
        detail: One of the error's details.
        known: Names of the fields that are known at a place of the file.
    """
    assert isinstance(detail, dict)
    location = [part for part in detail["loc"] if isinstance(part, int) or not any(mark in part for mark in "[(")]
    line = line_of(raw, location)
    name = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in location) or "the file"
    if detail["type"] == "extra_forbidden":
        names = known(location[:-1])
        close = get_close_matches(str(location[-1]), names, n=1)
        hint = f"Did you mean `{close[0]}`?" if close else f"Known here: {', '.join(names)}."
        return Problem(str(path), f"`{name}` is not known.", hint, line)
    if detail["type"] == "missing" or detail["input"] is None:
        return Problem(str(path), f"`{name}` is missing or blank.", "Fill it in.", line)
    message = str(detail["msg"]).removeprefix("Value error, ")
    if detail["type"] == "string_type":
        return Problem(str(path), f"`{name}`: text is expected, and this reads as something else.", 'Put it in quotes ("...").', line)
    if detail["type"] in ("tuple_type", "list_type"):
        message = "a list is expected"
    if str(detail["type"]).startswith("date"):
        message = "a day is expected, such as 2026-04-02"
    if detail["type"] == "string_pattern_mismatch":
        message = "initials are expected: up to eight letters"
    return Problem(str(path), f"`{name}`: {message[:1].lower()}{message[1:]}.", "Correct the value.", line)
