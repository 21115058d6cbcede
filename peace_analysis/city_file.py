"""Reading city.yml: every problem at once, each with its line."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ValidationError

from peace_analysis.errors import CityError, InputError, Problem
from peace_analysis.settings import Config
from peace_analysis.wording.catalogs import find_catalog, read_catalog

if TYPE_CHECKING:
    from ruamel.yaml import YAML


def read_config(path: Path) -> Config:
    """Read city.yml into a frozen `Config`.

    Raises:
        CityError: Lists every problem with its line: YAML syntax, unknown or repeated keys, wrong types and values.
    """
    config, problems = inspect_config(path)
    if problems:
        raise CityError(problems)
    assert config is not None
    return config


def inspect_config(path: Path) -> tuple[Config | None, list[Problem]]:
    """Read city.yml as far as it can be read.

    ruamel's YAML 1.2 keeps `no` a word and refuses a key given twice; strict strings in the model refuse a number where text is
    meant, so a leading zero is never lost silently.

    Returns:
        The settings (top-level settings with a problem at their defaults; None where the file is not YAML at all) and every problem.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    def refuse(message: str, remedy: str, line: int | None = None) -> tuple[None, list[Problem]]:
        return None, [Problem(str(path), message, remedy, line)]

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return refuse("is not UTF-8 text.", "Save it as UTF-8.")
    try:
        raw = parse_yaml(YAML(typ="rt", pure=True), text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        return refuse(
            f"{say_yaml_problem(error.problem)}.",
            "Compare the line with the example that `peace-analysis new` writes.",
            mark.line + 1 if mark else None,
        )
    except YAMLError:
        return refuse("is not YAML.", "Compare it with the example that `peace-analysis new` writes.")
    if not isinstance(raw, dict):
        return refuse("holds no settings.", "`peace-analysis new` writes an example with every setting explained.")
    settings = cast("dict[str, object]", plain_values(raw))
    try:
        config = Config.model_validate(settings)
        return config, _language_problems(path, raw, config.language)
    except ValidationError as error:
        details = error.errors()
        problems = [_config_problem(path, raw, detail) for detail in details]
        wrong = {detail["loc"][0] for detail in details if detail["loc"]}
        rest = {name: value for name, value in settings.items() if isinstance(name, str) and name not in wrong} | (
            {"name": path.parent.name} if "name" in wrong else {}
        )
        return Config.model_validate(rest), problems


def _language_problems(path: Path, raw: object, language: str) -> list[Problem]:
    """Problems with the catalog of the report's language."""
    try:
        if (catalog := find_catalog(language, path.parent)) is not None:
            read_catalog(catalog)
    except InputError as error:
        return [
            replace(found, line=line_of(raw, ["language"]), file=str(path)) if found.file == path.name else found
            for found in error.problems
        ]
    return []


MOST_TEXT = 1_000_000  # characters of a YAML file that people write
MOST_DEPTH = 100  # lists and maps in each other
MOST_VALUES = 300_000  # counted as often as an alias repeats them
_QUOTED = re.compile(r"([\"'])(.*?)\1")
_BRACKETS = re.compile(r"[\[\]{}]")
_DASHES = re.compile(rf"(?:[-?:][ \t]+){{{MOST_DEPTH}}}")


def parse_yaml(yaml: YAML, text: str) -> Any:
    """Parse YAML within limits, whatever it holds.

    Args:
        yaml: ruamel's parser.
        text: Content of a file.

    Raises:
        YAMLError: If it is not YAML; or nests so deep, or repeats itself so often, that reading it would take for ever.
    """
    from ruamel.yaml.error import YAMLError

    depth = deepest = 0
    for mark in _BRACKETS.findall(text):
        depth = max(0, depth + (1 if mark in "[{" else -1))
        deepest = max(deepest, depth)
    if len(text) > MOST_TEXT or deepest > MOST_DEPTH or _DASHES.search(text):
        raise YAMLError("too large or too deep")
    try:
        content = yaml.load(text)
    except YAMLError:
        raise
    except Exception as error:  # what ruamel.yaml says of texts that it was not made for
        raise YAMLError("not YAML") from error
    waiting, n_values = [content], 0
    while waiting:
        value = waiting.pop()
        n_values += 1
        if n_values > MOST_VALUES:
            raise YAMLError("aliases that repeat each other")
        waiting += [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return content


def say_yaml_problem(problem: str | None) -> str:
    """Say what ruamel.yaml found, without the values that it quotes: they may be people's words."""
    said = (problem or "YAML syntax").splitlines()[0].partition(" with value")[0]
    key = "key" in said

    def shown(found: re.Match[str]) -> str:
        plain = not any(letter.isalpha() for letter in found[2]) or (key and re.fullmatch("[a-z_]{1,30}", found[2]))
        return found[0] if plain else f"{found[1]}...{found[1]}"

    return _QUOTED.sub(shown, said)


def plain_values(value: object) -> object:
    """Turn ruamel's containers and scalars into plain ones, so that pydantic's strict types see str, int, bool, list, dict."""
    if isinstance(value, dict):
        return {(str(key) if isinstance(key, str) else key): plain_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain_values(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    for plain in (int, float, str):
        if isinstance(value, plain):
            return plain(value)
    return value


def _config_problem(path: Path, raw: object, detail: object) -> Problem:
    """Say one pydantic error in the terms of the file."""
    from difflib import get_close_matches

    assert isinstance(detail, dict)
    location = [part for part in detail["loc"] if part not in ("TableSource", "PolisSource", "[key]")]
    name = ".".join(str(part) for part in location) or "the file"
    line = line_of(raw, location)
    if detail["type"] == "extra_forbidden":
        known = _known_keys(location[:-1])
        close = get_close_matches(str(location[-1]), known, n=1)
        hint = f"Did you mean `{close[0]}`?" if close else f"Known here: {', '.join(known)}." if known else "Delete it."
        return Problem(str(path), f"`{name}` is not a setting.", hint, line)
    if detail["type"] == "missing" or (detail["type"] == "string_type" and detail["input"] is None):
        return Problem(str(path), f"`{name}` is missing or blank.", "Fill it in.", line)
    if detail["type"] == "invalid_key":
        return Problem(str(path), f"`{name}` is not a setting.", "Names of settings are plain words, such as `name`.", line)
    message = str(detail["msg"]).removeprefix("Value error, ")
    if detail["type"] == "string_type":
        message = "text is expected, and this reads as something else"
        return Problem(str(path), f"`{name}`: {message}.", 'Put it in quotes ("...").', line)
    return Problem(str(path), f"`{name}`: {message[:1].lower()}{message[1:]}.", "Correct the value.", line)


def _known_keys(location: list[object]) -> list[str]:
    model: type[BaseModel] = Config
    for part in location:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[str(part)].annotation if str(part) in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return sorted(model.model_fields)


def line_of(raw: object, location: list[object]) -> int | None:
    """Line of the innermost part of `location` that the YAML document knows, from 1."""
    line, node = None, raw
    for part in location:
        marks = getattr(node, "lc", None)
        try:
            if marks is not None:
                line = (marks.key(part)[0] if isinstance(node, dict) else marks.item(part)[0]) + 1
            node = node[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            break
    return line
