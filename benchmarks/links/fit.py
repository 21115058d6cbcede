"""Fit when a text bears on no section, and how sharp shares are; prints the numbers that stand in `peace_analysis/policy/linking.py`.

Made of the comments on the manual and of 500 statements of `benchmarks/topics`; riverton is not looked at.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from policies import read_manual, read_statements
from sklearn.linear_model import LogisticRegression

from peace_analysis.policy.linking import weigh_sections

STRENGTH = 64.0  # of the fit: signs lie between 0 and 1


def main() -> None:
    """Print them."""
    manual = read_manual()
    statements, ruled = read_statements()
    weighed, others = weigh_sections(manual.texts, manual.sections), weigh_sections(statements, manual.sections)
    signs, bears = np.concatenate([others.signs, weighed.signs]), np.concatenate([ruled, manual.bears])
    model = LogisticRegression(C=STRENGTH, class_weight="balanced").fit(signs, bears)
    print("_BEARS", np.round([model.intercept_[0], *model.coef_[0]], 3).tolist())
    for sharpness in (1.0, 1.5, 2.0, 2.5, 3.0):
        power = np.exp((weighed.sums - weighed.sums.max(axis=1, keepdims=True)) / sharpness)
        shares = power / power.sum(axis=1, keepdims=True)
        right = [row[sorted(places)].sum() for row, places in zip(shares, manual.wanted, strict=True) if places]
        print(f"_SHARPNESS {sharpness}: {-np.log(right).mean():.3f}")


if __name__ == "__main__":
    main()
