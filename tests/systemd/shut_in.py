"""Runs the program behind the filter of system calls, of address families and of memory that its
unit asks for, as the service manager would set it up, but with death instead of an error for
whoever oversteps. Usage: shut_in.py UNIT BINARY"""

import errno
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import seccomp

UNIT, BINARY = (os.path.abspath(path) for path in sys.argv[1:3])
PATIENCE = 30
NOBODY = 65534
PROT_WRITE, PROT_EXEC, SHM_EXEC = 2, 4, 0o100000
# The namespaces of clone(); a thread has none of them.
NAMESPACES = 0x7E020000


def setting(name):
    """The values of a setting, in order."""
    with open(UNIT) as unit:
        return re.findall(rf"^{name}=(.*)$", unit.read(), re.M)


def members(name):
    """The system calls of a group, or the one of this name."""
    if not name.startswith("@"):
        return {name}
    listed = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager", name],
        check=True, capture_output=True, text=True,
    ).stdout.split("\n")[1:]
    words = (line.strip() for line in listed)
    return set().union(*(members(word) for word in words if word and not word.startswith("#")))


def allowed():
    """What SystemCallFilter= lets pass; @default is always added to a list of what may be done."""
    first, *rest = setting("SystemCallFilter")
    assert not first.startswith("~")
    calls = members("@default").union(*(members(name) for name in first.split()))
    for line in rest:
        assert line.startswith("~")
        calls -= set().union(*(members(name) for name in line[1:].split()))
    # The manager itself has to be able to run the program.
    return calls | {"execve"}


def load(calls, over):
    """Sets the filter up in this process; `over` is what happens to whoever oversteps."""
    rules = seccomp.SyscallFilter(defaction=over)
    eq, masked = seccomp.EQ, seccomp.MASKED_EQ
    limited = {"mmap", "mprotect", "pkey_mprotect", "shmat", "socket", "clone", "clone3"}
    for call in sorted(calls - limited):
        try:
            rules.add_rule(seccomp.ALLOW, call)
        except (RuntimeError, ValueError):
            pass  # not a call of this architecture, or of this library's time
    # MemoryDenyWriteExecute=
    assert setting("MemoryDenyWriteExecute") == ["yes"]
    rules.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, masked, PROT_EXEC, 0))
    rules.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, masked, PROT_EXEC | PROT_WRITE, PROT_EXEC))
    rules.add_rule(seccomp.ALLOW, "mprotect", seccomp.Arg(2, masked, PROT_EXEC, 0))
    rules.add_rule(seccomp.ALLOW, "pkey_mprotect", seccomp.Arg(2, masked, PROT_EXEC, 0))
    rules.add_rule(seccomp.ALLOW, "shmat", seccomp.Arg(2, masked, SHM_EXEC, 0))
    # RestrictAddressFamilies=; what a resolver tries beyond these gets an error and does without.
    families = {getattr(socket, name) for line in setting("RestrictAddressFamilies") for name in line.split()}
    for family in range(0, 64):
        action = seccomp.ALLOW if family in families else seccomp.ERRNO(errno.EAFNOSUPPORT)
        rules.add_rule(action, "socket", seccomp.Arg(0, eq, family))
    # RestrictNamespaces=
    assert setting("RestrictNamespaces") == ["yes"]
    rules.add_rule(seccomp.ALLOW, "clone", seccomp.Arg(0, masked, NAMESPACES, 0))
    # Its flags lie in memory, where a filter cannot look: the manager says there is no such call.
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    rules.load()


class Program:
    """The program in a folder of its own."""

    def __init__(self, folder, over, settings):
        self.folder, self.over, self.settings = folder, over, settings
        self.calls = allowed()

    def start(self, *arguments, **more):
        environment = {"PATH": "/usr/bin:/bin", "OPERATOR_LANGUAGE": "en", **self.settings}
        return subprocess.Popen(
            [os.path.join(self.folder, "tonolog"), *arguments], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            preexec_fn=self.shut_in, **more,
        )

    def shut_in(self):
        # As root, SQLite would want to give its files to somebody.
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        load(self.calls, self.over)

    def run(self, *arguments):
        child = self.start(*arguments)
        said, _ = child.communicate(timeout=PATIENCE)
        return child.returncode, said


