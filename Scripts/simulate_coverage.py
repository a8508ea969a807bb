#!/usr/bin/env python3
"""Write Tests/Goldens/statistics/coverage.md: how often the 95% intervals cover the truth, on units of real text.

usage: simulate_coverage.py [--jeoul COMMAND] [--corpora FOLDER] [--draws N] [--bca-draws N] [--block-draws N]

From the project's root; needs the corpora of the manifest's shared layout (by default ../shared/corpora), A.X 4.0's
vocabulary, and numpy and scipy. A population is all units of a corpus: its clusters, or its lines where it has none. A
draw takes n of them with replacement; the truth is the ratio of the population's sums. The intervals are computed here
a second time, apart from Jeoul's own code, whose agreement with SciPy the goldens check.
"""
import argparse
import csv
import os
import subprocess

import numpy as np
from scipy import stats

SUBJECT, BASELINE = "a.x-4.0", "o200k_base"
SIZES = (20, 50, 200)
LEVEL = 0.95


def token_counts(jeoul, path, vocabulary):
    out = subprocess.run(
        [jeoul, "encode", path, "--vocabulary", vocabulary, "--quiet"], check=True, capture_output=True, text=True)
    return np.array([len(line.split()) for line in out.stdout.split("\n")[:-1]])


def korean_characters(path):
    with open(path, encoding="utf-8") as file:
        return np.array([sum("가" <= c <= "힣" or "ㄱ" <= c <= "ㆎ" for c in line) for line in file])


def column(path, name):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    index = rows[0].index(name) if name else 0
    return [row[index] for row in rows[1:]]


def by_key(counts, keys):
    order = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    sums = np.zeros((len(order), counts.shape[1]))
    np.add.at(sums, [order[key] for key in keys], counts)
    return sums


