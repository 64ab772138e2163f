"""Shared by the tests: the tokenizer and a tiny random model, made once."""

from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration

from training.data.tokenizer import build_tokenizer
from training.model.build import build_model


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return build_tokenizer()


@pytest.fixture(scope="session")
def tiny(tokenizer: Tokenizer) -> Qwen2_5_VLForConditionalGeneration:
    torch.set_num_threads(1)
    return build_model(tokenizer, "tiny", seed=3).eval()
