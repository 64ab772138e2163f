"""Evaluates Nano on held-out dives and writes the table.

Launch: python -m training.recipes.evaluate --weights training/runs/focus/checkpoint.pt --dives 200
Reads a checkpoint; writes training/reports/evaluation.json, evaluation.md and outputs.txt (to be read by eye).
"""

from __future__ import annotations

import argparse
import functools
import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration

from ..data.outside import held_out_wordings
from ..data.questions import ask
from ..data.teacher import TASKS, Truth
from ..model.build import PIXELS, build_model
from ..simulator.plan import HELD_OUT_SEED_START
from ..simulator.renderer import open_dive
from .episodes import Episode, Picture, Player
from .report import write_report
from .scores import best_constant, moments_of, numbers_of, overlap, within

FIRST_SEED = HELD_OUT_SEED_START + 1000
REPORTS = Path(__file__).parent.parent / "reports"


def load_model(weights: Path, tokenizer: Tokenizer, size: str = "nano") -> Qwen2_5_VLForConditionalGeneration:
    """The model of a checkpoint, ready to answer."""
    model = build_model(tokenizer, size)
    model.load_state_dict(torch.load(weights, weights_only=True)["model"])
    return model.eval()


def rendered_dives(count: int) -> list[tuple[Truth, Picture]]:
    """Held-out dives, drawn directly at the model's size."""
    return [_rendered(FIRST_SEED + n) for n in range(count)]


def _rendered(seed: int) -> tuple[Truth, Picture]:
    dive = open_dive(seed, PIXELS)
    motion = dive.motion
    # The five tasks show many frames in common.
    return Truth(motion.frame_count, motion.takeoff_frame, motion.entry_frame), functools.cache(dive.frame)


def grey(_: int) -> np.ndarray:
    """The control: a picture that shows nothing."""
    return np.full((PIXELS, PIXELS, 3), 128, np.uint8)


def episodes_for(
    dives: list[tuple[Truth, Picture]], task: str, passive: int = 0, picture: Picture | None = None, unseen: bool = False
) -> list[Episode]:
    """One episode a dive; with `unseen` in wordings that training never used."""
    rng = np.random.default_rng([TASKS.index(task), 99])
    return [Episode(truth, task, ask(task, rng, unseen), picture or own, passive) for truth, own in dives]


def figures_of(episodes: list[Episode]) -> dict[str, float]:
    """The figures of a list of episodes of one task."""
    task = episodes[0].task
    truths = [e.truth for e in episodes]
    moments = [moments_of(task, e.answer) for e in episodes]
    row: dict[str, float] = {
        "formatValid": float(np.mean([e.fault is None for e in episodes])),
        "meanFrames": float(np.mean([len(e.dialogue.frames) for e in episodes])),
        "mostFrames": float(max(len(e.dialogue.frames) for e in episodes)),
        "meanLooks": float(np.mean([len(e.looks) for e in episodes])),
    }
    for index, name in enumerate(("takeoff", "entry")):
        if task in (name, "both"):
            values, right = [m[index] for m in moments], [t.moment(name) for t in truths]
            for tolerance in (0, 1, 2, 5):
                row[f"{name}Within{tolerance}"] = within(values, right, tolerance)
    if task in ("both", "flight"):
        rows = [overlap(a, None if b is None else b - 1, t.takeoff, t.entry - 1) for (a, b), t in zip(moments, truths, strict=True)]
        row["flightOverlap"] = float(np.mean(rows))
    if task == "length":
        values = [(numbers_of(e.answer) or [None])[0] for e in episodes]
        right = [t.entry - t.takeoff for t in truths]
        for tolerance in (2, 4):
            row[f"lengthWithin{tolerance}"] = within(values, right, tolerance)
    return row


def play_tasks(
    player: Player,
    dives: list[tuple[Truth, Picture]],
    tasks: tuple[str, ...],
    keep: list[Episode],
    passive: int = 0,
    picture: Picture | None = None,
    unseen: bool = False,
) -> dict[str, dict[str, float]]:
    """Plays each task on all dives and gives its figures; some episodes are kept to be read."""
    table = {}
    for task in tasks:
        episodes = episodes_for(dives, task, passive, picture, unseen)
        player.play(episodes)
        keep.extend(episodes[:10])
        table[task] = figures_of(episodes)
        print(task, passive or "", {k: round(v, 3) for k, v in table[task].items()}, flush=True)
    return table


def play_outside(player: Player, dives: list[tuple[Truth, Picture]], keep: list[Episode]) -> dict[str, float]:
    """Share of questions outside that are declined at once, for unseen wordings and unseen topics."""
    rows = held_out_wordings()
    episodes = []
    for number, (_, question) in enumerate(rows):
        truth, picture = dives[number % len(dives)]
        episodes.append(Episode(truth, "outside", question, picture))
    number_question = [Episode(t, "outside", "What is the dive number?", p) for t, p in dives[:20]]
    player.play(episodes + number_question)
    keep.extend(episodes)
    declined = [e.answer is not None and e.answer.startswith("cannot tell: I only") and not e.looks for e in episodes]
    kinds = {kind: [d for d, (k, _) in zip(declined, rows, strict=True) if k == kind] for kind in ("wording", "topic")}
    exact = [e.answer is not None and "reading the dive number" in e.answer for e in number_question]
    result = {
        "declined": float(np.mean(declined)),
        "declinedUnseenWordings": float(np.mean(kinds["wording"])),
        "declinedUnseenTopics": float(np.mean(kinds["topic"])),
        "questions": float(len(rows)),
        "diveNumberDeclinedWithReason": float(np.mean(exact)),
    }
    print("outside", result, flush=True)
    return result


def evaluate(player: Player, dives: list[tuple[Truth, Picture]], quick: bool = False) -> tuple[dict, list[Episode]]:
    """The whole table, and episodes to read."""
    keep: list[Episode] = []
    table: dict[str, object] = {"dives": len(dives), "firstSeed": FIRST_SEED}
    table["iterative"] = play_tasks(player, dives, TASKS[:3] if quick else TASKS, keep)
    table["outside"] = play_outside(player, dives, keep)
    table["iterativeUnseenWordings"] = play_tasks(player, dives[: max(len(dives) // 4, 1)], TASKS, keep, unseen=True)
    if not quick:
        for frames in (16, 24):
            table[f"passive{frames}"] = play_tasks(player, dives, ("both",), keep, frames)
        table["greyFrames"] = play_tasks(player, dives[: len(dives) // 2], ("both",), keep, 0, grey)
        table["bestConstant"] = best_constant([t for t, _ in dives])
    return table, keep


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("training/runs/focus/checkpoint.pt"))
    parser.add_argument("--dives", type=int, default=200)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--pipeline", type=int, default=0, help="dives to send through H.264 as well")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    tokenizer = Tokenizer.from_file("resources/models/nano/tokenizer.json")
    player = Player(load_model(args.weights, tokenizer), tokenizer)
    table, keep = evaluate(player, rendered_dives(args.dives), args.quick)
    if args.pipeline:
        from .pipeline import decoded_dives

        table["decodedVideo"] = play_tasks(player, decoded_dives(args.pipeline), TASKS[:3], keep)
    REPORTS.mkdir(exist_ok=True)
    (REPORTS / "evaluation.json").write_text(json.dumps(table, indent=2) + "\n")
    write_report(table, keep, REPORTS)


if __name__ == "__main__":
    main()
