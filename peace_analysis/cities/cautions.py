"""What a comparison cannot tell, and how it was made."""

from __future__ import annotations

from peace_analysis.across.joint_themes import ALIKE, UNLIKE
from peace_analysis.across.over_cities import is_mere_part
from peace_analysis.cities.gathered import Comparison
from peace_analysis.report.html import Fragment, bullets
from peace_analysis.wording import _


def limits(compared: Comparison) -> Fragment:
    """Say what a comparison of cities cannot tell.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.limits(compared)  # doctest: +SKIP
    """
    lines = [
        _("People came because somebody asked them. No city's sessions stand for all its residents, and so neither do their differences.")
    ]
    if compared.joint is not None:
        lines.append(_("Each city had its own hosts, rooms, dates and facilitators. A difference may come from any of these."))
        lines += [
            _("A theme that was found in one city only may have been spoken of elsewhere by too few to count."),
            _("Themes were found by software in all cities together. Names that people gave to a city's own themes stand beside them."),
        ]
        if any(is_mere_part(compared.joint, theme) for theme in compared.joint.split):
            lines.append(
                _(
                    "A part of a theme that was taken apart by city is called unclear, and is nobody's own: that another city has none of "
                    "it follows from the taking apart. Such parts have no section of their own."
                )
            )
        if len(compared.cities) < 3:
            lines.append(_("Two cities say nothing of a third: no interval over cities is given for fewer than three."))
        guides = {tuple(sorted(place.config.questions.items())) for place in compared.places}
        if len(guides) > 1:
            lines.append(_("The cities did not ask the same questions, so people may speak of other things for that reason alone."))
        if any((~city.read).any() for city in compared.cities):
            lines.append(_("What was said in languages that the model does not read is in no share, in some cities more than in others."))
        if any((compared.shares["unit"] == "session").to_numpy()):
            lines.append(_("Where sources name no speakers, sessions are counted. Such a city is in no mean over cities."))
    if compared.waves:
        lines += [
            _("Waves differ in who came. A change is one of what was said in sessions, not of what a person thinks."),
            _("The day or the column that parts the waves must be chosen before anybody looks: of many, one shows a change by chance."),
        ]
    return bullets(lines)


def method(compared: Comparison) -> Fragment:
    """Say how the comparison was made.

    Examples:
        >>> from peace_analysis import cities
        >>> compared = cities.gather("riverton port_salem")  # needs cities that have been run  # doctest: +SKIP
        >>> cities.method(compared)  # doctest: +SKIP
    """
    lines = []
    if compared.joint is not None:
        n = max(compared.joint.n_fitted.values())
        lines += [
            _(
                "Themes were found in at most {n:,} statements of each city, so that none decides by its size. "
                "All statements were then put to them.",
                n=n,
            ),
            _(
                "A theme is one only where the cities' parts of it are alike (cosine of their middles {alike} or more). "
                "Below {unlike} it was taken apart; between, it is called unclear: its shares are shown, have no mean and are not tested.",
                alike=ALIKE,
                unlike=UNLIKE,
            ),
            _("A theme was raised in a city where enough people raised it for a number to be given, in two sessions or more."),
            _("Shares count people. Intervals allow for people in one session influencing each other."),
            _("A mean over cities counts each city alike; its interval is Student's t over cities."),
        ]
        if len(compared.cities) == 2:
            lines.append(
                _(
                    "Differences were tested by dealing cities over whole sessions. "
                    "p is corrected for all themes compared (Benjamini-Hochberg)."
                )
            )
        else:
            lines.append(_("No two of the cities are tested against each other: with so many pairs some would differ by chance."))
    if compared.waves:
        lines.append(_("Waves were tested by dealing them over whole sessions. p is corrected for all themes and waves of a city."))
    lines.append(_("Small counts are masked as in each city's own report, and so is what would give them away together with it."))
    return bullets(lines)
