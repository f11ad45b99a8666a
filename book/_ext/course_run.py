"""Runs the code of several pages at once, before they are read.

MyST-NB would run one after the other; so it finds their outputs in its cache. A page whose code fails is left to
MyST-NB, which says so.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.display import status_iterator


def run_pages(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Run the pages that are to be read and that the cache does not know."""
    cache = get_cache(app.config.nb_execution_cache_path)
    waiting = []
    for name in names:
        path = Path(env.doc2path(name))
        text = path.read_text("utf-8")
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)  # type: ignore[attr-defined]
        notebook = reader.read(text) if reader else nbformat.v4.new_notebook()
        if any(cell.cell_type == "code" for cell in notebook.cells):
            try:
                cache.match_cache_notebook(notebook)
            except KeyError:
                waiting.append((path, reader.read_fmt, notebook))
    if len(waiting) < 2:
        return
    waiting.sort(key=lambda page: -page[0].stat().st_size)  # long ones first, so that none is left for the end

    def run(page: tuple[Path, Any, nbformat.NotebookNode]) -> Any:
        path, _, notebook = page
        timeout = app.config.nb_execution_timeout
        return single_nb_execution(notebook, cwd=str(path.parent), allow_errors=False, timeout=timeout)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = zip(waiting, pool.map(run, waiting), strict=True)
        for (path, read_fmt, notebook), result in status_iterator(
            results, "running pages... ", length=len(waiting), stringify_func=lambda one: one[0][0].name
        ):
            if result.err is None:
                record = cache.add_nb_to_project(str(path), **({"read_data": read_fmt} if read_fmt else {}))
                bundle = CacheBundleIn(notebook, record.uri, data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Run pages when it is known which are to be read."""
    app.connect("env-before-read-docs", run_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
