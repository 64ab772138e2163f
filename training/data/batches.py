"""Examples to tensors, and a worker process that makes batches ahead of the training step."""

from __future__ import annotations

import multiprocessing
import os
import queue
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from .examples import Example, ExampleMaker


@dataclass(frozen=True)
class BatchPlan:
    """What one training step sees: so many examples of each kind."""

    pictures: int = 0
    caption: int = 0
    dialogue: int = 0
    refusal: int = 0
    drill: int = 0
    opening: int = 0
    bracket_drill: int = 0


@dataclass
class Batch:
    """Right-padded sequences of one group; `pictures` in order of the image slots."""

    ids: torch.Tensor
    positions: torch.Tensor
    weights: torch.Tensor
    pictures: torch.Tensor
    phases: torch.Tensor


LENGTHS = {"caption": 288, "dialogue": 896, "small": 352}
"""Tokens of a padded batch of each group: few fixed shapes compile once."""


def collate(examples: list[Example], pad: int, length: int = 0) -> Batch:
    """Pads to `length` tokens, or to the longest example if that is longer. Weights of padding are 0."""
    length = max(length, max(len(e.ids) for e in examples))
    ids = np.full((len(examples), length), pad, np.int64)
    positions = np.zeros((3, len(examples), length), np.int64)
    weights = np.zeros((len(examples), length), np.float32)
    for row, example in enumerate(examples):
        size = len(example.ids)
        ids[row, :size] = example.ids
        positions[:, row, :size] = example.positions
        weights[row, :size] = example.weights
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(positions),
        torch.from_numpy(weights),
        torch.from_numpy(np.concatenate([e.pictures for e in examples])),
        torch.from_numpy(np.concatenate([e.phases for e in examples])),
    )


def make_step(maker: ExampleMaker, plan: BatchPlan, pad: int) -> dict[str, Batch | tuple[torch.Tensor, ...]]:
    """The batches of one step, grouped by kind so that lengths are alike."""
    step: dict[str, Batch | tuple[torch.Tensor, ...]] = {}
    if plan.pictures:
        parts = [maker.phase_pictures(8) for _ in range(plan.pictures // 8)]
        step["pictures"] = tuple(torch.from_numpy(np.concatenate(column)) for column in zip(*parts, strict=True))
    if plan.caption:
        step["caption"] = collate([maker.caption() for _ in range(plan.caption)], pad, LENGTHS["caption"])
    if plan.dialogue:
        step["dialogue"] = collate([maker.dialogue() for _ in range(plan.dialogue)], pad, LENGTHS["dialogue"])
    small = [maker.opening() for _ in range(plan.opening)]
    small += [maker.refusal(i % 2 == 0) for i in range(plan.refusal)] + [maker.drill() for _ in range(plan.drill)]
    small += [maker.bracket_drill() for _ in range(plan.bracket_drill)]
    if small:
        step["small"] = collate(small, pad, LENGTHS["small"])
    return step


def on_device(step: dict, device: torch.device) -> dict:
    """The step's tensors on the device of the model."""
    moved = {}
    for name, value in step.items():
        if isinstance(value, Batch):
            moved[name] = Batch(**{k: v.to(device) for k, v in vars(value).items()})
        else:
            moved[name] = tuple(v.to(device) for v in value)
    return moved


def _work(out: multiprocessing.Queue, tokenizer_path: str, plan: BatchPlan, seed: int, number: int) -> None:
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(tokenizer_path)
    maker = ExampleMaker(tokenizer, np.random.default_rng([seed, number, 1]))
    parent = os.getppid()
    pad = tokenizer.token_to_id("<|endoftext|>")
    while True:
        step = make_step(maker, plan, pad)
        # Plain arrays travel more safely than shared tensors when a run is stopped.
        arrays = {k: _arrays(v) for k, v in step.items()}
        while True:
            try:
                out.put(arrays, timeout=5)
                break
            except queue.Full:
                if os.getppid() != parent:
                    return  # the training process is gone


def _arrays(value: Batch | tuple[torch.Tensor, ...]) -> tuple[np.ndarray, ...]:
    parts = vars(value).values() if isinstance(value, Batch) else value
    return tuple(p.numpy() for p in parts)


def stream_steps(tokenizer_path: Path, plan: BatchPlan, seed: int, workers: int = 1) -> Iterator[dict]:
    """Steps made ahead by worker processes; ends the workers when closed."""
    context = multiprocessing.get_context("fork")
    ready: multiprocessing.Queue = context.Queue(maxsize=6)
    team = [context.Process(target=_work, args=(ready, str(tokenizer_path), plan, seed, n), daemon=True) for n in range(workers)]
    for process in team:
        process.start()
    try:
        while True:
            try:
                arrays = ready.get(timeout=120)
            except queue.Empty as error:
                raise RuntimeError("the batch worker has stopped") from error
            tensors = {k: tuple(torch.from_numpy(a) for a in v) for k, v in arrays.items()}
            yield {k: v if k == "pictures" else Batch(*v) for k, v in tensors.items()}
    finally:
        for process in team:
            process.terminate()
