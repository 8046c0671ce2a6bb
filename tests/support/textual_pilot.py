"""Run one Textual widget in a headless app for the length of a test."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

__all__ = ["with_widget"]

W = TypeVar("W", bound=Widget)


class _Stage(App[None]):
    """An app that holds one widget and nothing else."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    def compose(self) -> ComposeResult:
        yield self._widget


def with_widget(
    widget: W,
    test: Callable[[Pilot[None], W], Awaitable[None]],
    *,
    size: tuple[int, int] = (60, 12),
) -> None:
    """Mount ``widget`` alone on a screen of ``size`` (columns, rows) and await ``test``."""

    async def run() -> None:
        async with _Stage(widget).run_test(size=size) as pilot:
            await test(pilot, widget)

    asyncio.run(run())
