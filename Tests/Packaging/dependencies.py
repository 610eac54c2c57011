#!/usr/bin/env python3
"""Checks which dependencies SwiftPM fetches for a package that depends on this one, for each product and its traits.

    Tests/Packaging/dependencies.py

Exit status: 0 when each row of TABLE holds, 1 when one does not, 2 when a package cannot be resolved.

The manifest alone determines the fetched packages. It is copied to an empty folder, so that the name of the clone, a
Package.resolved, or a build folder of an earlier build with traits does not change the result.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MANIFEST = Path(__file__).resolve().parents[2] / "Package.swift"

# The packages that a trait adds, by their SwiftPM identities.
OPTIONAL = {
    "SQLite": {"grdb.swift"},
    "X509": {"swift-certificates"},
    "PKCS11": set(),
    "PostgreSQL": set(),
    "HTTP": set(),
    "Desk": {
        "hummingbird", "async-http-client", "swift-algorithms", "swift-async-algorithms", "swift-atomics", "swift-certificates",
        "swift-configuration", "swift-distributed-tracing", "swift-http-structured-headers", "swift-http-types", "swift-log",
        "swift-metrics", "swift-nio", "swift-nio-extras", "swift-nio-http2", "swift-nio-ssl", "swift-nio-transport-services",
        "swift-numerics", "swift-service-context", "swift-service-lifecycle", "swift-subprocess",
        "swift-system",
    },
    "Pictures": {"swift-subprocess", "swift-system"},
    "Processes": {"swift-subprocess", "swift-system"},
    "Command": {"swift-argument-parser", "swift-subprocess", "swift-system"},
}
# Dependent packages do not build the documentation of this one.
TOOLS = {"swift-docc-plugin"}

# The product (None: this package itself, with its default traits), the enabled traits, and packages that must be fetched. The packages of other traits,
# and TOOLS, must not be fetched.
TABLE = [
    ("Hufu", (), {"swift-crypto", "swift-collections"}),
    ("HufuQR", (), set()),
    ("HufuDesk", (), {"swift-crypto"}),
    ("HufuDesk", ("Desk",), {"swift-crypto"}),
    ("HufuSQLite", ("SQLite",), {"swift-crypto"}),
    ("HufuPostgreSQL", ("PostgreSQL",), {"swift-crypto"}),
    ("HufuHTTP", ("HTTP",), {"swift-crypto"}),
    ("HufuPictures", ("Pictures",), {"swift-crypto"}),
    ("HufuPictures", (), {"swift-crypto"}),
    ("HufuX509", ("X509",), {"swift-crypto", "swift-asn1"}),
    ("HufuX509", (), {"swift-crypto"}),
    ("HufuSigners", ("Processes",), {"swift-crypto"}),
    ("HufuSigners", ("PKCS11",), {"swift-crypto"}),
    ("HufuConformance", (), {"swift-crypto"}),
    (None, ("Command",), {"swift-crypto"}),
]

CONSUMER = """// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Consumer", platforms: [.macOS(.v15), .iOS(.v18)],
    dependencies: [.package(path: "../hufu", traits: [{traits}])],
    targets: [.target(name: "Consumer", dependencies: [.product(name: "{product}", package: "hufu")])])
"""


def swift(*arguments: str) -> str:
    done = subprocess.run(["swift", "package", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"packaging: swift package {' '.join(arguments)}\n{done.stdout}{done.stderr}", file=sys.stderr)
        sys.exit(2)
    return done.stdout


def traits() -> set[str]:
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(MANIFEST, name)
        return {trait["name"] for trait in json.loads(swift("--package-path", name, "dump-package"))["traits"]} - {"default"}


def fetched(product: str | None, traits: tuple[str, ...]) -> set[str]:
    """The identities of all packages that are resolved, checked out or cloned, in folders that are new."""
    with tempfile.TemporaryDirectory() as name:
        ours, consumer = Path(name) / "hufu", Path(name) / "consumer"
        ours.mkdir()
        shutil.copy(MANIFEST, ours)
        if product is None:
            consumer = ours
        else:
            (consumer / "Sources/Consumer").mkdir(parents=True)
            (consumer / "Sources/Consumer/Consumer.swift").write_text(f"import {product}\n")
            quoted = ", ".join(f'"{trait}"' for trait in traits)
            (consumer / "Package.swift").write_text(CONSUMER.format(product=product, traits=quoted))
        swift("--package-path", str(consumer), "resolve")
        names: set[str] = set()
        resolved = consumer / "Package.resolved"
        if resolved.is_file():
            names |= {pin["identity"] for pin in json.loads(resolved.read_text())["pins"]}
        names |= {path.name for path in (consumer / ".build/checkouts").glob("*")}
        # A clone is named after its package and a hash.
        names |= {path.name.rpartition("-")[0] for path in (consumer / ".build/repositories").glob("*-*")}
        return {name.lower() for name in names}


def main() -> int:
    failures = []
    for trait in sorted(traits() ^ OPTIONAL.keys()):
        failures.append(f"the trait {trait} is in Package.swift or in OPTIONAL, but not in both")
    for product, wanted, required in TABLE:
        what = " ".join([product or "the package itself", *(f"with {trait}" for trait in wanted)])
        brought = set().union(*(OPTIONAL[trait] for trait in wanted))
        forbidden = set().union(TOOLS, *OPTIONAL.values()) - brought
        if product is None:
            forbidden -= TOOLS
        names = fetched(product, wanted)
        failures += [f"{what}: {name} is not fetched" for name in sorted((required | brought) - names)]
        failures += [f"{what}: {name} is fetched" for name in sorted(forbidden & names)]
    for failure in failures:
        print(f"packaging: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
