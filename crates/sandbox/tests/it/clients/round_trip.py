"""Produces, reads back in a group of two, and administers, with Confluent's own client."""

import sys
import threading
import time

from confluent_kafka import (
    Consumer,
    ConsumerGroupState,
    ConsumerGroupTopicPartitions,
    KafkaException,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

BOOTSTRAP = sys.argv[1]
TOPIC = "python.round-trip"
GROUP = "python-group"
COUNT = 300


def main():
    admin = AdminClient({"bootstrap.servers": BOOTSTRAP})
    create(admin)
    for codec in ["none", "gzip", "snappy", "lz4", "zstd"]:
        produce(codec)
    members = [threading.Thread(target=consume, daemon=True) for _ in range(2)]
    for member in members:
        member.start()
    wait_for(lambda: is_shared(described(admin)))
    wait_for(lambda: len(VALUES) == 5 * COUNT)
    expect_failure("NON_EMPTY_GROUP", lambda: admin.delete_consumer_groups([GROUP])[GROUP].result())
    expect_failure("UNKNOWN_MEMBER_ID", lambda: reset(admin))
    STOP.set()
    for member in members:
        member.join()
    committed = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(GROUP)])[GROUP].result()
    assert sum(partition.offset for partition in committed.topic_partitions) == 5 * COUNT, committed
    reset(admin)
    administer(admin)
    print("OK")


def create(admin):
    admin.create_topics([NewTopic(TOPIC, 4, 1, config={"cleanup.policy": "delete"})])[TOPIC].result()
    expect_failure("TOPIC_ALREADY_EXISTS", lambda: admin.create_topics([NewTopic(TOPIC, 1)])[TOPIC].result())
    expect_failure("INVALID_REPLICATION_FACTOR", lambda: admin.create_topics([NewTopic("r3", 1, 3)])["r3"].result())
    expect_failure(
        "INVALID_CONFIG",
        lambda: admin.create_topics([NewTopic("c", 1, 1, config={"retention.ms": "soon"})])["c"].result(),
    )
    admin.create_topics([NewTopic("checked", 1)], validate_only=True)["checked"].result()
    assert "checked" not in admin.list_topics(timeout=10).topics
    admin.create_partitions([NewPartitions(TOPIC, 6)])[TOPIC].result()
    assert len(admin.list_topics(TOPIC, timeout=10).topics[TOPIC].partitions) == 6


def produce(codec):
    failures = []
    producer = Producer(
        {"bootstrap.servers": BOOTSTRAP, "enable.idempotence": True, "compression.codec": codec}
    )
    for number in range(COUNT):
        producer.produce(
            TOPIC,
            key=f"key-{number}",
            value=f"{codec}-{number}",
            headers=[("twice", b"a"), ("twice", b"b"), ("null", None)],
            on_delivery=lambda error, _: error and failures.append(error),
        )
    assert producer.flush(20) == 0 and not failures, failures


VALUES = set()
STOP = threading.Event()


def consume():
    consumer = Consumer(
        {
            "bootstrap.servers": BOOTSTRAP,
            "group.id": GROUP,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": True,
        }
    )
    consumer.subscribe([TOPIC])
    while not STOP.is_set():
        message = consumer.poll(0.2)
        if message is not None and message.error() is None:
            assert message.headers() == [("twice", b"a"), ("twice", b"b"), ("null", None)]
            VALUES.add(message.value())
    consumer.close()


def described(admin):
    return admin.describe_consumer_groups([GROUP])[GROUP].result()


def is_shared(group):
    assigned = [p.partition for member in group.members for p in member.assignment.topic_partitions]
    return (
        group.state == ConsumerGroupState.STABLE
        and sorted(assigned) == list(range(6))
        and [member.host for member in group.members] == ["/127.0.0.1"] * 2
    )


def reset(admin):
    group = ConsumerGroupTopicPartitions(GROUP, [TopicPartition(TOPIC, 0, 7)])
    result = admin.alter_consumer_group_offsets([group])[GROUP].result()
    failed = [p.error for p in result.topic_partitions if p.error]
    if failed:
        raise KafkaException(failed[0])


def administer(admin):
    listed = admin.list_consumer_groups(states={ConsumerGroupState.EMPTY}).result().valid
    assert GROUP in [group.group_id for group in listed]
    resource = ConfigResource(
        ResourceType.TOPIC,
        TOPIC,
        incremental_configs=[
            ConfigEntry("cleanup.policy", "compact", incremental_operation=AlterConfigOpType.APPEND)
        ],
    )
    admin.incremental_alter_configs([resource])[resource].result()
    described_topic = ConfigResource(ResourceType.TOPIC, TOPIC)
    configs = admin.describe_configs([described_topic])[described_topic].result()
    assert configs["cleanup.policy"].value == "delete,compact", configs["cleanup.policy"]
    assert configs["max.message.bytes"].value == "1048588" and configs["max.message.bytes"].is_default

    first = TopicPartition(TOPIC, 0)
    ends = admin.list_offsets({first: OffsetSpec.latest()})[first].result().offset
    deleted = admin.delete_records([TopicPartition(TOPIC, 0, 10)])
    assert list(deleted.values())[0].result().low_watermark == 10 <= ends
    assert admin.list_offsets({first: OffsetSpec.earliest()})[first].result().offset == 10
    assert admin.list_offsets({first: OffsetSpec.for_timestamp(0)})[first].result().offset == 10
    assert admin.list_offsets({first: OffsetSpec.max_timestamp()})[first].result().offset >= 10
    admin.delete_consumer_groups([GROUP])[GROUP].result()
    admin.delete_topics([TOPIC])[TOPIC].result()


def expect_failure(name, act):
    try:
        act()
    except KafkaException as failure:
        assert failure.args[0].name() == name, failure
        return
    raise AssertionError(f"{name} was expected")


def wait_for(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.05)


main()
