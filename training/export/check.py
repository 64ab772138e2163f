"""Compares the exported graphs with PyTorch: vision (mixed sizes, windows), prefill, cached decode.

Launch: python -m training.export.check --size tiny
        python -m training.export.check --weights training/runs/focus/checkpoint.pt --model resources/models/nano
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from transformers import DynamicCache, Qwen2_5_VLForConditionalGeneration

from ..data.tokenizer import build_tokenizer
from ..model.build import SIZES, build_model
from .onnx_files import write_graphs


def session(folder: Path, name: str) -> onnxruntime.InferenceSession:
    """Opens one graph on the CPU, quietly."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(folder / "onnx" / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])


def compare(model: Qwen2_5_VLForConditionalGeneration, folder: Path, suffix: str = "") -> dict[str, float]:
    """Largest absolute differences between PyTorch and the graphs, relative to the largest value."""
    torch.manual_seed(1)
    model.eval()
    results: dict[str, float] = {}

    def note(name: str, got: np.ndarray, want: torch.Tensor) -> None:
        expected = want.detach().numpy()
        results[name] = float(np.abs(got - expected).max() / max(np.abs(expected).max(), 1e-6))

    vision = session(folder, "vision_encoder" + suffix)
    with torch.no_grad():
        for name, grid in {
            "vision": [[1, 8, 8]],
            "vision mixed sizes": [[1, 8, 8], [1, 6, 10], [1, 4, 4]],
            "vision windows": [[1, 12, 20], [1, 8, 8], [1, 18, 10]],
        }.items():
            grid_thw = torch.tensor(grid)
            patches = torch.randn(int(grid_thw.prod(1).sum()), 1176)
            feeds = {"pixel_values": patches.numpy(), "image_grid_thw": grid_thw.numpy()}
            note(name, vision.run(["image_features"], feeds)[0], model.model.visual(patches, grid_thw).pooler_output)
        _compare_text(model, folder, suffix, note)
    return results


def _compare_text(model: Qwen2_5_VLForConditionalGeneration, folder: Path, suffix: str, note) -> None:
    config = model.config.text_config
    ids = torch.randint(0, 900, (2, 24))
    embeds = model.model.language_model.embed_tokens(ids)
    got = session(folder, "embed_tokens" + suffix).run(["inputs_embeds"], {"input_ids": ids.numpy()})[0]
    note("embeddings", got, embeds)
    positions = torch.arange(24).view(1, 1, -1).repeat(3, 2, 1)
    positions[1, :, 8:16] += torch.tensor([0, 0, 1, 1, 2, 2, 3, 3])
    decoder = session(folder, "decoder_model_merged" + suffix)
    width = config.hidden_size // config.num_attention_heads
    pairs = [f"{i}.{p}" for i in range(config.num_hidden_layers) for p in ("key", "value")]
    empty = np.zeros((2, config.num_key_value_heads, 0, width), np.float32)
    feeds = {f"past_key_values.{p}": empty for p in pairs}
    outputs = ["logits"] + [f"present.{p}" for p in pairs]

    def run(first: int, last: int, past: dict, keep: int) -> list[np.ndarray]:
        return decoder.run(outputs, past | {
            "inputs_embeds": embeds[:, first:last].detach().numpy(),
            "attention_mask": np.ones((2, last), np.int64),
            "position_ids": positions[:, :, first:last].numpy(),
            "num_logits_to_keep": np.array(keep, np.int64),
        })  # fmt: skip

    cache = DynamicCache(config=config)
    hidden = model.model.language_model(inputs_embeds=embeds[:, :20], position_ids=positions[:, :, :20],
                                        past_key_values=cache, use_cache=True).last_hidden_state  # fmt: skip
    prefill = run(0, 20, feeds, 0)
    note("prefill", prefill[0], model.lm_head(hidden))
    later = {f"past_key_values.{p}": v for p, v in zip(pairs, prefill[1:], strict=True)}
    hidden = model.model.language_model(inputs_embeds=embeds[:, 20:], position_ids=positions[:, :, 20:],
                                        past_key_values=cache, use_cache=True).last_hidden_state  # fmt: skip
    note("cached decode", run(20, 24, later, 1)[0], model.lm_head(hidden[:, -1:]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SIZES), default="nano")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--suffix", default="")
    args = parser.parse_args()
    known = args.model and args.model / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(known)) if known else build_tokenizer()
    model = build_model(tokenizer, args.size)
    if args.weights:
        model.load_state_dict(torch.load(args.weights, weights_only=True)["model"])
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.model or Path(scratch)
        if not args.model:
            write_graphs(model, folder)
        for name, difference in compare(model, folder, args.suffix).items():
            print(f"{name:20s} {difference:.2e}")


if __name__ == "__main__":
    main()
