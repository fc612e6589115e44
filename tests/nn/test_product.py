from __future__ import annotations

import itertools

import numpy as np
import pytest

from explorer.errors import NetError
from explorer.nn.ops.base import Arena, Cut, KernelOp, Op
from explorer.nn.ops.product import Gemm, MatMul
from explorer.nn.spec import Array, Spec

RNG = np.random.default_rng(0)


def random(*shape: int) -> Array:
    return RNG.standard_normal(shape, np.float32)


def computed(op: KernelOp, *arrays: Array, known: bool) -> Array:
    """The output of an operator whose second input is, or is not, known when it is planned."""
    specs = [Spec(a.shape, a.dtype, a if known and i else None) for i, a in enumerate(arrays)]
    (spec,) = op.infer(specs)
    out = np.full(spec.shape, np.nan, spec.dtype)
    op.plan(specs, Arena())(arrays, (out,))
    return out


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((4,), (4,)),
        ((4,), (4, 5)),
        ((3, 4), (4,)),
        ((3, 4), (4, 5)),
        ((2, 3, 4), (4, 5)),
        ((2, 3, 4), (4,)),
        ((4,), (2, 4, 5)),
        ((2, 1, 4), (4, 5)),
        ((2, 3, 4), (2, 4, 5)),
        ((7, 1, 3, 40), (2, 40, 50)),
        ((1, 2000), (2000, 300)),
        ((100, 64), (64, 33)),
        ((49, 300), (300, 40)),
        ((2, 70, 520), (520, 136)),
        ((300, 24), (24, 104)),
    ],
)
def test_matmul_is_numpys(left: tuple[int, ...], right: tuple[int, ...], known: bool) -> None:
    a, b = random(*left), random(*right)
    np.testing.assert_allclose(computed(MatMul(), a, b, known=known), np.matmul(a, b), rtol=1e-4, atol=1e-4)


def test_matmul_of_integers_is_exact() -> None:
    a = np.arange(6).reshape(2, 3) * 2**40
    np.testing.assert_array_equal(MatMul().run([a, a.T])[0], a @ a.T)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("rows", [1, 3, 20])
@pytest.mark.parametrize("columns", [1, 17, 24])
def test_gemm_is_what_onnx_says(rows: int, columns: int, known: bool) -> None:
    for a_turned, b_turned in itertools.product((0, 1), (0, 1)):
        for shape in ((columns,), (1, columns), (rows, 1), (1,), (), (rows, columns)):
            a = random(*((9, rows) if a_turned else (rows, 9)))
            b = random(*((columns, 9) if b_turned else (9, columns)))
            c = random(*shape)
            op = Gemm(alpha=0.5, beta=2.0, transA=a_turned, transB=b_turned)
            wanted = 0.5 * (a.T if a_turned else a) @ (b.T if b_turned else b) + 2 * c
            np.testing.assert_allclose(computed(op, a, b, c, known=known), wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("op", "left", "right", "message"),
    [
        (Gemm(), (1, 4), (5, 3), "the weights take 5 numbers where 4 come in"),
        (Gemm(), (1, 4, 1, 1), (4, 3), "A has 4 axes"),
        (MatMul(), (2, 3), (4, 5), "cannot be multiplied"),
        (MatMul(), (2, 3, 4), (3, 4, 5), "do not broadcast"),
        (MatMul(), (), (3,), "a single number"),
    ],
)
def test_what_does_not_fit_is_told(op: Op, left: tuple[int, ...], right: tuple[int, ...], message: str) -> None:
    with pytest.raises(NetError, match=message):
        op.infer([Spec(left), Spec(right)])


@pytest.mark.parametrize(("rows", "known"), [(1, True), (1, False), (3, True)])
def test_gemm_writes_its_relu_along(rows: int, known: bool) -> None:
    a, b, c = random(rows, 9), random(9, 17), random(17)
    specs = [Spec(x.shape, x.dtype, x if known and i else None) for i, x in enumerate((a, b, c))]
    out, rectified = np.empty((rows, 17), np.float32), np.empty((rows, 17), np.float32)
    step = Gemm().plan_both(specs, Arena(), Cut())
    assert step is not None
    step([a, b, c], (out, rectified))
    np.testing.assert_allclose(out, a @ b + c, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(rectified, np.maximum(out, 0))
