"""The areas of the GraphQL API. A file here gives `QUERIES` and `MUTATIONS`: root field to resolver; there is no list.

A resolver takes a `Request` and the arguments of its field. It raises SpacesError for the codes of the service.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

Resolver = Callable[..., Any]


def discovered() -> tuple[dict[str, Resolver], dict[str, Resolver]]:
    """The resolvers of Query and of Mutation."""
    queries: dict[str, Resolver] = {}
    mutations: dict[str, Resolver] = {}
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        queries |= module.QUERIES
        mutations |= module.MUTATIONS
    return queries, mutations
