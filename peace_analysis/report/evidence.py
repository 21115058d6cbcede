"""Evidence packs: what people asked for, theme by theme, for those who write recommendations. The software writes none itself."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from peace_analysis.charts.labels import clean_text, counted, listed, percent, quoted
from peace_analysis.charts.rows import rows_of
from peace_analysis.groups.contrasts import DIFFERS
from peace_analysis.recommendations import Strength
from peace_analysis.report.comparisons import compare
from peace_analysis.report.html import Fragment, bullets, folded, join, paragraph
from peace_analysis.report.material import Material, name_of
from peace_analysis.report.quote_tokens import renumber_tokens
from peace_analysis.report.quotes import attribute_quote
from peace_analysis.report.recommended import number_row, theme_strength
from peace_analysis.report.statements import quotable_statements, quote_statements
from peace_analysis.report.tabular import share_text
from peace_analysis.report.tested import describe_difference
from peace_analysis.themes.exemplars import READABLE, opposes
from peace_analysis.wording import _, marked, ngettext

N_REQUESTS = 4
N_DISSENT = 2
NO_DISSENT = marked("Among the statements linked that may be quoted, none speaks against it.")
TOO_FEW = marked("Too few people raised it, so no number is given.")


def asked_themes(material: Material) -> list[str]:
    """List the themes that people ask something about, in words that may be quoted; the strongest first."""
    found = [str(theme) for theme in material.top_themes["theme_id"] if len(requests_of(material, str(theme)))]
    return sorted(found, key=lambda theme: theme_strength(material, theme).order, reverse=True)


def requests_of(material: Material, theme_id: str, n: int = N_REQUESTS) -> pd.DataFrame:
    """Choose what people ask for in a theme: up to `n` statements that may be quoted, each from another session."""
    found = quotable_statements(material, theme_id)
    return _first_of_sessions(found[found["request"].astype(bool)], n)


def dissent_of(material: Material, theme_id: str, n: int = N_DISSENT) -> pd.DataFrame:
    """Choose statements of a theme that may be quoted, speak of it, and say in so many words that they see it differently."""
    found = quotable_statements(material, theme_id)
    theme = material.themes.set_index("theme_id").loc[theme_id]
    topic = f"{theme['name']} {theme['key_phrases']}"
    against = pd.Series([opposes(str(text), topic) for text in found["text"]], index=found.index, dtype="bool")
    return _first_of_sessions(found[against], n)


def _first_of_sessions(found: pd.DataFrame, n: int) -> pd.DataFrame:
    readable = found["text"].str.len().between(*READABLE)
    ordered = pd.concat([found[readable], found[~readable]])
    return ordered.drop_duplicates("session_id").head(n)


def describe_strength(material: Material, strength: Strength) -> list[str]:
    """Say in sentences what released numbers say for a theme: people, sessions, share, groups, and whether it is tentative."""
    row = number_row(material, strength.theme_id)
    if row is None or pd.isna(row["n_raised"]):
        return [_(TOO_FEW)]
    n_raised, n_heard = int(row["n_raised"]), int(row["n_heard"])
    if material.unit == "session":
        return [_("It came up in {n_raised:,} of {sessions}.", n_raised=n_raised, sessions=counted(n_heard, "session", "sessions"))]
    raised = _("{n_raised:,} of {n_heard:,} people raised it.", n_raised=n_raised, n_heard=n_heard)
    if strength.n_sessions is not None:
        raised = _(
            "{n_raised:,} of {n_heard:,} people raised it, in {n} of {sessions}.",
            n_raised=n_raised,
            n_heard=n_heard,
            n=strength.n_sessions,
            sessions=counted(material.n_sessions, "session", "sessions"),
        )
    share = share_text(row["share"], row["low"], row["high"])
    return [raised, _("That is {share}.", share=share), *describe_breadth(strength)]


def describe_breadth(strength: Strength) -> list[str]:
    """Say in how many groups a theme was raised broadly, between what is known and what is possible."""
    if not strength.n_groups:
        return []
    n = f"{strength.n_broad}"
    if strength.n_broad_most > strength.n_broad:
        n = _("{low} to {high}", low=strength.n_broad, high=strength.n_broad_most)
    return [
        ngettext(
            "At least a tenth of the people heard raised it in {n_broad} of {n:,} group shown.",
            "At least a tenth of the people heard raised it in {n_broad} of {n:,} groups shown.",
            strength.n_groups,
            n_broad=n,
        )
    ]


def describe_groups(material: Material, theme_id: str, n: int = 3) -> str:
    """Name the groups in which most people raised a theme, of those whose share may be shown."""
    rows = material.released[(material.released["theme_id"] == theme_id) & (material.released["unit"] == "participant")]
    rows = rows[(rows["attribute"] != "everyone") & rows["adequate"].astype(bool) & rows["share"].notna()]
    rows = rows[rows["attribute"].isin(["neighborhood", "stakeholder_group"])]
    rows = rows.sort_values(["share", "attribute", "group"], ascending=[False, True, True], kind="stable").head(n)
    names = [f"{name_of(row['group'])} ({percent(row['share'])})" for row in rows_of(rows)]
    return _("It was raised most by {groups}.", groups=listed(names)) if names else ""


def describe_dissent(material: Material, theme_ids: list[str]) -> Fragment:
    """Set who sees it differently: quotes that say so, and groups that raised a theme less often; or say that none was found."""
    quotes = [one for theme in theme_ids for one in quote_statements(material, theme, dissent_of(material, theme))]
    differences = compare(material)
    found = differences[~differences["masked"] & (differences["verdict"] == DIFFERS) & (differences["difference"] < 0)]
    lines = [describe_difference(row, with_p=False) for row in rows_of(found[found["theme_id"].isin(theme_ids)])]
    if not quotes and not lines:
        return paragraph(_(NO_DISSENT))
    said = join([paragraph(_("These people see it differently:")), *quotes]) if quotes else paragraph(_(NO_DISSENT))
    return join([said, join([paragraph(_("These groups raised it less often:")), bullets(lines)]) if lines else Fragment("")])


def evidence_packs(material: Material) -> Fragment:
    """Set one folded pack per theme that people ask something about: strength, groups, requests in their own words, dissent."""
    packs = []
    for theme in asked_themes(material):
        name = str(material.shown_themes.set_index("theme_id").loc[theme, "name"])
        sentences = [*describe_strength(material, theme_strength(material, theme)), describe_groups(material, theme)]
        body = [
            paragraph(f"{quoted(name)}:", *(sentence for sentence in sentences if sentence)),
            paragraph(_("People ask for this:")),
            *quote_statements(material, theme, requests_of(material, theme)),
            describe_dissent(material, [theme]),
        ]
        packs.append(folded(_("What people ask for: {theme}", theme=clean_text(name)), join(body), kind="pack"))
    return join(packs)


def draft_recommendations(material: Material) -> str:
    """Write a file that a team can write recommendations from: the evidence as comments, with an empty entry under each theme.

    Returns:
        YAML of which every line is a comment, so that nothing is recommended until a person writes it.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> print(report.draft_recommendations(material).splitlines()[4])
        # === Officers we know (tentative) (T03)
    """
    lines = [
        _("What people asked for, theme by theme, the strongest first. People write the recommendations; the software writes none."),
        _("Copy an entry to recommendations.yml, fill it in and delete the # and the blank before each of its lines."),
        _("For the team alone: ids of statements name sessions."),
        "",
    ]
    for theme in asked_themes(material):
        lines += [*_draft_pack(material, theme), ""]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def _draft_pack(material: Material, theme: str) -> Iterator[str]:
    name = clean_text(material.shown_themes.set_index("theme_id").loc[theme, "name"])
    codes = {code.brief: code.code for code in material.codes}
    told = str(material.themes.set_index("theme_id").loc[theme, "description"])
    yield f"=== {name} ({theme})"
    yield from (sentence for sentence in [*describe_strength(material, theme_strength(material, theme)), describe_groups(material, theme)])
    for title, rows in ((_("asked for"), requests_of(material, theme)), (_("sees it differently"), dissent_of(material, theme))):
        for row in rows_of(rows):
            said, who = renumber_tokens(str(row["text"])), attribute_quote(material, theme, row)
            yield f"  {title}: {clean_text(said)} ({clean_text(who)}; {row['statement_id']})"
    yield from (
        "- id: ",
        "  title: ",
        "  text: ",
        "  owner: ",
        "  horizon: now               # or later",
        "  due: ",
        "  author: ",
        f"  themes: [{codes.get(told, theme)}]",
        "  dissent: ",
        "  options:",
        "    - option: ",
        "      pros: []",
        "      cons: []",
        "  history:",
        "    - {date: , status: proposed, author: }",
    )
