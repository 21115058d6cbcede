"""Why people were asked, what listening sessions are, and how to read this report."""

from __future__ import annotations

from peace_analysis.report.facts_known import count_named
from peace_analysis.report.html import Fragment, bullets, join, paragraph, written
from peace_analysis.report.material import Material
from peace_analysis.wording import _, marked, ngettext

WHAT_SESSIONS_ARE = marked(
    "Listening sessions are guided talks in small groups. People meet, online or in a room, and answer the same questions in their own "
    "words. Nobody has to agree."
)
WHAT_THEY_TELL = marked(
    "They tell what is on people's minds and why. They do not tell how many people in the whole city think so. So this report gives "
    "shares of the people heard, and says how sure each share is."
)
HOW_TO_READ = (
    marked("A theme is a subject that people came back to."),
    marked("Each person counts once in a theme, however often they spoke of it."),
    marked("A share comes with a range. The true share among people like these is most likely inside it."),
    marked("The name of a theme, and its share, open to the statements behind it."),
    marked("Numbers that could point to one person are not shown."),
)


def background(material: Material) -> Fragment:
    """Set why people were asked, as the city wrote it, what sessions are and are not, and how to read the report.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "Listening sessions are guided talks in small groups." in report.background(material).markup
        True
    """
    hosts = count_named(material.sessions, "host")
    who = ""
    if hosts:
        who = ngettext(
            "{n:,} organization invited people to these sessions.", "{n:,} organizations invited people to these sessions.", hosts
        )
    return join(
        [
            written(material.config.study.background),
            paragraph(_(WHAT_SESSIONS_ARE), who),
            paragraph(_(WHAT_THEY_TELL)),
            paragraph(_("How to read this report:")),
            bullets([_(line) for line in HOW_TO_READ]),
        ]
    )
