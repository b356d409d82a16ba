import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.ArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Produces with Java's default (idempotent) producer, reads back in a group, and administers. */
public class RoundTrip {
    static final String TOPIC = "java.round-trip";
    static final String GROUP = "java-group";

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
            check(admin.describeCluster().nodes().get().size() == 1, "one node");
            produce(bootstrap, "none");
            produce(bootstrap, "gzip");
            check(consume(bootstrap) == 200, "200 records");
            administer(admin);
        }
        System.out.println("OK");
    }

    static void produce(String bootstrap, String codec) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("compression.type", codec);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int number = 0; number < 100; number++) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(TOPIC, "key-" + number, codec + "-" + number);
                record.headers().add("twice", "a".getBytes()).add("twice", "b".getBytes()).add("null", null);
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> metadata : sent) {
                check(metadata.get().offset() >= 0, "an offset");
            }
        }
    }

    static int consume(String bootstrap) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("group.id", GROUP);
        settings.put("auto.offset.reset", "earliest");
        Set<String> values = new HashSet<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long end = System.nanoTime() + 30_000_000_000L;
            while (values.size() < 200 && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    check(record.headers().toArray().length == 3, "headers keep duplicates");
                    check(record.headers().lastHeader("null").value() == null, "a null header");
                    values.add(record.value());
                }
            }
            consumer.commitSync();
        }
        return values.size();
    }

    static void administer(Admin admin) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
        long sum = committed.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
        check(sum == 200, "200 committed, not " + sum);
        var group = admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
        check(group.groupState() == GroupState.EMPTY, "group is " + group.groupState());
        var groups = admin.listConsumerGroups().all().get();
        check(groups.stream().anyMatch(listed -> listed.groupId().equals(GROUP)), "group is listed");

        TopicPartition first = new TopicPartition(TOPIC, 0);
        for (OffsetSpec spec : List.of(OffsetSpec.earliest(), OffsetSpec.latest(), OffsetSpec.maxTimestamp(), OffsetSpec.forTimestamp(0))) {
            check(admin.listOffsets(Map.of(first, spec)).partitionResult(first).get().offset() >= 0, "offset of " + spec);
        }

        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("retention.ms", "60000"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all().get();
        ConfigEntry entry = admin.describeConfigs(List.of(topic)).all().get().get(topic).get("retention.ms");
        check(entry.value().equals("60000") && entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, "retention is " + entry);
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        check(admin.describeConfigs(List.of(broker)).all().get().get(broker).get("node.id").value().equals("1"), "node.id");

        admin.deleteConsumerGroups(List.of(GROUP)).all().get();
        admin.deleteTopics(List.of(TOPIC)).all().get();
        check(!admin.listTopics().names().get().contains(TOPIC), "topic is gone");
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("expected: " + what);
        }
    }
}
