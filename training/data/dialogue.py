"""A dialogue as a list of messages, and its text in the chat format of the Qwen family."""

from __future__ import annotations

from dataclasses import dataclass, field

from .card import CARD, Card

IMAGE = "<|vision_start|><|image_pad|><|vision_end|>"


@dataclass
class Dialogue:
    """Text of a whole dialogue and the clip's frames in the order in which it shows them."""

    text: str
    frames: list[int] = field(default_factory=list)

    def user(self, content: str) -> None:
        self.text += f"<|im_start|>user\n{content}<|im_end|>\n"

    def assistant(self, content: str) -> None:
        self.text += f"<|im_start|>assistant\n{content}<|im_end|>\n"

    def show(self, frames: list[int], card: Card = CARD) -> str:
        """Labels and pictures of further frames."""
        parts = []
        for frame in frames:
            parts.append(card.label(frame, len(self.frames)) + IMAGE)
            self.frames.append(frame)
        return "".join(parts)


def open_dialogue(card: Card = CARD) -> Dialogue:
    """A dialogue that holds the system message."""
    return Dialogue(f"<|im_start|>system\n{card.prompts.system}<|im_end|>\n")


def first_message(dialogue: Dialogue, frames: list[int], frame_count: int, question: str, passive: bool,
                  answer_only: bool = False, card: Card = CARD) -> None:  # fmt: skip
    """Adds the first user message: frames with labels, then the question."""
    template = card.prompts.passive if passive else card.prompts.question
    text = template.replace("{frameCount}", str(frame_count)).replace("{lastFrame}", str(frame_count - 1))
    text = text.replace("{question}", question)
    dialogue.user(dialogue.show(frames, card) + text + (card.prompts.answerOnly if answer_only else ""))


def look_message(dialogue: Dialogue, first: int, last: int, frames: list[int], answer_only: bool,
                 card: Card = CARD) -> None:  # fmt: skip
    """Adds the user message with the frames of a look."""
    text = card.prompts.look.replace("{first}", str(first)).replace("{last}", str(last))
    text = text.replace("{count}", str(len(frames)))
    dialogue.user(text + dialogue.show(frames, card) + (card.prompts.answerOnly if answer_only else ""))
