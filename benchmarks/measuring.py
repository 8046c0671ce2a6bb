"""One measurement: a fresh server, the load against it, and what came of it."""

import json
import os
import subprocess
from collections.abc import Mapping

from benchmarks.building import Built
from benchmarks.processes import Running
from benchmarks.servers import SERVERS, started
from benchmarks.shapes import Kind, Shape

__all__ = ["MeasuringError", "Sample", "measure", "processors"]

WARM_UP = 10
"""How many come and go before arrivals are measured."""

Sample = Mapping[str, float]
"""Figures by name: ``rate``, ``cpu``, ``p99``…; those of a kind of shape are always the same."""


class MeasuringError(Exception):
    """The load gave up; says what the generator said: a message was lost, a client thrown out."""


def processors() -> tuple[int, int] | None:
    """Return one processor for the generator and one for the server, where there are two."""
    available = sorted(os.sched_getaffinity(0))
    return (available[0], available[-1]) if len(available) > 1 else None


def measure(shape: Shape, key: str, seconds: float, built: Built) -> Sample:
    """Measure a server once.

    Args:
        shape: what to do.
        key: the server's.
        seconds: how long to talk where the shape does not say it.
        built: the programs in C.

    Raises:
        MeasuringError: something was not delivered as it should be.
        StartError: the server does not serve.
    """
    own, other = (processors() if shape.is_pinned else None) or (None, None)
    with started(key, built, other) as server:
        if shape.kind is Kind.START:
            return {"start": server.started_in}
        options = {"seconds": seconds, **shape.load, **SERVERS[key].load}
        options |= {"server": server.pid, "opening": SERVERS[key].opening}
        if shape.kind is Kind.ARRIVE:
            _warm_up(built, server, options)
        before = server.resident_bytes()
        with _load(built, server, options, own) as generator:
            told = _read_until_held(generator)
            grown = server.resident_bytes() - before
        return _figures(shape, told, grown)


def _warm_up(built: Built, server: Running, options: Mapping[str, str | int | float]) -> None:
    """Let a few come and go, so that what is loaded and allocated once is not counted as theirs."""
    with _load(built, server, {**options, "clients": WARM_UP}, None) as generator:
        _read_until_held(generator)


def _load(
    built: Built, server: Running, options: Mapping[str, str | int | float], cpu: int | None
) -> subprocess.Popen[str]:
    words = [f"{name}={value}" for name, value in options.items()]
    process = subprocess.Popen(
        [str(built.load), str(server.port), *words, "hold=1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if cpu is not None:
        os.sched_setaffinity(process.pid, {cpu})
    return process


def _read_until_held(generator: subprocess.Popen[str]) -> dict[str, float]:
    """Return all it tells, as soon as it only keeps its connections."""
    assert generator.stdout is not None, "started with a pipe"
    assert generator.stderr is not None, "started with a pipe"
    told: dict[str, float] = {}
    for line in generator.stdout:
        told |= json.loads(line)
        if "holding" in told:
            return told
    reason = generator.stderr.read().partition("\n")[0]
    raise MeasuringError(reason or "the generator took too long")


def _figures(shape: Shape, told: Mapping[str, float], grown: int) -> Sample:
    """Return what tables are made of."""
    clients = float(shape.load["clients"])
    match shape.kind:
        case Kind.TALK:
            million = told["deliveries"] / 1e6
            return {
                "rate": million / told["seconds"],
                "cpu": told["server_cpu"] / million,
                "capacity": million / told["generator_cpu"],
            }
        case Kind.PACE:
            return {name: told[name] * 1e3 for name in ("p50", "p99", "worst")}
        case Kind.ARRIVE:
            return {
                "registrations": clients / told["registering"],
                "cpu": told["registering_cpu"] / clients * 1e6,
                "bytes": grown / clients,
            }
        case _:
            return {"seconds": told["joining"], "cpu": told["joining_cpu"]}
