"""Does with AsyncSSH what its users do: a connection to the bastion as the tunnel of a second one.

Usage: with_asyncssh.py PORT KNOWN_HOSTS USER KEY|- TOKEN|- FILE FOLDER
"""

import asyncio
import hashlib
import sys

import asyncssh

port, known_hosts, user, key, token, file, folder = sys.argv[1:]


async def run(target):
    with open(file, "rb") as source:
        content = source.read()
    result = await target.run("sha256sum; echo problem >&2; exit 7", input=content, encoding=None)
    assert result.stdout.split()[0].decode() == hashlib.sha256(content).hexdigest()
    assert result.stderr == b"problem\n"
    assert result.exit_status == 7


async def killed(target):
    result = await target.run("kill -TERM $$")
    assert result.exit_signal[0] == "TERM", result.exit_signal


async def shell(target):
    process = await target.create_process(term_type="xterm", term_size=(81, 25))
    process.stdin.write("stty size; exit 3\n")
    result = await process.wait()
    assert "25 81" in result.stdout, result.stdout
    assert result.exit_status == 3


async def copy(target):
    async with target.start_sftp_client() as sftp:
        await sftp.put(file, folder + "/copy")
        await sftp.rename(folder + "/copy", folder + "/renamed")
        await sftp.get(folder + "/renamed", file + ".back")
    await asyncssh.scp((target, folder + "/renamed"), file + ".scp")


async def many(target):
    results = await asyncio.gather(*(target.run(f"echo session {number}") for number in range(8)))
    assert [result.stdout for result in results] == [f"session {number}\n" for number in range(8)]


async def main():
    options = {"known_hosts": known_hosts, "config": None, "agent_path": None}
    login = {"client_keys": [key]} if token == "-" else {"password": token, "client_keys": None}
    async with asyncssh.connect(
        "127.0.0.1", int(port), username=user, host_key_alias="bastion", **login, **options
    ) as bastion:
        async with asyncssh.connect("web-01", tunnel=bastion, username="deploy", **options) as target:
            for part in (run, killed, shell, copy, many):
                await part(target)
    print("done")


asyncio.run(main())
