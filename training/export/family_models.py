"""Random models of each family, a few layers deep, and the files that belong beside their graphs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModelForImageTextToText, PreTrainedModel

from ..data.tokenizer import tokenizer_config


@dataclass(frozen=True)
class Family:
    """What distinguishes one family, as far as an engine can tell."""

    model_type: str
    patch: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    tied: bool
    text: dict[str, object] = field(default_factory=dict)
    vision: dict[str, object] = field(default_factory=dict)
    flat_config: bool = False
    """The text model's fields at the top, as the first of the family were published."""
    bounds_in_size: bool = False
    """Pixel bounds in `size` alone."""


CLIP_MEAN, CLIP_STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
HALF = (0.5, 0.5, 0.5)

FAMILIES = {
    "qwen2_vl": Family(
        "qwen2_vl", 14, CLIP_MEAN, CLIP_STD, tied=False, flat_config=True,
        text={"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}},
        vision={"embed_dim": 32, "hidden_size": 64, "mlp_ratio": 2},
    ),
    "qwen2_5_vl": Family(
        "qwen2_5_vl", 14, CLIP_MEAN, CLIP_STD, tied=True,
        text={"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}},
        vision={"hidden_size": 32, "out_hidden_size": 64, "intermediate_size": 64, "window_size": 56,
                "fullatt_block_indexes": [1]},
    ),
    "qwen3_vl": Family(
        "qwen3_vl", 16, HALF, HALF, tied=False, bounds_in_size=True,
        text={"head_dim": 24,
              "rope_parameters": {"rope_type": "default", "rope_theta": 5e6, "mrope_section": [4, 4, 4], "mrope_interleaved": True}},
        vision={"hidden_size": 32, "out_hidden_size": 64, "intermediate_size": 64, "num_position_embeddings": 64,
                "deepstack_visual_indexes": [0, 1]},
    ),
}  # fmt: skip

LARGE = Family(
    "qwen2_5_vl", 14, CLIP_MEAN, CLIP_STD, tied=True,
    text={"hidden_size": 512, "intermediate_size": 1408, "num_hidden_layers": 8, "num_attention_heads": 8,
          "num_key_value_heads": 2, "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [8, 12, 12]}},
    vision={"hidden_size": 320, "out_hidden_size": 512, "intermediate_size": 960, "depth": 8, "num_heads": 5, "window_size": 112,
            "fullatt_block_indexes": [3, 7]},
)  # fmt: skip
"""About 40 million parameters, for benchmarks: large enough that arithmetic outweighs calls."""


def build_family(family: Family, tokenizer: Tokenizer, seed: int = 7) -> PreTrainedModel:
    """A random model whose replies depend on its pictures and on where they stand."""
    torch.manual_seed(seed)
    ids = {name: tokenizer.token_to_id(token) for name, token in {
        "image_token_id": "<|image_pad|>", "video_token_id": "<|video_pad|>",
        "vision_start_token_id": "<|vision_start|>", "vision_end_token_id": "<|vision_end|>"}.items()}  # fmt: skip
    text = {
        "vocab_size": -(-tokenizer.get_vocab_size() // 32) * 32,
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 2048,
        "tie_word_embeddings": family.tied,
        "bos_token_id": tokenizer.token_to_id("<|endoftext|>"),
        "eos_token_id": tokenizer.token_to_id("<|im_end|>"),
        "pad_token_id": tokenizer.token_to_id("<|endoftext|>"),
        **family.text,
    }
    vision = {"depth": 3, "num_heads": 2, "patch_size": family.patch, "spatial_merge_size": 2, "temporal_patch_size": 2, **family.vision}
    config = AutoConfig.for_model(family.model_type, text_config=text, vision_config=vision, tie_word_embeddings=family.tied, **ids)
    model = AutoModelForImageTextToText.from_config(config)
    with torch.no_grad():
        for weight in model.parameters():
            if weight.ndim >= 2:
                torch.nn.init.normal_(weight, 0, weight[0].numel() ** -0.5)
    return model.float().eval()


def preprocessor(family: Family) -> dict[str, object]:
    """`preprocessor_config.json`: pictures of 4 to 24 tokens."""
    area = (2 * family.patch) ** 2
    size = {"shortest_edge": 4 * area, "longest_edge": 24 * area}
    bounds = {} if family.bounds_in_size else {"min_pixels": size["shortest_edge"], "max_pixels": size["longest_edge"]}
    return {
        "image_processor_type": "Qwen2VLImageProcessorFast" if family.bounds_in_size else "Qwen2VLImageProcessor",
        "image_mean": list(family.mean), "image_std": list(family.std), "do_convert_rgb": True, "do_normalize": True,
        "do_rescale": True, "do_resize": True, "rescale_factor": 1 / 255, "resample": 3, "patch_size": family.patch,
        "merge_size": 2, "temporal_patch_size": 2, "size": size, **bounds,
    }  # fmt: skip


def write_family_files(family: Family, model: PreTrainedModel, tokenizer: Tokenizer, out: Path) -> None:
    """Everything of a model's folder but its graphs."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"))
    config = model.config.to_dict()
    config.update(architectures=[type(model).__name__], torch_dtype="float32")
    text = config["text_config"]
    text["rope_scaling"] = {"type": "mrope", "mrope_section": text["rope_parameters"]["mrope_section"]}
    if family.flat_config:
        config = {**config.pop("text_config"), **config}
    generation = {"bos_token_id": text["bos_token_id"], "eos_token_id": [text["eos_token_id"]], "pad_token_id": text["pad_token_id"]}
    files = {"config.json": config, "generation_config.json": generation, "preprocessor_config.json": preprocessor(family),
             "tokenizer_config.json": tokenizer_config()}  # fmt: skip
    for name, value in files.items():
        (out / name).write_text(json.dumps(value, indent=2, default=str) + "\n")
