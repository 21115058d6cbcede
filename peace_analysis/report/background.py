"""Why people were asked, what listening sessions are, and how to read this report."""

from __future__ import annotations

from peace_analysis.charts.labels import counted
from peace_analysis.report.facts_known import count_named
from peace_analysis.report.html import Fragment, bullets, join, paragraph, written
from peace_analysis.report.material import Material

WHAT_SESSIONS_ARE = (
    "Listening sessions are small, guided talks. People sit together, online or in a room, and answer the same questions in their own "
    "words. Nobody votes, and nobody has to agree."
)
WHAT_THEY_TELL = (
    "They tell what is on people's minds and why. They do not tell how many people in the whole city think so. So this report gives "
    "shares of the people heard, and says how sure each share is."
)
HOW_TO_READ = (
    "A theme is a subject that people came back to. The words of a theme's name are people's own.",
    "Each person counts once in a theme, however often they spoke of it.",
    "A share comes with a range. The true share among people like these is most likely inside it.",
    "The name of a theme, and its share, open to the statements behind it.",
    "Numbers that could point to one person are not shown.",
)


def background(material: Material) -> Fragment:
    """Set why people were asked, as the city wrote it, what sessions are and are not, and how to read the report."""
    hosts = count_named(material.sessions, "host")
    who = f"{counted(hosts, 'organization')} invited people to these sessions." if hosts else ""
    return join(
        [
            written(material.config.study.background),
            paragraph(WHAT_SESSIONS_ARE, who),
            paragraph(WHAT_THEY_TELL),
            paragraph("How to read this report:"),
            bullets(list(HOW_TO_READ)),
        ]
    )
