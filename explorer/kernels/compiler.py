"""The steps of Numba's and LLVM's that compile a kernel: those that loops over arrays and numbers need.

Numba has twice as many, after each of which it goes through the whole function once more; it has LLVM optimise each
function alone before it does all of them together; and Python looks through all that this leaves for garbage.
"""

from __future__ import annotations

from typing import Any, ClassVar

import llvmlite.binding as llvm
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase
from numba.core.compiler_machinery import PassManager
from numba.core.typed_passes import (
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.untyped_passes import FixupArgs, GenericRewrites, IRProcessing, ReconstructSSA, TranslateByteCode

from explorer.kernels.garbage import without_collecting


class Code(JITCodeLibrary):  # type: ignore[misc]  # numba has no types
    """The code of a kernel, which LLVM optimises when all that it calls is in it."""

    def _optimize_functions(self, module: Any) -> None:
        """Have a function's variables lie in registers: the least that makes what is copied into its callers small."""
        module.data_layout = self._codegen._data_layout
        builder, passes = self._codegen._pass_builder(), llvm.create_new_function_pass_manager()
        passes.add_sroa_pass()
        passes.add_simplify_cfg_pass()
        for function in module.functions:
            if not function.is_declaration:
                passes.run(function, builder)

    def _optimize_final_module(self) -> None:
        """Have LLVM optimise all of it: rotated loops, which others are not vectorised without; none is unrolled."""
        self._run(llvm.create_pipeline_tuning_options(0), rotated=True)
        options = llvm.create_pipeline_tuning_options(3)
        options.loop_vectorization, options.slp_vectorization, options.loop_unrolling = True, False, False
        self._run(options, rotated=False)

    def _run(self, options: Any, *, rotated: bool) -> None:
        builder = llvm.create_pass_builder(self._codegen._tm, options)
        passes = builder.getModulePassManager()
        if rotated:
            passes.add_loop_rotate_pass()
            passes.add_instruction_combine_pass()
            passes.add_jump_threading_pass()
        passes.run(self._final_module, builder)


class _Steps(PassManager):  # type: ignore[misc]  # numba has no types
    """Steps that nobody checks: Numba else looks at all variables' lifetimes after each, which only the last needs."""

    _ENFORCING = False


class KernelCompiler(CompilerBase):  # type: ignore[misc]  # numba has no types
    """Numba's compiler, without the steps for closures, generators, array expressions, literals and parallel loops.

    Attributes
    ----------
    front, back
        Steps as far as LLVM's code, and those behind.
    code
        What holds that.
    """

    front: ClassVar[tuple[Any, ...]] = (
        TranslateByteCode,
        FixupArgs,
        IRProcessing,
        GenericRewrites,
        ReconstructSSA,
        NopythonTypeInference,
        PreLowerStripPhis,
        IRLegalization,
        NativeLowering,
    )
    back: ClassVar[tuple[Any, ...]] = (NoPythonBackend,)
    code: ClassVar[type[Code]] = Code

    def define_pipelines(self) -> list[Any]:
        """Return the steps as Numba takes them."""
        self.state.library = self.code(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        self.state.library.enable_object_caching()
        steps = _Steps("kernel")
        for step in (*self.front, *self.back):
            steps.add_pass(step, step.__name__)
        steps.finalize()
        return [steps]

    def compile_extra(self, function: Any) -> Any:
        """Compile a function."""
        with without_collecting():
            return super().compile_extra(function)
