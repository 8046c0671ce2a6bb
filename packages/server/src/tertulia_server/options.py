"""The options of the command line as rows, and how they are read."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

from tertulia_core.address import TcpAddress, parse_address
from tertulia_core.errors import ConfigError
from tertulia_core.i18n import LANGUAGES, N_, Catalogue
from tertulia_server.config import Config, Draft, Problem, ServerConfig, read_draft
from tertulia_server.soundness import problems_of

__all__ = ["ALL", "FORMATS", "RUN", "Option", "config_from", "parse", "runnable_config_from"]

_ = Catalogue("tertulia_server").gettext


class Option(NamedTuple):
    """One option.

    Attributes:
        flag: how it is written.
        metavar: what its value is called, ``""`` for an option without one.
        about: what it is for.
        parse: turns the text into the value, or says what is allowed.
    """

    flag: str
    metavar: str
    about: str
    parse: Callable[[str], Any] = str


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65_535):
        raise argparse.ArgumentTypeError(_("it must be a number from 0 to 65535"))
    return int(text)


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise argparse.ArgumentTypeError(_("it must be es or en"))
    return text


def _moment(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("it must be a date such as 2026-05-01")) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= _MOST_DAYS):
        raise argparse.ArgumentTypeError(_("it must be a number of days"))
    return int(text)


def _format(text: str) -> str:
    if text not in FORMATS:
        raise argparse.ArgumentTypeError(_("it must be jsonl or html"))
    return text


_MOST_DAYS: Final = 36_500

FORMATS: Final = ("jsonl", "html")
"""In what form history is taken along."""

ALL: Final = (
    Option("--host", N_("HOST"), N_("the address to listen on (localhost)")),
    Option("--port", N_("PORT"), N_("the port (12345); 0 for any that is free"), _port),
    Option("--config", N_("FILE"), N_("the configuration file"), Path),
    Option("--data", N_("FOLDER"), N_("the folder for the server's files")),
    Option("--until-eof", "", N_("stop when standard input ends")),
    Option("--insecure-plaintext", "", N_("let other computers in without encryption")),
    Option("--verbose", "", N_("log every command, and show what happens")),
    Option("--language", N_("CODE"), N_("es or en; the system's by default"), _language),
    Option("--password-stdin", "", N_("read the password from standard input, as one line")),
    Option("--reason", N_("TEXT"), N_("why; who is suspended is told")),
    Option("--off", "", N_("undo it: let the account be used again")),
    Option("--account", N_("NAME"), N_("the account whose messages are meant")),
    Option("--room", N_("ROOM"), N_("the room whose messages are meant")),
    Option("--before", N_("DATE"), N_("only what was said before: 2026-05-01, in UTC"), _moment),
    Option("--days", N_("DAYS"), N_("how many days are kept"), _days),
    Option("--format", N_("FORMAT"), N_("jsonl or html (jsonl)"), _format),
    Option("--output", N_("FILE"), N_("the file to write; standard output by default"), Path),
    Option("--as", N_("NAME"), N_("who says it; the server itself by default")),
)
"""Every option but ``--help`` and ``--version``."""

RUN: Final = tuple(option.flag for option in ALL[:8])
"""The options with which a server is started."""

_COMPLAINTS: Final = (N_("expected one argument"),)
"""What ``argparse`` may say of an option that is ours to translate."""


def parse(
    words: Sequence[str],
    flags: Iterable[str],
    *,
    usage: str,
    about: str,
    epilog: str,
    version: str,
    has_words: bool = False,
) -> argparse.Namespace:
    """Read ``words``, of which only ``flags`` may be options; ``--help`` and ``--version`` exit.

    Where ``has_words`` says that words may stand among the options, before and after, they come
    back as ``words``; all that follows ``--`` are words.

    Raises:
        ConfigError: a word is not known, or a value is not allowed.
    """
    parser = _Parser(
        usage=usage,
        description=about,
        epilog=epilog,
        formatter_class=_Formatter,
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
    )
    group = parser.add_argument_group(_("options"))
    for option in ALL:
        if option.flag in flags:
            _add(group, option)
    group.add_argument("--help", action="help", help=_("show this and exit"))
    group.add_argument(
        "--version", action="version", version=version, help=_("show the version and exit")
    )
    end = words.index("--") if has_words and "--" in words else len(words)
    try:
        options, unknown = parser.parse_known_args(words[:end])
    except argparse.ArgumentError as error:
        raise ConfigError(_(error.message), key=error.argument_name) from error
    options.words = [word for word in unknown if has_words and _is_word(word)]
    for word in unknown:
        if word not in options.words:
            raise _unknown(word, [*flags, "--help", "--version"])
    options.words += words[end + 1 :]
    return options


def _is_word(word: str) -> bool:
    """Tell whether something is no option; ``-`` alone stands for standard input."""
    return word == "-" or not word.startswith("-")


def config_from(options: argparse.Namespace) -> Config:
    """Return the configuration that the options ask for: their file, and what they say instead.

    Raises:
        ConfigError: the file is wrong.
        AddressError: ``--host`` is no address.
    """
    return _overrule(_draft_from(options).finish(), options)


def runnable_config_from(options: argparse.Namespace) -> Config:
    """Return the same, after making sure that a server can run with it.

    Raises:
        ConfigError: what a key says is wrong, or what they say together.
        AddressError: ``--host`` is no address.
    """
    draft = _draft_from(options)
    config = _overrule(draft.config, options)
    draft.judge(_blame(problem, options) for problem in problems_of(config))
    draft.finish()
    return config


def _draft_from(options: argparse.Namespace) -> Draft:
    return read_draft(options.config) if options.config else Draft()


def _overrule(config: Config, options: argparse.Namespace) -> Config:
    """Return ``config`` with what the options say instead."""
    asked: dict[str, Any] = {}
    host, port = getattr(options, "host", None), getattr(options, "port", None)
    if host is not None or port is not None:
        asked["listen"] = (_listen(host, port, config.server),)
    if getattr(options, "data", None) is not None:
        asked["data"] = options.data
    if getattr(options, "insecure_plaintext", False):
        asked["insecure_plaintext"] = True
    if options.language is not None:
        asked["language"] = options.language
    return replace(config, server=replace(config.server, **asked))


def _blame(problem: Problem, options: argparse.Namespace) -> Problem:
    """Name the option where what is wrong is not what the file says."""
    if problem.key == "server.listen" and getattr(options, "host", None) is not None:
        return Problem("--host", problem.sentence)
    return problem


def _listen(host: str | None, port: int | None, server: ServerConfig) -> str:
    """Return the one address to listen on; what is not said is that of the configuration."""
    if host is not None and host.startswith("unix:"):
        return str(parse_address(host))
    known = parse_address(server.listen[0]) if server.listen else None
    if not isinstance(known, TcpAddress):
        known = parse_address(ServerConfig().listen[0])
    assert isinstance(known, TcpAddress), "the default is one"
    asked = TcpAddress(known.host if host is None else host, known.port if port is None else port)
    return str(parse_address(str(asked)))


def _add(group: argparse._ArgumentGroup, option: Option) -> None:
    if option.metavar:
        group.add_argument(
            option.flag, metavar=_(option.metavar), help=_(option.about), type=option.parse
        )
    else:
        group.add_argument(option.flag, help=_(option.about), action="store_true")


def _unknown(word: str, known: Sequence[str]) -> ConfigError:
    from difflib import get_close_matches  # only mistakes need it

    near = get_close_matches(word.partition("=")[0], known, n=1) or ["--help"]
    problem = _("it does not exist; did you mean {hint}?").format(hint=near[0])
    return ConfigError(problem, key=word)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are errors of ours."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong instead of printing the usage."""
        raise ConfigError(message)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """The help page in the reader's language."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Translate the one word that ``argparse`` puts before the usage."""
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)
