//! The same for a terminal.

use super::{AclEntry, AclPattern, AclPermission, AclResource};
use crate::command_line::{CommandLine, quoted};
use crate::groups::rights::{Rights, hyphened};

/// Lines that add entries or remove them, with Kafka's tool and with Confluent's. What differs in the operation alone
/// stands on one line.
pub(crate) fn lines(entries: &[AclEntry], remove: bool, rights: &Rights) -> Vec<CommandLine> {
    let mut together: Vec<(&AclEntry, Vec<&'static str>)> = Vec::new();
    for entry in entries {
        let same = together.iter_mut().find(|(first, _)| {
            let alike = AclEntry {
                operation: first.operation,
                ..entry.clone()
            };
            alike == **first
        });
        match same {
            Some((_, operations)) => operations.push(entry.operation.name()),
            None => together.push((entry, vec![entry.operation.name()])),
        }
    }
    let kafka = together.iter().map(|(entry, operations)| CommandLine {
        tool: "kafka-acls".to_owned(),
        line: kafka_acls(entry, operations, remove, rights),
        note: None,
    });
    let confluent = together.iter().map(|(entry, operations)| CommandLine {
        tool: "confluent".to_owned(),
        line: confluent(entry, operations, remove),
        note: (entry.host != "*")
            .then(|| "Confluent Cloud knows no hosts: it holds from anywhere.".to_owned()),
    });
    kafka.chain(confluent).collect()
}

fn kafka_acls(entry: &AclEntry, operations: &[&str], remove: bool, rights: &Rights) -> String {
    let who = match entry.permission {
        AclPermission::Allow => "allow",
        AclPermission::Deny => "deny",
    };
    let mut line = format!(
        "{} {} --{who}-principal {}",
        rights.kafka_acls(),
        if remove { "--remove --force" } else { "--add" },
        quoted(&entry.principal)
    );
    if entry.host != "*" {
        line = format!("{line} --{who}-host {}", quoted(&entry.host));
    }
    for operation in operations {
        line = format!("{line} --operation {operation}");
    }
    let name = quoted(&entry.name);
    line = match entry.resource {
        AclResource::Topic => format!("{line} --topic {name}"),
        AclResource::Group => format!("{line} --group {name}"),
        AclResource::TransactionalId => format!("{line} --transactional-id {name}"),
        AclResource::Cluster | AclResource::Other => format!("{line} --cluster"),
    };
    if entry.pattern == AclPattern::Prefixed {
        line += " --resource-pattern-type prefixed";
    }
    line
}

fn confluent(entry: &AclEntry, operations: &[&str], remove: bool) -> String {
    let operations: Vec<String> = operations.iter().map(|name| hyphened(name)).collect();
    let name = quoted(&entry.name);
    let on = match entry.resource {
        AclResource::Topic => format!("--topic {name}"),
        AclResource::Group => format!("--consumer-group {name}"),
        AclResource::TransactionalId => format!("--transactional-id {name}"),
        AclResource::Cluster | AclResource::Other => "--cluster-scope".to_owned(),
    };
    format!(
        "confluent kafka acl {} --{} --principal {} --operations {} {on}{}",
        if remove { "delete --force" } else { "create" },
        match entry.permission {
            AclPermission::Allow => "allow",
            AclPermission::Deny => "deny",
        },
        quoted(&entry.principal),
        operations.join(","),
        if entry.pattern == AclPattern::Prefixed {
            " --prefix"
        } else {
            ""
        }
    )
}

#[cfg(test)]
mod tests {
    use super::super::AclOperation;
    use super::*;
    use crate::connections::Connection;

    #[test]
    fn what_differs_in_the_operation_alone_stands_on_one_line() {
        let entry = |operation| AclEntry {
            resource: AclResource::Topic,
            name: "a topic".to_owned(),
            pattern: AclPattern::Prefixed,
            principal: "User:alice".to_owned(),
            host: "*".to_owned(),
            operation,
            permission: AclPermission::Allow,
        };
        let denied = AclEntry {
            resource: AclResource::Cluster,
            name: kafka::CLUSTER.to_owned(),
            pattern: AclPattern::Literal,
            host: "10.0.0.7".to_owned(),
            permission: AclPermission::Deny,
            ..entry(AclOperation::AlterConfigs)
        };
        let entries = [
            entry(AclOperation::Read),
            denied,
            entry(AclOperation::Describe),
        ];
        let rights = Rights::new(&Connection::sandbox(false), "b:9092");
        let told = |remove| -> Vec<String> {
            let lines = lines(&entries, remove, &rights).into_iter();
            lines.map(|line| line.line).collect()
        };
        assert_eq!(
            told(false),
            [
                "kafka-acls --bootstrap-server b:9092 --add --allow-principal User:alice --operation Read --operation Describe --topic 'a topic' --resource-pattern-type prefixed",
                "kafka-acls --bootstrap-server b:9092 --add --deny-principal User:alice --deny-host 10.0.0.7 --operation AlterConfigs --cluster",
                "confluent kafka acl create --allow --principal User:alice --operations read,describe --topic 'a topic' --prefix",
                "confluent kafka acl create --deny --principal User:alice --operations alter-configs --cluster-scope",
            ]
        );
        let removed = told(true);
        assert!(removed[0].contains("--remove --force --allow-principal"));
        assert!(removed[2].starts_with("confluent kafka acl delete --force --allow"));
    }
}
