"""What the judge looks at: dumps of the topics, the groups' positions, and the segments, read without Guazhi's help."""
import collections
import json
import subprocess
import threading
import time

from confluent_kafka import Consumer, KafkaException, TopicPartition

READS = {"guazhi-parse": ["raw"], "guazhi-enrich": ["parsed"], "guazhi-archive": ["enriched", "dead"]}


def dump(bootstrap, topic, isolation="read_committed"):
    """All messages of a topic, as (key, headers as a dictionary); null values (tombstones) left out."""
    consumer = Consumer({
        "bootstrap.servers": bootstrap, "group.id": "judge", "enable.auto.commit": False, "isolation.level": isolation,
        "enable.partition.eof": True, "auto.offset.reset": "earliest", "log_level": 2})
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, partition, 0) for partition in partitions])
    found, left, end = [], set(partitions), time.monotonic() + 120
    while left:
        if time.monotonic() > end:
            raise RuntimeError(f"{topic} could not be read to its end")
        for message in consumer.consume(500, timeout=1.0):
            if message.error():
                if message.error().code() == -191:
                    left.discard(message.partition())
            elif message.value() is not None:
                headers = {name: (value or b"").decode() for name, value in message.headers() or []}
                found.append((message.key(), headers))
    consumer.close()
    return found


def origins(messages):
    """How often each (raw offset, part) stands there."""
    return collections.Counter((headers["guazhi-origin"], headers.get("guazhi-part", "")) for _, headers in messages)


def segment_origins(archive):
    """The same of an archive's segments: reports and refusals."""
    reports, refusals = collections.Counter(), collections.Counter()
    for path in sorted((archive / "segments").iterdir()):
        if path.name.endswith(".zst"):
            data = subprocess.run(["zstd", "-dcq", str(path)], stdout=subprocess.PIPE, check=True).stdout
        elif path.name.endswith(".jsonl"):
            data = path.read_bytes()
        else:
            continue
        for line in data.splitlines():
            entry = json.loads(line)
            if "report" in entry:
                reports[entry["report"]["origin"], entry["report"]["part"]] += 1
            elif "refusal" in entry:
                refusals[entry["refusal"]["location"]] += 1
    return reports, refusals


class Positions:
    """Committed and end positions of every stage's input, looked at again and again in a thread."""

    def __init__(self, brokers, namespace, partitions):
        self.brokers, self.namespace, self.partitions = brokers, namespace, partitions
        self.committed = {}
        self.ends = {}
        self.history = collections.defaultdict(list)
        self.consumers = self.connect()
        self.seen_at = 0.0
        self.is_over = False
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def connect(self):
        # Plain consumers that never join: librdkafka's admin requests end the process when a broker dies under them
        # ("Assertion eonce->refcnt > 0", seen in the one that confluent-kafka 2.16.1 brings). An end is the log's, open
        # transactions included: a stage's offsets are committed a moment before its outputs can be read.
        return {
            stage: Consumer({
                "bootstrap.servers": self.brokers.direct, "group.id": f"{self.namespace}.{stage}",
                "enable.auto.commit": False, "isolation.level": "read_uncommitted", "log_level": 2,
                "reconnect.backoff.max.ms": 500})
            for stage in READS}

    def topic(self, name):
        return f"{self.namespace}.reports.{name}"

    def look(self):
        begin = time.monotonic()
        ends, committed = {}, {}
        for stage, consumer in self.consumers.items():
            places = [
                TopicPartition(self.topic(name), partition)
                for name in READS[stage] for partition in range(self.partitions)]
            for place in places:
                ends[place.topic, place.partition] = consumer.get_watermark_offsets(place, timeout=5)[1]
            for place in consumer.committed(places, timeout=5):
                committed[place.topic, place.partition] = max(place.offset, 0)
        now = time.monotonic()
        for place, offset in committed.items():
            if self.committed.get(place) != offset:
                self.history[place].append((now, offset))
        self.committed, self.ends, self.seen_at = committed, ends, begin

    def watch(self):
        while not self.is_over:
            try:
                self.look()
            except KafkaException:
                # A broker is away. Its consumers may go on asking the dead leader (seen): the next look has new ones.
                self.disconnect()
                self.consumers = self.connect()
            time.sleep(0.1)

    def lag(self, stage):
        """By partition: what the stage has not committed, at the last look."""
        return {
            place: self.ends[place] - self.committed.get(place, 0)
            for name in READS[stage] for place in ((self.topic(name), index) for index in range(self.partitions))
            if place in self.ends and self.ends[place] > self.committed.get(place, 0)}

    def is_drained(self, since):
        """Whether a look begun after `since` found every position at its end."""
        return self.seen_at > since and bool(self.ends) and all(
            self.committed.get(place, 0) >= end for place, end in self.ends.items())

    def first_progress(self, place, after, beyond):
        """When the committed offset was first seen above `beyond`, no earlier than `after`."""
        return next((when for when, offset in self.history[place] if when >= after and offset > beyond), None)

    def close(self):
        if not self.is_over:
            self.is_over = True
            self.thread.join()
            self.disconnect()

    def disconnect(self):
        for consumer in self.consumers.values():
            consumer.close()
