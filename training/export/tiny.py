"""Exports a randomly initialised model: the engine's tests need the shapes, not the skill.

Launch: python -m training.export.tiny --out DIR [--size nano|tiny]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ..data.tokenizer import build_tokenizer
from ..model.build import SIZES, build_model
from .onnx_files import write_graphs
from .package import write_package


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", choices=list(SIZES), default="nano")
    args = parser.parse_args()
    tokenizer = build_tokenizer()
    model = build_model(tokenizer, args.size).eval()
    write_package(model, tokenizer, args.out, {}, {"weights": "random"}, f"Random {args.size}")
    write_graphs(model, args.out)
    for path in sorted(args.out.rglob("*")):
        if path.is_file():
            print(path.stat().st_size, path.relative_to(args.out))


if __name__ == "__main__":
    main()
