#!/usr/bin/env python3
"""Calibrates scores with scikit-learn, isotonic and Platt, and writes what it makes of other scores: calibration.py FILE."""
import json
import sys

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose decision function is its only column."""

    def fit(self, rows, outcomes):
        self.classes_ = np.unique(outcomes)
        return self

    def decision_function(self, rows):
        return np.asarray(rows)[:, 0]

    def predict(self, rows):
        return self.classes_[(self.decision_function(rows) > 0).astype(int)]


def case(name, scores, truth, seed):
    random = np.random.default_rng(seed)
    outcomes = (random.random(len(scores)) < truth(scores)).astype(int)
    low, high = scores.min(), scores.max()
    asked = np.sort(np.concatenate([random.uniform(low - 0.1, high + 0.1, 500), scores[:500]]))
    isotonic = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, outcomes)
    platt = CalibratedClassifierCV(FrozenEstimator(Given().fit(None, outcomes)), method="sigmoid", ensemble=False).fit(
        scores[:, None], outcomes
    )
    return {
        "name": name,
        "scores": scores.tolist(),
        "outcomes": outcomes.tolist(),
        "asked": asked.tolist(),
        "isotonic": isotonic.predict(asked).tolist(),
        "platt": platt.predict_proba(asked[:, None])[:, 1].tolist(),
    }


random = np.random.default_rng(7)
CASES = [
    case("probabilities", random.random(5000), lambda s: s**2, 1),
    case("ties", np.round(random.random(5000), 2), lambda s: 0.2 + 0.6 * s, 2),
    case("margins", random.normal(0, 3, 5000), lambda s: 1 / (1 + np.exp(-0.7 * s - 1)), 3),
    case("rare", random.beta(1, 20, 20000), lambda s: 0.3 * s, 4),
    case("falling", random.random(300), lambda s: 0.9 - 0.8 * s, 5),
    case("few", random.random(40), lambda s: s, 6),
]
with open(sys.argv[1], "w", encoding="utf-8") as out:
    json.dump(CASES, out)
print(f"calibration: {len(CASES)} cases")
