"""Tools that some tests need beside Python's: required in CI, optional elsewhere."""

import os
import shutil

import pytest


def tool(*names: str) -> str:
    """Return the path of the first of some tools that is there; fail or skip without any."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        reason = f"none of {', '.join(names)} is on PATH"
        if os.environ.get("ZHENGMING_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
