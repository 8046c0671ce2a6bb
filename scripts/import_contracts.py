"""A contract of ours for import-linter: packages that stand on the standard library alone.

Configured in ``pyproject.toml``; import-linter has no built-in kind that says
"nothing from outside" without naming every distribution of the world.
"""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

__all__ = ["StandardLibraryContract"]


class StandardLibraryContract(Contract):
    """Break where a package imports a module that neither Python nor the workspace brings.

    Options:
        - packages: the packages that must stand on the standard library.
        - allowed: top-level packages of the workspace that they may import too.
        - adapters: modules of theirs that exist to adapt an optional extra; exempt.
    """

    packages = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField())
    adapters = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every direct import of the packages' modules."""
        known = {*sys.stdlib_module_names, *_strings(self.allowed)}
        adapters = set(_strings(self.adapters))
        strangers = [
            (importer, imported)
            for package in _strings(self.packages)
            for importer in sorted({package, *graph.find_descendants(package)} - adapters)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.split(".")[0] not in known
        ]
        output.verbose_print(verbose, f"{len(strangers)} imports from outside.")
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that broke the contract."""
        for importer, imported in check.metadata["strangers"]:
            output.print_error(f"{importer} imports {imported}, which Python does not bring.")


def _strings(value: Any) -> list[str]:
    """Return what a ListField holds once parsed; its declared type is the field's own."""
    return list(value or [])
