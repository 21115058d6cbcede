"""Further counts beside a release that is out already: what was printed stays as it is, and only what is added can be hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from peace_analysis.disclosure.attack import attack_release
from peace_analysis.disclosure.gate import ReleaseError
from peace_analysis.disclosure.release import Form, Key, Release
from peace_analysis.disclosure.suppression import protect_cells
from peace_analysis.disclosure.system import block_of

MOST_HIDDEN = {Form.NUMBER: Form.HIDDEN, Form.FEWER: Form.BLURRED, Form.ALL_BUT: Form.BLURRED}


def hide_added(release: Release, printed: Mapping[Key, Form], *, city: str = "") -> list[Form]:
    """Decide how further counts are printed beside those that are printed already.

    Args:
        release: All cells, those printed and those to be added, and what is known of them.
        printed: How the cells of the release that is out are printed, by key; every other cell is added.
        city: Named in the error.

    Returns:
        One form per cell, in the order of the cells: those printed as they are.

    Raises:
        ReleaseError: If a masked count can be worked out even with all added counts hidden: their being counted gives it away.

    Examples:
        >>> from peace_analysis import disclosure
        >>> from peace_analysis.disclosure.release import Form, Release
        >>> release = Release()
        >>> before, after = release.add_unknown(2), release.add_unknown(18)
        >>> of = {"few": 3, "scope": "waves"}
        >>> cells = [release.add_cell(("all",), [before, after], few=3, heard=60)]
        >>> cells += [release.add_cell(("wave", name), [count], heard=30, **of) for name, count in (("1", before), ("2", after))]
        >>> [form.value for form in disclosure.hide_added(release, {("all",): Form.NUMBER})]
        ['number', 'fewer', 'hidden']
    """
    held = Release(release.truth, release.lowest, release.highest, release.block, release.rows)
    held.cells = [replace(cell, fixed=cell.fixed or cell.key in printed) for cell in release.cells]
    forms = [printed.get(cell.key, cell.primary) for cell in held.cells]
    labels = sorted(set(held.block))
    for blocks in (*(frozenset({label}) for label in labels), None):
        forms = protect_cells(held, forms, blocks)
    exposed = {finding.cell.key for finding in attack_release(held, forms) if finding.exposed}
    if exposed:  # what a program did not find is hidden theme by theme, and then altogether
        places = {cell.key: i for i, cell in enumerate(held.cells)}
        touched = {block_of(held, places[key]) for key in exposed}
        for hidden in (touched, set(held.block) | {""}):
            forms = [
                MOST_HIDDEN.get(form, form) if cell.key not in printed and not cell.fixed and block_of(held, i) in hidden else form
                for i, (cell, form) in enumerate(zip(held.cells, forms, strict=True))
            ]
            exposed = {finding.cell.key for finding in attack_release(held, forms) if finding.exposed}
            if not exposed:
                break
    if exposed:
        tables = ", ".join(sorted({key[0] for key in exposed}))
        raise ReleaseError(
            f"{city or 'this release'}: nothing was published. {len(exposed)} small counts ({tables}) could be worked out from what the "
            "city's report shows and from what was to be added, however much of that is hidden. Leave the city, or the waves, out."
        )
    return forms
