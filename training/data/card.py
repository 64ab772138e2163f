"""The protocol's texts and limits, as they stand in the model card `deepsport.json`."""

from __future__ import annotations

from dataclasses import dataclass, field

PHASES = ("board", "air", "water")


@dataclass(frozen=True)
class Prompts:
    """Texts of the user's side; names in braces are filled in."""

    system: str = "You find take-off, entry and flight in the video of a dive. Tool: frame_extraction_tool(first, last)."
    question: str = "\nThe clip has frames 0 to {lastFrame}. {question}"
    passive: str = "\nThe clip has frames 0 to {lastFrame}. Answer without the tool. {question}"
    look: str = "Frames {first} to {last}.\n"
    answerOnly: str = "\nAnswer now."  # noqa: N815 (the card's own key)


@dataclass(frozen=True)
class Card:
    """Limits of the protocol, as the engine reads them."""

    initial_frames: int = 8
    frames_per_look: int = 8
    passive_frames: int = 16
    max_turns: int = 4
    max_frames: int = 24
    context_tokens: int = 2048
    frame_label: str = "#{slot} frame {index}:"
    prompts: Prompts = field(default_factory=Prompts)

    def label(self, index: int, slot: int) -> str:
        """The text before a frame; `slot` counts all frames shown so far from 0."""
        return self.frame_label.replace("{index}", str(index)).replace("{slot}", str(slot))


CARD = Card()
