"""Numbers that a page computes and its text quotes, so that no number of the text is typed."""

from __future__ import annotations

from IPython.display import display

# MyST-NB looks for outputs of this kind, and shows none of them in their place.
_KIND = "application/papermill.record/text/plain"


def say(**numbers: float) -> None:
    """Make numbers of a page available to its text, which quotes one as ``{glue:text}`name:.2f```.

    It is the `glue` of MyST-NB without the package: so a page runs as a notebook where that is not installed.

    Parameters
    ----------
    **numbers : float
        Each under the name by which the text quotes it.

    Examples
    --------
    In a code cell of a page::

        say(cost=costs[-1])
    """
    for name, number in numbers.items():
        label = {"scrapbook": {"name": name, "mime_prefix": _KIND.removesuffix("text/plain")}}
        display({_KIND: repr(float(number))}, raw=True, metadata=label)
