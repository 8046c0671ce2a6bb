"""``python -m tertulia_tk`` and the command ``tertulia-tk``: from the command line to the window.

Tk is loaded last, so that ``--help``, ``--version``, ``paths`` and every
complaint work without it and without a screen.
"""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tertulia_core.client.options import ClientOptions, read_options
from tertulia_core.i18n import Catalogue
from tertulia_tk.desktop import DesktopProbe, allow_sharp_pixels

if TYPE_CHECKING:
    import tkinter as tk

__all__ = ["main"]

PROGRAM: Final = "tertulia-tk"
SIZE: Final = (1180, 760)
"""The window's first size, in pixels at 100 %."""

ICON_DELAY: Final = 150
"""Milliseconds after which the icon is drawn: the window is there before it."""

_ = Catalogue("tertulia_tk").gettext


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run the window until it is closed.

    Args:
        arguments: the words after the program's name, the process's own by default.
        environ: the environment variables, the process's own by default.

    Returns:
        The exit code: 0, or 2 with one sentence on standard error if no window can be shown.
    """
    environ = os.environ if environ is None else environ
    options = read_options(PROGRAM, sys.argv[1:] if arguments is None else arguments, environ)
    probe = DesktopProbe(environ)
    root = _open_window()
    if root is None:
        return 2
    _run(root, options, probe)
    return 0


def _open_window() -> "tk.Tk | None":
    """Return an empty window that is not shown yet, or say in one sentence why there is none."""
    try:
        import tkinter as tk
    except ImportError:
        _complain(_("tkinter is missing: install the package python3-tk, or use tertulia-tui."))
        return None
    allow_sharp_pixels()
    try:
        root = tk.Tk(className="Tertulia")
    except tk.TclError as error:
        sentence = _("No window can be shown ({reason}). In a terminal there is tertulia-tui.")
        _complain(sentence.format(reason=str(error)))
        return None
    root.withdraw()
    return root


def _run(root: "tk.Tk", options: ClientOptions, probe: DesktopProbe) -> None:
    """Put everything together, show the window, and stay until it is closed."""
    from tertulia_core.client.servers import Servers
    from tertulia_core.clock import SystemClock
    from tertulia_tk.app import App
    from tertulia_tk.icon import set_icon
    from tertulia_tk.interrupts import Interrupts
    from tertulia_tk.theme import Look, base_factor, theme_for

    clock = SystemClock()
    servers = Servers(options, clock)
    desktop = probe.answer()
    look = Look(
        root, theme_for(options.theme, desktop), factor=base_factor(root, desktop),
        family=desktop.font_family,
    )  # fmt: skip
    app = App(root, look, servers, clock, desktop)
    interrupts = Interrupts(root, app.close)
    root.report_callback_exception = _log_mistake
    if not app.place.restore(root):
        root.geometry("{}x{}".format(*map(look.scale, SIZE)))
    app.start()
    root.deiconify()
    root.after(ICON_DELAY, set_icon, root)
    try:
        root.mainloop()
    finally:
        interrupts.stop()
        app.close()


def _log_mistake(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """Log a mistake of ours in a callback; the window goes on."""
    logging.getLogger("tertulia_tk").error("A callback failed.", exc_info=error)


def _complain(sentence: str) -> None:
    sys.stderr.write(f"{PROGRAM}: {sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
