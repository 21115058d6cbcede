"""A figure as it is handed round: the drawing, its take-away title, its alt text and the table that it was drawn from."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from peace_analysis.charts.labels import clean_text, wrap
from peace_analysis.charts.layout import POINTS, add_axes, open_drawing, title_height
from peace_analysis.wording import _

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

STYLE_FILE = Path(__file__).with_name("style.mplstyle")
INK, MUTED, RULE = "#1b1b1b", "#595959", "#d0d0d0"  # text, secondary text (7:1 on white), lines that only guide the eye
GUIDE = "#8f8f8f"  # hatching and leaders (3:1 on white): they mean something, and words stand over them
PAPER = "#fefefe"  # what separates areas: the color of the page, light or dark
ON_LIGHT, ON_DARK = "#010101", "#ffffff"  # words on a colored area: they stay as they are on a dark page
BLUE, VERMILION, SKY = "#0072B2", "#D55E00", "#56B4E9"  # Okabe-Ito
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@dataclass(frozen=True)
class Figure:
    """One figure with all that a reader needs who cannot see it."""

    figure: Drawing = field(repr=False)
    title: str  # what it shows, in a sentence
    alt: str  # the pattern, for those who hear the page
    table: pd.DataFrame = field(repr=False)  # what was drawn, one row per mark

    @cached_property
    def drawn_svg(self) -> str:
        """The drawing as matplotlib writes it, title included: the same text for the same figure."""
        return self._render("svg", metadata={"Date": None, "Creator": None}).decode("utf-8")

    @cached_property
    def svg(self) -> str:
        """The drawing as an inline SVG element: role `img` with the alt text, ids of its own, no style attribute, text color inherited.

        Without the title, which stands above it as text.
        """
        from peace_analysis.charts.svg import inline_svg

        prefix = "f" + hashlib.sha256(f"{self.title}\0{self.alt}".encode("utf-8", "replace")).hexdigest()[:8]
        return inline_svg(self.drawn_svg, self.alt, prefix=prefix, crop=title_height(self.title) * POINTS)

    def _render(self, kind: str, metadata: dict[str, None]) -> bytes:
        buffer = io.BytesIO()
        with drawing_style():
            self.figure.savefig(buffer, format=kind, metadata=metadata)
        return buffer.getvalue()

    def save(self, folder: Path, name: str) -> list[Path]:
        """Write `<name>.svg` and `<name>.png`, title included, and the alt text as `<name>.txt`.

        Args:
            folder: Where to; made if need be.
            name: File name without ending: lower-case letters, digits, _ and -.

        Returns:
            The three paths.

        Raises:
            ValueError: If `name` is not such a name.
        """
        from peace_analysis.charts.svg import standalone_svg
        from peace_analysis.files import write_whole

        if not SAFE_NAME.fullmatch(name):
            raise ValueError("a figure's file name is made of lower-case letters, digits, _ and -")
        contents = {
            "svg": standalone_svg(self.drawn_svg, self.title, self.alt).encode(),
            "png": self._render("png", metadata={"Software": None}),
            "txt": f"{clean_text(self.title)}\n\n{clean_text(self.alt)}\n".encode(),
        }
        paths = []
        for ending, content in contents.items():
            path = Path(folder) / f"{name}.{ending}"
            with write_whole(path, "wb") as file:
                file.write(content)
            paths.append(path)
        return paths

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Show as HTML in a notebook: inline SVG under its title."""
        title = escape(clean_text(self.title))
        label = escape(_("Figure: {title}", title=clean_text(self.title)))
        region = f'<div class="chart-scroll" role="region" aria-label="{label}" tabindex="0">{self.svg}</div>'
        return {
            "text/html": f'<figure class="chart"><figcaption>{title}</figcaption>{region}</figure>',
            "text/plain": f"{clean_text(self.title)} {clean_text(self.alt)}",
        }


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw and save inside this: the style file on top of matplotlib's own defaults, whatever a notebook has set.

    Names may hold letters that the drawing font lacks. The SVG keeps them as text and the reader's own fonts draw them, so
    matplotlib's warning about them would only worry people.
    """
    import matplotlib as mpl
    from matplotlib import style

    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        style.use(STYLE_FILE)
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font", category=UserWarning)
        yield


def empty_figure(title: str, table: pd.DataFrame) -> Figure:
    """Make a figure that says why there is nothing to draw: its title, in the language of the report."""
    with drawing_style():
        drawing = open_drawing(title, 0.6)
        axes = add_axes(drawing, 0.1, 0.1, 6, 0.4)
        axes.set_axis_off()
        axes.text(0, 0.5, wrap(title, 80), va="center", color=MUTED)
    return Figure(drawing, title, _("Nothing is drawn: {why}.", why=f"{title[:1].lower()}{title[1:]}"), table)
