"""The stateful test of servers, stores, links and clients with many more examples."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.test_every_step import Machine, OnDisk


@pytest.mark.parametrize(("machine", "share"), [(Machine, 20), (OnDisk, 5)])
def test_whatever_fails_at_any_step(
    tmp_path: Path, rounds: int, machine: type[Machine], share: int
) -> None:
    """See ``tests/integration/test_every_step.py``."""
    Machine.folder = tmp_path
    more = settings(max_examples=share * rounds, stateful_step_count=60)

    run_state_machine_as_test(machine, settings=more)
