"""Writes the three ONNX graphs, plain (fp16 weights, fp32 compute) and int8."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from transformers import PreTrainedModel

from .graphs import DecoderGraph, VisionGraph, head_width

OPSET = 20
NAMES = ("vision_encoder", "embed_tokens", "decoder_model_merged")


def _export(module: torch.nn.Module, args: tuple, inputs: list[str], outputs: list[str], shapes: object, path: Path) -> onnx.ModelProto:
    with torch.no_grad():
        program = torch.onnx.export(
            module.eval(), args, dynamo=True, opset_version=OPSET, input_names=inputs, output_names=outputs,
            dynamic_shapes=shapes, external_data=False, verbose=False,
        )  # fmt: skip
    program.save(str(path))
    return onnx.load(path)


def vision_graph(model: PreTrainedModel, folder: Path) -> onnx.ModelProto:
    """pixel_values, image_grid_thw (`grid_thw` for Qwen2-VL) -> image_features, and deepstack_features_{i} for Qwen3-VL."""
    grid = torch.tensor([[1, 8, 8], [1, 6, 10], [1, 4, 12]])
    patches = int(grid.prod(1).sum())
    shapes = {"pixel_values": {0: torch.export.Dim("patches", min=4)}, "image_grid_thw": {0: torch.export.Dim("images")}}
    module = VisionGraph(model)
    args = (torch.randn(patches, module.weight.shape[0]), grid)
    inputs = ["pixel_values", "grid_thw" if model.config.model_type == "qwen2_vl" else "image_grid_thw"]
    outputs = ["image_features", *deepstack_names(model)]
    return _export(module, args, inputs, outputs, shapes, folder / "vision.onnx")


def deepstack_names(model: PreTrainedModel) -> list[str]:
    """Outputs of the vision encoder that are inputs of the decoder; none before Qwen3-VL."""
    return [f"deepstack_features_{i}" for i in range(len(getattr(model.model.visual, "deepstack_visual_indexes", ())))]


def embed_graph(model: PreTrainedModel) -> onnx.ModelProto:
    """input_ids -> inputs_embeds: one Gather."""
    table = model.model.language_model.embed_tokens.weight.detach().float().numpy()
    graph = helper.make_graph(
        [helper.make_node("Gather", ["embed_tokens.weight", "input_ids"], ["inputs_embeds"])],
        "embed_tokens",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"])],
        [helper.make_tensor_value_info("inputs_embeds", TensorProto.FLOAT, ["batch_size", "sequence_length", table.shape[1]])],
        [numpy_helper.from_array(table, "embed_tokens.weight")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)


def decoder_graph(model: PreTrainedModel, folder: Path) -> onnx.ModelProto:
    """One decoder for prefill (past of length 0) and cached steps, with `num_logits_to_keep`."""
    config = model.config.text_config
    layers, kv = config.num_hidden_layers, config.num_key_value_heads
    width = head_width(config)
    dim = torch.export.Dim
    batch, tokens, before = dim("batch_size", max=4096), dim("sequence_length", max=32768), dim("past_length", max=32768)
    past = [torch.randn(2, kv, 5, width) for _ in range(2 * layers)]
    args = (
        torch.randn(2, 3, config.hidden_size),
        torch.ones(2, 8, dtype=torch.int64),
        torch.zeros(3, 2, 3, dtype=torch.int64),
        past,
    )
    shapes = {
        "inputs_embeds": {0: batch, 1: tokens},
        "attention_mask": {0: batch, 1: dim.DYNAMIC},
        "position_ids": {1: batch, 2: tokens},
        "past": [{0: batch, 2: before} for _ in past],
    }
    pairs = [f"{i}.{part}" for i in range(layers) for part in ("key", "value")]
    inputs = ["inputs_embeds", "attention_mask", "position_ids"] + [f"past_key_values.{p}" for p in pairs]
    if deepstack := deepstack_names(model):
        args = (*args, [torch.randn(2, 3, config.hidden_size) for _ in deepstack])
        shapes["deepstack"] = [{0: batch, 1: tokens} for _ in deepstack]
        inputs += deepstack
    graph = _export(DecoderGraph(model), args, inputs, ["hidden"] + [f"present.{p}" for p in pairs], shapes, folder / "decoder.onnx")
    return _with_logits(graph, model.lm_head.weight.detach().float().numpy())


def _with_logits(model: onnx.ModelProto, table: np.ndarray) -> onnx.ModelProto:
    """Appends: keep the last `num_logits_to_keep` positions (0 keeps all), then the output projection."""
    graph = model.graph
    constants = {"keep.zero": [0], "keep.all": [-(2**31)], "keep.end": [2**31 - 1], "keep.axis": [1]}
    for name, value in constants.items():
        graph.initializer.append(numpy_helper.from_array(np.array(value, np.int64), name))
    graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(table.T), "lm_head.weight"))
    graph.node.extend([
        helper.make_node("Reshape", ["num_logits_to_keep", "keep.axis"], ["keep.count"]),
        helper.make_node("Equal", ["keep.count", "keep.zero"], ["keep.is_all"]),
        helper.make_node("Neg", ["keep.count"], ["keep.from_end"]),
        helper.make_node("Where", ["keep.is_all", "keep.all", "keep.from_end"], ["keep.start"]),
        helper.make_node("Slice", ["hidden", "keep.start", "keep.end", "keep.axis"], ["keep.hidden"]),
        helper.make_node("MatMul", ["keep.hidden", "lm_head.weight"], ["logits"]),
    ])  # fmt: skip
    graph.input.append(helper.make_tensor_value_info("num_logits_to_keep", TensorProto.INT64, []))
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch_size", "kept_length", table.shape[0]])
    others = [o for o in graph.output if o.name != "hidden"]
    del graph.output[:]
    graph.output.extend([logits, *others])
    return model


def halve_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Stores large weights as fp16 and casts them back: half the file, the same fp32 compute."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    casts = []
    for tensor in copy.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and int(np.prod(tensor.dims)) >= 1024:
            name = tensor.name
            half = numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(half, name + ".half"))
            casts.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    nodes = casts + list(copy.graph.node)
    del copy.graph.node[:]
    copy.graph.node.extend(nodes)
    return copy


def quantize(model: onnx.ModelProto, folder: Path, signed: bool = True) -> onnx.ModelProto:
    """Dynamic int8 of the matrix products, one scale per output channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    source, target = folder / "plain.onnx", folder / "int8.onnx"
    del model.graph.value_info[:]
    onnx.save(model, source)
    quantize_dynamic(
        source,
        target,
        per_channel=True,
        weight_type=QuantType.QInt8 if signed else QuantType.QUInt8,
        op_types_to_quantize=["MatMul", "Gemm"],
    )
    return onnx.load(target)


def without_traces(model: onnx.ModelProto) -> onnx.ModelProto:
    """Traces of the exporting machine have no place in a shipped file."""
    model.doc_string = ""
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    return model


def write_graphs(model: PreTrainedModel, out: Path) -> None:
    """Writes onnx/{name}.onnx and onnx/{name}_int8.onnx."""
    folder = out / "onnx"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        graphs = {
            "vision_encoder": vision_graph(model, work),
            "embed_tokens": embed_graph(model),
            "decoder_model_merged": decoder_graph(model, work),
        }
        for name, graph in graphs.items():
            without_traces(graph)
            onnx.save(halve_weights(graph), folder / f"{name}.onnx")
            small = halve_weights(graph) if name == "embed_tokens" else quantize(graph, work)
            onnx.save(small, folder / f"{name}_int8.onnx")
