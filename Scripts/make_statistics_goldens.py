#!/usr/bin/env python3
"""Write Tests/Goldens/statistics/*.json: what SciPy makes of the counts that the tests give to Jeoul.

usage: make_statistics_goldens.py   (from the project's root; needs: pip install scipy==1.17.1 numpy==2.4.6 mpmath==1.3.0)

`scipy.stats.bootstrap` is handed Jeoul's own resamples, drawn here by a second implementation of its generator, so that
the intervals must agree to rounding and not merely within the noise of the simulation. `independent` is SciPy with a
generator of its own, as a check on the draws.
"""
import json
import math
import os
import random

import mpmath
import numpy as np
import scipy
from scipy import special, stats

MASK = (1 << 64) - 1
INCREMENT = 0x9E3779B97F4A7C15
RESAMPLES = 2000
SEED = 20250703


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class Stream:
    """SplitMix64 whose seed is output `number` of the generator of `seed`; Lemire's bounded draws from its halves."""

    def __init__(self, seed, number):
        self.state = mix((seed + INCREMENT * (number + 1)) & MASK)

    def draws(self, count):
        threshold = ((1 << 32) - count) % count
        drawn = []
        while len(drawn) < count:
            self.state = (self.state + INCREMENT) & MASK
            bits = mix(self.state)
            for half in (bits & 0xFFFFFFFF, bits >> 32):
                product = half * count
                if (product & 0xFFFFFFFF) >= threshold and len(drawn) < count:
                    drawn.append(product >> 32)
        return drawn


class JeoulGenerator(np.random.Generator):
    """Answers SciPy's requests for indices with Jeoul's: one request a sample (stratum), all resamples at once."""

    def __new__(cls, seed, resamples):
        return super().__new__(cls, np.random.PCG64(0))

    def __init__(self, seed, resamples):
        super().__init__(np.random.PCG64(0))
        self.streams = [Stream(seed, r) for r in range(resamples)]

    def integers(self, low, high=None, size=None, dtype=np.int64, endpoint=False):
        low, high = (0, low) if high is None else (low, high)
        assert low == 0 and not endpoint and size == (len(self.streams), high), (low, high, size)
        return np.array([stream.draws(high) for stream in self.streams], dtype=dtype)


def by_key(values, keys):
    order = list(dict.fromkeys(keys))
    sums = dict.fromkeys(order, 0)
    for value, key in zip(values, keys):
        sums[key] += value
    return np.array([sums[key] for key in order], dtype=float)


def scipy_intervals(case, top, bottom, rng):
    """SciPy's BCa interval of one ratio of a case, over cluster sums, within strata where there is a mix; the jackknife's."""
    n = len(case["columns"][top])
    clusters = case["clusters"] or [str(i) for i in range(n)]
    if case["mix"]:
        names = list(case["mix"])
        weights = list(case["mix"].values())
        members = [[i for i in range(n) if case["strata"][i] == name] for name in names]
    else:
        weights, members = [1], [list(range(n))]
    sums = [
        {name: by_key([c[i] for i in rows], [clusters[i] for i in rows]) for name, c in case["columns"].items()}
        for rows in members
    ]

    def statistic(*indices, axis):
        above, below = 0, 0
        for weight, columns, index in zip(weights, sums, indices):
            index = index.astype(int)
            a, b = columns[top][index].sum(axis=axis), columns[bottom][index].sum(axis=axis)
            c = columns[case["measure"]][index].sum(axis=axis) if case["mix"] else 1
            above, below = above + weight * (a / c), below + weight * (b / c)
        return above / below

    data = tuple(np.arange(len(columns[top])) for columns in sums)
    result = {"value": float(statistic(*data, axis=-1))}
    answer = stats.bootstrap(
        data, statistic, n_resamples=RESAMPLES, method="BCa", vectorized=True, rng=rng(), confidence_level=0.95)
    result["bca"] = [float(answer.confidence_interval.low), float(answer.confidence_interval.high)]
    return {**result, **jackknife(sums, weights, top, bottom, case, result["value"])}


def jackknife(sums, weights, top, bottom, case, value):
    """The jackknife's standard error, and Student's t interval and p-value, from the definition: every unit left out
    by itself."""

    def ratio(stratum, unit):
        above = below = 0.0
        for s, (weight, columns) in enumerate(zip(weights, sums)):
            kept = {name: np.delete(c, unit) if s == stratum else c for name, c in columns.items()}
            c = kept[case["measure"]].sum() if case["mix"] else 1.0
            above, below = above + weight * kept[top].sum() / c, below + weight * kept[bottom].sum() / c
        return above / below

    variance, parts = 0.0, []
    for s, (weight, columns) in enumerate(zip(weights, sums)):
        n = len(columns[top])
        left = np.array([ratio(s, unit) for unit in range(n)])
        variance += (n - 1) / n * ((left - left.mean()) ** 2).sum()
        parts.append(weight * columns[bottom] / (columns[case["measure"]].sum() if case["mix"] else 1.0))
    parts = np.concatenate(parts)
    effective = parts.sum() ** 2 / (parts**2).sum()
    degrees = max(effective - len(sums), 2)
    error = math.sqrt(variance)
    half = stats.t.ppf(0.975, degrees) * error
    return {
        "standard_error": error, "effective_units": float(effective), "degrees_of_freedom": float(degrees),
        "interval": [value - half, value + half], "p_value": float(2 * stats.t.sf(abs(value - 1) / error, degrees)),
    }


