"""The oracle teacher: it knows the truth and writes the dialogue that finds it.

Every thought lists the frames just shown with their phase, names the interval it wants to see, and asks for
exactly that interval. A moment between two frames that are not neighbours is answered by their midpoint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .card import CARD, PHASES
from .dialogue import Dialogue, first_message, look_message, open_dialogue
from .sampling import even_frames

TASKS = ("takeoff", "entry", "both", "flight", "length")
MOMENT_NAMES = {"takeoff": "take-off", "entry": "entry"}


@dataclass(frozen=True)
class Truth:
    """Truth of a clip. `takeoff` is the first frame without contact, `entry` the first that touches the water;
    both may lie outside the clip (a cut-off clip)."""

    frame_count: int
    takeoff: int
    entry: int

    def phase(self, frame: int) -> int:
        """0 board, 1 air, 2 water."""
        return 0 if frame < self.takeoff else 1 if frame < self.entry else 2

    def moment(self, name: str) -> int:
        return self.takeoff if name == "takeoff" else self.entry


@dataclass(frozen=True)
class Bracket:
    """Two seen frames with a moment between them: it lies in (before, after]."""

    before: int
    after: int

    @property
    def exact(self) -> bool:
        return self.after - self.before == 1

    @property
    def estimate(self) -> int:
        """Middle of before+1 … after, rounded down."""
        return (self.before + 1 + self.after) // 2


def bracket_of(frames: list[int], truth: Truth, name: str) -> Bracket | None:
    """The neighbouring seen frames around a moment, or None when the frames do not show it."""
    limit = truth.moment(name)
    before = [f for f in frames if f < limit]
    after = [f for f in frames if f >= limit]
    if not before or not after:
        return None
    return Bracket(max(before), min(after))


def listing(frames: list[int], first_slot: int, truth: Truth) -> str:
    """`#0 frame 0 board, #1 frame 23 board, …`"""
    items = [f"#{first_slot + i} frame {f} {PHASES[truth.phase(f)]}" for i, f in enumerate(frames)]
    return ", ".join(items) + "."


def between(name: str, bracket: Bracket) -> str:
    """The words that name an interval."""
    return f" {MOMENT_NAMES[name]} lies between {bracket.before} and {bracket.after}"


def _settled(name: str, bracket: Bracket) -> str:
    return f"{between(name, bracket)}: frame {bracket.estimate}."


def _turn(thought: str, action: str) -> str:
    return f"<think>{thought}</think>{action}"


def _call(bracket: Bracket) -> str:
    return f"<tool_call>frame_extraction_tool({bracket.before}, {bracket.after})</tool_call>"


def answer_text(task: str, takeoff: int, entry: int) -> tuple[str, str]:
    """Closing words of the thought, and the answer."""
    if task == "takeoff":
        return "", f"<answer>frame {takeoff}</answer>"
    if task == "entry":
        return "", f"<answer>frame {entry}</answer>"
    if task == "both":
        return "", f"<answer>take-off at frame {takeoff}, entry at frame {entry}</answer>"
    if task == "flight":
        return f" last flight frame {entry - 1}.", f"<answer>frames {takeoff} to {entry - 1}</answer>"
    return f" {entry} - {takeoff} = {entry - takeoff}.", f"<answer>{entry - takeoff} frames</answer>"


def missing_answer(name: str) -> str:
    """The answer when the first frames do not show the moment."""
    return f"<answer>cannot tell: these frames show no {MOMENT_NAMES[name]}.</answer>"


def teach(truth: Truth, task: str, question: str, rng: np.random.Generator, looks: int = 2,
          passive_frames: int = 0) -> Dialogue:  # fmt: skip
    """Writes the dialogue for a question. `looks` is how many looks the turn budget leaves; `passive_frames`
    above 0 shows that many frames at once and allows none."""
    dialogue = open_dialogue()
    names = ["takeoff", "entry"] if task in ("both", "flight", "length") else [task]
    passive = passive_frames > 0
    frames = even_frames(0, truth.frame_count - 1, passive_frames or CARD.initial_frames)
    looks = 0 if passive else looks
    first_message(dialogue, frames, truth.frame_count, question, passive, not passive and looks == 0)
    shown = listing(frames, 0, truth)
    brackets: dict[str, Bracket] = {}
    for name in names:
        bracket = bracket_of(frames, truth, name)
        if bracket is None:
            text = f" no {MOMENT_NAMES[name]} here."
            dialogue.assistant(_turn(shown + text, missing_answer(name)))
            return dialogue
        brackets[name] = bracket
    settled: dict[str, str] = {}
    used = 0
    while True:
        open_names = [n for n in names if n not in settled and not brackets[n].exact]
        if len(names) == 1 and used == 2:
            open_names = []
        if used >= looks or not open_names:
            break
        name = open_names[0]
        thought = shown + between(name, brackets[name])
        others = [n for n in open_names[1:]]
        thought += f",{between(others[0], brackets[others[0]])}." if others else "."
        if settled:
            thought = shown + "".join(settled.values()) + between(name, brackets[name]) + "."
        dialogue.assistant(_turn(thought, _call(brackets[name])))
        bracket = brackets[name]
        frames = even_frames(bracket.before, bracket.after, CARD.frames_per_look)
        used += 1
        slot = len(dialogue.frames)
        final = used >= looks
        look_message(dialogue, bracket.before, bracket.after, frames, final and (used < 2 or rng.random() < 0.6))
        shown = listing(frames, slot, truth)
        found = bracket_of(frames, truth, name)
        assert found is not None
        brackets[name] = found
        if len(names) == 2:
            settled[name] = _settled(name, found)
    closing = shown + "".join(_settled(n, brackets[n]) for n in names)
    words, answer = answer_text(task, brackets["takeoff"].estimate if "takeoff" in brackets else -1,
                                brackets["entry"].estimate if "entry" in brackets else -1)  # fmt: skip
    dialogue.assistant(_turn(closing + words, answer))
    return dialogue
