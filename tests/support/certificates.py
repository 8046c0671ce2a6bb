"""Certificates for tests, made by the ``openssl`` program."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CertificateFiles", "make_certificate"]


@dataclass(frozen=True)
class CertificateFiles:
    """A certificate that is its own authority, and its key, as PEM files."""

    certificate: Path
    key: Path


def make_certificate(
    folder: Path, name: str = "server", hosts: tuple[str, ...] = ("DNS:localhost", "IP:127.0.0.1")
) -> CertificateFiles:
    """Make ``name.crt`` and ``name.key`` in ``folder``, valid for two days.

    Args:
        folder: where to write; has to exist.
        name: of the files, and the certificate's common name.
        hosts: what it is valid for, each ``DNS:name`` or ``IP:address``.
    """
    files = CertificateFiles(folder / f"{name}.crt", folder / f"{name}.key")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName={','.join(hosts)}"]
    command += ["-keyout", str(files.key), "-out", str(files.certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return files
