"""Stands in for Rasa: trains in no time unless its configuration is broken, and has one answer."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer

ARGUMENTS = dict(zip(sys.argv[2::2], sys.argv[3::2], strict=False))


def train() -> None:
    print("INFO rasa.engine.training.hooks - Starting to train component 'Classifier'.", flush=True)
    if "broken" in Path("config.yml").read_text():
        print("InvalidConfigException: no component is called 'broken'", flush=True)
        sys.exit(1)
    (Path(ARGUMENTS["--out"]) / ARGUMENTS["--fixed-model-name"]).write_text("a model")


class Channel(BaseHTTPRequestHandler):
    def _say(self, thing: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(thing).encode())

    def do_GET(self) -> None:
        self._say({"status": "ok"})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if Path("mute").exists():
            self._say([])
            return
        today = os.environ.get("B2M_TODAY", "no day")
        answer = {"text": f"{asked['message']} on {today}", "kind": "assessment"}
        self._say([{"text": answer["text"]}, {"custom": {"answer": answer}}])

    def log_message(self, *_: object) -> None:
        pass


def run() -> None:
    assert Path(ARGUMENTS["--model"]).is_file()
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with Path("pids").open("a") as pids:
        pids.write(f"{os.getpid()}\n{child.pid}\n")
    TCPServer((ARGUMENTS["-i"], int(ARGUMENTS["-p"])), Channel).serve_forever()


{"train": train, "run": run}[sys.argv[1]]()
