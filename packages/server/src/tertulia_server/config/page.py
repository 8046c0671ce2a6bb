"""The page that shows every key of the configuration file."""

import dataclasses
from typing import Any, Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_server.config.values import NAMED_SECTIONS, SECTIONS

__all__ = ["render_defaults"]

_ = Catalogue("tertulia_server").gettext

_RESTART: Final = N_("(Needs a restart.)")


def render_defaults() -> str:
    """Return a complete configuration file: every key with its default and what it is for."""
    parts = []
    for section, kind in SECTIONS.items():
        parts.append(f"[{section}]")
        for key in dataclasses.fields(kind):
            parts.append(_explain(key))
            parts.append(_render(key.name, key.default))
        parts.append("")
    for section, kind in NAMED_SECTIONS.items():
        parts.append(f"# [{section}.NAME]")
        for key in dataclasses.fields(kind):
            parts.append(_explain(key))
            parts.append(f"# {key.name} = ...")
        parts.append("")
    return "\n".join(parts)


def _explain(key: dataclasses.Field[Any]) -> str:
    """Return the comment above a key."""
    about, is_fixed = key.metadata["about"], key.metadata["is_fixed"]
    return f"# {_(about)} {_(_RESTART)}" if is_fixed else f"# {_(about)}"


def _render(name: str, value: object) -> str:
    """Return ``name = value`` in TOML; a key without a default as a comment."""
    if value is None:
        return f"# {name} = true"
    import json  # its strings are TOML's, and only this page needs it

    plain = list(value) if isinstance(value, tuple) else value
    return f"{name} = {json.dumps(plain, ensure_ascii=False)}"