def skewed(rng, n, scale=1):
    """Documents of log-normal length, and their counts under two vocabularies."""
    subject, baseline, korean = [], [], []
    for _ in range(n):
        characters = int(math.exp(rng.gauss(3.5, 0.9))) + 2
        korean.append(characters * scale)
        subject.append(max(1, int(characters * rng.uniform(0.35, 0.75))) * scale)
        baseline.append(max(1, int(characters * rng.uniform(0.6, 1.1))) * scale)
    return {"subject": subject, "baseline": baseline, "korean_characters": korean}


def make_cases():
    # Below 60 documents, so that none are tried in blocks.
    rng = random.Random(20250703)
    plain = {"clusters": None, "strata": None, "mix": None, "measure": None}
    yield {"name": "skewed documents", **plain, "columns": skewed(rng, 56)}
    yield {"name": "twelve documents", **plain, "columns": skewed(rng, 12)}
    yield {"name": "counts beyond 32 bits", **plain, "columns": skewed(rng, 30, scale=10**9)}
    keys = [f"source {rng.randrange(25)}" for _ in range(90)]
    yield {"name": "clusters", **plain, "columns": skewed(rng, 90), "clusters": keys}
    strata = [rng.choice(["news", "chat"]) for _ in range(58)]
    yield {
        "name": "mix", "columns": skewed(rng, 58), "clusters": None, "strata": strata,
        "mix": {"news": 0.4, "chat": 0.6}, "measure": "korean_characters",
    }
    keys = [f"{name} {rng.randrange(12)}" for name in strata]
    yield {
        "name": "mix of clusters", "columns": skewed(rng, 58), "clusters": keys, "strata": strata,
        "mix": {"chat": 0.25, "news": 0.75}, "measure": "korean_characters",
    }


def student_tail(t, n):
    """By the incomplete beta function in forty digits: SciPy's loses some near 0."""
    with mpmath.workdps(40):
        z = mpmath.mpf(n) / (mpmath.mpf(n) + mpmath.mpf(t) ** 2)
        return float(mpmath.betainc(mpmath.mpf(n) / 2, mpmath.mpf(1) / 2, 0, z, regularized=True))


def distributions():
    xs = [-38, -20, -8, -5, -3.5, -3, -2.5, -1.96, -1, -0.1, 0, 1e-9, 0.3, 0.67, 1, 1.5, 2, 2.9, 3.1, 4, 6, 8]
    ps = [1e-300, 1e-30, 1e-12, 1e-5, 0.001, 0.025, 0.05, 0.0749, 0.0751, 0.2, 0.5, 0.7, 0.925, 0.975, 0.999, 1 - 1e-9]
    ts = [0, 1e-8, 0.1, 0.5, 1, 1.7, 1.96, 2.5, 4, 12.7, 60]
    degrees = [1, 1.5, 2, 2.0001, 3, 4, 7.25, 10, 18.6, 29, 38.4, 39.9, 40.1, 100, 999.5, 5000, 1e5, 3.3e6]
    return {
        "normal_cumulative": [[x, float(special.ndtr(x))] for x in xs],
        "normal_quantile": [[p, float(special.ndtri(p))] for p in ps],
        "student_tail": [[t, n, student_tail(t, n)] for t in ts for n in degrees],
        "student_quantile": [
            [p, n, float(stats.t.isf(p / 2, n))] for p in (0.2, 0.05, 0.01, 0.00625) for n in degrees
        ],
    }


def main():
    folder = "Tests/Goldens/statistics"
    os.makedirs(folder, exist_ok=True)
    cases = []
    for case in make_cases():
        case["ratios"] = []
        for top, bottom in (("subject", "baseline"), ("subject", "korean_characters")):
            exact = scipy_intervals(case, top, bottom, lambda: JeoulGenerator(SEED, RESAMPLES))
            other = scipy_intervals(case, top, bottom, lambda: np.random.default_rng(1))
            case["ratios"].append(
                {"numerator": top, "denominator": bottom, **exact, "independent_bca": other["bca"]})
        cases.append(case)
    versions = {"scipy": scipy.__version__, "numpy": np.__version__, "script": "Scripts/make_statistics_goldens.py"}
    write(f"{folder}/bootstrap.json", {"made_with": versions, "seed": SEED, "resamples": RESAMPLES, "cases": cases})
    write(f"{folder}/distributions.json", {"made_with": versions, **distributions()})


def write(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=None, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
