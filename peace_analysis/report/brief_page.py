"""A brief as one self-contained, accessible HTML page, set with the report's own style."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from peace_analysis.charts.labels import clean_text
from peace_analysis.report.page import TEMPLATE, TEMPLATES, frame_words, security_policy
from peace_analysis.wording import speaking

if TYPE_CHECKING:
    from peace_analysis.report.brief import Brief


def brief_to_html(brief: Brief, *, language: str = "en", draft: bool, contact: str = "") -> str:
    """Set a brief as a page: no request leaves it, and it has no script.

    Args:
        brief: Its words; whatever in them comes from data has gone through `report.html`.
        language: Language of the page: of the brief, and of the frame around it.
        draft: It is not released: the page says so, on screen and on paper.
        contact: Where to ask.

    Returns:
        The HTML document, the same for the same brief.
    """
    return set_page(brief.title, brief.subtitle, brief.markup, kind="brief", language=language, draft=draft, contact=contact)


def set_page(title: str, subtitle: str, markup: str, *, kind: str, language: str = "en", draft: bool, contact: str = "") -> str:
    """Set a few pieces as a page of their own, without contents and without a script.

    Args:
        title: The page's title and only heading of level 1.
        subtitle: Set under the title.
        markup: What stands on it; whatever comes from data has gone through `report.html`.
        kind: Class of the page: "brief" for one printed page, "plain" for any length.
        language: Language of the pieces, and of the frame around them.
        draft: It is not released.
        contact: Where to ask.
    """
    css = "\n".join((TEMPLATES / TEMPLATE / name).read_text(encoding="utf-8") for name in ("report.css", "brief.css"))
    with speaking(language):
        words = frame_words()
    document: str = _template().render(
        kind=kind,
        title=clean_text(title),
        subtitle=clean_text(subtitle),
        contact=clean_text(contact),
        markup=markup,
        language=language,
        draft=draft,
        words=words,
        css=css,
        policy=security_policy(css, ""),
    )
    return document.strip() + "\n"


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(TEMPLATES / TEMPLATE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("brief.html.j2")
