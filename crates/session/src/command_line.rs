//! The same in a terminal: command lines to copy. No secret stands in them.

use chrono::Utc;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::{Connection, Mechanism, Security};
use crate::failure::Result;
use crate::moment;
use crate::range::number;
use crate::spec::{Start, Until, ViewSpec};

/// A line for a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CommandLine {
    /// The tool, as people call it.
    pub tool: String,
    /// The line.
    pub line: String,
    /// In what it differs from what is shown.
    pub note: Option<String>,
}

/// A tool that reads a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Kcat,
    Confluent,
}

/// What reads the range of a view. A filter is not part of it.
pub(crate) fn reading(
    connection: &Connection,
    bootstrap: &str,
    spec: &ViewSpec,
) -> Result<Vec<CommandLine>> {
    let topic = quoted(&spec.topic);
    let filtered = !spec.filter.text.is_empty() || spec.key.is_some();
    let note = match &spec.start {
        Start::Position { .. } => Some("Reads all partitions from their beginning."),
        _ => filtered.then_some("Reads the range; what the filter hides is not left out."),
    }
    .map(str::to_owned);
    let partition = match spec.partitions.as_deref() {
        Some([one]) => Some(*one),
        _ => None,
    };
    let mut kcat = format!("{} -C -t {topic}", kcat(connection, bootstrap));
    if let Some(partition) = partition {
        kcat = format!("{kcat} -p {partition}");
    }
    let from = match &spec.start {
        Start::Latest => "end".to_owned(),
        Start::Earliest | Start::Group { .. } | Start::Position { .. } => "beginning".to_owned(),
        // kcat counts for each partition.
        Start::Last { count } => format!("-{count}"),
        Start::Offset { offset } => number(offset)?.to_string(),
        Start::Time { text, utc } => format!("s@{}", moment::parse(text, *utc, Utc::now())?),
    };
    kcat = format!("{kcat} -o {from}");
    if let Some(Until::Time { text, utc }) = &spec.until {
        kcat = format!("{kcat} -o e@{}", moment::parse(text, *utc, Utc::now())?);
    }
    if !spec.follow {
        kcat += " -e";
    }
    if spec.uncommitted {
        kcat += " -X isolation.level=read_uncommitted";
    }
    kcat += " -J";
    let mut confluent = format!("{} {topic}", confluent(connection, bootstrap));
    let mut console = format!(
        "kafka-console-consumer --bootstrap-server {}{} --topic {topic}",
        quoted(bootstrap),
        properties_file(connection),
    );
    match (&spec.start, partition) {
        (Start::Earliest | Start::Last { .. } | Start::Position { .. } | Start::Time { .. }, _) => {
            confluent += " --from-beginning";
            console += " --from-beginning";
        }
        (Start::Offset { offset }, partition) => {
            let (partition, offset) = (partition.unwrap_or(0), number(offset)?);
            confluent = format!("{confluent} --partition {partition} --offset {offset}");
            console = format!("{console} --partition {partition} --offset {offset}");
        }
        (Start::Latest | Start::Group { .. }, _) => {}
    }
    console += " --property print.key=true --property print.headers=true";
    let mut lines = Vec::new();
    let mut say = |tool: &str, line: String, note: Option<String>| {
        lines.push(CommandLine {
            tool: tool.to_owned(),
            line,
            note,
        });
    };
    if let Start::Group { group } = &spec.start {
        let group = quoted(group);
        let joins = Some(
            "Joins the group and moves its offsets: what Tributary shows does not.".to_owned(),
        );
        say(
            "kafka-consumer-groups",
            format!(
                "kafka-consumer-groups --bootstrap-server {}{} --describe --group {group}",
                quoted(bootstrap),
                command_file(connection),
            ),
            Some("Shows the positions.".to_owned()),
        );
        say(
            "kafka-console-consumer",
            format!("{console} --group {group}"),
            joins.clone(),
        );
        say("confluent", format!("{confluent} --group {group}"), joins);
    } else {
        say("kcat", kcat, note.clone());
        say("kafka-console-consumer", console, note.clone());
        say("confluent", confluent, note);
    }
    Ok(lines)
}

/// What reads one message.
pub(crate) fn message(
    tool: Tool,
    connection: &Connection,
    bootstrap: &str,
    topic: &str,
    partition: i32,
    offset: i64,
) -> String {
    let topic = quoted(topic);
    match tool {
        Tool::Kcat => format!(
            "{} -C -t {topic} -p {partition} -o {offset} -c 1 -J",
            kcat(connection, bootstrap)
        ),
        Tool::Confluent => format!(
            "{} {topic} --partition {partition} --offset {offset}",
            confluent(connection, bootstrap)
        ),
    }
}

fn kcat(connection: &Connection, bootstrap: &str) -> String {
    let mut line = format!("kcat -b {}", quoted(bootstrap));
    if connection.security != Security::Plaintext {
        line = format!(
            "{line} -X security.protocol={}",
            protocol(connection.security)
        );
    }
    if let Some(file) = &connection.ca_file {
        line = format!("{line} -X {}", quoted(&format!("ssl.ca.location={file}")));
    }
    if let Some(mechanism) = connection.mechanism {
        let name = match mechanism {
            Mechanism::Plain => "PLAIN",
            Mechanism::ScramSha256 => "SCRAM-SHA-256",
            Mechanism::ScramSha512 => "SCRAM-SHA-512",
        };
        let user = connection.username.as_deref().unwrap_or_default();
        line = format!(
            "{line} -X sasl.mechanism={name} -X {} -X sasl.password=\"$KAFKA_PASSWORD\"",
            quoted(&format!("sasl.username={user}"))
        );
    }
    line
}

fn confluent(connection: &Connection, bootstrap: &str) -> String {
    let mut line = format!(
        "confluent kafka topic consume --bootstrap {} --protocol {}",
        quoted(bootstrap),
        protocol(connection.security)
    );
    if let Some(file) = &connection.ca_file {
        line = format!("{line} --ca-location {}", quoted(file));
    }
    if let Some(user) = connection.username.as_deref() {
        line = format!(
            "{line} --username {} --password \"$KAFKA_PASSWORD\"",
            quoted(user)
        );
    }
    line
}

/// Kafka's own tools take a login from a file only.
fn properties_file(connection: &Connection) -> &'static str {
    match connection.security {
        Security::Plaintext => "",
        _ => " --consumer.config client.properties",
    }
}

fn command_file(connection: &Connection) -> &'static str {
    match connection.security {
        Security::Plaintext => "",
        _ => " --command-config client.properties",
    }
}

fn protocol(security: Security) -> &'static str {
    match security {
        Security::Plaintext => "PLAINTEXT",
        Security::Ssl => "SSL",
        Security::SaslPlaintext => "SASL_PLAINTEXT",
        Security::SaslSsl => "SASL_SSL",
    }
}

/// A word for a POSIX shell.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:,@%+=".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stays_one_word() {
        for (word, expected) in [
            ("orders", "orders"),
            ("it's $HOME", r"'it'\''s $HOME'"),
            ("", "''"),
            ("a;b", "'a;b'"),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }
}
