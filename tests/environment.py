"""Settings read anew under an invented environment; those of the tests stay as they are."""

import importlib
import os
import sys
from types import ModuleType

import pytest


def load_settings(name: str, **environment: str) -> ModuleType:
    """The module of settings as it starts when the environment holds these variables and no other."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in tuple(os.environ):
            patch.delenv(variable)
        for variable, value in environment.items():
            patch.setenv(variable, value)
        for module in ("cms.settings.base", name):
            patch.delitem(sys.modules, module, raising=False)
        return importlib.import_module(name)
