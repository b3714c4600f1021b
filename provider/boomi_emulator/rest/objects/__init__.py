"""The objects of the REST API. A file here that has an `OBJECT` is served; there is no list to keep."""

from __future__ import annotations

import importlib
import pkgutil

from boomi_emulator.rest.rest_object import RestObject


def _discovered() -> dict[str, RestObject]:
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    objects: list[RestObject] = [module.OBJECT for module in modules]
    return {thing.name: thing for thing in objects}


OBJECTS = _discovered()
