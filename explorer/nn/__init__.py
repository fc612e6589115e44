"""Nets as data, and their execution: graphs, operators, shape inference, the executor."""
