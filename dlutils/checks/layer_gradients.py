"""How the gradients of a network are compared: those of its last layer, and those of the layers before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dlutils.checks.named import NamedArrays


@dataclass(frozen=True)
class LayerGradients(NamedArrays):
    """The gradients of one kind of some layers of a network, such as dW1 and dW2 of three; more entries do not matter.

    Parameters
    ----------
    kind : str
        How the names begin: ``"dW"`` or ``"db"``. A number follows, that of the layer.
    last : bool
        Whether the last layer is meant, or all layers before it. A network of one layer has none before it.
    """

    last: bool = True

    def _mine(self, arrays: dict[Any, Any]) -> dict[str, Any]:
        """Return the entries of these layers; where there is none of this kind at all, everything but activations."""
        numbers = {name: str(name).removeprefix(self.kind) for name in arrays if str(name).startswith(self.kind)}
        layers = {name: int(number) for name, number in numbers.items() if number.isdecimal()}
        if not layers:
            return {name: value for name, value in arrays.items() if "A" not in str(name).upper()}
        final = max(layers.values())
        return {name: arrays[name] for name, layer in layers.items() if (layer == final) is self.last}
