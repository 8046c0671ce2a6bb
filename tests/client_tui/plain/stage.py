"""A talk whose server the test plays: no thread, no terminal, no time of its own."""

from collections.abc import Callable

from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.server_events import Happening
from tertulia_core.client.servers import Servers
from tertulia_core.clock import ManualClock
from tertulia_tui.plain.talk import Talk
from tertulia_tui.plain.teller import Teller
from tests.support.played_server import PlayedServer
from tests.support.scripted import scripted_options

__all__ = ["Stage"]


class Stage:
    """A talk in ``#sala`` with rosa and luis.

    Attributes:
        told: the lines written, in order.
    """

    def __init__(
        self,
        options: ClientOptions | None = None,
        *,
        tells_own: bool = False,
        gives_up: bool = False,
        wish: Callable[[Servers, str], list[Happening]] = Servers.submit_text,
    ) -> None:
        self.clock = ManualClock()
        self.played: list[PlayedServer] = []
        self.told: list[str] = []
        self.servers = Servers(
            options or scripted_options(),
            self.clock,
            open_link=self._open_link,
            chance=lambda: 0.0,
        )
        teller = Teller(self.servers, tells_own=tells_own)
        self.talk = Talk(
            self.servers,
            self.clock,
            tell=lambda happened: self.told.extend(teller.tell(happened)),
            wish=lambda text: wish(self.servers, text),
            gives_up=gives_up,
        )
        self.talk.start()

    @property
    def server(self) -> PlayedServer:
        """The server that it was started for."""
        return self.played[0]

    def accept(self) -> None:
        """Let the server take the client in; what was told until then is forgotten."""
        self.played[-1].accept()
        self.settle()
        self.told.clear()

    def settle(self) -> None:
        """Let both sides answer each other until nobody has anything to say."""
        for _round in range(8):
            self.talk.turn()
            for server in self.played:
                server.react()

    def say(self, text: str) -> None:
        """Give the talk a line, as the thread that reads does, and let it act."""
        self.talk._orders.put(lambda: self.talk._after(self.talk._wish(text)))
        self.settle()

    def texts(self) -> list[str]:
        """Return what was told without the times of day."""
        return [line.split(" ", 1)[1] if line[2:3] == ":" else line for line in self.told]

    def _open_link(self, _ready: Callable[[], None]) -> ScriptedLink:
        link = ScriptedLink()
        self.played.append(PlayedServer(link))
        return link
