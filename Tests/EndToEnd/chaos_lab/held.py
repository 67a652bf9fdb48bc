#!/usr/bin/env python3
"""A proxy before one broker that holds up one request of a transactional producer, as a network or a queue may.

usage: held.py LISTEN:TARGET      ports on 127.0.0.1; commands on standard input, a line each:
  hold offsets COUNT      after COUNT transactions with records: the next TxnOffsetCommit is kept, and its client's
                          connection lost. The copy goes to the broker when that of the next transaction with records
                          has been answered, before that transaction may end; its EndTxn's answer is kept to the end
  hold end COUNT          the same of a committing EndTxn: the copy goes on when records of the next transaction have
                          been acknowledged and its TxnOffsetCommit has come, which never goes on
  clear                   nothing more is held; says cleared

Says, a line each: held and the transactional id; late, with the producers' ids and epochs of the copy and of the
transaction it meets; answer and what the broker said to the copy; kill when the client is to die.
"""
import asyncio
import sys

from proxy import reset

PRODUCE, INIT_PRODUCER, ADD_PARTITIONS, END, OFFSETS = 0, 22, 24, 26, 28
# The version from which strings are compact and headers have tags. Each of these begins with the transactional id.
FLEXIBLE = {PRODUCE: 9, INIT_PRODUCER: 2, ADD_PARTITIONS: 3, END: 3, OFFSETS: 3}
ERRORS = {
    0: "NONE", 14: "COORDINATOR_LOAD_IN_PROGRESS", 15: "COORDINATOR_NOT_AVAILABLE", 16: "NOT_COORDINATOR",
    22: "ILLEGAL_GENERATION", 25: "UNKNOWN_MEMBER_ID", 27: "REBALANCE_IN_PROGRESS", 47: "INVALID_PRODUCER_EPOCH",
    48: "INVALID_TXN_STATE", 49: "INVALID_PRODUCER_ID_MAPPING", 51: "CONCURRENT_TRANSACTIONS",
    52: "TRANSACTION_COORDINATOR_FENCED", 59: "UNKNOWN_PRODUCER_ID", 82: "FENCED_INSTANCE_ID", 90: "PRODUCER_FENCED",
    120: "TRANSACTION_ABORTABLE"}
ANSWER_SECONDS = 2


class Fields:
    """Kafka's primitive types, one after another."""

    def __init__(self, data, place):
        self.data, self.place, self.is_flexible = data, place, False

    def number(self, size):
        self.place += size
        return int.from_bytes(self.data[self.place - size:self.place], "big", signed=True)

    def varint(self):
        value, shift = 0, 0
        while True:
            byte = self.data[self.place]
            self.place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def length(self, size):
        """Of a string or an array; -1 for null."""
        return self.varint() - 1 if self.is_flexible else self.number(size)

    def text(self):
        length = self.length(2)
        if length < 0:
            return None
        self.place += length
        return self.data[self.place - length:self.place].decode()

    def tags(self):
        for _ in range(self.varint() if self.is_flexible else 0):
            self.varint()
            size = self.varint()
            self.place += size


class Request:
    """A whole request, its size included, and what is to be known of it."""

    def __init__(self, data):
        self.data = data
        fields = Fields(data, 4)
        self.api, self.version, self.correlation = fields.number(2), fields.number(2), fields.number(4)
        self.transaction, self.producer, self.is_commit = None, None, False
        # A Produce before version 3 knows no transactions.
        if self.api not in FLEXIBLE or (self.api == PRODUCE and self.version < 3):
            return
        fields.text()
        fields.is_flexible = self.is_flexible
        fields.tags()
        self.transaction = fields.text()
        if self.api == OFFSETS:
            fields.text()
        if self.api in (ADD_PARTITIONS, END, OFFSETS):
            self.producer = (fields.number(8), fields.number(2))
        if self.api == END:
            self.is_commit = bool(fields.number(1))

    @property
    def is_flexible(self):
        return self.version >= FLEXIBLE[self.api]

    def errors(self, answer):
        """The error codes in the answer to it: one a partition, where there are partitions."""
        fields = Fields(answer, 8)
        fields.is_flexible = self.is_flexible
        fields.tags()
        if self.api == PRODUCE:
            # The first partition is enough; what follows an error differs by version.
            fields.length(4)
            fields.text()
            fields.length(4)
            fields.number(4)
            return [fields.number(2)]
        fields.number(4)
        if self.api != OFFSETS:
            return [fields.number(2)]
        errors = []
        for _ in range(fields.length(4)):
            fields.text()
            for _ in range(fields.length(4)):
                fields.number(4)
                errors.append(fields.number(2))
                fields.tags()
            fields.tags()
        return errors


class Connection:
    """A client's connection and the one to the broker that it is passed on by."""

    def __init__(self, client, broker):
        self.client, self.broker = client, broker
        # Those without an answer, by their correlation ids.
        self.requests = {}
        self.is_kept = False


