"""Tokenizer, sampling, teacher and examples keep to the protocol."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jinja2
import numpy as np
import pytest
from tokenizers import Tokenizer

from training.data.batches import collate
from training.data.card import CARD
from training.data.examples import ExampleMaker
from training.data.outside import HELD_OUT_TOPICS, TOPICS, ask_outside, decline, held_out_wordings
from training.data.questions import COMBINED, QUESTIONS, ask
from training.data.sampling import even_frames
from training.data.teacher import TASKS, Truth, teach
from training.data.tokenizer import CHAT_TEMPLATE, PATTERN
from training.recipes.episodes import TURN

FIXTURE = Path(__file__).parents[2] / "tests" / "fixtures" / "protocol" / "sampling.json"


def test_even_sampling_agrees_with_the_shared_fixture() -> None:
    cases = json.loads(FIXTURE.read_text())["cases"]
    assert len(cases) > 20
    for case in cases:
        assert even_frames(case["first"], case["last"], case["count"]) == case["frames"]


def test_every_number_to_999_is_one_token(tokenizer: Tokenizer) -> None:
    assert all(len(tokenizer.encode(str(n)).ids) == 1 for n in range(1000))


@pytest.mark.parametrize("text", ["#3 frame 41 board, #4 frame 52 air.", "Grüße, 日本 🙂\ttab\n\nend  x", "12345 and 007", "a" * 300])
def test_text_survives_the_tokenizer(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=False) == text
    assert re.sub(r"\\p\{[LN]\}", "", PATTERN)  # the pattern is plain enough for JavaScript


def test_the_chat_template_writes_what_training_saw() -> None:
    rng = np.random.default_rng(0)
    written = teach(Truth(150, 40, 80), "takeoff", "When?", rng).text
    blocks = re.findall(r"<\|im_start\|>(\w+)\n(.*?)<\|im_end\|>\n", written, re.S)
    messages = []
    for role, content in blocks:
        parts = []
        for piece in re.split(r"(<\|vision_start\|><\|image_pad\|><\|vision_end\|>)", content):
            if piece:
                parts.append({"type": "image"} if piece.startswith("<|vision") else {"type": "text", "text": piece})
        messages.append({"role": role, "content": parts})
    assert jinja2.Template(CHAT_TEMPLATE).render(messages=messages, add_generation_prompt=False) == written


@pytest.mark.parametrize("task", TASKS)
def test_the_teacher_obeys_the_protocol(task: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(60):
        count = int(rng.integers(120, 261))
        length = int(count * rng.uniform(0.15, 0.35))
        takeoff = int(rng.integers(10, count - length - 5))
        truth = Truth(count, takeoff, takeoff + length)
        dialogue = teach(truth, task, "?", rng, looks=int(rng.integers(0, 3)))
        turns = re.findall(r"<\|im_start\|>assistant\n(.*?)<\|im_end\|>", dialogue.text, re.S)
        windows = []
        for number, turn in enumerate(turns):
            match = TURN.fullmatch(turn)
            assert match is not None
            assert (match["answer"] is not None) == (number == len(turns) - 1)
            if match["first"]:
                a, b = int(match["first"]), int(match["last"])
                assert 0 <= a < b < count and (a, b) not in windows
                assert f"between {a} and {b}" in match["thought"]
                windows.append((a, b))
        assert len(dialogue.frames) <= CARD.max_frames
        if task in ("takeoff", "entry") and len(windows) == 2:
            assert f"<answer>frame {truth.moment(task)}</answer>" in turns[-1]


def test_the_combined_question_keeps_its_exact_wording() -> None:
    assert COMBINED in QUESTIONS["both"]
    rng = np.random.default_rng(0)
    assert any(ask("both", rng) == COMBINED for _ in range(60))


def test_held_out_wordings_never_appear_in_training() -> None:
    rng = np.random.default_rng(0)
    asked = {ask_outside(rng)[0].lower() for _ in range(4000)}
    assert not asked & {w.lower() for _, w in held_out_wordings()}
    assert not set(TOPICS) & set(HELD_OUT_TOPICS)
    assert decline("the dive number").endswith("reading the dive number needs a full-size model.</answer>")


def test_composed_questions_are_whole_sentences_and_never_held_out() -> None:
    rng = np.random.default_rng(3)
    held_out = {w.lower() for wordings in QUESTIONS.values() for w in wordings[-2:]}
    for task in TASKS:
        for _ in range(400):
            text = ask(task, rng)
            assert "{" not in text and text.lower() not in held_out


def test_the_loss_is_on_assistant_tokens_only(tokenizer: Tokenizer) -> None:
    maker = ExampleMaker(tokenizer, np.random.default_rng(2))
    example = maker.dialogue()
    assert (example.ids == maker.image).sum() == 16 * len(example.pictures)
    learnt = tokenizer.decode([int(i) for i, w in zip(example.ids, example.weights, strict=True) if w > 0], skip_special_tokens=False)
    assert re.fullmatch(r"(<think>[^<]*</think><(tool_call|answer)>[^<]*</(tool_call|answer)><\|im_end\|>)+", learnt)
    batch = collate([example, maker.drill()], pad=0)
    assert batch.weights[1, len(maker.drill().ids) + 200 :].sum() == 0
    assert batch.pictures.shape[0] == batch.phases.shape[0] == len(example.pictures)


def test_drills_learn_results_only(tokenizer: Tokenizer) -> None:
    maker = ExampleMaker(tokenizer, np.random.default_rng(6))
    for example in (maker.drill(), maker.bracket_drill(), maker.bracket_drill()):
        learnt = [tokenizer.id_to_token(int(i)) for i in example.ids[example.weights > 0]]
        assert learnt and all(token.isdigit() for token in learnt)
    text = tokenizer.decode(maker.bracket_drill().ids.tolist())
    for sentence in text.split(". "):
        found = re.search(r"lies between (\d+) and (\d+)", sentence)
        if found:
            assert f"frame {found[1]} " in text and f"frame {found[2]} " in text


def test_an_opening_is_the_first_turn_alone(tokenizer: Tokenizer) -> None:
    example = ExampleMaker(tokenizer, np.random.default_rng(8)).opening()
    text = tokenizer.decode(example.ids.tolist(), skip_special_tokens=False)
    assert text.count("<|im_start|>assistant") == 1 and text.endswith("<|im_end|>\n") and len(example.pictures) == 8
