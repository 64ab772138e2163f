"""From PyTorch weights to the three ONNX graphs and the files beside them."""
