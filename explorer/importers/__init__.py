"""ONNX files to graphs, and graphs to ONNX files."""
