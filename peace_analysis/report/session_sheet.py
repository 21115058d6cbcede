"""What we heard from you: one session's summary, in its own words, to take back to those who were there."""

from __future__ import annotations

from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.report.html import Fragment, bullets, heading, join, note, paragraph, quote
from peace_analysis.report.material import Material
from peace_analysis.report.quotes import ANYBODY
from peace_analysis.themes.exemplars import READABLE, disagrees
from peace_analysis.wording import _, marked

N_QUOTES = 2
N_LINES = 4
WHAT_IT_IS = marked(
    "This is how we understood what was said in your session. Names and other identifiers were replaced. We ask you to tell us where we "
    "are wrong, and what is missing."
)
KEEP_IT = marked("This sheet is for the people who were in the session. Please do not pass it on.")
QUESTIONS = (
    marked("What did we understand well?"),
    marked("What did we get wrong?"),
    marked("What is missing?"),
    marked("Is there anything here that should not be shared?"),
)
RULE = Fragment("<br><hr>")


def session_sheet(material: Material, session_id: str) -> Fragment:
    """Set the sheet of one session: its themes, with quotes, and room to write.

    A theme stands here where at least the opinion threshold of people in the session raised it: a lone voice is recognised by those who
    sat beside it. Quoted is only who agreed to it, at most one statement of each person, and nobody who says that they see it another way.
    No number is given.

    Args:
        material: The city.
        session_id: The session.
    """
    themes = themes_of_session(material, session_id)
    pieces = [paragraph(_(WHAT_IT_IS)), note(_(KEEP_IT), kind="caution"), heading(2, _("What we heard"), "heard")]
    described = material.themes.set_index("theme_id")
    for place, theme in enumerate(themes, 1):
        pieces.append(heading(3, described["name"][theme], f"heard-{place}"))
        pieces += [
            quote(row["text"], _(ANYBODY), language=str(row["language"])) for row in choose_session_quotes(material, session_id, theme)
        ]
    if not themes:
        pieces.append(paragraph(_("Nothing was raised by enough people to be written down here without pointing to somebody.")))
    pieces.append(heading(2, _("What do you say?"), "say"))
    for question in QUESTIONS:
        pieces += [paragraph(_(question)), *[RULE] * N_LINES]
    pieces += [
        heading(2, _("How to tell us"), "tell"),
        bullets([_("Write on this sheet and hand it back."), _("Or tell us; we write it down.")]),
    ]
    return join(pieces)


def themes_of_session(material: Material, session_id: str) -> list[str]:
    """Ids of the themes that enough people of a session raised, most raised first; statements are counted where nobody is named."""
    said = material.spoken[(material.spoken["session_id"] == session_id) & material.spoken["theme_id"].notna()]
    named = said["speaker_id"].notna().any()
    n = said.groupby("theme_id")["speaker_id"].nunique() if named else said.groupby("theme_id")["statement_id"].nunique()
    n = n[n >= material.config.privacy.opinion_threshold]
    return sorted(map(str, n.index), key=lambda theme: (-int(n[theme]), theme))


def choose_session_quotes(material: Material, session_id: str, theme_id: str) -> list[Row]:
    """Choose up to two statements of a session that may be quoted to those who were there, of different people."""
    said = material.spoken[(material.spoken["session_id"] == session_id) & (material.spoken["theme_id"] == theme_id)]
    said = said[said["quotable"].astype(bool) & ~said["residual"].fillna(value=True).astype(bool)]
    said = said[said["text"].str.len().between(*READABLE) & ~said["text"].map(lambda text: disagrees(str(text))).astype(bool)]
    said = said.assign(strength=said["membership"].fillna(0.0).round(6)).sort_values(
        ["strength", "statement_id"], ascending=[False, True], kind="stable"
    )
    return list(rows_of(said.drop_duplicates("speaker_id").drop_duplicates("text").head(N_QUOTES)))
