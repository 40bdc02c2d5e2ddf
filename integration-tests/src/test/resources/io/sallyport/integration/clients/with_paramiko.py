"""Does with paramiko what its users do: a client for the bastion, a channel of it as the socket of a second client.

Usage: with_paramiko.py PORT KNOWN_HOSTS USER KEY|- TOKEN|- FILE FOLDER
"""

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor

import paramiko

port, known_hosts, user, key, token, file, folder = sys.argv[1:]


def client():
    made = paramiko.SSHClient()
    made.load_host_keys(known_hosts)
    made.set_missing_host_key_policy(paramiko.RejectPolicy())
    return made


def said(stream):
    return stream.read().decode()


bastion = client()
if token == "-":
    bastion.connect("127.0.0.1", int(port), user, key_filename=key, allow_agent=False, look_for_keys=False)
else:
    bastion.connect("127.0.0.1", int(port), user, password=token, allow_agent=False, look_for_keys=False)
channel = bastion.get_transport().open_channel("direct-tcpip", ("web-01", 22), ("127.0.0.1", 0))
target = client()
# Whatever is offered here, the inner door has nothing to ask.
target.connect("web-01", username="deploy", password="", sock=channel, allow_agent=False, look_for_keys=False)

stdin, stdout, stderr = target.exec_command("sha256sum; echo problem >&2; exit 7")
with open(file, "rb") as source:
    content = source.read()
stdin.write(content)
stdin.channel.shutdown_write()
assert said(stdout).split()[0] == hashlib.sha256(content).hexdigest()
assert said(stderr) == "problem\n"
assert stdout.channel.recv_exit_status() == 7

shell = target.invoke_shell(width=81, height=25)
shell.send("stty size; exit 3\n")
screen = shell.makefile().read().decode()
assert "25 81" in screen, screen
assert shell.recv_exit_status() == 3

with target.open_sftp() as sftp:
    sftp.put(file, folder + "/copy")
    sftp.rename(folder + "/copy", folder + "/renamed")
    assert sftp.listdir(folder) == ["renamed"]
    sftp.get(folder + "/renamed", file + ".back")


def one(number):
    _, out, _ = target.exec_command(f"echo session {number}")
    return said(out)


with ThreadPoolExecutor(8) as pool:
    assert list(pool.map(one, range(8))) == [f"session {number}\n" for number in range(8)]

target.close()
bastion.close()
print("done")
