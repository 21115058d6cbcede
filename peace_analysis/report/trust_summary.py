"""What a survey measured, on the first page: each scale's mean in the last wave, and whether it changed."""

from __future__ import annotations

from peace_analysis.charts.labels import listed, quoted
from peace_analysis.charts.rows import rows_of
from peace_analysis.report.html import Fragment, escape, link
from peace_analysis.report.material import Material
from peace_analysis.report.trust_changed import say_change
from peace_analysis.report.trust_measured import ANCHOR, mean_text
from peace_analysis.report.trust_scales import say_range
from peace_analysis.surveys.summary import EVERYONE
from peace_analysis.surveys.waves import LINKED
from peace_analysis.wording import _


def survey_lines(material: Material) -> list[Fragment]:
    """Say each scale's mean among all who answered the last wave, and the change within the same people; with a link to the chapter.

    Nothing where the city has no survey, or too few answered for a mean to be shown.
    """
    measured = material.measured
    if measured is None:
        return []
    means = measured.means[(measured.means["attribute"] == EVERYONE) & measured.means["mean"].notna()]
    said = []
    for scale in measured.survey.scales:
        mine = rows_of(means[means["scale"] == scale.key])
        if not mine:
            continue
        last = mine[-1]
        told = _("{mean} in {wave}", mean=mean_text(last), wave=last["wave_name"])
        said.append(_("{scale}: {means}, on a scale {range}.", scale=quoted(scale.name), means=listed([told]), range=say_range(scale)))
        changes = measured.changes[(measured.changes["scale"] == scale.key) & (measured.changes["attribute"] == EVERYONE)]
        within = changes[(changes["who"] == LINKED) & (changes["second"] == last["wave"])]
        said += [say_change(measured, row) for row in rows_of(within)[-1:]]
    if not said:
        return []
    name = link(_("The survey beside the sessions."), ANCHOR)
    return [Fragment(f"<p>{name.markup} {escape(' '.join(said))}</p>")]
