"""One mapping of a YAML file that knows its lines, so that a mistake is named with its place."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


class ScenarioError(Exception):
    """A mistake in a scenario file, in one line: file, line number, sentence."""


class Section:
    """Each key is asked for once; `close` refuses what nobody asked for."""

    def __init__(self, path: Path, node: Node) -> None:
        self._path, self._node = path, node
        if not isinstance(node, MappingNode):
            raise self._error(node, "Here a mapping is wanted.")
        self._values: dict[str, Node] = {}
        self._keys: dict[str, Node] = {}
        for key, value in node.value:
            if key.value in self._values:
                raise self._error(key, f"{key.value!r} is there twice.")
            self._values[key.value], self._keys[key.value] = value, key
        self._unasked = set(self._values)

    @classmethod
    def of_file(cls, path: Path) -> Section:
        try:
            node = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
        except OSError as error:
            raise ScenarioError(f"{path}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ScenarioError(f"{path}: not UTF-8 text") from None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ScenarioError(f"{path}:{line}: {error.problem}") from None
        if node is None:
            raise ScenarioError(f"{path}:1: The file is empty.")
        return cls(path, node)

    def text(self, key: str, default: str | None = None) -> str:
        node = self._take(key)
        if node is None:
            if default is None:
                raise self._error(self._node, f"{key!r} is missing.")
            return default
        return self._scalar(node, key)

    def choice(self, key: str, choices: Collection[str]) -> str:
        return self.one_of(key, self.text(key), choices)

    def flag(self, key: str) -> bool:
        """False when it is not there."""
        node = self._take(key)
        if node is not None and (not isinstance(node, ScalarNode) or node.value not in ("true", "false")):
            raise self._error(node, f"{key!r} is true or false.")
        return node is not None and bool(node.value == "true")

    def is_text(self, key: str, text: str) -> bool:
        """Whether the key holds exactly this text; if not, it is still to be asked for."""
        node = self._values.get(key)
        if not isinstance(node, ScalarNode) or node.value != text:
            return False
        self._unasked.discard(key)
        return True

    def texts(self, key: str) -> list[str]:
        return [self._scalar(node, key) for node in self._list(key)]

    def texts_by_name(self, key: str) -> dict[str, str]:
        node = self._take(key)
        if node is None:
            return {}
        inner = Section(self._path, node)
        return {name: inner.text(name) for name in inner._values}

    def section(self, key: str) -> Section:
        node = self._take(key)
        if node is None:
            raise self._error(self._node, f"{key!r} is missing.")
        return Section(self._path, node)

    def sections(self, key: str) -> list[Section]:
        return [Section(self._path, node) for node in self._list(key)]

    def one_of(self, key: str, value: str, known: Collection[str]) -> str:
        if value not in known:
            raise self._error(self._values[key], f"{key}: {value!r} is not one of {', '.join(sorted(known))}.")
        return value

    def close(self) -> None:
        for key in self._values:
            if key in self._unasked:
                raise self._error(self._keys[key], f"{key!r} means nothing here.")

    def _take(self, key: str) -> Node | None:
        self._unasked.discard(key)
        return self._values.get(key)

    def _list(self, key: str) -> list[Node]:
        node = self._take(key)
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            raise self._error(node, f"{key!r} is a list.")
        return list(node.value)

    def _scalar(self, node: Node, key: str) -> str:
        if not isinstance(node, ScalarNode) or not node.value:
            raise self._error(node, f"{key!r} is a text.")
        return str(node.value)

    def _error(self, node: Node, sentence: str) -> ScenarioError:
        return ScenarioError(f"{self._path}:{node.start_mark.line + 1}: {sentence}")
