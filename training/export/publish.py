"""Exports a trained checkpoint as the shipped model directory, with its measured table and its model card.

Launch: python -m training.export.publish --weights training/runs/focus/checkpoint.pt --out resources/models/nano
Reads the checkpoint, training/reports/evaluation.json and the logs of training/runs; writes --out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from ..model.build import build_model
from ..recipes.report import headline, markdown
from ..recipes.stages import STAGES
from .check import compare
from .model_card import model_card
from .onnx_files import write_graphs
from .package import write_package

STAGE_NAMES = ("perception", "caption", "dialogue", "focus")


def training_facts(runs: Path) -> dict[str, object]:
    """Seeds, steps and minutes of every stage, from its log."""
    stages = {}
    for name in STAGE_NAMES:
        log = runs / name / "log.jsonl"
        if log.exists():
            last = json.loads(log.read_text().splitlines()[-1])
            stage = STAGES[name]
            stages[name] = {
                "seed": stage.seed,
                "steps": last["step"],
                "minutes": last["minutes"],
                "learningRate": stage.learning_rate,
                "examplesPerStep": vars(stage.plan),
            }
    minutes = sum(float(s["minutes"]) for s in stages.values())
    return {
        "data": "dives rendered by training/simulator, seeds below 1000000000; no recorded video, no other model's output",
        "hours": round(minutes / 60, 2),
        "hardware": "2 shared CPU cores",
        "initialisation": "random",
        "notes": "the mix of the focus stage was changed four times while it ran (first turns and composed wordings, drills of "
        "the frames around a moment, composed questions outside, more single pictures for the last quarter); examplesPerStep is the last one",
        "stages": stages,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("training/runs/focus/checkpoint.pt"))
    parser.add_argument("--evaluation", type=Path, default=Path("training/reports/evaluation.json"))
    parser.add_argument("--runs", type=Path, default=Path("training/runs"))
    parser.add_argument("--out", type=Path, default=Path("resources/models/nano"))
    parser.add_argument("--tokenizer", type=Path, default=Path("resources/models/nano/tokenizer.json"))
    parser.add_argument("--card-only", action="store_true", help="leave the graphs as they are")
    parser.add_argument("--draft", action="store_true", help="no evaluation yet")
    args = parser.parse_args()
    # The weights belong to the tokenizer they were trained with, which may be older than the question lists.
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    model = build_model(tokenizer, "nano")
    model.load_state_dict(torch.load(args.weights, weights_only=True)["model"])
    model.eval()
    facts = training_facts(args.runs)
    measured: dict[str, object] = {}
    if not args.draft:
        table = json.loads(args.evaluation.read_text())
        measured = {"headline": headline(table), **table}
        facts["parameters"] = sum(p.numel() for p in model.parameters())
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "README.md").write_text(model_card(facts, markdown(table)))
    write_package(model, tokenizer, args.out, measured, facts)
    if not args.card_only:
        write_graphs(model, args.out)
    for suffix in ("", "_int8"):
        print(suffix or "plain", {k: f"{v:.1e}" for k, v in compare(model, args.out, suffix).items()})
    total = 0
    for path in sorted(args.out.rglob("*")):
        if path.is_file():
            total += path.stat().st_size
            print(path.stat().st_size, path.relative_to(args.out))
    print(total, "bytes in all")


if __name__ == "__main__":
    main()
