"""SCRAM-SHA-256, both sides, against the exchange of the specification and each other.

https://www.rfc-editor.org/rfc/rfc7677#section-3
https://www.rfc-editor.org/rfc/rfc5802
"""

from base64 import b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_core.wire.sasl import SaslError
from tertulia_core.wire.scram import Client, Exchange, Verifier, WrongProof

FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
SALT = b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
CHALLENGE = f"r=rOprNGfwEbeRWgbNEkqO{NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096".encode()
PROOF = (
    f"c=biws,r=rOprNGfwEbeRWgbNEkqO{NONCE},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=".encode()
)
LAST = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
VERIFIER = Verifier.make("pencil", SALT, 4096)


def test_the_client_of_the_specification() -> None:
    """Its three messages, byte by byte."""
    client = Client("user", "pencil", "rOprNGfwEbeRWgbNEkqO")

    assert client.first() == FIRST
    assert client.answer(CHALLENGE) == PROOF
    client.check(LAST)


def test_the_server_of_the_specification() -> None:
    """Its two messages, and the name it read."""
    exchange = Exchange(NONCE)

    assert exchange.begin(FIRST) == "user"
    assert exchange.challenge(VERIFIER) == CHALLENGE
    assert exchange.finish(PROOF) == LAST


@settings(max_examples=25, deadline=None)
@given(name=st.text(min_size=1).filter(lambda name: "\0" not in name), password=st.text("aé,= ñ"))
def test_both_sides_agree(name: str, password: str) -> None:
    """Whatever the name has in it."""
    verifier = Verifier.make(password, b"salt", 4096)
    client, exchange = Client(name, password, "abc"), Exchange("def")

    assert exchange.begin(client.first()) == name
    client.check(exchange.finish(client.answer(exchange.challenge(verifier))))


def test_a_wrong_password_is_noticed() -> None:
    """By the server, which then shows nothing."""
    client, exchange = Client("user", "pencils", "abc"), Exchange("def")
    exchange.begin(client.first())

    with pytest.raises(WrongProof):
        exchange.finish(client.answer(exchange.challenge(VERIFIER)))


def test_a_server_that_does_not_know_the_password_is_noticed() -> None:
    """By the client."""
    client = Client("user", "pencil", "rOprNGfwEbeRWgbNEkqO")
    client.answer(CHALLENGE)

    with pytest.raises(WrongProof):
        client.check(b"v=AAAA")


@pytest.mark.parametrize(
    "first",
    [
        b"p=tls-unique,,n=user,r=abc",
        b"n,a=other,n=user,r=abc",
        b"n,,m=x,n=user,r=abc",
        b"n,,n=user",
        b"n,,n=,r=abc",
        b"n,,n=us=er,r=abc",
        b"n,,n=user,r=",
        b"\xff",
        b"",
    ],
)
def test_a_first_message_that_is_refused(first: bytes) -> None:
    """Channel binding, somebody else's identity, an extension, parts that are missing."""
    with pytest.raises(SaslError):
        Exchange("def").begin(first)


@pytest.mark.parametrize(
    "proof",
    [
        PROOF.replace(b"biws", b"eSws"),
        PROOF.replace(b"r=rO", b"r=RO"),
        PROOF.partition(b",p=")[0],
        PROOF[:-9],
        PROOF[:-1] + b"!",
        b"\xff",
    ],
)
def test_a_proof_that_is_refused(proof: bytes) -> None:
    """Of another binding or challenge, without a proof, cut, not base64."""
    exchange = Exchange(NONCE)
    exchange.begin(FIRST)
    exchange.challenge(VERIFIER)

    with pytest.raises(SaslError):
        exchange.finish(proof)


@pytest.mark.parametrize(
    "challenge",
    [
        CHALLENGE.replace(b"4096", b"4095"),
        CHALLENGE.replace(b"4096", b"99999999"),
        CHALLENGE.replace(b"4096", b"x"),
        CHALLENGE.replace(b"rOpr", b"xxxx"),
        b"r=rOprNGfwEbeRWgbNEkqO,s=AAAA,i=4096",
        b"s=AAAA",
    ],
)
def test_a_challenge_that_is_refused(challenge: bytes) -> None:
    """Too cheap to guess, too dear to answer, for another client, without a nonce of its own."""
    with pytest.raises(SaslError):
        Client("user", "pencil", "rOprNGfwEbeRWgbNEkqO").answer(challenge)


def test_a_verifier_knows_its_password() -> None:
    """In any spelling of the same characters, and no other."""
    verifier = Verifier.make("camión", SALT, 4096)

    assert verifier.fits("camio\u0301n")
    assert not verifier.fits("camion")
    assert not verifier.fits("a\0b")
