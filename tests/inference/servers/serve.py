"""Starts `transformers serve` as it is, on a machine whose PyTorch knows no GPU.

PyPI's torchvision brings its compiled operators for CUDA builds of PyTorch only, and declares shapes for two of them
while it is imported: naming these here lets the import pass. Pictures are decoded by Pillow instead.

Launch: PYTHONPATH=tests/inference/servers/.venv training/.venv/bin/python tests/inference/servers/serve.py FOLDER --port N
"""

import sys

import torch

if __name__ == "__main__":
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    from transformers.cli.transformers import main
    from transformers.models.auto import image_processing_auto

    image_processing_auto.DEFAULT_TO_PIL_BACKEND_IMAGE_PROCESSORS = ["Qwen2VLImageProcessor"]
    sys.argv = ["transformers", "serve", *sys.argv[1:]]
    main()
