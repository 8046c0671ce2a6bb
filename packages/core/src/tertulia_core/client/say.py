"""``python -m tertulia_core.client.say '#builds' text``: one message from a script, confirmed.

The exit code is 0 when the server has stored the message, 1 when it has not,
and 2 when the command line is wrong; what is wrong is one line on standard
error.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NoReturn

from tertulia_core.address import Target, parse_target
from tertulia_core.client.bot import Bot
from tertulia_core.errors import TertuliaError
from tertulia_core.i18n import Catalogue, set_language, system_language
from tertulia_core.platforms import locale_name, user_name

__all__ = ["main"]

_ = Catalogue("tertulia_core").gettext

PASSWORD: Final = "TERTULIA_PASSWORD"
"""The environment variable with the account's password, where no file has it."""

SECONDS: Final = 30.0


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"say: {message}\n")


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Say something and wait until it is stored; return the exit code.

    Raises:
        SystemExit: 2, the command line is wrong.
    """
    set_language(system_language({"LANG": locale_name(), **environ}))
    parser = _parser()
    words = parser.parse_args(list(arguments))
    try:
        target, password = _target(words), _password(words, environ)
    except (TertuliaError, OSError) as error:
        parser.error(str(error))
    text = sys.stdin.read() if words.text == ["-"] else " ".join(words.text)
    try:
        with Bot(target, nick=words.nick, account=words.account, password=password) as bot:
            bot.send(words.room, text, timeout=words.timeout)
    except TertuliaError as error:
        sys.stderr.write(f"say: {error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m tertulia_core.client.say", allow_abbrev=False)
    parser.add_argument("room", help=_("the room, or somebody's nick"))
    parser.add_argument("text", nargs="+", help=_("what to say; - reads it from standard input"))
    parser.add_argument(
        "--server", metavar="HOST:PORT", default="", help=_("where to go; localhost:12345")
    )
    parser.add_argument("--tls", action="store_true", help=_("use TLS, as port 6697 always does"))
    parser.add_argument("--nick", default=user_name(), help=_("what you are called there"))
    parser.add_argument("--account", default="", help=_("the account to log in to"))
    parser.add_argument(
        "--password-file",
        metavar="FILE",
        default="",
        help=_("a file whose first line is the password; else {variable} has it").format(
            variable=PASSWORD
        ),
    )
    parser.add_argument(
        "--timeout", type=float, default=SECONDS, help=_("seconds after which to give up")
    )
    return parser


def _target(words: argparse.Namespace) -> Target:
    """Return where to go: the room, if it is one, is entered on the way."""
    target = parse_target(words.server)
    room = words.room if words.room[:1] in {"#", "&"} else ""
    return replace(target, room=room, tls=target.tls or words.tls)


def _password(words: argparse.Namespace, environ: Mapping[str, str]) -> str:
    if not words.password_file:
        return environ.get(PASSWORD, "")
    lines = Path(words.password_file).read_text(encoding="utf-8").splitlines()
    return lines[0] if lines else ""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], os.environ))
