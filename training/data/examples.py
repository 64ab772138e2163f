"""Training examples: phase pictures, captions, dialogues, refusals, arithmetic drills."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from ..model.positions import dialogue_positions
from .card import CARD, PHASES
from .dialogue import IMAGE, Dialogue, first_message, open_dialogue
from .outside import ask_outside, decline
from .pictures import TrainingDive, draw_seed
from .questions import ask
from .sampling import even_frames
from .teacher import TASKS, Truth, between, bracket_of, listing, teach

IMAGE_TOKENS = 16
POOL = 48


@dataclass
class Example:
    """One training sequence. `weights` [tokens] is the loss weight of predicting that token."""

    ids: np.ndarray
    positions: np.ndarray
    weights: np.ndarray
    pictures: np.ndarray
    phases: np.ndarray


class ExampleMaker:
    """Makes examples of every kind from a random generator."""

    def __init__(self, tokenizer: Tokenizer, rng: np.random.Generator, monitor: bool = False) -> None:
        self.tokenizer, self.rng, self.monitor = tokenizer, rng, monitor
        token = tokenizer.token_to_id
        self.image, self.start, self.end = token("<|image_pad|>"), token("<|im_start|>"), token("<|im_end|>")
        self.assistant = tokenizer.encode("assistant").ids[0]
        words = [tokenizer.encode(f"#0 frame 0 {p}, ").ids[3] for p in PHASES]
        self.phase_tokens = np.array(words)
        self.pool: list[TrainingDive] = []

    def dive(self) -> TrainingDive:
        """A dive from a small pool; each serves about three examples, as opening and drawing cost time."""
        if len(self.pool) < POOL or self.rng.random() < 0.35:
            fresh = TrainingDive(draw_seed(self.rng, self.monitor), self.rng)
            if len(self.pool) < POOL:
                self.pool.append(fresh)
            else:
                self.pool[int(self.rng.integers(POOL))] = fresh
            return fresh
        return self.pool[int(self.rng.integers(POOL))]

    def encode(self, text: str, pictures: list[np.ndarray], phases: list[int]) -> Example:
        """Tokens of a dialogue; the loss is on assistant turns only, phases count double."""
        raw = np.array(self.tokenizer.encode(text).ids)
        ids = np.repeat(raw, np.where(raw == self.image, IMAGE_TOKENS, 1))
        weights = np.zeros(len(ids), np.float32)
        starts = np.flatnonzero((ids[:-1] == self.start) & (ids[1:] == self.assistant)) + 3
        for start in starts:
            stop = start + int(np.argmax(ids[start:] == self.end)) + 1
            weights[start:stop] = 1
        weights[np.isin(ids, self.phase_tokens) & (weights > 0)] = 2
        return Example(
            ids,
            dialogue_positions(ids, self.image),
            weights,
            np.stack(pictures) if pictures else np.zeros((0, 112, 112, 3), np.uint8),
            np.array(phases, np.int64),
        )

    def telling_frames(self, truth: Truth, count: int) -> list[int]:
        """Frames at all distances from the boundaries, near ones most often; take-off, which is harder to see, twice."""
        frames = []
        for _ in range(count):
            away = int(np.exp(self.rng.uniform(0, np.log(30))))
            draw = self.rng.random()
            if draw < 0.32:
                frame = truth.takeoff - away
            elif draw < 0.64:
                frame = min(truth.takeoff + away - 1, truth.entry - 1)
            elif draw < 0.75:
                frame = max(truth.entry - away, truth.takeoff)
            elif draw < 0.86:
                frame = truth.entry + away - 1
            else:
                frame = int(self.rng.integers(0, truth.frame_count))
            frames.append(int(np.clip(frame, 0, truth.frame_count - 1)))
        return frames

    def phase_pictures(self, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pictures [count, 112, 112, 3] of one dive, their phases [count] and places [count, 7]."""
        dive = self.dive()
        frames = self.telling_frames(dive.truth, count)
        return (
            np.stack([dive.picture(f) for f in frames]),
            np.array([dive.truth.phase(f) for f in frames]),
            np.stack([dive.places(f) for f in frames]),
        )

    def caption(self) -> Example:
        """1 to 8 frames of one or two dives in shuffled order under any numbers: only looking helps."""
        rng = self.rng
        count = int(rng.integers(3, 9))
        dives = [self.dive() for _ in range(1 + int(rng.random() < 0.3))]
        pictures, phases, labels = [], [], []
        foreign = rng.random() < 0.5
        for position in range(count):
            dive = dives[position % len(dives)]
            frame = self.telling_frames(dive.truth, 1)[0]
            pictures.append(dive.picture(frame))
            phases.append(dive.truth.phase(frame))
            labels.append(int(rng.integers(0, 400)) if foreign else frame)
        if rng.random() < 0.4:
            order = np.argsort(labels, kind="stable")
            labels, pictures, phases = ([values[i] for i in order] for values in (labels, pictures, phases))
        slot = int(rng.choice([0, 0, 8, 16]))
        shown = "".join(CARD.label(label, slot + i) + IMAGE for i, label in enumerate(labels))
        dialogue = open_dialogue()
        dialogue.user(shown + "\nList the phases.")
        listed = ", ".join(f"#{slot + i} frame {n} {PHASES[p]}" for i, (n, p) in enumerate(zip(labels, phases, strict=True)))
        dialogue.assistant(f"<think>{listed}.</think><answer>listed</answer>")
        return self.encode(dialogue.text, pictures, phases)

    def dialogue(self) -> Example:
        """A whole dialogue of the oracle teacher; some clips are cut, some answers must come early."""
        rng = self.rng
        dive = self.dive()
        truth, offset = self._cut(dive.truth)
        task = str(rng.choice(TASKS, p=[0.24, 0.24, 0.28, 0.12, 0.12]))
        draw = rng.random()
        passive = 0 if draw > 0.14 else 16 if draw > 0.06 else 24
        looks = 2 if rng.random() > 0.10 else int(rng.integers(0, 2))
        dialogue = teach(truth, task, ask(task, rng), rng, looks, passive)
        pictures = [dive.picture(f + offset) for f in dialogue.frames]
        return self.encode(dialogue.text, pictures, [truth.phase(f) for f in dialogue.frames])

    def _cut(self, truth: Truth) -> tuple[Truth, int]:
        draw, rng = self.rng.random(), self.rng
        if draw < 0.85:
            return truth, 0
        if draw < 0.95:
            # Keeps both moments, loses some of what is before and after.
            first = int(rng.integers(0, max(truth.takeoff - 6, 1)))
            last = int(rng.integers(min(truth.entry + 6, truth.frame_count), truth.frame_count + 1))
        else:
            first = int(rng.integers(0, truth.frame_count - 40))
            last = int(rng.integers(first + 40, truth.frame_count + 1))
        return Truth(last - first, truth.takeoff - first, truth.entry - first), first

    def opening(self) -> Example:
        """The first turn of a dialogue alone: many questions for little."""
        rng = self.rng
        dive = self.dive()
        task = str(rng.choice(TASKS))
        dialogue = teach(dive.truth, task, ask(task, rng), rng)
        turn_end = dialogue.text.index("<|im_end|>", dialogue.text.index("<|im_start|>assistant"))
        text = dialogue.text[: turn_end + len("<|im_end|>\n")]
        frames = dialogue.frames[: CARD.initial_frames]
        return self.encode(text, [dive.picture(f) for f in frames], [dive.truth.phase(f) for f in frames])

    def refusal(self, with_frames: bool) -> Example:
        """A question outside, declined at once."""
        rng = self.rng
        question, names = ask_outside(rng)
        dialogue = open_dialogue()
        if with_frames:
            dive = self.dive()
            frames = even_frames(0, dive.truth.frame_count - 1, CARD.initial_frames)
            last = rng.random() < 0.1
            first_message(dialogue, frames, dive.truth.frame_count, question, rng.random() < 0.15, last)
            pictures = [dive.picture(f) for f in frames]
            phases = [dive.truth.phase(f) for f in frames]
        else:
            first_message(dialogue, [], int(rng.integers(60, 300)), question, rng.random() < 0.2)
            pictures, phases = [], []
        dialogue.assistant(decline(names))
        return self.encode(dialogue.text, pictures, phases)

    def drill(self) -> Example:
        """Midpoints, predecessors and differences; only the results are learnt."""
        rng = self.rng
        dialogue = Dialogue("<|im_start|>user\nCount.<|im_end|>\n")
        lines = []
        for _ in range(18):
            before = int(rng.integers(0, 330))
            after = before + int(rng.integers(1, 8) if rng.random() < 0.7 else rng.integers(1, 50))
            middle = (before + 1 + after) // 2
            if rng.random() < 0.5:
                name = "take-off" if rng.random() < 0.5 else "entry"
                lines.append(f" {name} lies between {before} and {after}: frame {middle}.")
            else:
                entry = before + int(rng.integers(12, 100))
                lines.append(f" {entry} - {before} = {entry - before}.")
                if rng.random() < 0.3:
                    lines.append(f" entry lies between {entry - 1} and {entry}: frame {entry}. last flight frame {entry - 1}.")
        dialogue.assistant("<think>" + "".join(lines) + "</think>")
        return self._learn_numbers(dialogue.text, ("frameĠ", "ĠframeĠ", "=Ġ"))

    def bracket_drill(self) -> Example:
        """Listings in words, each followed by the frames around a moment: where to look next is copying, not seeing."""
        rng = self.rng
        dialogue = Dialogue("<|im_start|>user\nCount.<|im_end|>\n")
        lines = []
        for _ in range(5):
            first = int(rng.integers(0, 220))
            frames = even_frames(first, first + int(rng.choice([2, 3, 4, 5, 6, 9, 14, 20, 30, 37, 119, 180])), 8)
            cut, end = sorted(int(n) for n in rng.integers(1, len(frames) + 2, 2))
            takeoff = frames[cut] if cut < len(frames) else 900
            truth = Truth(1000, takeoff, max(frames[end], takeoff + 1) if end < len(frames) else 901)
            text = listing(frames, int(rng.integers(0, 17)), truth)
            for name in ("takeoff", "entry"):
                bracket = bracket_of(frames, truth, name)
                if bracket is not None and rng.random() < 0.8:
                    settled = bracket.after - bracket.before < 9 and rng.random() < 0.6
                    text += between(name, bracket) + (f": frame {bracket.estimate}." if settled else ".")
            lines.append(text)
        dialogue.assistant("<think>" + " ".join(lines) + "</think>")
        return self._learn_numbers(dialogue.text, ("frameĠ", "betweenĠ", "ĠandĠ"))

    def _learn_numbers(self, text: str, after: tuple[str, ...]) -> Example:
        """The example whose loss is on numbers that follow one of the given tokens in the assistant's turn."""
        example = self.encode(text, [], [])
        tokens = [self.tokenizer.id_to_token(int(i)) for i in example.ids]
        learnt = np.zeros(len(tokens), np.float32)
        for at in range(3, len(tokens)):
            learnt[at] = float(tokens[at].isdigit() and tokens[at - 1] in after)
        example.weights = learnt
        return example
