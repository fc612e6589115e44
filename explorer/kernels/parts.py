"""Functions that exist only inside the kernels that call them, compiled as far as LLVM's unoptimised code.

Numba optimises every function that it compiles and turns it into machine code, and does so again with each function
that the code is inlined into. Of small functions that only kernels call, nobody needs more than what is inlined.
"""

from __future__ import annotations

from typing import Any

from numba import _dynfunc
from numba.core.compiler_machinery import LoweringPass, register_pass

from explorer.kernels.compiler import Code, KernelCompiler


class _Part(Code):
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


class PartCompiler(KernelCompiler):
    """Numba's compiler for functions that compiled ones call, and nobody else."""

    back = (_HandOut, *KernelCompiler.back)
    code = _Part

    def define_pipelines(self) -> list[Any]:
        """Return the steps as Numba takes them, with the one that hands out the code behind those that make it."""
        self.state.flags.no_compile = True
        return super().define_pipelines()
