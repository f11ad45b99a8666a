"""A bar that shows how far a training has come: in a terminal, or below a notebook's cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from time import monotonic

from dlutils.shell import running_shell

Report = Callable[[int, float], None]

PAUSE_S = 0.1  # a notebook is told the news at most ten times a second


@contextmanager
def progress_bar(total: int) -> Iterator[Report]:
    """Show a bar while the block runs.

    In a notebook the bar stands below the cell, in a terminal on stderr. Where nobody looks, nothing is written.

    Parameters
    ----------
    total : int
        Number of iterations that will be reported.

    Yields
    ------
    callable
        To be called with the number of iterations done and the latest cost.

    Examples
    --------
    >>> with progress_bar(2) as report:
    ...     for done, J in ((1, 0.7), (2, 0.6)):
    ...         report(done, J)
    """
    shell = running_shell()
    if shell is not None and hasattr(shell, "kernel"):
        yield _notebook_bar(total)
        return
    # rich is loaded only where a bar is asked for: importing dlutils stays light.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    cost_column = TextColumn("cost {task.description}")
    columns = (BarColumn(), MofNCompleteColumn(), cost_column, TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda done, J: bar.update(task, completed=done, description=f"{J:.4f}")


def _notebook_bar(total: int) -> Report:
    """Return the report that keeps an HTML bar up to date."""
    from IPython.display import HTML, display

    def page(done: int, text: str) -> HTML:
        return HTML(f'<progress max="{total}" value="{done}"></progress> {done} / {total}{escape(text)}')

    handle = display(page(0, ""), display_id=True)
    last = monotonic()

    def report(done: int, J: float) -> None:
        nonlocal last
        if done == total or monotonic() - last >= PAUSE_S:
            handle.update(page(done, f", cost {J:.4f}"))
            last = monotonic()

    return report