def ask(address, path, body=None):
    """One request; status and body."""
    request = urllib.request.Request(f"http://{address}{path}", body and json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, ""


def say(number, words):
    """What the voice platform sends."""
    return {
        "meta": {"locale": "ru-RU", "timezone": "Europe/Moscow", "client_id": "x", "interfaces": {"screen": {}}},
        "session": {
            "message_id": number, "session_id": "s", "skill_id": "k", "new": number == 0,
            "user": {"user_id": "u"}, "application": {"application_id": "a"}, "user_id": "a",
        },
        "request": {
            "command": words, "original_utterance": words, "type": "SimpleUtterance",
            "nlu": {"tokens": words.split(), "entities": [], "intents": {}},
        },
        "version": "1.0",
    }


def serve(program, secret, rest):
    """A reading is taken and told again, the chores have `rest` seconds, the stop is clean."""
    child = program.start("serve")
    address = None
    for line in child.stdout:
        found = re.search(r" serves on ([0-9.:]+)$", line)
        if found:
            address = found[1]
            break
    assert address, f"no start: {child.wait()}"
    webhook = f"/alice_webhook?token={secret}"
    try:
        assert ask(address, "/health")[0] == 200
        for number, words in enumerate(["", "да", "давление 120 на 80 пульс 70", "последнее давление"]):
            status, said = ask(address, webhook, say(number, words))
            assert status == 200, status
        assert "120/80" in said, said
        time.sleep(rest)
        assert ask(address, "/health")[0] == 200
    finally:
        child.send_signal(signal.SIGTERM)
        rest, _ = child.communicate(timeout=PATIENCE)
    assert child.returncode == 0, (child.returncode, rest)


def commands(help_text):
    """Subcommands that there are."""
    return set(re.findall(r"^ *tonolog ([a-z]+)", help_text, re.M))


def main():
    calls = allowed()
    assert "openat" in calls and "mount" not in calls and "setrlimit" not in calls
    secret = secrets.token_hex(32)
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "ALICE_WEBHOOK_SECRET": secret,
            # A name that has to be looked up, and nobody behind it.
            "TELEGRAM_BOT_TOKEN": "123456789:" + "x" * 35,
            "TELEGRAM_API_URL": "http://localhost:9",
            "DATABASE_KEY": secrets.token_hex(32),
            "ACCESS": "open",
            "HTTP_LISTEN": "127.0.0.1:0",
        }
        shutil.copy(BINARY, os.path.join(folder, "tonolog"))
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        program = Program(folder, seccomp.KILL_PROCESS, settings)
        code, said = program.run("version")
        assert code == 0, (code, said)
        # The filter bites: a process that asks for what is refused dies of it.
        child = subprocess.Popen(
            ["/usr/bin/unshare", "--mount", "/bin/true"],
            preexec_fn=lambda: load(program.calls, seccomp.KILL_PROCESS),
        )
        assert child.wait() == -signal.SIGSYS, child.returncode
        serve(program, secret, 0)
        serve(program, secret, 32)  # the file is there already; the slowest chore has its turn
        tried = ["serve", "version"]
        known = commands(program.run("help")[1])
        if "backup" in known:
            key = program.run("backup", "--new-key")[1]
            settings["BACKUP_RECIPIENT"] = re.search(r"age1[a-z0-9]+", key)[0]
            settings["BACKUP_PATH"] = os.path.join(folder, "backups")
            for command in (["backup"], ["backup", "verify"]):
                code, said = program.run(*command)
                assert code == 0, (command, code, said)
                tried.append(" ".join(command))
        if "audit" in known:
            code, said = program.run("audit", "verify")
            assert code == 0, (code, said)
            tried.append("audit verify")
        # Nobody is the owner here, and nobody behind the address: what counts is how it ends.
        for command in (["notify", "--unit", "x", "--patience", "0"], ["check", "--strict"]):
            code, said = program.run(*command)
            assert code in (0, 1, 2), (command, code, said)
            tried.append(command[0])
    print(f"no call beyond the {len(calls)} allowed ones by: {', '.join(tried)}")


main()
