#!/usr/bin/env python3
"""The peer: DQN training steps a second in PyTorch on one thread, batch in hand, with target network, Huber, Adam.

usage: torch_step.py INPUTS HIDDEN ACTIONS BATCH SECONDS

Prints the best of twenty windows that take so long together (other work on the machine only ever slows), and the GFLOP/s
of a product 512 x 512 x 512, by which a slow BLAS is seen.
"""
import sys, time

import torch
from torch import nn

torch.set_num_threads(1)
inputs, hidden, actions, batch = map(int, sys.argv[1:5])
window = float(sys.argv[5]) / 20
torch.manual_seed(1)


def network():
    layers = [nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, actions)]
    return nn.Sequential(*layers)


online, target = network(), network()
target.load_state_dict(online.state_dict())
adam = torch.optim.Adam(online.parameters(), lr=1e-3, foreach=True)
huber = nn.SmoothL1Loss()
states, nexts = torch.rand(batch, inputs) * 2 - 1, torch.rand(batch, inputs) * 2 - 1
chosen, rewards = torch.randint(0, actions, (batch, 1)), torch.rand(batch) * 2 - 1


def step():
    with torch.no_grad():
        goals = rewards + 0.99 * target(nexts).max(1)[0]
    loss = huber(online(states).gather(1, chosen).squeeze(1), goals)
    adam.zero_grad()
    loss.backward()
    adam.step()


def rate(seconds):
    start = now = time.perf_counter()
    steps = 0
    while now - start < seconds:
        step()
        steps += 1
        if steps % 50 == 0:
            target.load_state_dict(online.state_dict())
        now = time.perf_counter()
    return steps / (now - start)


def product():
    a, b = torch.rand(512, 512), torch.rand(512, 512)
    best = 0.0
    for _ in range(20):
        start = time.perf_counter()
        a @ b
        best = max(best, 2 * 512**3 / (time.perf_counter() - start) / 1e9)
    return best


rate(10 * window)
print(max(rate(window) for _ in range(20)), product())
