"""A burst of wake-ups is handled once."""

from tertulia_tui.messages import NetworkReady, TextSubmitted


def test_wake_ups_replace_one_another() -> None:
    """But nothing that a person did."""
    wake = NetworkReady()

    assert wake.can_replace(NetworkReady())
    assert not wake.can_replace(TextSubmitted("hola"))
    assert not TextSubmitted("hola").can_replace(TextSubmitted("hola"))
