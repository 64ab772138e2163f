"""Builds Nano's own tokenizer: byte-level BPE, one token for every number 0..999, the family's special tokens.

Launch: python -m training.data.tokenizer --out resources/models/nano
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from .card import CARD
from .outside import TOPICS, ask_outside_listed, decline
from .questions import QUESTIONS, ask_listed

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>")
TAGS = ("<think>", "</think>", "<tool_call>", "</tool_call>", "<answer>", "</answer>")
SLOTS = 64
PATTERN = r" ?\p{L}+ ?|\p{N}{1,3}|[^\s\p{L}\p{N}]+ ?|\s+"
"""Words keep one space on either side, numbers stand alone in groups of at most three digits."""

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}"
    "{% for part in message['content'] %}"
    "{% if part['type'] == 'image' or 'image' in part %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif 'text' in part %}{{ part['text'] }}{% endif %}"
    "{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def _corpus() -> list[str]:
    rng = np.random.default_rng(0)
    prompts = CARD.prompts
    lines = [prompts.system, prompts.question, prompts.passive, prompts.look, prompts.answerOnly] * 50
    shown = "0 frame 0 board, 0 frame 0 air, 0 frame 0 water. take-off lies between 0 and 0: frame 0. entry lies between 0 and 0,"
    lines += [
        shown,
        "last flight frame 0. 0 - 0 = 0. frame 0: frames 0 to 0 0 frames take-off at frame 0, entry at frame 0",
    ] * 300
    lines += ["cannot tell: these frames show no take-off. no entry here. frame_extraction_tool(0, 0)"] * 300
    lines += ["user\n", "assistant\n", "system\n"] * 300
    lines += [ask_listed(task, rng) for task in QUESTIONS for _ in range(400)]
    for _ in range(2500):
        question, names = ask_outside_listed(rng)
        lines += [question, decline(names)]
    lines += [decline(topic.names) for topic in TOPICS.values()]
    # A single digit is no merge: numbers get their tokens below.
    return [re.sub(r"\d+", "0", line) for line in lines]


def build_tokenizer(words: int = 700) -> Tokenizer:
    """Trains the word merges on the questions and builds the whole vocabulary around them."""
    split = [
        pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    draft = Tokenizer(models.BPE())
    draft.pre_tokenizer = pre_tokenizers.Sequence(split)
    trainer = trainers.BpeTrainer(vocab_size=len(alphabet) + words, initial_alphabet=alphabet, show_progress=False)
    draft.train_from_iterator(_corpus(), trainer)
    learnt = json.loads(draft.to_str())["model"]["merges"]
    vocabulary = {symbol: i for i, symbol in enumerate(alphabet)}
    merges: list[tuple[str, str]] = []
    # Numbers first: every way of joining digits ends in the same token.
    for number in range(10, 1000):
        text = str(number)
        vocabulary[text] = len(vocabulary)
        if number < 100:
            merges.append((text[0], text[1]))
    for number in range(100, 1000):
        text = str(number)
        merges.append((text[:2], text[2]))
        if text[1] != "0":
            merges.append((text[0], text[1:]))
    for left, right in (tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in learnt):
        if left + right not in vocabulary:
            vocabulary[left + right] = len(vocabulary)
        merges.append((left, right))
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, fuse_unk=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(split)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL])
    tokenizer.add_tokens([AddedToken(t, special=False, normalized=False) for t in TAGS])
    tokenizer.add_tokens([AddedToken(f"#{i}", special=False, normalized=False) for i in range(SLOTS)])
    return tokenizer


def tokenizer_config() -> dict[str, object]:
    """`tokenizer_config.json`, with the chat template."""
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": CARD.context_tokens,
        "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>",
        "additional_special_tokens": list(SPECIAL[1:]),
        "clean_up_tokenization_spaces": False,
        "add_prefix_space": False,
        "chat_template": CHAT_TEMPLATE,
    }


def save_tokenizer(out: Path) -> Tokenizer:
    """Writes tokenizer.json and tokenizer_config.json."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = build_tokenizer()
    tokenizer.save(str(out / "tokenizer.json"))
    (out / "tokenizer_config.json").write_text(json.dumps(tokenizer_config(), indent=2) + "\n")
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("resources/models/nano"))
    out = parser.parse_args().out
    print(save_tokenizer(out).get_vocab_size(), "tokens written to", out)


if __name__ == "__main__":
    main()