class Proxy:
    """`phase` is off, counting, holding (the next one), held, over (the transaction the request was of), late (the copy
    is on its way), answered or done."""

    def __init__(self):
        self.phase = "off"
        self.api = None
        self.left = 0
        # Transactional ids whose open transaction has partitions, thus records; and those with one acknowledged.
        self.with_records = set()
        self.acknowledged = set()
        # Whose offsets were stopped.
        self.stopped = set()
        # Of the last transaction with records, as the broker knows its producer.
        self.producer = None
        self.kept = None
        self.request = None
        self.verdict = asyncio.Event()

    async def connected(self, reader, writer, target):
        try:
            upstream, out = await asyncio.open_connection("127.0.0.1", target, limit=1 << 20)
        except OSError:
            return reset(writer)
        connection = Connection(writer, out)
        await asyncio.gather(self.requests(reader, connection), self.answers(upstream, connection))

    async def requests(self, reader, connection):
        try:
            while True:
                request = Request(await frame(reader))
                if not await self.passes(request, connection):
                    continue
                connection.requests[request.correlation] = request
                connection.broker.write(request.data)
                await connection.broker.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        if not connection.is_kept:
            connection.broker.close()

    async def answers(self, reader, connection):
        try:
            while True:
                answer = await frame(reader)
                request = connection.requests.pop(int.from_bytes(answer[4:8], "big", signed=True), None)
                if connection.is_kept:
                    if request is self.request:
                        self.answered(request.errors(answer))
                elif not request or not request.transaction or self.hands_on(request, request.errors(answer)):
                    connection.client.write(answer)
                    await connection.client.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        connection.client.close()

    async def passes(self, request, connection):
        """Whether a request goes on to the broker."""
        has_records = request.transaction in self.with_records
        if request.api == ADD_PARTITIONS:
            self.with_records.add(request.transaction)
            self.producer = request.producer
        elif request.api != self.api:
            if request.api == END and self.phase == "late":
                await self.verdict.wait()
            # Only `hold end` comes here with this: the client dies before its offsets are known.
            elif request.api == OFFSETS and has_records and self.phase in ("over", "late", "answered"):
                self.stopped.add(request.transaction)
                self.meet(request.transaction)
                return False
        elif self.phase == "holding" and has_records and (request.api == OFFSETS or request.is_commit):
            self.phase, self.kept, self.request = "held", connection, request
            connection.is_kept = True
            reset(connection.client)
            say("held", request.transaction)
            return False
        return True

    def hands_on(self, request, errors):
        """Whether an answer goes on to the client."""
        if any(errors):
            return True
        had_records = request.transaction in self.with_records
        if request.api in (END, INIT_PRODUCER):
            self.with_records.discard(request.transaction)
            self.acknowledged.discard(request.transaction)
            if self.phase == "held":
                self.phase = "over"
        if self.phase == "counting" and request.is_commit and had_records:
            self.left -= 1
            if self.left <= 0:
                self.phase = "holding"
        elif request.api == PRODUCE and had_records:
            self.acknowledged.add(request.transaction)
            self.meet(request.transaction)
        elif request.api == OFFSETS == self.api and had_records and self.phase == "over":
            self.send_copy()
        elif self.phase == "answered" and self.api == OFFSETS and request.is_commit:
            self.phase = "done"
            say("kill")
            return False
        return True

    def meet(self, transaction):
        """Sends the copy of an end into a transaction with records, once its offsets come: its AddOffsetsToTxn has been
        answered then, and while that is under way the broker takes no end (CONCURRENT_TRANSACTIONS, seen)."""
        if self.phase == "over" and transaction in self.acknowledged and transaction in self.stopped:
            self.send_copy()

    def send_copy(self):
        self.phase = "late"
        say("late", *self.request.producer, *self.producer)
        self.kept.requests[self.request.correlation] = self.request
        self.kept.broker.write(self.request.data)
        asyncio.get_running_loop().call_later(ANSWER_SECONDS, self.answered, None, self.request)

    def answered(self, errors, request=None):
        """What the broker said to the copy; None when it said nothing in time, of the request of that time."""
        if self.phase != "late" or (request and request is not self.request):
            return
        self.phase = "answered"
        names = {ERRORS.get(error, f"error {error}"): None for error in errors or []}
        say("answer", ", ".join(names) or "nothing")
        self.verdict.set()
        if self.api == END:
            say("kill")

    def command(self, line):
        words = line.split()
        if words[:1] == ["hold"]:
            self.phase, self.api, self.left = "counting", {"offsets": OFFSETS, "end": END}[words[1]], int(words[2])
            self.verdict = asyncio.Event()
            self.stopped.clear()
        elif words == ["clear"]:
            self.phase = "off"
            self.verdict.set()
            if self.kept:
                self.kept.broker.close()
                self.kept = None
            say("cleared")
        elif words:
            sys.exit(f"held.py: unknown command {line!r}")


async def frame(reader):
    size = await reader.readexactly(4)
    return size + await reader.readexactly(int.from_bytes(size, "big"))


def say(*words):
    print(*words, flush=True)


async def main(pair):
    proxy = Proxy()
    listen, target = map(int, pair.split(":"))
    await asyncio.start_server(
        lambda reader, writer: proxy.connected(reader, writer, target), "127.0.0.1", listen, limit=1 << 20)
    say("ready")
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        proxy.command(line)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
