#!/usr/bin/env python3
"""A TCP proxy before the brokers, with the faults of a network.

usage: proxy.py LISTEN:TARGET…      ports on 127.0.0.1; commands on standard input, a line each:
  delay MILLISECONDS      every chunk waits so long, in both directions
  cut                     all connections are reset, new ones are taken at once
  hole                    connections stay open; what clients send is swallowed, answers still pass: half-closed
  refuse                  new connections are reset
  clear                   none of these; connections that lost bytes are reset
"""
import asyncio
import socket
import struct
import sys


class Proxy:
    def __init__(self):
        self.delay = 0.0
        self.hole = False
        self.refuse = False
        self.writers = set()
        self.holed = set()

    async def pump(self, reader, writer, pair, is_request):
        try:
            while chunk := await reader.read(1 << 18):
                if self.delay:
                    await asyncio.sleep(self.delay)
                if is_request and (self.hole or pair in self.holed):
                    # From the first byte lost on the connection is of no use; it is reset when the fault is over.
                    self.holed.add(pair)
                    continue
                writer.write(chunk)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.drop(pair)

    def drop(self, pair):
        self.holed.discard(pair)
        for writer in pair:
            if writer in self.writers:
                self.writers.discard(writer)
                reset(writer)

    async def connected(self, reader, writer, target):
        if self.refuse:
            return reset(writer)
        try:
            upstream, out = await asyncio.open_connection("127.0.0.1", target)
        except OSError:
            return reset(writer)
        pair = (writer, out)
        self.writers.update(pair)
        await asyncio.gather(self.pump(reader, out, pair, True), self.pump(upstream, writer, pair, False))

    def command(self, line):
        words = line.split()
        if not words:
            return
        if words[0] == "delay":
            self.delay = int(words[1]) / 1000
        elif words[0] == "cut":
            for writer in list(self.writers):
                self.writers.discard(writer)
                reset(writer)
        elif words[0] == "hole":
            self.hole = True
        elif words[0] == "refuse":
            self.refuse = True
        elif words[0] == "clear":
            self.delay, self.hole, self.refuse = 0.0, False, False
            for pair in list(self.holed):
                self.drop(pair)
        else:
            sys.exit(f"proxy.py: unknown command {line!r}")


def reset(writer):
    """Closes with RST, as a cable that is pulled and plugged in again looks to the peer."""
    try:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    writer.close()


async def main(pairs):
    proxy = Proxy()
    for pair in pairs:
        listen, target = map(int, pair.split(":"))
        await asyncio.start_server(
            lambda reader, writer, target=target: proxy.connected(reader, writer, target), "127.0.0.1", listen)
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        proxy.command(line)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
