"""Makes tiny random models of each family in each precision, and what PyTorch and onnxruntime write with them.

Launch: python -m training.export.tiny_families --out DIR [--family qwen3_vl] [--precisions fp32 q8]
        python -m training.export.tiny_families --out DIR --large
Writes DIR/<family>/ in the layout of transformers.js, with reference.json and patches.bin for an engine's tests (a few MB,
about two minutes). `--large` makes one model of about 40 million parameters for benchmarks, without a reference.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.transformers.float16 import convert_float_to_float16
from transformers import PreTrainedModel

from ..data.tokenizer import build_tokenizer
from .family_models import FAMILIES, LARGE, build_family, write_family_files
from .family_reference import reference_of, reference_patches
from .onnx_files import decoder_graph, embed_graph, quantize, vision_graph, without_traces

Graphs = dict[str, onnx.ModelProto]

SUFFIXES = {"fp32": "", "fp16": "_fp16", "q8": "_int8", "uint8": "_uint8", "q4": "_q4", "q4f16": "_q4f16"}


def copied(model: onnx.ModelProto) -> onnx.ModelProto:
    """Converters change what they are given."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    return copy


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Half precision throughout: weights, arithmetic, inputs, outputs and cache."""
    return convert_float_to_float16(copied(model), keep_io_types=False)


def four_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """Weights of matrix products in blocks of 32 four-bit numbers."""
    quantizer = MatMulNBitsQuantizer(copied(model), block_size=32, is_symmetric=True)
    quantizer.process()
    return quantizer.model.model


def eight_bits(model: onnx.ModelProto, folder: Path, signed: bool) -> onnx.ModelProto:
    return quantize(copied(model), folder, signed)


def in_precision(graph: onnx.ModelProto, precision: str, folder: Path) -> onnx.ModelProto:
    """One graph in one of the precisions in which models are published."""
    change: dict[str, Callable[[onnx.ModelProto], onnx.ModelProto]] = {
        "fp32": copied,
        "fp16": halved,
        "q8": lambda model: eight_bits(model, folder, signed=True),
        "uint8": lambda model: eight_bits(model, folder, signed=False),
        "q4": four_bits,
        "q4f16": lambda model: four_bits(halved(model)),
    }
    return change[precision](graph)


def plain_graphs(model: PreTrainedModel) -> Graphs:
    """The three graphs in single precision."""
    with tempfile.TemporaryDirectory() as scratch:
        graphs = {
            "vision_encoder": vision_graph(model, Path(scratch)),
            "embed_tokens": embed_graph(model),
            "decoder_model_merged": decoder_graph(model, Path(scratch)),
        }
    return {name: without_traces(graph) for name, graph in graphs.items()}


def save(graph: onnx.ModelProto, path: Path, external: bool) -> None:
    """In one file, or with its weights beside it as large models must be."""
    if external:
        onnx.save(graph, path, save_as_external_data=True, location=f"{path.name}_data", size_threshold=256)
    else:
        onnx.save(graph, path)


def write_precisions(graphs: Graphs, precisions: list[str], out: Path) -> None:
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for precision in precisions:
            for name, graph in graphs.items():
                changed = in_precision(graph, precision, Path(scratch))
                save(changed, out / "onnx" / f"{name}{SUFFIXES[precision]}.onnx", external=precision in ("fp32", "q4"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--family", choices=list(FAMILIES), action="append")
    parser.add_argument("--precisions", nargs="+", choices=list(SUFFIXES), default=list(SUFFIXES))
    parser.add_argument("--large", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(2)
    logging.disable(logging.INFO)
    tokenizer = build_tokenizer()
    if args.large:
        model = build_family(LARGE, tokenizer)
        print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f} million parameters")
        write_family_files(LARGE, model, tokenizer, args.out)
        write_precisions(plain_graphs(model), ["fp32"], args.out)
        return
    for name in args.family or FAMILIES:
        family, folder = FAMILIES[name], args.out / name
        model = build_family(family, tokenizer)
        write_family_files(family, model, tokenizer, folder)
        write_precisions(plain_graphs(model), args.precisions, folder)
        suffixes = {precision: SUFFIXES[precision] for precision in args.precisions}
        reference = reference_of(family, model, tokenizer, folder, suffixes)
        reference["patches"], patches = reference_patches(family)
        patches.tofile(folder / "patches.bin")
        (folder / "reference.json").write_text(json.dumps(reference) + "\n")
        for precision, replies in reference["replies"].items():
            print(name, precision, tokenizer.decode(replies[-1]))


if __name__ == "__main__":
    main()
