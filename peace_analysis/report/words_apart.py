"""Words that set a group apart, as they may be shown: only those that enough of its people used, in enough of its sessions."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from peace_analysis.charts.labels import listed
from peace_analysis.groups.distinctive_words import DISTINCTIVE_WORDS, find_distinctive_words
from peace_analysis.report.html import Fragment, bullets, folded, join, paragraph
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.tabular import table
from peace_analysis.wording import _, marked

MOST = 10  # words of one group
HOW = marked(
    "A word counts once for each person. It stands here if the group uses it more than labels dealt over sessions would give, if at least "
    "{few} of its people used it in at least {sessions} of its sessions, and if chance would make at most one in five such words. "
    "These words are a place to look closer, not a finding."
)


def find_words(material: Material) -> pd.DataFrame:
    """Find the words that stand out in the groups that may be shown.

    Returns:
        `groups.DISTINCTIVE_WORDS`, rows that stand out only, strongest first, at most ten of a group.
    """
    from peace_analysis.themes.words import content_words

    words = [content_words(text) for text in material.statements["text"]]
    by = [name for name in material.config.compare_by if len(material.groups(name))]
    speakers = material.statements[["speaker_id", "session_id"]].join(_attributes(material, by), on="speaker_id")
    parts = [_of(material, words, speakers, attribute) for attribute in by]
    found = [part for part in parts if len(part)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(DISTINCTIVE_WORDS.by_name))


def words_apart(material: Material, found: pd.DataFrame, attribute: str) -> Fragment:
    """List the words that set the groups of one attribute apart, with the bands that chance keeps within; nothing where there are none.

    Args:
        material: The city.
        found: As `find_words` gives them.
        attribute: What the groups are made by.
    """
    rows = found[found["attribute"] == attribute]
    if rows.empty:
        return Fragment("")
    privacy = material.config.privacy
    lines = [
        f"{name_of(group)[:1].upper()}{name_of(group)[1:]}: {listed([f'“{word}”' for word in of['word']])}."
        for group, of in rows.groupby("group", sort=True)
    ]
    band = _("Band of chance")
    shown = pd.DataFrame(
        {
            attribute_words(attribute).capitalize(): rows["group"].map(name_of).tolist(),
            _("Word"): rows["word"].tolist(),
            "z": [f"{z:.1f}" for z in rows["z"]],
            band: [_("{low:.1f} to {high:.1f}", low=low, high=high) for low, high in zip(rows["band_low"], rows["band_high"], strict=True)],
        }
    )
    remark = _(
        "z is the weighted log-odds of Monroe, Colaresi and Quinn over its standard error. The band holds it in 95% of dealt labels."
    )
    caption = _("Words that set each {attribute} apart", attribute=attribute_words(attribute))
    return join(
        [
            paragraph(_("Words that stand out:")),
            bullets(lines),
            folded(
                _("Show how words were compared"),
                join(
                    [
                        paragraph(_(HOW, few=privacy.opinion_threshold, sessions=privacy.group_min_sessions)),
                        table(shown, caption=caption, row_headers=2, numbers=("z", band), remark=remark),
                    ]
                ),
            ),
        ]
    )


def _attributes(material: Material, by: Sequence[str]) -> pd.DataFrame:
    from peace_analysis.groups.heard import count_heard

    heard = count_heard(material.statements, material.assignments, material.compared, material.sessions, by=by)
    return heard.people[list(by)]


def _of(material: Material, words: list[list[str]], speakers: pd.DataFrame, attribute: str) -> pd.DataFrame:
    groups = material.groups(attribute)
    shown = set(groups.loc[groups["adequate"].astype(bool), "group"])
    found = find_distinctive_words(words, speakers, attribute, privacy=material.config.privacy, seed=material.config.seed)
    return found[found["stands_out"] & found["group"].isin(list(shown))].groupby("group", sort=False).head(MOST)
