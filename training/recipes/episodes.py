"""Plays the protocol with a model: frames, thought, look, answer; many clips at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration

from ..data.card import CARD
from ..data.dialogue import Dialogue, first_message, look_message, open_dialogue
from ..data.examples import IMAGE_TOKENS
from ..data.sampling import even_frames
from ..data.teacher import Truth
from ..model.forward import vision_features
from ..model.generate import generate

TURN = re.compile(
    r"<think>(?P<thought>[^<]*)</think>"
    r"(?:<tool_call>frame_extraction_tool\((?P<first>\d+), (?P<last>\d+)\)</tool_call>|<answer>(?P<answer>[^<]*)</answer>)"
)
Picture = Callable[[int], np.ndarray]


@dataclass
class Episode:
    """One question about one clip. `picture` gives a frame as uint8 [112, 112, 3]."""

    truth: Truth
    task: str
    question: str
    picture: Picture
    passive_frames: int = 0
    dialogue: Dialogue = field(default_factory=open_dialogue)
    looks: list[tuple[int, int]] = field(default_factory=list)
    turns: int = 0
    answer: str | None = None
    fault: str | None = None
    features: list[torch.Tensor] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return self.answer is None and self.fault is None

    def begin(self) -> None:
        frames = even_frames(0, self.truth.frame_count - 1, self.passive_frames or CARD.initial_frames)
        first_message(self.dialogue, frames, self.truth.frame_count, self.question, self.passive_frames > 0)

    def take(self, text: str) -> None:
        """Takes the model's turn: keeps the answer, or makes the look, or notes what was wrong."""
        self.turns += 1
        self.dialogue.assistant(text)
        match = TURN.fullmatch(text)
        if match is None:
            self.fault = "format"
            return
        if match["answer"] is not None:
            self.answer = match["answer"]
            return
        first, last = int(match["first"]), int(match["last"])
        self.fault = self._fault_of_look(match["thought"], first, last)
        if self.fault is not None:
            return
        self.looks.append((first, last))
        frames = even_frames(first, last, CARD.frames_per_look)
        total = len(self.dialogue.frames) + len(frames)
        if total > CARD.max_frames:
            self.fault = "too many frames"
            return
        final = self.turns + 1 == CARD.max_turns or total >= CARD.max_frames
        look_message(self.dialogue, first, last, frames, final)

    def _fault_of_look(self, thought: str, first: int, last: int) -> str | None:
        if self.passive_frames or self.turns >= CARD.max_turns:
            return "look not allowed"
        if not 0 <= first < last < self.truth.frame_count:
            return "window outside the clip"
        if any(abs(first - a) <= 1 and abs(last - b) <= 1 for a, b in self.looks):
            return "repeated look"
        if f"between {first} and {last}" not in thought:
            return "thought names another interval"
        return None


class Player:
    """Plays episodes in batches on one model."""

    def __init__(self, model: Qwen2_5_VLForConditionalGeneration, tokenizer: Tokenizer, batch: int = 40) -> None:
        self.model, self.tokenizer, self.batch = model.eval(), tokenizer, batch
        self.image = tokenizer.token_to_id("<|image_pad|>")
        self.end = tokenizer.token_to_id("<|im_end|>")

    def play(self, episodes: list[Episode]) -> None:
        """Plays every episode to its end, in place."""
        for start in range(0, len(episodes), self.batch):
            group = episodes[start : start + self.batch]
            for episode in group:
                episode.begin()
            while True:
                waiting = [e for e in group if e.open]
                if not waiting:
                    break
                self._turn(waiting)

    @torch.no_grad()
    def _turn(self, episodes: list[Episode]) -> None:
        new = [(e, f) for e in episodes for f in e.dialogue.frames[len(e.features) :]]
        if new:
            pictures = torch.from_numpy(np.stack([e.picture(f) for e, f in new]))
            parts = torch.cat([vision_features(self.model, p) for p in pictures.split(128)])
            for (episode, _), feature in zip(new, parts, strict=True):
                episode.features.append(feature)
        prompts, features = [], []
        for episode in episodes:
            text = episode.dialogue.text + "<|im_start|>assistant\n"
            raw = np.array(self.tokenizer.encode(text).ids)
            prompts.append(np.repeat(raw, np.where(raw == self.image, IMAGE_TOKENS, 1)))
            features.append(torch.stack(episode.features) if episode.features else torch.zeros(0))
        for episode, tokens in zip(episodes, generate(self.model, prompts, features, self.end), strict=True):
            if tokens[-1] == self.end:
                tokens = tokens[:-1]
            episode.take(self.tokenizer.decode(tokens, skip_special_tokens=False))
