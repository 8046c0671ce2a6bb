"""What keeps a server from being run, though each key of its configuration is all right."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tertulia_core import platforms
from tertulia_core.errors import AddressError
from tertulia_server.config import Problem
from tertulia_server.soundness import problems_of
from tests.support.certificates import make_certificate
from tests.support.harness import make_config


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests, they are nobody special, and every host exists."""
    monkeypatch.setattr(platforms, "is_root", lambda: False)
    monkeypatch.setattr("tertulia_server.soundness.resolve", lambda address: [address])


def found(**tables: Any) -> list[Problem]:
    """Return what is wrong with a configuration."""
    tables.setdefault("accounts", {"fast_hash": False})
    return list(problems_of(make_config(**tables)))


def test_nothing_is_wrong_with_the_defaults() -> None:
    """They are for this computer."""
    assert found() == []


@pytest.mark.parametrize("address", ["0.0.0.0:1", "[::]:1", "192.0.2.1:1"])
@pytest.mark.parametrize("key", ["listen", "websocket_listen"])
def test_other_computers_need_tls_or_a_clear_word(address: str, key: str) -> None:
    """The sentence says both ways."""
    (problem,) = found(server={key: (address,)})

    assert problem.key == f"server.{key}"
    assert address in problem.sentence
    assert "[tls]" in problem.sentence
    assert "--insecure-plaintext" in problem.sentence
    assert found(server={key: (address,), "insecure_plaintext": True}) == []


def test_root_serves_this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the configuration allows it."""
    monkeypatch.setattr(platforms, "is_root", lambda: True)
    public: dict[str, Any] = {"listen": ("0.0.0.0:1",), "insecure_plaintext": True}

    assert found() == []
    (problem,) = found(server=public)
    assert problem.key == "server.listen"
    assert "allow_root" in problem.sentence
    assert found(server={**public, "allow_root": True}) == []


def test_a_host_that_does_not_exist_is_the_only_thing_said_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not that it would be reached without encryption as well."""

    def resolve(address: object) -> None:
        raise AddressError(f"{address}: there is no such host.")

    monkeypatch.setattr("tertulia_server.soundness.resolve", resolve)

    assert found(server={"listen": ("nowhere:1", "localhost:1")}) == [
        Problem("server.listen", "nowhere:1: there is no such host.")
    ]


def test_hashing_fast_is_for_this_computer() -> None:
    """Whoever gets hold of such hashes guesses the passwords."""
    (problem,) = found(
        server={"listen": ("0.0.0.0:1",), "insecure_plaintext": True}, accounts={"fast_hash": True}
    )

    assert problem.key == "accounts.fast_hash"


def test_the_authorities_of_clients_have_to_be_some(tmp_path: Path) -> None:
    """A file that cannot be read is told before anybody connects."""
    files = make_certificate(tmp_path)
    tls = {"cert": str(files.certificate), "key": str(files.key), "listen": ("127.0.0.1:1",)}

    (problem,) = found(tls={**tls, "client_authorities": str(tmp_path / "none.pem")})

    assert problem.key == "tls.client_authorities"
    assert found(tls={**tls, "client_authorities": str(files.certificate)}) == []


def test_somewhere_one_has_to_listen() -> None:
    """A server that nobody can reach is a mistake."""
    (problem,) = found(server={"listen": ()})

    assert problem.key == "server.listen"


@pytest.mark.parametrize("key", ["listen", "websocket_listen"])
def test_tls_needs_a_certificate(key: str) -> None:
    """Where one listens with it."""
    (problem,) = found(tls={key: ("localhost:1",)})

    assert (problem.key, problem.rests_on) == ("tls.cert", (f"tls.{key}",))


def test_a_certificate_has_to_be_one(tmp_path: Path) -> None:
    """Found before the server starts, with the key that names the file at fault."""
    files = make_certificate(tmp_path)
    strange = make_certificate(tmp_path, "strange")
    cert, key, nothing = str(files.certificate), str(files.key), str(tmp_path / "nothing.pem")
    both = tmp_path / "both.pem"
    both.write_text(files.certificate.read_text() + files.key.read_text())

    def blamed(**tls: str) -> list[str]:
        return [problem.key for problem in found(tls={"listen": ("localhost:1",), **tls})]

    assert blamed(cert=cert, key=key) == []
    assert blamed(cert=str(both)) == []
    assert blamed(cert=nothing, key=key) == ["tls.cert"]
    assert blamed(cert=cert, key=nothing) == ["tls.key"]
    assert blamed(cert=cert, key=str(strange.key)) == ["tls.key"]
    assert blamed(cert=cert) == ["tls.cert"]


def test_the_sentence_about_a_certificate_says_what_is_allowed(tmp_path: Path) -> None:
    """And which file it was, and why not that one."""
    (problem,) = found(tls={"cert": str(tmp_path / "x.pem"), "listen": ("localhost:1",)})

    assert problem.sentence == (
        "it must be a PEM file with the certificate and what leads to its authority"
        f" ({tmp_path / 'x.pem'}: No such file or directory)"
    )


def test_without_the_extra_there_are_no_websocket_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says how to install it."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    (problem,) = found(server={"websocket_listen": ("localhost:1",)})

    assert problem.key == "server.websocket_listen"
    assert "pip install 'tertulia-server[websocket]'" in problem.sentence


def test_headers_can_only_be_required_where_one_listens() -> None:
    """A slip of the pen would let everybody in."""
    (problem,) = found(server={"proxy_required": ("127.0.0.1:2",)})

    assert problem.key == "server.proxy_required"
    assert "127.0.0.1:2" in problem.sentence
    assert "localhost:12345" in problem.sentence


def test_every_problem_is_found() -> None:
    """In one go."""
    problems = found(
        server={"listen": ("0.0.0.0:1", "0.0.0.0:2"), "proxy_required": ("127.0.0.1:2",)},
        tls={"listen": ("localhost:1",)},
    )

    assert [problem.key for problem in problems] == [
        "tls.cert",
        "server.proxy_required",
        "server.listen",
        "server.listen",
    ]
