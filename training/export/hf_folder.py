"""Turns a shipped model directory back into a folder that transformers opens, for example to serve it.

Launch: python -m training.export.hf_folder --model resources/models/nano --out DIR
Reads the plain graphs (weights in half precision) and the files beside them; writes single precision weights that
compute the same. Needs no checkpoint. For trained models only: a graph stores equal weights once, and those of a random
model are equal all over.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

TEXT = ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj")
VISION = ("attn.qkv", "attn.proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj")
RESPONSE_TEMPLATE = {
    "defaults": {"role": "assistant"},
    "start_anchor": "<|im_start|>assistant\n",
    "fields": {
        "reasoning_content": {"open": "<think>", "close": "</think>", "content": "text"},
        "content": {"close": "<|im_end|>", "content": "text"},
    },
}
"""Thoughts apart, calls left in the text: the family's own template wants JSON in calls and fails on this protocol's."""


def weights_of(path: Path) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """Initialisers by their names, and those that are multiplied with, in the order of the graph."""
    graph = onnx.load(path).graph
    named = {i.name.removesuffix(".half"): numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer if i.data_type in (1, 10)}
    factors = [named[i] for n in graph.node if n.op_type == "MatMul" for i in n.input if i in named]
    return named, factors


def state_of(model: Path, layers: int, blocks: int) -> dict[str, torch.Tensor]:
    """The weights of a shipped directory under transformers' names."""
    text, text_factors = weights_of(model / "onnx/decoder_model_merged.onnx")
    vision, vision_factors = weights_of(model / "onnx/vision_encoder.onnx")
    table, _ = weights_of(model / "onnx/embed_tokens.onnx")
    state = {"lm_head.weight": table["embed_tokens.weight"], "model.language_model.embed_tokens.weight": table["embed_tokens.weight"]}
    state |= {f"model.language_model.{n}": w for n, w in text.items() if n.endswith(("proj.bias", "norm.weight"))}
    state |= {f"model.visual.{n}": w for n, w in vision.items() if n.startswith(("blocks.", "merger."))}
    patches, *rest = vision_factors
    state["model.visual.patch_embed.proj.weight"] = patches.T.reshape(-1, 3, 2, 14, 14)
    names = [f"model.visual.blocks.{i}.{n}.weight" for i in range(blocks) for n in VISION]
    state |= {n: w.T for n, w in zip(names, rest[: len(names)], strict=True)}
    names = [f"model.language_model.layers.{i}.{n}.weight" for i in range(layers) for n in TEXT]
    state |= {n: w.T for n, w in zip(names, text_factors[: len(names)], strict=True)}
    return {n: torch.from_numpy(np.ascontiguousarray(w)) for n, w in state.items()}


def write_folder(model: Path, out: Path) -> None:
    """Weights, configuration, tokenizer, chat template."""
    config = Qwen2_5_VLConfig.from_dict(json.loads((model / "config.json").read_text()))
    network = Qwen2_5_VLForConditionalGeneration(config)
    network.load_state_dict(state_of(model, config.text_config.num_hidden_layers, config.vision_config.depth))
    network.save_pretrained(out)
    for name in ("tokenizer.json", "preprocessor_config.json", "generation_config.json"):
        shutil.copy(model / name, out / name)
    tokenizer = json.loads((model / "tokenizer_config.json").read_text())
    (out / "chat_template.jinja").write_text(tokenizer["chat_template"])
    (out / "tokenizer_config.json").write_text(json.dumps({**tokenizer, "response_template": RESPONSE_TEMPLATE}, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("resources/models/nano"))
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    write_folder(args.model, args.out)
    print("written to", args.out)


if __name__ == "__main__":
    main()
