"""Golden images: a figure looks as it did when somebody last looked at it. `make golden` renews them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from invented_figures import golden_figures
from matplotlib import font_manager, image
from renew_golden import GOLDEN, draw_image

TOLERANCE = 0.02  # root mean square over all pixels, of 1: letters may be drawn a shade differently, none may be missing
NAMES = sorted(path.stem for path in GOLDEN.glob("*.png"))


@cache
def figures():
    """Every figure that has a golden image, drawn once."""
    return dict(golden_figures())


def difference(one: Path, other: Path) -> float:
    """Root mean square difference of two images, 0 to 1; 1 where their sizes differ."""
    first, second = (image.imread(path)[..., :3].astype(np.float64) for path in (one, other))
    return float(np.sqrt(np.mean((first - second) ** 2))) if first.shape == second.shape else 1.0


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_looks_as_its_golden_image(name, tmp_path):
    assert difference(draw_image(figures()[name], tmp_path / "now.png"), GOLDEN / f"{name}.png") < TOLERANCE


def test_there_is_a_golden_image_for_each_figure_and_no_other():
    assert set(NAMES) == set(figures())


def test_the_images_are_drawn_with_the_font_that_matplotlib_carries():
    found = Path(font_manager.findfont("DejaVu Sans", fallback_to_default=False))
    assert found.name == "DejaVuSans.ttf"


def test_a_missing_label_or_another_shade_is_more_than_the_tolerance(tmp_path):
    golden = draw_image(figures()["theme_heat_map"], tmp_path / "golden.png")
    changed = dict(golden_figures())["theme_heat_map"]
    changed.figure.axes[1].set_xticklabels(["", "", "", ""])
    assert difference(draw_image(changed, tmp_path / "label.png"), golden) > TOLERANCE
    shaded = dict(golden_figures())["coverage_map"]
    whole = draw_image(shaded, tmp_path / "whole.png")
    patch = max(
        shaded.figure.axes[0].patches, key=lambda one: one.get_extents().width * one.get_extents().height * (one.get_facecolor()[3] > 0)
    )
    patch.set_facecolor("#ffffff")
    assert difference(draw_image(shaded, tmp_path / "shade.png"), whole) > TOLERANCE
