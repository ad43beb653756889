"""Makes differences.json: scores of two predictors, and numpy's account of how they differ."""
import json

import numpy as np

DRAWS = 400_000
# Of 10,000 draws the 2.5th percentile is one of endless draws between these: four deviations, sqrt(0.025 * 0.975 / 10000) each, to both sides.
LOW = [1.876, 3.124]
HIGH = [96.876, 98.124]
METRICS = 8

random = np.random.default_rng(20)
names = [f"{'ab'[n % 2]}-{n}" for n in range(11)]
rows = []
for number, name in enumerate(names):
    frames = random.integers(1, 9)
    other = random.gamma(2.0, 0.3, (frames, METRICS))
    one = other + 0.05 * random.standard_exponential(METRICS) + 0.1 * random.standard_normal((frames, METRICS))
    one[random.random(one.shape) < 0.03] = np.nan
    if number == 4:
        other[:, 6] = np.nan
    rows.append((name, np.round(one, 4), np.round(other, 4)))


def mean(scores):
    defined = ~np.isnan(scores)
    return np.where(defined.any(0), np.where(defined, scores, 0).sum(0) / np.maximum(defined.sum(0), 1), np.nan)


def estimate(group):
    table = np.array([mean(one) - mean(other) for name, one, other in rows if group in ("", name[0])])
    columns = []
    for metric in range(METRICS):
        values = table[~np.isnan(table[:, metric]), metric]
        means = values[random.integers(0, len(values), (DRAWS, len(values)))].mean(1)
        columns.append([values.mean(), *np.percentile(means, LOW + HIGH)])
    keys = ("mean", "low_from", "low_to", "high_from", "high_to")
    return {"rows": len(table), **dict(zip(keys, np.round(np.transpose(columns), 9).tolist()))}


def plain(scores):
    return [[None if np.isnan(value) else value for value in frame] for frame in scores.tolist()]


lines = [json.dumps({"name": name, "group": name[0], "one": plain(one), "other": plain(other)}) for name, one, other in rows]
expected = ["%s: %s" % (json.dumps(group), json.dumps(estimate(group))) for group in ("", "a", "b")]
print('{"rows": [\n%s],\n"expected": {\n%s}}' % (",\n".join(lines), ",\n".join(expected)))