def in_blocks(counts, size):
    return counts[: len(counts) // size * size].reshape(-1, size, counts.shape[1]).sum(axis=1)


def load(options):
    """Units of each kind of text: rows of subject's tokens, baseline's tokens, Korean characters."""
    folder = options.corpora

    def lines(name):
        path = os.path.join(folder, name)
        return np.stack(
            [token_counts(options.jeoul, path, v) for v in (SUBJECT, BASELINE)] + [korean_characters(path)],
            axis=1).astype(float)

    def clusters(name, column_name=None):
        return column(os.path.join(folder, name), column_name)

    nsmc = lines("nsmc-every-50th.txt")
    nsmc_films = by_key(nsmc, clusters("nsmc-every-50th.clusters.tsv"))
    nli = by_key(lines("klue-nli-dev.txt"), clusters("klue-nli-dev.clusters.tsv"))
    sts = by_key(lines("klue-sts-dev.txt"), clusters("klue-sts-dev.clusters.tsv"))
    flores_lines = [lines(f"flores200/kor_Hang.{part}") for part in ("dev", "devtest")]
    urls = [clusters(f"flores200/metadata_{part}.tsv", "URL") for part in ("dev", "devtest")]
    flores = by_key(np.concatenate(flores_lines), urls[0] + urls[1])
    english = np.concatenate([lines(f"flores200/eng_Latn.{part}") for part in ("dev", "devtest")])
    lines_with_sources = {
        "klue-nli": (lines("klue-nli-dev.txt"), clusters("klue-nli-dev.clusters.tsv")),
        "flores": (np.concatenate(flores_lines), urls[0] + urls[1]),
        "nsmc": (nsmc, clusters("nsmc-every-50th.clusters.tsv")),
    }
    return lines_with_sources, {
        "nsmc, films": nsmc_films, "klue-nli, premises": nli, "klue-sts, pairs": sts, "flores, sources": flores,
        "jhe, lines": lines("jhe-dev.ko"), "nsmc lines": nsmc,
        "flores, 10 lines": in_blocks(np.concatenate(flores_lines), 10),
        "english, 10 lines": in_blocks(english, 10), "nsmc, 20 lines": in_blocks(nsmc, 20),
    }


def draw_plain(units, rng, draws, n):
    return units[rng.integers(0, len(units), (draws, n))]


def draw_mixture(many, few, share):
    def draw(rng, draws, n):
        isFew = rng.random((draws, n)) < share
        a, b = draw_plain(many, rng, draws, n), draw_plain(few, rng, draws, n)
        return np.where(isFew[..., None], b, a)

    mean = (1 - share) * many.mean(axis=0) + share * few.mean(axis=0)
    return draw, mean[0] / mean[1]


def jackknife(sample):
    a, b = sample[..., 0], sample[..., 1]
    n = a.shape[1]
    top, bottom = a.sum(axis=1), b.sum(axis=1)
    ratio = top / bottom
    left = (top[:, None] - a) / (bottom[:, None] - b)
    error = np.sqrt((n - 1) / n * ((left - left.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))
    effective = bottom**2 / (b**2).sum(axis=1)
    half = stats.t.ppf((1 + LEVEL) / 2, np.maximum(effective - 1, 2)) * error
    return ratio - half, ratio + half


def stratified_jackknife(samples, weights):
    """R = Σ w·A/C ÷ Σ w·B/C; leaving a unit out of its stratum; n_eff from each unit's part of the denominator."""
    sums = [s.sum(axis=1) for s in samples]
    parts = [(w * t[:, 0] / t[:, 2], w * t[:, 1] / t[:, 2]) for w, t in zip(weights, sums)]
    top, bottom = sum(p[0] for p in parts), sum(p[1] for p in parts)
    ratio = top / bottom
    variance, squares = 0, 0
    for s, t, w, (x, y) in zip(samples, sums, weights, parts):
        n = s.shape[1]
        left = t[:, None, :] - s
        top_left = (top - x)[:, None] + w * left[..., 0] / left[..., 2]
        bottom_left = (bottom - y)[:, None] + w * left[..., 1] / left[..., 2]
        r = top_left / bottom_left
        variance = variance + (n - 1) / n * ((r - r.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
        squares = squares + ((w * s[..., 1] / t[:, 2][:, None]) ** 2).sum(axis=1)
    degrees = np.maximum(bottom**2 / squares - len(samples), 2)
    half = stats.t.ppf((1 + LEVEL) / 2, degrees) * np.sqrt(variance)
    return ratio - half, ratio + half


def bca(sample, rng, resamples=1000):
    """The BCa interval of each draw, as `scipy.stats.bootstrap` computes it, on resamples drawn here."""
    lows, highs = [], []
    for a, b in zip(sample[..., 0], sample[..., 1]):
        n = len(a)
        index = rng.integers(0, n, (resamples, n))
        theta = a.sum() / b.sum()
        boot = np.sort(a[index].sum(axis=1) / b[index].sum(axis=1))
        left = (a.sum() - a) / (b.sum() - b)
        u = left.mean() - left
        acceleration = (u**3).sum() / (6 * (u**2).sum() ** 1.5)
        below = ((boot < theta).sum() + (boot <= theta).sum()) / (2 * resamples)
        z0 = stats.norm.ppf(below)
        z = z0 + stats.norm.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        low, high = np.quantile(boot, stats.norm.cdf(z0 + z / (1 - acceleration * z)))
        lows.append(low)
        highs.append(high)
    return np.array(lows), np.array(highs)


# Blocks of adjacent documents, as Jeoul takes them where no clusters are known (RatioEstimator+Blocks.swift).
SHUFFLES, FEWEST_BLOCKS = 199, 30


def block_parts(count, length):
    blocks = count // length
    return np.arange(blocks + 1) * count // blocks


def block_variance(sums, length):
    """Of the rows' sums over nearly equal blocks; `sums` are running sums of residuals, a row each shuffle."""
    place = block_parts(sums.shape[-1] - 1, length)
    blocks = np.diff(sums[..., place], axis=-1)
    n = blocks.shape[-1]
    return n / (n - 1) * ((blocks - blocks.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)


def largest_ratio(residuals):
    """The largest of SE(blocks of 2, 4, 8 …) / SE(documents) of each row, and its length."""
    count = residuals.shape[-1]
    sums = np.concatenate([np.zeros(residuals.shape[:-1] + (1,)), residuals.cumsum(axis=-1)], axis=-1)
    single = block_variance(sums, 1)
    lengths = [1]
    ratios = [np.zeros(residuals.shape[:-1])]
    while count // (2 * lengths[-1]) >= FEWEST_BLOCKS:
        lengths.append(2 * lengths[-1])
        ratios.append(np.sqrt(block_variance(sums, lengths[-1]) / single))
    ratios = np.stack(ratios)
    best = ratios.argmax(axis=0)
    return ratios.max(axis=0), np.array(lengths)[best]


def block_length(documents, rng):
    """1, or the length of blocks that the documents need: the largest ratio against what 95% of the shuffles give."""
    if len(documents) < 2 * FEWEST_BLOCKS:
        return 1
    a, b = documents[:, 0], documents[:, 1]
    residuals = a - a.sum() / b.sum() * b
    ratio, length = largest_ratio(residuals)
    if length == 1 or ratio <= 1:
        return 1
    shuffled = rng.permuted(np.tile(residuals, (SHUFFLES, 1)), axis=1)
    reached = (largest_ratio(shuffled)[0] >= ratio).sum()
    return int(length) if reached <= (SHUFFLES + 1) // 20 - 1 else 1


def in_units(documents, length):
    place = block_parts(len(documents), length)
    return np.add.reduceat(documents, place[:-1], axis=0)


def drawn_by_source(documents, keys):
    """A draw of documents whose sources are drawn with replacement, the documents of each in their order."""
    order = {}
    for i, key in enumerate(keys):
        order.setdefault(key, []).append(i)
    sources = [documents[indices] for indices in order.values()]

    def draw(rng, n):
        parts, have = [], 0
        while have < n:
            part = sources[rng.integers(len(sources))]
            parts.append(part)
            have += len(part)
        whole = np.concatenate(parts)
        starts = np.cumsum([0] + [len(part) for part in parts])
        units = np.add.reduceat(whole, starts[:-1], axis=0)
        return whole, units

    return draw


def in_windows(documents, keys):
    """A row of n documents from where it happens to begin, the last followed by the first."""
    wrapped = np.concatenate([documents, documents])
    names = list(keys) + list(keys)

    def draw(rng, n):
        start = rng.integers(len(documents))
        return wrapped[start : start + n], by_key(wrapped[start : start + n], names[start : start + n])

    return draw


def blocks_table(name, draw, documents, draws, sizes=(100, 200, 500)):
    truth = documents[:, 0].sum() / documents[:, 1].sum()
    rows = ""
    for n in sizes:
        rng = np.random.default_rng(n)
        covered, lengths = np.zeros(3), []
        for _ in range(draws):
            lines, sources = draw(rng, n)
            length = block_length(lines, rng)
            lengths.append(length)
            for i, units in enumerate((lines, in_units(lines, length), sources)):
                low, high = jackknife(units[None])
                covered[i] += low[0] <= truth <= high[0]
        by_lines, by_blocks, by_sources = (100 * covered / draws).tolist()
        rows += row(name, n, by_lines, by_blocks, by_sources, 100 * np.mean(np.array(lengths) > 1))
        print(rows.splitlines()[-1], flush=True)
    return rows


def tally(interval, truth):
    low, high = interval
    return 100 * np.mean((low <= truth) & (truth <= high)), 100 * np.mean(high < truth), 100 * np.mean(low > truth)


def row(*cells):
    return "| " + " | ".join(f"{c:.1f}" if isinstance(c, float) else str(c) for c in cells) + " |\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jeoul", default=".build/release/jeoul")
    parser.add_argument("--corpora", default="../shared/corpora")
    parser.add_argument("--draws", type=int, default=8000)
    parser.add_argument("--bca-draws", type=int, default=2000)
    parser.add_argument("--block-draws", type=int, default=2000)
    parser.add_argument("--output", default="Tests/Goldens/statistics/coverage.md")
    options = parser.parse_args()
    documents, units = load(options)
    kinds = ("nsmc, films", "klue-nli, premises", "klue-sts, pairs", "flores, sources", "jhe, lines")
    populations = {
        name: (
            (lambda rng, draws, n, u=units[name]: draw_plain(u, rng, draws, n)),
            units[name][:, 0].sum() / units[name][:, 1].sum(),
        )
        for name in kinds
    }
    populations["mixture: nsmc lines, 10% of 10 flores lines"] = draw_mixture(
        units["nsmc lines"], units["flores, 10 lines"], 0.1)
    populations["mixture: sts pairs, 25% of 20 nsmc lines"] = draw_mixture(
        units["klue-sts, pairs"], units["nsmc, 20 lines"], 0.25)
    populations["two languages: nsmc lines, 10% of 10 English lines"] = draw_mixture(
        units["nsmc lines"], units["english, 10 lines"], 0.1)
    table = row("population", "units", "jackknife t", "lies below", "lies above", "BCa", "lies below", "lies above")
    table += row("---", *["--:"] * 7)
    for name, (draw, truth) in populations.items():
        for n in SIZES:
            rng = np.random.default_rng(n)
            ours = tally(jackknife(draw(rng, options.draws, n)), truth)
            other = tally(bca(draw(rng, options.bca_draws, n), rng), truth)
            table += row(name, n, *map(float, ours + other))
            print(table.splitlines()[-1], flush=True)
    strata = {
        "nsmc lines 50%, klue-nli 50%": ((units["nsmc lines"], units["klue-nli, premises"]), (0.5, 0.5), (0.5, 0.5)),
        "nsmc lines 80%, flores 20%": ((units["nsmc lines"], units["flores, sources"]), (0.8, 0.2), (0.5, 0.5)),
        "jhe 20%, sts 30%, nsmc 50%": (
            (units["jhe, lines"], units["klue-sts, pairs"], units["nsmc lines"]), (0.2, 0.3, 0.5), (0.3, 0.3, 0.4)),
    }
    mixed = row("mix", "units", "jackknife t", "lies below", "lies above") + row("---", *["--:"] * 4)
    for name, (parts, weights, shares) in strata.items():
        means = [part.mean(axis=0) for part in parts]
        truth = sum(w * m[0] / m[2] for w, m in zip(weights, means)) / sum(
            w * m[1] / m[2] for w, m in zip(weights, means))
        for n in SIZES:
            rng = np.random.default_rng(n)
            samples = [draw_plain(part, rng, options.draws, round(n * share)) for part, share in zip(parts, shares)]
            mixed += row(name, n, *map(float, tally(stratified_jackknife(samples, weights), truth)))
            print(mixed.splitlines()[-1], flush=True)
    blocks = row("documents", "n", "lines", "blocks", "sources", "blocks taken, %") + row("---", *["--:"] * 5)
    for name, (texts, keys) in documents.items():
        blocks += blocks_table(f"{name}, sources drawn", drawn_by_source(texts, keys), texts, options.block_draws)
    for name, (texts, keys) in documents.items():
        blocks += blocks_table(f"{name}, a window", in_windows(texts, keys), texts, options.block_draws)
    with open(options.output, "w", encoding="utf-8") as file:
        file.write(TEXT.format(draws=options.draws, bca=options.bca_draws, table=table, mixed=mixed, blocks=blocks, block_draws=options.block_draws))


TEXT = """\
# Coverage of the 95% intervals

How often the interval covers the truth: {draws:,} draws of n units each (BCa: {bca:,} draws of 1,000 resamples) from the
units of real text, tokens of A.X 4.0 to tokens of o200k_base. A unit is a cluster where the corpus has them. The standard
error of a coverage of 95% is 0.24 points (BCa 0.5).

    Scripts/simulate_coverage.py

*Jackknife t* is the interval of reports and verdicts; *BCa* is the cross-check. "Lies below" is the share of draws whose
interval lies wholly below the truth, in per cent like the coverage.

The two mixtures have few long units among many short ones. In the last population one unit in ten is ten English lines, whose
ratio is another altogether: of 20 units 12% of the draws have none of them, which no interval can know.

{table}
Under a stated mix, the units of each register drawn for themselves (degrees of freedom: n_eff less the number of registers):

{mixed}
## What blocks mend, and what they do not

Where it is not known which documents share a source, adjacent documents are tried as blocks of 2, 4, 8 … ({block_draws:,} draws
each; the standard error of a coverage is 0.5 points at 95%, 1.0 at 70%). *Lines*: each document a unit. *Blocks*: by that rule.
*Sources*: by what documents are known to share, which the rule does not see. Sources are drawn with replacement, the documents of
each in their order; or a window of adjacent documents is taken of the corpus from where it happens to begin, which is how
people cut a piece off a file: neighbours are alike there beyond their source (KLUE's come register by register, FLORES's page
by page of one site), and no interval from within a window can know what lies outside of it.

{blocks}
So blocks mend what is alike within a source, where its documents are several and follow each other, and not what is alike beyond
it. An interval over text whose sources are not known is the least that the uncertainty can be. Name what documents share
(`--cluster`) where it is known, and take documents from all over a corpus, not from one place of it.
"""


if __name__ == "__main__":
    main()
