"""A stage goes on where it stopped; the evaluation's arithmetic is right; an episode keeps the rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.data.teacher import Truth
from training.recipes.episodes import Episode, Player
from training.recipes.scores import best_constant, moments_of, overlap, within
from training.recipes.stages import STAGES
from training.recipes.train import train


def test_a_stage_resumes_from_its_checkpoint(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    tokenizer.save(str(path))
    stage = STAGES["smoke"]
    for _ in range(2):
        train(stage, 60, compiled=False, size="tiny", runs=tmp_path, tokenizer_path=path, max_steps=2)
    state = torch.load(tmp_path / "smoke" / "checkpoint.pt", weights_only=True)
    assert state["step"] == 4 and state["minutes"] > 0


def test_answers_are_read_as_moments() -> None:
    assert moments_of("takeoff", "frame 37") == (37, None)
    assert moments_of("both", "take-off at frame 37, entry at frame 80") == (37, 80)
    assert moments_of("flight", "frames 37 to 79") == (37, 80)
    assert moments_of("entry", "cannot tell: these frames show no entry.") == (None, None)


def test_scores_count_what_they_say() -> None:
    assert within([10, None, 13], [11, 5, 10], 1) == 1 / 3
    assert overlap(0, 9, 5, 14) == 5 / 15
    assert overlap(None, 3, 0, 3) == 0
    assert overlap(0, 3, 10, 12) == 0
    constant = best_constant([Truth(100, 50, 80)] * 3)
    assert constant["takeoffWithin2"] == 1.0 and constant["flightOverlap"] > 0.7


def episode() -> Episode:
    row = Episode(Truth(150, 40, 80), "takeoff", "?", lambda _: np.zeros((112, 112, 3), np.uint8))
    row.begin()
    return row


def test_an_episode_notes_each_kind_of_fault() -> None:
    call = "<think>take-off lies between {0} and {1}.</think><tool_call>frame_extraction_tool({0}, {1})</tool_call>"
    bad = {
        "format": "<think>x<answer>frame 3</answer>",
        "window outside the clip": call.format(140, 150),
        "thought names another interval": call.format(3, 9).replace("between 3", "between 4"),
    }
    for fault, text in bad.items():
        row = episode()
        row.take(text)
        assert row.fault == fault
    row = episode()
    row.take(call.format(21, 43))
    assert row.fault is None and row.looks == [(21, 43)] and len(row.dialogue.frames) == 16
    row.take(call.format(21, 43))
    assert row.fault == "repeated look"


def test_a_random_model_is_played_to_an_end(tiny, tokenizer: Tokenizer) -> None:
    rows = [episode(), episode()]
    Player(tiny, tokenizer).play(rows)
    assert all(not r.open for r in rows)
