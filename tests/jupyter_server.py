"""A real JupyterLab on this machine, for tests with a browser."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def jupyterlab(folder: Path, own: Path, *options: str) -> Iterator[str]:
    """Start JupyterLab in a folder; yield its address; end it.

    Parameters
    ----------
    folder : Path
        Its working folder, and the root of what it shows.
    own : Path
        Where it keeps settings, workspaces and its log, so that it finds nobody else's.
    options : str
        More options.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", "--no-browser"]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
    }
    own.mkdir(parents=True, exist_ok=True)
    with (own / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--allow-root", *words, *options],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address: str) -> None:
    """Return when a server answers."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address) as answer:
                assert "version" in json.load(answer)
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("JupyterLab did not start within a minute")
