"""Functions that exist only inside the kernels that call them, compiled as far as LLVM's unoptimised code.

Numba optimises every function that it compiles and turns it into machine code, and does so again with each function
that the code is inlined into. Of small functions that only kernels call, nobody needs more than what is inlined.
"""

from __future__ import annotations

from typing import Any

from numba import _dynfunc
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import LoweringPass, register_pass
from numba.core.typed_passes import NativeLowering


class PartCompiler(CompilerBase):  # type: ignore[misc]  # numba has no types
    """Numba's compiler for functions that compiled ones call, and nobody else."""

    def define_pipelines(self) -> list[Any]:
        """Return Numba's passes, with the one that hands out the code behind the one that makes it."""
        self.state.flags.no_compile = True
        self.state.library = _Part(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.add_pass_after(_HandOut, NativeLowering)
        passes.finalize()
        return [passes]


class _Part(JITCodeLibrary):  # type: ignore[misc]  # numba has no types
    """Code that is linked into that of callers, and optimised there."""

    def finalize(self) -> None:
        """Link what this code calls."""
        for library in dict.fromkeys(self._linking_libraries):
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _HandOut(LoweringPass):  # type: ignore[misc]  # numba has no types
    """Tell Numba where callers find the code."""

    _name = "hand_out"

    def __init__(self) -> None:
        LoweringPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        """Register the lowered function under a Python function that cannot be called."""
        lowered, library = state["cr"], state.library
        library.finalize()
        key = _dynfunc.make_function(lowered.fndesc.lookup_module(), lowered.fndesc.qualname, "", 0, lowered.env, ())
        state.targetctx.insert_user_function(key, lowered.fndesc, [library])
        state["cr"] = lowered._replace(cfunc=key)
        return True
