"""Trains one stage; a stopped run goes on from its checkpoint.

Launch: python -m training.recipes.train --stage perception
        python -m training.recipes.train --stage caption
        python -m training.recipes.train --stage dialogue [--minutes 45]
Reads resources/models/nano/tokenizer.json and the earlier stage's checkpoint; writes training/runs/<stage>/.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from ..data.batches import make_step, on_device, stream_steps
from ..data.examples import ExampleMaker
from ..model.build import build_model
from .losses import Trainee, step_loss
from .stages import STAGES, Stage

RUNS = Path(__file__).parent.parent / "runs"
TOKENIZER = Path("resources/models/nano/tokenizer.json")


def make_optimisers(trainee: Trainee, learning_rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside the layers, AdamW for embeddings, norms, biases and the helper."""
    matrices, others = [], []
    for name, weight in trainee.named_parameters():
        inner = weight.ndim == 2 and not any(part in name for part in ("embed_tokens", "helper", "places"))
        (matrices if inner else others).append(weight)
    return [
        torch.optim.Muon(matrices, lr=learning_rate, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=learning_rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def rate_at(share: float, warm: float, floor: float) -> float:
    """Share of the full learning rate: short warm-up, level, then down to `floor` over the last 55 %."""
    level = 1.0 if share < 0.45 else floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min((share - 0.45) / 0.55, 1)))
    return level * min(max(warm, 0.02), 1.0)


def save_run(folder: Path, trainee: Trainee, optimisers: list[torch.optim.Optimizer], step: int, minutes: float) -> None:
    """Writes the checkpoint in one move, so that a stop never leaves half a file."""
    state = {
        "model": trainee.model.state_dict(),
        "helper": trainee.helper.state_dict(),
        "places": trainee.places.state_dict(),
        "optimisers": [o.state_dict() for o in optimisers],
        "step": step,
        "minutes": minutes,
    }
    torch.save(state, folder / "new.pt")
    os.replace(folder / "new.pt", folder / "checkpoint.pt")


def load_weights(trainee: Trainee, path: Path) -> dict:
    """Loads model and helper from a checkpoint and returns it."""
    state = torch.load(path, weights_only=True, map_location="cpu")
    trainee.model.load_state_dict(state["model"])
    trainee.helper.load_state_dict(state["helper"])
    if "places" in state:
        trainee.places.load_state_dict(state["places"])
    return state


def train(stage: Stage, minutes: float, compiled: bool = True, size: str = "nano", runs: Path = RUNS,
          tokenizer_path: Path = TOKENIZER, max_steps: int | None = None, start: Path | None = None) -> dict[str, float]:  # fmt: skip
    """Runs the stage to its end (or for `max_steps` more steps) and returns the last figures."""
    folder = runs / stage.name
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    trainee = Trainee(build_model(tokenizer, size), compiled).to(device)
    optimisers = make_optimisers(trainee, stage.learning_rate)
    step, spent = 0, 0.0
    if (folder / "checkpoint.pt").exists():
        state = load_weights(trainee, folder / "checkpoint.pt")
        for optimiser, saved in zip(optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        step, spent = state["step"], state["minutes"]
    elif start is not None or stage.starts_from is not None:
        load_weights(trainee, start or runs / stage.starts_from / "checkpoint.pt")
    pad = tokenizer.token_to_id("<|endoftext|>")
    watcher = ExampleMaker(tokenizer, np.random.default_rng(7), monitor=True)
    watched = on_device(make_step(watcher, stage.plan, pad), device)
    phase_tokens = torch.from_numpy(watcher.phase_tokens).to(device)
    steps = stream_steps(tokenizer_path, stage.plan, stage.seed + 1000 * step)
    figures: dict[str, float] = {}
    begun, saved_at, first = time.time(), time.time(), step
    log = open(folder / "log.jsonl", "a")
    try:
        while True:
            elapsed = spent + (time.time() - begun) / 60
            done = elapsed >= minutes or (max_steps is not None and step - first >= max_steps)
            if done or time.time() - saved_at > 150:
                save_run(folder, trainee, optimisers, step, elapsed)
                saved_at = time.time()
            if done:
                return figures
            share = rate_at(elapsed / minutes, (step - first + 1) / 40, stage.rate_floor)
            for optimiser in optimisers:
                for group in optimiser.param_groups:
                    group["lr"] = stage.learning_rate * share
            with torch.autocast(device.type, torch.bfloat16):
                loss, figures = step_loss(trainee, on_device(next(steps), device), stage.helper_weight, phase_tokens)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(trainee.parameters(), 1.0)
            for optimiser in optimisers:
                optimiser.step()
                optimiser.zero_grad(set_to_none=True)
            step += 1
            if step % 10 == 0:
                row = {"step": step, "minutes": round(elapsed, 2), "rate": round(share, 3), "norm": round(float(norm), 2)}
                row |= {k: round(v, 4) for k, v in figures.items()}
                if step % 100 == 0:
                    with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
                        _, held = step_loss(trainee, watched, stage.helper_weight, phase_tokens)
                    row["held_out"] = {k: round(v, 4) for k, v in held.items()}
                log.write(json.dumps(row) + "\n")
                log.flush()
    finally:
        steps.close()
        log.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=list(STAGES), required=True)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    torch.set_num_threads(args.threads)
    stage = STAGES[args.stage]
    print(train(stage, args.minutes or stage.minutes, not args.no_compile))


if __name__ == "__main__":
    main()
