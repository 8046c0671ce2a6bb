"""What the tests of the transport share."""

from collections.abc import Iterator

import pytest

from tertulia_core.transport import registry
from tertulia_core.transport.poller import SelectorsPoller, new_poller
from tests.core.transport.driver import LoopDriver
from tests.support.certificates import CertificateFiles, make_certificate


@pytest.fixture(params=[new_poller, SelectorsPoller], ids=["fast", "portable"])
def driver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopDriver]:
    """Return a loop on the real clock, closed at the end; once with each poller."""
    monkeypatch.setattr(registry, "new_poller", request.param)
    with LoopDriver() as driver:
        yield driver


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> CertificateFiles:
    """Return a certificate for localhost and 127.0.0.1."""
    return make_certificate(tmp_path_factory.mktemp("tls"))
