"""The pinned packages are all that an install without internet needs, on Linux and on Windows.

A download for another system follows the markers of the machine that downloads: what a package needs on Windows alone would be
missing from the folder that is carried over, and be missed only there.
"""

from importlib.metadata import requires, version

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from evaluation.home import PROJECT

WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}
LINUX = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}


def pinned(name: str) -> dict[str, Requirement]:
    """Return the requirements of a file and of those that it names, by their normal names."""
    found: dict[str, Requirement] = {}
    for line in (PROJECT / name).read_text("utf-8").splitlines():
        if line.startswith("-r "):
            found |= pinned(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            found[canonicalize_name(Requirement(line).name)] = Requirement(line)
    return found


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("system", [WINDOWS, LINUX], ids=["Windows", "Linux"])
@pytest.mark.parametrize("file", ["requirements.txt", "requirements-postgresql.txt"])
def test_everything_that_a_package_needs_is_pinned(file, system, python):
    pins = pinned(file)
    place = {**default_environment(), **system, "python_version": python, "python_full_version": f"{python}.0"}
    missing = [
        f"{name} needs {needed}"
        for name, pin in pins.items()
        for extra in ("", *pin.extras)
        for needed in map(Requirement, requires(name) or ())
        if needed.marker is None or needed.marker.evaluate({**place, "extra": extra})
        if canonicalize_name(needed.name) not in pins
    ]
    assert missing == []


def test_every_pin_is_one_version_and_the_one_that_the_tests_run_with():
    pins = pinned("requirements-postgresql.txt")
    assert {name: str(pin.specifier) for name, pin in pins.items()} == {name: f"=={version(name)}" for name in pins}
    assert [name for name, pin in pins.items() if pin.marker or pin.url] == []
