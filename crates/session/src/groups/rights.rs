//! What a principal lacks to see a number, and the line that would grant it.

use crate::command_line::quoted;
use crate::connections::{Connection, Security};
use crate::failure::{Code, Failure};

/// Who asks, for the lines that grant something.
#[derive(Debug, Clone)]
pub(crate) struct Rights {
    bootstrap: String,
    /// `User:alice`; a placeholder where the connection does not say who it is.
    principal: String,
    /// An administrator's login stands in a file.
    file: bool,
    cloud: bool,
}

/// What a right is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Resource<'a> {
    Topic(&'a str),
    Group(&'a str),
    Cluster,
}

impl Rights {
    pub(crate) fn new(connection: &Connection, bootstrap: &str) -> Self {
        let principal = match (&connection.username, connection.security) {
            (Some(name), _) => format!("User:{name}"),
            (None, Security::Plaintext) => "User:ANONYMOUS".to_owned(),
            (None, _) => "User:NAME".to_owned(),
        };
        Self {
            bootstrap: bootstrap.to_owned(),
            principal,
            file: connection.security != Security::Plaintext,
            cloud: bootstrap.contains(".confluent.cloud"),
        }
    }

    /// The line with which an administrator grants an operation, as `Describe`.
    pub(crate) fn grant(&self, operation: &str, resource: Resource) -> String {
        if self.cloud {
            let on = match resource {
                Resource::Topic(name) => format!("--topic {}", quoted(name)),
                Resource::Group(name) => format!("--consumer-group {}", quoted(name)),
                Resource::Cluster => "--cluster-scope".to_owned(),
            };
            // Who owns an API key, the key does not say.
            return format!(
                "confluent kafka acl create --allow --service-account SERVICE_ACCOUNT --operations {} {on}",
                hyphened(operation)
            );
        }
        let on = match resource {
            Resource::Topic(name) => format!("--topic {}", quoted(name)),
            Resource::Group(name) => format!("--group {}", quoted(name)),
            Resource::Cluster => "--cluster".to_owned(),
        };
        format!(
            "{} --add --allow-principal {} --operation {operation} {on}",
            self.kafka_acls(),
            quoted(&self.principal)
        )
    }

    /// How the line of an administrator begins.
    pub(crate) fn kafka_acls(&self) -> String {
        let file = if self.file {
            " --command-config admin.properties"
        } else {
            ""
        };
        format!(
            "kafka-acls --bootstrap-server {}{file}",
            quoted(&self.bootstrap)
        )
    }

    /// That an operation, as `AlterConfigs`, is not allowed.
    pub(crate) fn lacks(&self, operation: &str, resource: Resource) -> Failure {
        let mut name = String::new();
        for letter in operation.chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(letter.to_ascii_uppercase());
        }
        let on = match resource {
            Resource::Topic(topic) => format!("the topic “{topic}”"),
            Resource::Group(group) => format!("the group “{group}”"),
            Resource::Cluster => "the cluster".to_owned(),
        };
        Failure::new(
            Code::Forbidden,
            format!("{name} on {on} is missing for {}.", self.principal),
        )
        .hint("The details hold the line that grants it.")
        .details(self.grant(operation, resource))
    }

    /// That a topic may not be read.
    pub(crate) fn no_topic(&self, topic: &str) -> Failure {
        self.lacks("Read", Resource::Topic(topic))
    }

    /// That a group may not be seen.
    pub(crate) fn no_group(&self, group: &str) -> Failure {
        Failure::new(
            Code::Forbidden,
            format!("You may not see the group “{group}”: DESCRIBE on it is missing."),
        )
        .hint("The details hold the line that grants it.")
        .details(self.grant("Describe", Resource::Group(group)))
    }
}

/// `AlterConfigs` as Confluent's tool writes it: `alter-configs`.
pub(crate) fn hyphened(operation: &str) -> String {
    let mut name = String::new();
    for letter in operation.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_who_and_what() {
        let mut rights = Rights {
            bootstrap: "b:9092".to_owned(),
            principal: "User:it's me".to_owned(),
            file: true,
            cloud: false,
        };
        assert_eq!(
            rights.grant("Describe", Resource::Group("a group")),
            r"kafka-acls --bootstrap-server b:9092 --command-config admin.properties --add --allow-principal 'User:it'\''s me' --operation Describe --group 'a group'"
        );
        assert!(
            rights
                .grant("Describe", Resource::Cluster)
                .ends_with("--operation Describe --cluster")
        );
        rights.cloud = true;
        assert!(
            rights
                .grant("Describe", Resource::Topic("orders"))
                .ends_with("--operations describe --topic orders")
        );
    }
}
