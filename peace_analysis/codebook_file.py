"""Reading codebook.yml: every problem at once, each with its line."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from pydantic import BaseModel, ValidationError

from peace_analysis.city_file import line_of, plain_values
from peace_analysis.errors import CityError, Problem
from peace_analysis.files import write_whole
from peace_analysis.themes.codebook_entries import KINDS, Aside, Code, Codebook, Decision, Define, Merge, Move, Rename, Seed, Split
from peace_analysis.yaml_file import describe_problem, load_yaml

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
    "aside": Aside,
}


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
    raw, problem = load_yaml(path, "codebook")
    if problem or raw is None:
        return Codebook(), [problem] if problem else []
    decisions = raw.get("decisions")
    lines = [line_of(raw, ["decisions", place]) or 0 for place in range(len(decisions))] if isinstance(decisions, list) else []
    try:
        codebook = Codebook.model_validate(plain_values(raw) | {"lines": lines})  # type: ignore[operator]
    except ValidationError as error:
        return Codebook(), [describe_problem(path, raw, detail, _known) for detail in error.errors()]
    problems = _check_codes(path, raw, codebook)
    return (Codebook(), problems) if problems else (codebook, [])


def save_codebook(path: Path, text: str) -> None:
    """Write codebook.yml, whole or not at all, once it is sure that it holds together.

    Raises:
        CityError: Lists every problem that the new text would have; the file stays as it was.
    """
    try_codebook(path, text)
    with write_whole(path) as file:
        file.write(text)


def try_codebook(path: Path, text: str) -> None:
    """Make sure that a text would hold together as codebook.yml; writes nothing there.

    Raises:
        CityError: Lists every problem that the text would have.
    """
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / path.name
        trial.write_text(text, encoding="utf-8")
        _, problems = inspect_codebook(trial)
    if problems:
        raise CityError([Problem(str(path), f"would not hold together: {one.message}", one.remedy) for one in problems])


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
    return problems or _check_names(path, raw, codebook)


def _check_names(path: Path, raw: object, codebook: Codebook) -> list[Problem]:
    """Check that no two themes, or subthemes of one theme, end with one name: readers could not tell which of them is meant.

    Only names that people gave are looked at, as all decisions together leave them, whatever their capitals and spaces.
    """
    names: dict[str, tuple[str, int]] = {}  # theme -> its name, and the decision that gave it
    coded: dict[str, str] = {}  # code -> the theme that has it
    for place, decision in enumerate(codebook.decisions):
        if decision.rename is not None:
            names[coded.get(decision.rename.theme, decision.rename.theme)] = decision.rename.name, place
        elif decision.define is not None:
            code, theme = decision.define.code, coded.get(decision.define.theme, decision.define.theme)
            if coded.get(code, code) in {*names} - {theme}:
                continue  # another theme has the code already: a run says so, and leaves this one its name
            coded[code] = theme
            names[theme] = codebook.code(code).name, place
        elif (made := decision.split or decision.seed) is not None:
            names[made.code] = codebook.code(made.code).name, place
        elif decision.merge is not None or decision.aside is not None:
            ended = decision.merge.themes if decision.merge else (decision.aside.theme,) if decision.aside else ()
            stays = coded.get(decision.merge.into, decision.merge.into) if decision.merge else None
            gone = {coded.get(theme, theme) for theme in ended} - {stays}
            names = {theme: name for theme, name in names.items() if theme not in gone and theme.partition(".")[0] not in gone}
    problems: list[Problem] = []
    first: dict[tuple[str, str], tuple[str, int]] = {}
    for theme, (name, place) in sorted(names.items(), key=lambda item: item[1][1]):
        among = theme.partition(".")[0] if "." in theme else ""
        other, before = first.setdefault((among, " ".join(name.split()).casefold()), (theme, place))
        if other != theme:
            line = line_of(raw, ["decisions", place, codebook.decisions[place].kind])
            message = (
                f"decision {place + 1} gives {theme} the name that decision {before + 1} (line {codebook.lines[before]}) gives {other}."
            )
            remedy = "Give one of the two another name, or merge them; a decision about a theme that is gone can be taken out."
            problems.append(Problem(str(path), message, remedy, line))
    return problems


__all__ = ["CODEBOOK_NAME", "KINDS", "inspect_codebook", "read_codebook", "save_codebook", "try_codebook"]
