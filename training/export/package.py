"""The files beside the graphs: configuration, tokenizer, preprocessor, and the card for the workstation."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration

from ..data.card import CARD
from ..data.tokenizer import tokenizer_config
from ..model.build import MEAN, STD

PIXELS = 112 * 112


def preprocessor_config() -> dict[str, object]:
    """Pictures of any shape become about 112x112 pixels: 16 tokens."""
    return {
        "image_processor_type": "Qwen2VLImageProcessor",
        "processor_class": "Qwen2_5_VLProcessor",
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": list(MEAN),
        "image_std": list(STD),
        "merge_size": 2,
        "min_pixels": PIXELS,
        "max_pixels": PIXELS,
        "size": {"shortest_edge": PIXELS, "longest_edge": PIXELS},
        "patch_size": 14,
        "temporal_patch_size": 2,
        "resample": 3,
        "rescale_factor": 1 / 255,
    }


def card(measured: dict, training: dict, name: str = "Nano") -> dict[str, object]:
    """`deepsport.json`: what the workstation has to know about the model."""
    return {
        "format": 1,
        "name": name,
        "edition": "1",
        "family": "qwen2_5_vl",
        "licence": "Apache-2.0",
        "summary": "A very small model that knows rendered dives only: it finds take-off, entry and flight, and says so "
        "when asked anything else.",
        "knows": [
            "when the diver leaves the board",
            "when the diver touches the water",
            "which frames show the flight",
            "how many frames the flight lasts",
        ],
        "declines": [
            "dive number, somersaults, twists, position",
            "scores, awards, degree of difficulty",
            "people, places, other sports, anything else",
        ],
        "initialFrames": CARD.initial_frames,
        "framesPerLook": CARD.frames_per_look,
        "passiveFrames": CARD.passive_frames,
        "maxTurns": CARD.max_turns,
        "maxFrames": CARD.max_frames,
        "contextTokens": CARD.context_tokens,
        "frameLabel": CARD.frame_label,
        "prompts": asdict(CARD.prompts),
        "measured": measured,
        "training": training,
    }


def write_package(
    model: Qwen2_5_VLForConditionalGeneration,
    tokenizer: Tokenizer,
    out: Path,
    measured: dict,
    training: dict,
    name: str = "Nano",
) -> None:
    """Writes every file of a model directory but the graphs."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"))
    _write(out / "tokenizer_config.json", tokenizer_config())
    config = model.config.to_dict()
    config.update(architectures=["Qwen2_5_VLForConditionalGeneration"], dtype="float32", torch_dtype="float32")
    config["text_config"].update(
        dtype="float32",
        rope_scaling={"type": "mrope", "mrope_section": config["text_config"]["rope_parameters"]["mrope_section"]},
        rope_theta=config["text_config"]["rope_parameters"]["rope_theta"],
    )
    _write(out / "config.json", config)
    generation = {
        "bos_token_id": config["text_config"]["bos_token_id"],
        "eos_token_id": [config["text_config"]["eos_token_id"]],
        "pad_token_id": config["text_config"]["pad_token_id"],
        "do_sample": False,
        "max_new_tokens": 320,
    }
    _write(out / "generation_config.json", generation)
    _write(out / "preprocessor_config.json", preprocessor_config())
    _write(out / "deepsport.json", card(measured, training, name))


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, default=str) + "\n")
