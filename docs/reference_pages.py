"""Pages of the reference, made of the code when the site is built, so that they cannot say anything else than it does."""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import tokenize
from collections.abc import Iterator
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from pydantic import BaseModel

ROOMS = (
    "transcripts",
    "anonymize",
    "themes",
    "groups",
    "coding",
    "explore",
    "disclosure",
    "policy",
    "surveys",
    "recommendations",
    "across",
    "charts",
    "report",
    "cities",
    "pipeline",
    "cluster",
    "release",
    "status",
)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made of the code; MkDocs calls this before it reads any page."""
    pages = {"commands": commands_page(), "settings": settings_page(), "tables": tables_page()}
    pages |= {f"api/{room}": room_page(room) for room in ROOMS}
    for name, text in pages.items():
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    return files


def room_page(room: str) -> str:
    """Everything that a room offers, from its docstrings."""
    module = importlib.import_module(f"peace_analysis.{room}")
    offered = [name for name in module.__all__ if inspect.isfunction(getattr(module, name)) or inspect.isclass(getattr(module, name))]
    head = (inspect.getdoc(module) or "").strip()
    parts = [f"# peace_analysis.{room}", head, f"    from peace_analysis import {room}"]
    parts += [f"::: {getattr(module, name).__module__}.{name}" for name in sorted(offered, key=str.lower)]
    return "\n\n".join(parts) + "\n"


def commands_page() -> str:
    """Every command with what it does and its options, from the command line itself."""
    from peace_analysis.cli import app

    parts = [
        "# Commands",
        "Bad input ends with exit code 2 and nothing written. `peace-analysis COMMAND --help` says the same in a terminal.",
    ]
    for path, command in _commands(typer.main.get_command(app), ["peace-analysis"]):
        usage = " ".join([*path, *(_usage(parameter) for parameter in command.params if parameter.param_type_name == "argument")])
        parts += [f"## {' '.join(path[1:])}", f"```\n{usage}\n```", inspect.cleandoc(command.help or "")]
        rows = [(", ".join(f"`{name}`" for name in [*p.opts, *p.secondary_opts]), _said(p)) for p in command.params if p.name != "help"]
        if rows:
            parts.append(_markdown(("argument or option", "what it is"), rows))
    return "\n\n".join(parts) + "\n"


def _commands(command: Any, path: list[str]) -> Iterator[tuple[list[str], Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name in inner:
        yield from _commands(inner[name], [*path, name])


def _usage(argument: Any) -> str:
    name = (argument.metavar or argument.name.upper()) + ("..." if argument.nargs == -1 and "..." not in (argument.metavar or "") else "")
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _said(parameter: Any) -> str:
    said = str(getattr(parameter, "help", None) or "")
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if inspect.isclass(kind) and issubclass(kind, Enum):
        said += f" One of {', '.join(f'`{choice.value}`' for choice in kind)}."
    default = getattr(parameter, "default", None)
    if (
        getattr(parameter, "show_default", False)
        and isinstance(default, str | int | float)
        and not isinstance(default, bool)
        and default != ""
    ):
        said += f" Default: {default}."
    return said


def settings_page() -> str:
    """Every setting of city.yml with its kind, default and meaning, from the models that read it."""
    from peace_analysis import settings

    remarks = _remarks(inspect.getsource(settings))
    parts = [
        "# Settings: city.yml",
        "`peace-analysis new CITY` writes a commented file. A misspelled setting is refused. Only `name` is required.",
    ]
    models = [settings.Config]
    for model in models:  # grows while it is gone through: models that settings hold come after their own
        where = "city.yml" if model is settings.Config else model.__name__
        parts += [f"## {where}", inspect.getdoc(model) or ""]
        rows = []
        for name, field in model.model_fields.items():
            inside = list(_models_in(field.annotation))
            models += [part for part in inside if part not in models]
            kind = ", ".join(f"[{part.__name__}](#{part.__name__.lower()})" for part in inside) or _kind(field.annotation)
            remark = remarks.get((model.__name__, name)) or (inspect.getdoc(inside[0]) or "" if inside else "")
            rows.append((f"`{name}`", kind, _default(field), remark.partition("\n")[0]))
        parts.append(_markdown(("setting", "kind", "default", "what it is"), rows))
    return "\n\n".join(parts) + "\n"


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _kind(annotation: Any) -> str:
    parts = get_args(annotation)
    origin = get_origin(annotation)
    if origin is Literal:
        return " or ".join(map(str, parts))
    if origin is Annotated:
        return _kind(parts[0])
    if origin is tuple:
        return f"list of {_kind(parts[0])}"
    if origin is dict:
        return f"{{{_kind(parts[0])}: {_kind(parts[1])}}}"
    if origin in (Union, UnionType):
        return " or ".join(_kind(part) for part in parts if part is not type(None))
    return {str: "text", int: "number", float: "number", bool: "true or false"}[annotation]


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel) or value in ("", None, (), {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict):
        return "; ".join(f"`{key}`: {text}" for key, text in value.items())
    return ", ".join(f"`{item}`" for item in value) if isinstance(value, tuple) else f"`{value}`"


def _remarks(source: str) -> dict[tuple[str, str], str]:
    """Comments beside or right above each setting: (class, setting) -> what they say."""
    comments: dict[int, tuple[str, bool]] = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith("# type:"):
            alone = token.line.strip().startswith("#")
            comments[token.start[0]] = (token.string.partition("  #")[0].removeprefix("#").strip(), alone)
    found = {}
    for node in ast.parse(source).body:
        for item in node.body if isinstance(node, ast.ClassDef) else []:
            if not isinstance(item, ast.AnnAssign) or not isinstance(item.target, ast.Name):
                continue
            above, line = [], item.lineno - 1
            while comments.get(line, ("", False))[1]:
                above.insert(0, comments[line][0])
                line -= 1
            beside = comments.get(item.end_lineno or item.lineno, ("", True))
            found[node.name, item.target.id] = " ".join([*above, *([] if beside[1] else [beside[0]])])
    return found


def tables_page() -> str:
    """Every table that passes between rooms or is published, column by column, from the declarations that check them."""
    from peace_analysis import report, tables

    parts = ["# Tables", "The same declarations check every table on its way from room to room and make the data dictionary of a report."]
    for title, group in (("Between rooms", tables.ALL), ("Published", report.PUBLIC)):
        parts.append(f"## {title}")
        for table in group:
            rows = [(f"`{column.name}`", _column(column), column.meaning) for column in table.columns]
            anchor = f"{title.split()[0].lower()}-{table.name}"
            parts += [f"### {table.name} {{ #{anchor} }}", f"One row is {table.row}.", _markdown(("column", "kind", "meaning"), rows)]
    return "\n\n".join(parts) + "\n"


def _column(column: Any) -> str:
    kind = column.kind if not column.among else "one of " + ", ".join(f"`{value}`" for value in column.among)
    return f"{kind}, may be empty" if column.nullable else kind


def _markdown(headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [headers, ("---",) * len(headers), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)
