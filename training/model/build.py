"""Configuration and random initialisation of Nano."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

PIXELS = 112
"""Side of a training picture; 112 gives 8x8 patches and 16 tokens."""
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True)
class Size:
    """Widths and depths of one size of the model."""

    text_width: int
    text_layers: int
    text_heads: int
    key_value_heads: int
    text_inner: int
    vision_width: int
    vision_layers: int
    vision_heads: int
    vision_inner: int
    full_attention: tuple[int, ...]


SIZES = {
    "nano": Size(192, 4, 6, 2, 512, 128, 4, 4, 384, (1, 3)),
    "tiny": Size(32, 2, 2, 1, 64, 32, 2, 2, 64, (1,)),
}


def build_config(tokenizer: Tokenizer, size: Size) -> Qwen2_5_VLConfig:
    """The family's configuration in the given size."""
    ids = {t: tokenizer.token_to_id(t) for t in ("<|endoftext|>", "<|im_end|>", "<|image_pad|>", "<|video_pad|>",
                                                 "<|vision_start|>", "<|vision_end|>")}  # fmt: skip
    half = size.text_width // size.text_heads // 2
    side = (half - half // 4) // 2
    vocabulary = -(-tokenizer.get_vocab_size() // 32) * 32
    text = {
        "vocab_size": vocabulary,
        "hidden_size": size.text_width,
        "intermediate_size": size.text_inner,
        "num_hidden_layers": size.text_layers,
        "num_attention_heads": size.text_heads,
        "num_key_value_heads": size.key_value_heads,
        "max_position_embeddings": 4096,
        "rms_norm_eps": 1e-6,
        "use_sliding_window": False,
        "tie_word_embeddings": True,
        "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [half - 2 * side, side, side]},
        "bos_token_id": ids["<|endoftext|>"],
        "eos_token_id": ids["<|im_end|>"],
        "pad_token_id": ids["<|endoftext|>"],
    }
    vision = {
        "depth": size.vision_layers,
        "hidden_size": size.vision_width,
        "intermediate_size": size.vision_inner,
        "num_heads": size.vision_heads,
        "patch_size": 14,
        "spatial_merge_size": 2,
        "temporal_patch_size": 2,
        "window_size": 112,
        "fullatt_block_indexes": list(size.full_attention),
        "out_hidden_size": size.text_width,
    }
    return Qwen2_5_VLConfig(
        text_config=text,
        vision_config=vision,
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
        tie_word_embeddings=True,
    )


def number_features(width: int) -> np.ndarray:
    """Waves [1000, width] over the numbers 0..999: neighbours are alike, sums and differences are rotations."""
    periods = np.array([2, 3, 4, 5, 7, 8, 10, 12, 16, 24, 32, 48, 64, 100, 128, 200, 256, 400, 512, 1000, 2000])
    periods = periods[: width // 4]
    angle = 2 * np.pi * np.arange(1000)[:, None] / periods[None]
    waves = np.concatenate([np.cos(angle), np.sin(angle)], -1)
    return np.pad(waves, ((0, 0), (0, width - waves.shape[1])))


def build_model(tokenizer: Tokenizer, size: str = "nano", seed: int = 0) -> Qwen2_5_VLForConditionalGeneration:
    """A randomly initialised model whose number tokens start as waves of their value."""
    torch.manual_seed(seed)
    config = build_config(tokenizer, SIZES[size])
    config._attn_implementation = "sdpa"
    model = Qwen2_5_VLForConditionalGeneration(config)
    numbers = [tokenizer.token_to_id(str(n)) for n in range(1000)]
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim >= 2 and "embed_tokens" not in name:
                fan = weight[0].numel()
                torch.nn.init.normal_(weight, 0, fan**-0.5 * (0.5 if "proj" in name or "mlp" in name else 1.0))
        table = model.model.language_model.embed_tokens.weight
        waves = torch.tensor(number_features(table.shape[1]), dtype=table.dtype)
        torch.nn.init.normal_(table, 0, 0.03)
        table[numbers] = table[numbers] * 0.4 + 0.04 * waves
    return model
