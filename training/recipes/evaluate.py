"""Evaluates Nano on held-out dives and writes the table.

Launch: python -m training.recipes.evaluate --weights training/runs/focus/checkpoint.pt --dives 200
Reads a checkpoint; writes training/reports/evaluation.json, evaluation.md and outputs.txt (to be read by eye).
"""

from __future__ import annotations

import argparse
import functools
import json
import multiprocessing
from dataclasses import dataclass
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
from .pipeline import decoded_dives
from .report import outputs_text, write_report
from .scores import best_constant, moments_of, numbers_of, overlap, within

FIRST_SEED = HELD_OUT_SEED_START + 5000
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


@dataclass(frozen=True)
class Job:
    """One row of the table: a mode, a task, and how many dives it is asked about."""

    mode: str
    task: str
    dives: int
    passive: int = 0
    grey: bool = False
    unseen: bool = False


def jobs_for(dives: int, quick: bool, pipeline: int) -> list[Job]:
    """All rows of the table, the long ones first."""
    tasks = TASKS[:3] if quick else TASKS
    rows = [Job("decodedVideo", task, pipeline) for task in TASKS[:3] if pipeline]
    rows += [Job("iterative", task, dives) for task in tasks]
    if not quick:
        rows += [Job("passive16", "both", dives, 16), Job("passive24", "both", dives, 24)]
    rows += [Job("iterativeUnseenWordings", task, max(dives // 5, 1), unseen=True) for task in tasks]
    if not quick:
        rows.append(Job("greyFrames", "both", max(dives // 2, 1), grey=True))
    return [*rows, Job("outside", "", dives)]


class Evaluator:
    """Plays jobs on one model; the dives are opened when first needed."""

    def __init__(self, weights: Path, tokenizer: Path, dives: int) -> None:
        loaded = Tokenizer.from_file(str(tokenizer))
        self.player = Player(load_model(weights, loaded), loaded)
        self.dives = rendered_dives(dives)
        self.decoded: list[tuple[Truth, Picture]] = []

    def run(self, job: Job) -> tuple[dict[str, float], str]:
        """The figures of a job, and some of its dialogues as text."""
        if job.mode == "outside":
            figures, episodes = play_outside(self.player, self.dives)
            return figures, outputs_text(episodes)
        dives = self.dives[: job.dives]
        if job.mode == "decodedVideo":
            self.decoded = self.decoded or decoded_dives(job.dives)
            dives = self.decoded
        episodes = episodes_for(dives, job.task, job.passive, grey if job.grey else None, job.unseen)
        self.player.play(episodes)
        return figures_of(episodes), outputs_text(episodes[:10])


def play_outside(player: Player, dives: list[tuple[Truth, Picture]]) -> tuple[dict[str, float], list[Episode]]:
    """Share of questions outside that are declined at once, for unseen wordings and unseen topics."""
    rows = held_out_wordings()
    episodes = []
    for number, (_, question) in enumerate(rows):
        truth, picture = dives[number % len(dives)]
        episodes.append(Episode(truth, "outside", question, picture))
    number_question = [Episode(t, "outside", "What is the dive number?", p) for t, p in dives[:20]]
    player.play(episodes + number_question)
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
    return result, episodes


_evaluator: Evaluator | None = None


def _open(weights: Path, tokenizer: Path, dives: int) -> None:
    global _evaluator
    torch.set_num_threads(1)
    _evaluator = Evaluator(weights, tokenizer, dives)


def _run(job: Job) -> tuple[Job, dict[str, float], str]:
    assert _evaluator is not None
    return (job, *_evaluator.run(job))


def evaluate(weights: Path, tokenizer: Path, dives: int, quick: bool, pipeline: int, processes: int) -> tuple[dict, list[str]]:
    """The whole table, and dialogues to read. One thread a process: decoding is too small for more."""
    table: dict[str, object] = {"dives": dives, "firstSeed": FIRST_SEED}
    texts: list[str] = []
    with multiprocessing.get_context("spawn").Pool(processes, _open, (weights, tokenizer, dives)) as pool:
        for job, figures, text in pool.imap_unordered(_run, jobs_for(dives, quick, pipeline)):
            if job.task:
                table.setdefault(job.mode, {})[job.task] = figures
            else:
                table[job.mode] = figures
            texts.append(text)
            print(job.mode, job.task, {k: round(v, 3) for k, v in figures.items()}, flush=True)
    table["bestConstant"] = best_constant([t for t, _ in rendered_dives(dives)])
    return table, texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("training/runs/focus/checkpoint.pt"))
    parser.add_argument("--tokenizer", type=Path, default=Path("resources/models/nano/tokenizer.json"))
    parser.add_argument("--dives", type=int, default=200)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--pipeline", type=int, default=0, help="dives to send through H.264 as well")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=REPORTS)
    args = parser.parse_args()
    table, texts = evaluate(args.weights, args.tokenizer, args.dives, args.quick, args.pipeline, args.processes)
    args.out.mkdir(exist_ok=True)
    (args.out / "evaluation.json").write_text(json.dumps(table, indent=2) + "\n")
    write_report(table, texts, args.out)


if __name__ == "__main__":
    main()
