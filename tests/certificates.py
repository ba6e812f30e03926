"""An authority of the tests' own and the certificates that it signs: for nginx, and for PostgreSQL."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """Signs certificates for a day. ``path`` is its own certificate, which clients are given."""

    def __init__(self, folder: Path):
        self._folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        signed = (
            self._begun(self._name, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.path = _written(folder / "ca.crt", signed.public_bytes(serialization.Encoding.PEM))

    def sign(self, name: str) -> tuple[Path, Path]:
        """Return a certificate for a host of this name, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        names = x509.SubjectAlternativeName([x509.DNSName(name)])
        signed = self._begun(subject, key).add_extension(names, critical=False).sign(self._key, hashes.SHA256())
        plain = serialization.NoEncryption()
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        certificate = _written(self._folder / f"{name}.crt", signed.public_bytes(serialization.Encoding.PEM))
        return certificate, _written(self._folder / f"{name}.key", private)

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now, hour = datetime.now(UTC), timedelta(hours=1)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key.public_key())
        return builder.serial_number(x509.random_serial_number()).not_valid_before(now - hour).not_valid_after(now + 24 * hour)


def _written(path: Path, content: bytes) -> Path:
    path.touch(0o600)
    path.write_bytes(content)
    return path
