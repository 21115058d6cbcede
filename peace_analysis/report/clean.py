"""An executed notebook made fit to publish: what names the machine, the time or a failure is taken out."""

from __future__ import annotations

import ast
import copy
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import nbformat

KEPT_PARAMETERS = ("city",)
KEPT_CELL_METADATA = ("tags",)
WIDGET_TYPES = ("application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json", "application/javascript")
# Two or more folders deep, as in /Users/someone/file or C:\Users\someone; not "and/or", a closing tag or an address on the web.
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/<>~-])(?:~|/[\w.+@-]+)(?:/[\w.+@-]+)+/?|\b[A-Za-z]:\\[^\s\"'<>|]+")


def clean_notebook(node: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Copy a notebook without the traces of its run.

    Left out: papermill's metadata (parameters, absolute paths, times), all parameters but the city, tracebacks, warnings and
    progress (standard error), widgets and scripts, the kernel's own names. Execution counts are numbered from 1.

    Args:
        node: Executed notebook; not changed.

    Returns:
        The copy, the same for the same results.
    """
    clean = copy.deepcopy(node)
    version = clean.metadata.get("language_info", {}).get("version")
    clean.metadata.clear()
    clean.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    clean.metadata["language_info"] = {"name": "python", "file_extension": ".py", **({"version": version} if version else {})}
    n_executed = 0
    for cell in clean.cells:
        kept = {key: value for key, value in cell.metadata.items() if key in KEPT_CELL_METADATA}
        cell.metadata.clear()
        cell.metadata.update(kept)
        if cell.cell_type != "code":
            continue
        if "injected-parameters" in kept.get("tags", []):
            cell.source = _reduce_parameters(cell.source)
        ran = cell.execution_count is not None
        n_executed += ran
        cell.execution_count = n_executed if ran else None
        cell.outputs = [kept_output for output in cell.outputs if (kept_output := _clean_output(output, cell.execution_count))]
    return clean


def _clean_output(output: Any, count: int | None) -> Any | None:
    """Give an output as it may be published, or None."""
    if output.output_type == "error" or output.get("name") == "stderr":
        return None
    if output.output_type == "stream":
        output.text = hide_paths(output.text)
        return output
    if any(kind in output.data for kind in WIDGET_TYPES):
        return None  # what a widget leaves beside itself is a line such as "Output()"
    if "text/plain" in output.data:
        output.data["text/plain"] = hide_paths(output.data["text/plain"])
    if output.output_type == "execute_result":
        output.execution_count = count
    return output


def hide_paths(text: str) -> str:
    """Replace absolute paths by "[path]"."""
    return ABSOLUTE_PATH.sub("[path]", text)


def _reduce_parameters(source: str) -> str:
    """Keep the assignments of parameters that may be published; drop a cell that cannot be read."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return "# Parameters"
    kept = [
        ast.unparse(statement)
        for statement in statements
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name) and statement.targets[0].id in KEPT_PARAMETERS
    ]
    return "\n".join(["# Parameters", *kept])
