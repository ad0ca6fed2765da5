#!/usr/bin/env python3
"""IPS, SNIPS, DM and DR with Student intervals in numpy, as EvaluationSpeed does: rows a second. Arguments: rows, rounds."""
import sys, time
import numpy as np

CHUNK, ACTIONS = 100_000, 20
rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
g = np.random.default_rng(1)
policy = 0.1 + g.random((CHUNK, ACTIONS))
policy /= policy.sum(1, keepdims=True)
values = g.random((CHUNK, ACTIONS))
action = g.integers(0, ACTIONS, CHUNK)
propensity = np.full(CHUNK, 1 / ACTIONS)
reward = (g.random(CHUNK) < values[np.arange(CHUNK), action]).astype(float)
place = np.arange(CHUNK)
for _ in range(rounds):
    start = time.perf_counter()
    sums = np.zeros((5, 3))
    for _ in range(rows // CHUNK):
        w = policy[place, action] / propensity
        direct = np.einsum("ij,ij->i", policy, values)
        plain = w * reward
        robust = direct + w * (reward - values[place, action])
        for k, terms in enumerate((plain, direct, robust, w)):
            sums[k] += (terms.sum(), np.dot(terms, terms), np.dot(terms, w))
    n = rows
    mean, square, cross = sums[:, 0] / n, sums[:, 1] / n, sums[:, 2] / n
    ratio = mean[0] / mean[3]
    errors = np.sqrt((square[:3] - mean[:3] ** 2) / n)
    snips = np.sqrt((square[0] - 2 * ratio * cross[0] + ratio**2 * square[3]) / n) / mean[3]
    seconds = time.perf_counter() - start
    print(f"{rows / seconds / 1e6:.2f} million rows/s (dr {mean[2]:.6f} ± {errors[2]:.6f}, snips {ratio:.6f} ± {snips:.6f})")
samples, groups = 500, 16384
terms = g.random(groups)
start = time.perf_counter()
random = np.random.RandomState(1)
for _ in range(samples):
    np.mean(random.choice(terms, size=groups))
print(f"bootstrap of 10,000 × {groups} terms, 4 estimators: {4 * (time.perf_counter() - start) * 10_000 / samples:.2f} s")
