"""Stands in for the action server: healthy until it is told to die."""

import os
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer

with Path("pids").open("a") as pids:
    pids.write(f"{os.getpid()}\n")


class Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


server = TCPServer(("127.0.0.1", int(os.environ["B2M_ACTION_PORT"])), Health)
server.timeout = 0.1
while not Path("die").exists():
    server.handle_request()
    time.sleep(0)
print("the disk is full", flush=True)
os._exit(9)
