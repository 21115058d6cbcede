"""An executed notebook as one self-contained, accessible HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from peace_analysis.charts.labels import clean_text
from peace_analysis.report.clean import clean_notebook
from peace_analysis.report.page import (
    TEMPLATE,
    TEMPLATES,
    anchored,
    frame_words,
    list_contents,
    own_markdown,
    plain_text,
    say_markdown,
    security_policy,
    tidy_html,
)
from peace_analysis.wording import SOURCE_LANGUAGE, current_language, list_languages, speaking

if TYPE_CHECKING:
    from collections.abc import Callable

    import nbformat

__all__ = ["clean_notebook", "notebook_to_html"]

Audience = Literal["leaders", "researchers"]
POLICY_MARK = 'id="section-from-voices-to-policy"'  # of the heading of the chapter on policies
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
    content_language: str = "",
    by_person: bool = True,
) -> str:
    """Set an executed notebook as a page: no request leaves it, and its words are there without its script.

    Args:
        notebook: Path, or the notebook itself; not changed. Markdown cells and HTML outputs are our own and are taken as they are:
            whatever comes from data has gone through `report.html` (or pandas, which escapes as well).
        title: The page's title and only heading of level 1.
        language: Language of the page, one that has a catalog or is spoken already: its frame, and for leaders the notebook's own
            markdown, which the catalog translates.
        draft: No person has reviewed it: the page says so, on screen and on every sheet.
        audience: For "leaders" code and plain outputs are left out; for "researchers" code is folded away.
        subtitle: Set under the title.
        footer: In place of the line that says identifiers were replaced.
        content_language: Language that the notebook's outputs are in: the page's for leaders and English for researchers, where it is
            left out. The page says it where the two differ.
        by_person: Offer to filter quotes by who said them.

    Returns:
        The HTML document, the same for the same notebook.

    Raises:
        ValueError: If the audience is neither, the language has no catalog, or a cell of the notebook failed.
    """
    if audience not in ("leaders", "researchers"):
        raise ValueError('audience is "leaders" or "researchers"')
    if language not in (known := [*list_languages(), current_language()]):
        raise ValueError(f"language is one of {', '.join(dict.fromkeys(known))}")
    content = content_language or (language if audience == "leaders" else SOURCE_LANGUAGE)
    node = _read(notebook)
    if any(output.output_type == "error" for cell in node.cells if cell.cell_type == "code" for output in cell.outputs):
        raise ValueError("a cell of this notebook failed: run it again before publishing it")
    styles = ["report.css", *(["redline.css", "policy.css"] if _holds_policy(node) else [])]
    css = "\n".join((TEMPLATES / TEMPLATE / name).read_text(encoding="utf-8") for name in styles)
    js = (TEMPLATES / TEMPLATE / "report.js").read_text(encoding="utf-8")
    page: dict[str, Any] = {
        "title": clean_text(title),
        "subtitle": clean_text(subtitle),
        "language": language,
        "content_language": "" if language == content else content,
        "draft": draft,
        "audience": audience,
        "by_person": by_person,
        "css": css,
        "js": js,
        "policy": security_policy(css, js),
    }
    with speaking(language):
        page["words"] = frame_words() | ({"footer": clean_text(footer)} if footer else {})
        exporter = _exporter(audience, say_markdown if content == language else lambda source: source)
        document: str = exporter.from_notebook_node(clean_notebook(node), resources={"page": page})[0]
    return document.strip() + "\n"


def _holds_policy(node: Any) -> bool:
    """Tell whether a page shows a policy, so that it needs the style of redlines; other pages stay as they are without it."""
    outputs = (output for cell in node.cells if cell.cell_type == "code" for output in cell.outputs)
    return any(POLICY_MARK in output.get("data", {}).get("text/html", "") for output in outputs)


def _read(notebook: Path | nbformat.NotebookNode) -> Any:
    import nbformat

    return nbformat.read(notebook, as_version=4) if isinstance(notebook, (str, Path)) else notebook  # type: ignore[no-untyped-call]


def _exporter(audience: Audience, say: Callable[[str], str]) -> Any:
    """Set up nbconvert with our own template; `say` says the notebook's markdown in the page's language."""
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
            "said": say,
            "tidy_html": tidy_html,
        },
    )
