"""Who raised a theme, group by group, for the theme's own page."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.rows import rows_of
from peace_analysis.report.html import Fragment, folded
from peace_analysis.report.material import Material, attribute_words, name_of
from peace_analysis.report.released import count_text
from peace_analysis.report.tabular import share_text, table
from peace_analysis.wording import _, marked

REMARK = marked("Groups that are too small to be shown on their own are left out. Whether groups differ is tested further down.")


def groups_of_theme(material: Material, theme_id: str) -> Fragment:
    """Set the released numbers of one theme in every group that may be shown, folded away; nothing where there is none."""
    rows = material.released[
        (material.released["theme_id"] == theme_id)
        & (material.released["unit"] == "participant")
        & material.released["attribute"].isin(list(material.config.compare_by))
        & material.released["adequate"].astype(bool)
    ]
    if rows.empty:
        return Fragment("")
    order = {name: place for place, name in enumerate(material.config.compare_by)}
    rows = rows.assign(place=rows["attribute"].map(order)).sort_values(["place", "group"], kind="stable")
    words = [attribute_words(str(name)) for name in rows["attribute"]]
    shown = pd.DataFrame(
        {
            _("Group"): [name_of(group) for group in rows["group"]],
            _("By"): [word[:1].upper() + word[1:] for word in words],
            _("Raised by"): [count_text(row) for row in rows_of(rows)],
            _("Share"): [share_text(row["share"], row["low"], row["high"]) for row in rows_of(rows)],
        }
    )
    name = material.shown_themes.set_index("theme_id")["name"][theme_id]
    caption = _("Who raised it, by group: {theme}", theme=name)
    numbers = table(shown, caption=caption, numbers=(_("Raised by"), _("Share")), remark=_(REMARK))
    return folded(_("Who raised it, group by group"), numbers)
