"""Draw the golden images anew: `python tests/charts/renew_golden.py` (or `make golden`). Look at each before committing it."""

from __future__ import annotations

from pathlib import Path

from invented_figures import golden_figures

from peace_analysis.charts import Figure
from peace_analysis.charts.figure import drawing_style

GOLDEN = Path(__file__).with_name("golden")
DPI = 60  # small files; letters are still told apart


def draw_image(figure: Figure, path: Path) -> Path:
    """Save a figure as its golden image is: DejaVu Sans, as matplotlib carries it."""
    with drawing_style():
        figure.figure.savefig(path, dpi=DPI, metadata={"Software": None})
    return path


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, drawn in golden_figures():
        draw_image(drawn, GOLDEN / f"{name}.png")
