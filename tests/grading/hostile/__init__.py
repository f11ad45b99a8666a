"""The hostile bank: submissions of `logistic-regression` that are after what they have not earned.

They are data. Some would damage the machine that runs them: see `Attack.stock`.
"""

from tests.grading.hostile import (
    crashes,
    disguise,
    leftovers,
    lying,
    metadata,
    network,
    output,
    patching,
    reading,
    reference,
    resources,
    resources_large,
    shell,
    worker,
    writing,
)
from tests.grading.hostile.making import (
    HELLO,
    LEAKED,
    LEFT,
    LISTENER_NAME,
    LISTENER_PORT,
    OTHER,
    POINTS,
    RAN,
    SECRET,
    Attack,
)

ATTACKS: list[Attack] = [
    *patching.ATTACKS,
    *shell.ATTACKS,
    *lying.ATTACKS,
    *reading.ATTACKS,
    *reference.ATTACKS,
    *writing.ATTACKS,
    *worker.ATTACKS,
    *resources.ATTACKS,
    *resources_large.ATTACKS,
    *leftovers.ATTACKS,
    *metadata.ATTACKS,
    *network.ATTACKS,
    *crashes.ATTACKS,
    *disguise.ATTACKS,
    *output.ATTACKS,
]

__all__ = [
    "ATTACKS",
    "HELLO",
    "LEAKED",
    "LEFT",
    "LISTENER_NAME",
    "LISTENER_PORT",
    "OTHER",
    "POINTS",
    "RAN",
    "SECRET",
    "Attack",
]
