"""The parts of the build that pyproject.toml cannot state: `make wheel` runs it, with libhufu.so.1 in the package."""

from __future__ import annotations

import re
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel

SOURCE = Path(__file__).resolve().parents[1] / "Hufu/PackageVersion.swift"


class BinaryDistribution(Distribution):
    """The package has a shared library, so its wheel is for one platform."""

    def has_ext_modules(self) -> bool:
        return True


class AnyPython(bdist_wheel):  # type: ignore[misc]
    """ctypes loads the library: the wheel is for every Python version."""

    def get_tag(self) -> tuple[str, str, str]:
        return ("py3", "none", super().get_tag()[2])


VERSION = re.search(r'current = "(.+)"', SOURCE.read_text("utf-8"))
assert VERSION
setup(version=VERSION[1], distclass=BinaryDistribution, cmdclass={"bdist_wheel": AnyPython})
