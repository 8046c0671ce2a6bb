"""What the original description fixes, where no other test says it."""

from pathlib import Path

from tertulia_core.client.options import read_options
from tertulia_server.config import Config


def test_server_and_clients_meet_at_localhost_12345(tmp_path: Path) -> None:
    """Started without a word, both think of the same address."""
    options = read_options("tertulia-tk", [], {"HOME": str(tmp_path)})
    assert options.instance is not None
    options.instance.close()

    assert Config().server.listen == ("localhost:12345",)
    assert str(options.target.address) == "localhost:12345"
