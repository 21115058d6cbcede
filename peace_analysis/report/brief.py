"""One page for each neighborhood or precinct that is large enough: what was heard there, from numbers that the report releases anyway.

A brief shows no number that is not in the public tables, and a quote only under the attribution that it has everywhere. So it tells an
attacker nothing new.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.labels import listed
from peace_analysis.charts.rows import rows_of
from peace_analysis.files import write_whole
from peace_analysis.report.brief_parts import differences, heard, missing, quotes, reading, themes_table, top_themes
from peace_analysis.report.comparisons import compare
from peace_analysis.report.html import Fragment, bullets, heading, join, paragraph, section
from peace_analysis.report.material import Material, attribute_words, name_of, say_title
from peace_analysis.wording import _

if TYPE_CHECKING:
    from peace_analysis.city import City

ATTRIBUTES = ("neighborhood", "precinct")  # what briefs are made for, where a city compares by it
BRIEFS_NAME = "briefs.json"
LONGEST_SLUG = 60


@dataclass(frozen=True)
class Brief:
    """One page about one group."""

    slug: str  # file name without ending
    attribute: str
    group: str
    title: str
    subtitle: str
    markup: str  # what stands under the title


def make_briefs(material: Material) -> list[Brief]:
    """Write the brief of every neighborhood and precinct that may be shown on its own and has a theme with a number.

    Args:
        material: The city.

    Returns:
        Briefs by attribute and group; none where the city compares by neither, or sources name no speakers.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> [brief.title for brief in report.make_briefs(material)]
        ['Harbor', 'Hill']
    """
    contrasts = compare(material) if any(name in material.config.compare_by for name in ATTRIBUTES) else pd.DataFrame()
    found = [
        (attribute, str(row["group"]), row)
        for attribute in ATTRIBUTES
        if attribute in material.config.compare_by
        for row in rows_of(material.groups(attribute))
        if bool(row["adequate"])
    ]
    slugs = name_files([(attribute, group) for attribute, group, _ in found])
    briefs = []
    for (attribute, group, row), slug in zip(found, slugs, strict=True):
        themes = top_themes(material, attribute, group)
        if themes.empty:
            continue
        name = name_of(group)
        title = name if attribute == "neighborhood" else f"{attribute_words(attribute).capitalize()} {name}"
        pieces = [
            heard(material, row),
            section(heading(2, _("What came up most"), "most"), themes_table(material, themes, name)),
            section(heading(2, _("What holds up as a difference"), "difference"), differences(contrasts, attribute, group, name)),
            section(heading(2, _("In people\N{RIGHT SINGLE QUOTATION MARK}s words"), "words"), quotes(material, attribute, group, themes)),
            section(heading(2, _("Who was missing"), "missing"), paragraph(missing(material, attribute, group))),
            section(heading(2, _("How to read this page"), "reading"), paragraph(reading(themes))),
        ]
        subtitle = _("What was heard there. From: {title}", title=say_title(material.config.title))
        briefs.append(Brief(slug, attribute, group, title, subtitle, join(pieces).markup))
    return briefs


def save_briefs(place: City, material: Material) -> Fragment:
    """Keep the briefs for publication, and say in the report for whom there is one.

    Returns:
        A paragraph. It names files and does not link to them, because a report has to hold together when it is sent alone.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import report
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> material = report.gather(place)  # doctest: +SKIP
        >>> report.save_briefs(place, material)  # doctest: +SKIP
    """
    briefs = make_briefs(material)
    with write_whole(place.derived_folder / "public" / BRIEFS_NAME) as file:
        json.dump([asdict(brief) for brief in briefs], file, indent=1, ensure_ascii=False)
    if not briefs:
        return paragraph(_("There is no brief for any neighborhood: none was heard from enough people in enough sessions."))
    lines = []
    for attribute in ATTRIBUTES:
        names = [name_of(brief.group) for brief in briefs if brief.attribute == attribute]
        if names:
            kind = attribute_words(attribute, len(names))
            lines.append(_("{n:,} {kind}: {names}.", n=len(names), kind=kind, names=listed(names)))
    return join([paragraph(_("A brief of one page goes with this report, as a file in the folder briefs, for:")), bullets(lines)])


def read_briefs(place: City) -> list[Brief]:
    """Read what `save_briefs` kept; nothing where the report's notebook keeps none."""
    path = place.derived_folder / "public" / BRIEFS_NAME
    return [Brief(**row) for row in json.loads(path.read_text(encoding="utf-8"))] if path.is_file() else []


def name_files(groups: list[tuple[str, str]]) -> list[str]:
    """Give each group a file name of its own: "neighborhood-old-town".

    Args:
        groups: Attribute and group, each pair once.

    Returns:
        Lower-case letters, digits and hyphens. Names that would be the same, or hold nothing of the group's, end in a digest of the group.
    """
    plain = [_fold(attribute, group) for attribute, group in groups]
    times = Counter(slug for slug, _ in plain)
    slugs = []
    for (attribute, group), (slug, whole) in zip(groups, plain, strict=True):
        digest = hashlib.sha256(f"{attribute}\0{group}".encode()).hexdigest()[:8]
        slugs.append(slug if whole and times[slug] == 1 else f"{slug}-{digest}")
    return slugs


def _fold(attribute: str, group: str) -> tuple[str, bool]:
    """A file name, and whether it says all of the group's name."""

    def fold(text: str) -> str:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

    name = fold(group)
    slug = f"{fold(attribute)}-{name}"[:LONGEST_SLUG].strip("-")
    return slug, bool(name) and len(name) + len(fold(attribute)) < LONGEST_SLUG
