/// What becomes of an extra librdkafka property that a user adds or a file brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyRule {
    /// It may be set; its value may be stored and shown.
    Plain,
    /// It may be set; its value is a secret.
    Secret,
    /// It is set by a field of the connection.
    Field,
    /// The app fixes it: browsing must never change a cluster.
    Fixed,
    /// It loads or runs code on this machine: refused.
    RunsCode,
    /// Not on the list.
    Unknown,
}

/// Looks a librdkafka property up in the allow-list.
/// Names: librdkafka's `CONFIGURATION.md`.
pub fn property_rule(name: &str) -> PropertyRule {
    let listed = |list: &[&str]| list.contains(&name);
    if listed(SECRET) {
        PropertyRule::Secret
    } else if listed(PLAIN) {
        PropertyRule::Plain
    } else if listed(FIELD) {
        PropertyRule::Field
    } else if listed(FIXED) {
        PropertyRule::Fixed
    } else if listed(RUNS_CODE) {
        PropertyRule::RunsCode
    } else {
        PropertyRule::Unknown
    }
}

const SECRET: &[&str] = &["ssl.key.pem", "ssl.key.password", "ssl.keystore.password"];

const PLAIN: &[&str] = &[
    "api.version.request",
    "api.version.request.timeout.ms",
    "broker.address.family",
    "broker.address.ttl",
    "broker.version.fallback",
    "check.crcs",
    "client.dns.lookup",
    "client.id",
    "client.rack",
    "compression.codec",
    "compression.level",
    "compression.type",
    "connections.max.idle.ms",
    "delivery.timeout.ms",
    "enable.ssl.certificate.verification",
    "fetch.error.backoff.ms",
    "fetch.max.bytes",
    "fetch.message.max.bytes",
    "fetch.min.bytes",
    "fetch.wait.max.ms",
    "isolation.level",
    "linger.ms",
    "max.in.flight.requests.per.connection",
    "max.partition.fetch.bytes",
    "message.timeout.ms",
    "metadata.max.age.ms",
    "receive.message.max.bytes",
    "reconnect.backoff.max.ms",
    "reconnect.backoff.ms",
    "request.timeout.ms",
    "retries",
    "retry.backoff.max.ms",
    "retry.backoff.ms",
    "socket.connection.setup.timeout.ms",
    "socket.keepalive.enable",
    "socket.max.fails",
    "socket.nagle.disable",
    "socket.receive.buffer.bytes",
    "socket.send.buffer.bytes",
    "socket.timeout.ms",
    "ssl.ca.pem",
    "ssl.certificate.location",
    "ssl.certificate.pem",
    "ssl.cipher.suites",
    "ssl.crl.location",
    "ssl.curves.list",
    "ssl.endpoint.identification.algorithm",
    "ssl.key.location",
    "ssl.keystore.location",
    "ssl.sigalgs.list",
    "statistics.interval.ms",
    "topic.metadata.refresh.interval.ms",
    "topic.metadata.refresh.sparse",
];

const FIELD: &[&str] = &[
    "bootstrap.servers",
    "metadata.broker.list",
    "sasl.mechanism",
    "sasl.mechanisms",
    "sasl.password",
    "sasl.username",
    "security.protocol",
    "ssl.ca.location",
];

const FIXED: &[&str] = &[
    "acks",
    "allow.auto.create.topics",
    "auto.offset.reset",
    "enable.auto.commit",
    "enable.auto.offset.store",
    "enable.partition.eof",
    "group.id",
    "partitioner",
];

const RUNS_CODE: &[&str] = &[
    "plugin.library.paths",
    "sasl.kerberos.kinit.cmd",
    "ssl.engine.id",
    "ssl.engine.location",
    "ssl.providers",
];
