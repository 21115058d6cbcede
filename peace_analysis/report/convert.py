"""An executed notebook as one self-contained, accessible HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from peace_analysis.charts.labels import clean_text
from peace_analysis.report.clean import clean_notebook
from peace_analysis.report.page import (
    CONTENT_LANGUAGE,
    TEMPLATE,
    TEMPLATES,
    WORDS,
    anchored,
    list_contents,
    own_markdown,
    plain_text,
    security_policy,
    tidy_html,
)

if TYPE_CHECKING:
    import nbformat

__all__ = ["clean_notebook", "notebook_to_html"]

Audience = Literal["leaders", "researchers"]
SHOWN_TYPES = ["text/html", "image/svg+xml", "image/png", "text/plain"]  # the first of these that an output has


def notebook_to_html(
    notebook: Path | nbformat.NotebookNode,
    *,
    title: str,
    language: str = "en",
    draft: bool,
    audience: Audience,
    subtitle: str = "",
    footer: str = "",
) -> str:
    """Set an executed notebook as a page: no request leaves it, and its words are there without its script.

    Args:
        notebook: Path, or the notebook itself; not changed. Markdown cells and HTML outputs are our own and are taken as they are:
            whatever comes from data has gone through `report.html` (or pandas, which escapes as well).
        title: The page's title and only heading of level 1.
        language: Language of the frame, "en" or "es"; the content says its own where that differs.
        draft: No person has reviewed it: the page says so, on screen and on every sheet.
        audience: For "leaders" code and plain outputs are left out; for "researchers" code is folded away.
        subtitle: Set under the title.
        footer: In place of the line that says identifiers were replaced.

    Returns:
        The HTML document, the same for the same notebook.

    Raises:
        ValueError: If the audience is neither, the language has no words, or a cell of the notebook failed.
    """
    if audience not in ("leaders", "researchers"):
        raise ValueError('audience is "leaders" or "researchers"')
    if language not in WORDS:
        raise ValueError(f"language is one of {', '.join(WORDS)}")
    node = _read(notebook)
    if any(output.output_type == "error" for cell in node.cells if cell.cell_type == "code" for output in cell.outputs):
        raise ValueError("a cell of this notebook failed: run it again before publishing it")
    css, js = ((TEMPLATES / TEMPLATE / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    page = {
        "title": clean_text(title),
        "subtitle": clean_text(subtitle),
        "language": language,
        "content_language": "" if language == CONTENT_LANGUAGE else CONTENT_LANGUAGE,
        "draft": draft,
        "audience": audience,
        "words": WORDS[language] | ({"footer": clean_text(footer)} if footer else {}),
        "css": css,
        "js": js,
        "policy": security_policy(css, js),
    }
    document: str = _exporter(audience).from_notebook_node(clean_notebook(node), resources={"page": page})[0]
    return document.strip() + "\n"


def _read(notebook: Path | nbformat.NotebookNode) -> Any:
    import nbformat

    return nbformat.read(notebook, as_version=4) if isinstance(notebook, (str, Path)) else notebook  # type: ignore[no-untyped-call]


def _exporter(audience: Audience) -> Any:
    """Set up nbconvert with our own template."""
    from nbconvert.exporters.html import HTMLExporter
    from nbconvert.exporters.templateexporter import TemplateExporter
    from nbconvert.filters.datatypefilter import DataTypeFilter

    class PageExporter(HTMLExporter):
        """HTMLExporter without its last step, which parses the finished page and writes it anew: slow, and it rewrites our SVG."""

        def from_notebook_node(self, nb: Any, resources: Any = None, **keywords: Any) -> Any:
            types = DataTypeFilter(parent=self, display_data_priority=SHOWN_TYPES)
            self.register_filter("filter_data_type", types)  # type: ignore[no-untyped-call]
            return TemplateExporter.from_notebook_node(self, nb, resources, **keywords)

    return PageExporter(  # type: ignore[no-untyped-call]
        template_name=TEMPLATE,
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
        exclude_input=audience == "leaders",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        filters={
            "anchored": anchored,
            "contents": list_contents,
            "own_markdown": own_markdown,
            "plain_text": plain_text,
            "tidy_html": tidy_html,
        },
    )
