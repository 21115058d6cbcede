"""SVG as matplotlib writes it, made fit for a page: accessible, no style attributes, ids of its own, colors that follow the page."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from peace_analysis.charts.figure import GUIDE, INK, MUTED, PAPER, RULE
from peace_analysis.charts.labels import clean_text
from peace_analysis.charts.layout import TITLE_ID

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
BACKGROUND_ID = "patch_1"  # the first patch that matplotlib draws is the paper
FONTS = "'DejaVu Sans', Verdana, Arial, Helvetica, sans-serif"
# Ink follows the text color of the page, in its light and its dark form; data colors stay what they are.
PAGE_COLORS = {
    INK: ("currentColor", None),
    MUTED: ("currentColor", "0.78"),
    RULE: ("currentColor", "0.22"),
    GUIDE: ("currentColor", "0.5"),
    PAPER: ("Canvas", None),
}


def inline_svg(drawn: str, alt: str, prefix: str, crop: float) -> str:
    """Turn a drawn SVG document into an element for an HTML page.

    A page whose content security policy allows no inline style would ignore style attributes, so they become attributes of SVG.

    Args:
        drawn: Document written by matplotlib.
        alt: Alt text.
        prefix: Put before every id, unique on the page.
        crop: Height of the strip with the title, in points: it is left out.
    """
    root = _parse(drawn)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    left, top, width, height = (float(number) for number in root.get("viewBox").split())
    root.set("viewBox", f"{left:g} {top + crop:g} {width:g} {height - crop:g}")
    for unwanted in [element for element in root.iter(f"{SVG}g") if element.get("id") in (TITLE_ID, BACKGROUND_ID)]:
        unwanted.getparent().remove(unwanted)
    root.set("role", "img")
    root.set("aria-label", clean_text(alt))
    root.set("focusable", "false")
    root.set("class", "drawing")
    for element in root.iter(f"{SVG}*"):
        _follow_page_colors(element)
    _prefix_ids(root, prefix)
    return str(etree.tostring(root, encoding="unicode"))


def standalone_svg(drawn: str, title: str, alt: str) -> str:
    """Turn a drawn SVG document into a file that stands on its own: role, title and description inside, nothing fetched."""
    root = _parse(drawn)
    root.set("role", "img")
    root.set("aria-labelledby", "figure-title figure-description")
    for position, (tag, identifier, text) in enumerate((("title", "figure-title", title), ("desc", "figure-description", alt))):
        element = etree.Element(f"{SVG}{tag}", id=identifier)
        element.text = clean_text(text)
        root.insert(position, element)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _parse(drawn: str) -> Any:
    """Read matplotlib's document; leave out its metadata and turn style attributes into presentation attributes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True, huge_tree=True)
    root = etree.fromstring(drawn.encode("utf-8"), parser)
    for unwanted in [*root.iter(f"{SVG}metadata"), *root.iter(f"{SVG}style")]:
        unwanted.getparent().remove(unwanted)
    for empty in [element for element in root.iter(f"{SVG}defs") if len(element) == 0]:
        empty.getparent().remove(empty)
    root.set("stroke-linejoin", "round")  # what the removed style sheet said
    root.set("stroke-linecap", "butt")
    root.set("font-family", FONTS)
    for element in root.iter(f"{SVG}*"):
        for declaration in (element.attrib.pop("style", "") or "").split(";"):
            name, colon, value = declaration.partition(":")
            if colon and name.strip() != "font-family":
                element.set(name.strip(), value.strip())
        if re.match(r"rotate\(-?0 ", element.get("transform", "")):
            del element.attrib["transform"]
        for name in ("d", "x", "y", "transform"):
            if name in element.attrib:
                element.set(name, _shorten_numbers(element.get(name)))
    _unwrap_groups(root)
    return root


def _shorten_numbers(text: str) -> str:
    """Round to hundredths of a point, which nobody can see, and leave out blanks that only part lines."""
    rounded = re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), text)
    return re.sub(r"\s*([MLQCzZ])\s*", r"\1", rounded).strip()


def _unwrap_groups(root: Any) -> None:
    """Take what stands in groups that only carry a name out of them: half of what matplotlib writes of a figure with many words."""
    for group in list(root.iter(f"{SVG}g")):
        if set(group.attrib) <= {"id"} and group.get("id") not in (TITLE_ID, BACKGROUND_ID) and group.getparent() is not None:
            parent = group.getparent()
            place = parent.index(group)
            parent[place : place + 1] = list(group)


def _follow_page_colors(element: Any) -> None:
    for paint in ("fill", "stroke"):
        color, opacity = PAGE_COLORS.get(element.get(paint, ""), (None, None))
        if color:
            element.set(paint, color)
            if opacity:
                element.set(f"{paint}-opacity", opacity)
    if element.tag == f"{SVG}text" and element.get("fill") is None:
        element.set("fill", "currentColor")  # black is SVG's own default, unreadable on a dark page


def _prefix_ids(root: Any, prefix: str) -> None:
    """Give ids a prefix where something refers to them, and drop the others."""
    text = etree.tostring(root, encoding="unicode")
    used = set(re.findall(r"url\(#([^)]+)\)", text)) | {element.get(HREF, "")[1:] for element in root.iter(f"{SVG}use")}
    for element in root.iter(f"{SVG}*"):
        identifier = element.attrib.pop("id", None)
        if identifier in used:
            element.set("id", f"{prefix}-{identifier}")
        if HREF in element.attrib:
            element.set(HREF, f"#{prefix}-{element.get(HREF)[1:]}")
        for name in ("clip-path", "fill", "stroke", "mask", "filter"):
            if element.get(name, "").startswith("url(#"):
                element.set(name, f"url(#{prefix}-{element.get(name)[5:]}")
