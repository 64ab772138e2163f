"""The exported graphs give PyTorch's numbers, with the names and types that the engine expects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from training.export.check import compare, session
from training.export.onnx_files import write_graphs
from training.export.package import write_package


@pytest.fixture(scope="module")
def exported(tiny, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("model")
    write_graphs(tiny, out)
    write_package(tiny, tokenizer, out, {}, {}, "Random tiny")
    return out


def test_the_plain_graphs_agree_with_pytorch(tiny, exported: Path) -> None:
    # Weights are stored as fp16: about three digits.
    assert max(compare(tiny, exported).values()) < 5e-3


def test_the_int8_graphs_stay_near_pytorch(tiny, exported: Path) -> None:
    # Random weights overstate the loss of int8.
    assert max(compare(tiny, exported, "_int8").values()) < 0.4


def test_names_and_types_are_the_engines(exported: Path) -> None:
    vision = session(exported, "vision_encoder")
    assert [(i.name, i.type) for i in vision.get_inputs()] == [
        ("pixel_values", "tensor(float)"),
        ("image_grid_thw", "tensor(int64)"),
    ]
    assert [o.name for o in vision.get_outputs()] == ["image_features"]
    decoder = session(exported, "decoder_model_merged")
    names = {i.name for i in decoder.get_inputs()}
    assert {"inputs_embeds", "attention_mask", "position_ids", "num_logits_to_keep", "past_key_values.0.key"} <= names
    assert decoder.get_outputs()[0].name == "logits"
    assert "present.0.value" in {o.name for o in decoder.get_outputs()}


def test_the_files_beside_the_graphs_are_whole(exported: Path) -> None:
    config = json.loads((exported / "config.json").read_text())
    assert config["model_type"] == "qwen2_5_vl" and config["text_config"]["hidden_size"] == 32
    assert "chat_template" in json.loads((exported / "tokenizer_config.json").read_text())
    preprocessor = json.loads((exported / "preprocessor_config.json").read_text())
    assert preprocessor["min_pixels"] == preprocessor["max_pixels"] == 12544
    card = json.loads((exported / "deepsport.json").read_text())
    assert card["format"] == 1 and card["frameLabel"].count("{index}") == 1
