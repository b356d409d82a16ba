use std::collections::HashMap;

use super::words::is_common;

/// What stands where something may be a name.
const HIDDEN: &str = "‹…›";
/// Digits of a number that says nothing about anybody.
const DIGITS: usize = 6;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Named {
    Connection,
    Broker,
    User,
    Topic,
    Group,
}

/// Takes names out of texts: those that it knows become `topic-1`; of the rest only words stay that are on a list of
/// common ones, numbers and places in Tributary's own code. So a name that nobody told it of does not stay either.
#[derive(Default)]
pub(crate) struct Scrub {
    /// By the name in lower case: a host may come in another one than it was entered in.
    known: HashMap<String, String>,
    counts: HashMap<Named, usize>,
}

impl Scrub {
    /// Gives a name its replacement, if it has none.
    pub(crate) fn learn(&mut self, named: Named, name: &str) {
        let name = name.trim().to_lowercase();
        if name.is_empty() || self.known.contains_key(&name) {
            return;
        }
        let count = self.counts.entry(named).or_default();
        *count += 1;
        let what = match named {
            Named::Connection => "connection",
            Named::Broker => "broker",
            Named::User => "user",
            Named::Topic => "topic",
            Named::Group => "group",
        };
        self.known.insert(name, format!("{what}-{count}"));
    }

    /// What stands in place of a name.
    pub(crate) fn name(&self, name: &str) -> Option<&str> {
        self.known
            .get(&name.trim().to_lowercase())
            .map(String::as_str)
    }

    /// A text without names.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(char) = rest.chars().next() {
            let end = rest.find(|char| !is_of_a_name(char)).unwrap_or(rest.len());
            if end == 0 {
                clean.push(if char == '\n' { ' ' } else { char });
                rest = &rest[char.len_utf8()..];
                continue;
            }
            let (token, after) = rest.split_at(end);
            let bare = token.trim_end_matches(['.', ':']);
            self.token(bare, &mut clean);
            clean.push_str(&token[bare.len()..]);
            rest = after;
        }
        clean
    }

    /// A known host with its port, and what librdkafka adds: `sasl_ssl://host:9092/bootstrap`.
    fn address(&self, token: &str) -> Option<String> {
        let address = token
            .rsplit_once("://")
            .map_or(token, |(_, address)| address);
        let (address, of_it) = address.split_once('/').unwrap_or((address, ""));
        let (host, port) = address.rsplit_once(':')?;
        let name = self.name(host).filter(|_| is_number(port))?;
        Some(if is_number(of_it) || is_common(of_it) {
            format!("{name}:{port}/{of_it}")
        } else {
            format!("{name}:{port}")
        })
    }

    fn token(&self, token: &str, clean: &mut String) {
        if token.is_empty() {
            return;
        }
        if let Some(name) = self.name(token) {
            clean.push_str(name);
        } else if let Some(address) = self.address(token) {
            clean.push_str(&address);
        } else if let Some(place) = place_in_code(token) {
            clean.push_str(place);
        } else if is_number(token) || is_common(token) {
            clean.push_str(token);
        } else if !clean.ends_with(HIDDEN) {
            clean.push_str(HIDDEN);
        }
    }
}

/// Characters that stand in hosts, addresses, paths, names of topics, users and groups.
fn is_of_a_name(char: char) -> bool {
    char.is_alphanumeric() || "._-:/\\@%+~$#&!?*'".contains(char)
}

/// A number, with its unit perhaps.
fn is_number(token: &str) -> bool {
    let unit = token.trim_start_matches(|char: char| char.is_ascii_digit());
    let digits = token.len() - unit.len();
    (1..=DIGITS).contains(&digits) && matches!(unit, "" | "ms" | "s" | "%" | "B" | "KB" | "MB")
}

/// The file of a panic without its folder: `view.rs:12:5`.
fn place_in_code(token: &str) -> Option<&str> {
    let name = token.rsplit(['/', '\\']).next()?;
    let (file, place) = name.split_once(".rs:")?;
    let is_place = place.split(':').all(is_number);
    let is_file = !file.is_empty()
        && file
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (is_place && is_file && token.len() > name.len()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrub() -> Scrub {
        let mut scrub = Scrub::default();
        scrub.learn(Named::Broker, "b1.acme.example");
        scrub.learn(Named::Broker, "b2.acme.example");
        scrub.learn(Named::Topic, "acme.orders");
        scrub.learn(Named::Topic, "failed");
        scrub.learn(Named::User, "alice");
        scrub
    }

    #[test]
    fn known_names_become_the_same_word_each_time() {
        for (text, expected) in [
            (
                "B1.ACME.example:9092/bootstrap: Connect to ipv4#10.1.2.3:9092 failed: Connection refused",
                "broker-1:9092/bootstrap: Connect to ‹…› topic-2: Connection refused",
            ),
            (
                "produced connection=6f1f topic=acme.orders outcome=partition 2 offset 17",
                "produced connection=‹…› topic=topic-1 outcome=partition 2 offset 17",
            ),
            (
                "b2.acme.example:9092: timed out",
                "broker-2:9092: timed out",
            ),
            ("user alice, b1.acme.example.", "user user-1, broker-1."),
        ] {
            assert_eq!(scrub().text(text), expected, "{text}");
        }
    }

    #[test]
    fn what_nobody_told_of_does_not_stay() {
        let secret = [
            "pkc-4711.eu-central-1.aws.confluent.example",
            "customers",
            "ACME_PAYMENTS",
            "bob@acme.example",
            "/home/bob/exports/acme.jsonl",
            "C:\\Users\\bob",
            "192.168.17.4",
            "fe80::1ff:fe23:4567:890a",
            "Zürich",
            "注文",
            "4711081512345",
            "failed-messages",
            "sasl.password=hunter2",
        ];
        for name in secret {
            for text in [
                format!("topic {name} could not be read"),
                format!("“{name}”: error"),
                format!("[{name}] ({name}) '{name}', {name}."),
            ] {
                let clean = scrub().text(&text);
                for part in name.split(['.', '/', '\\', '@', '=', '-']) {
                    assert!(
                        part.len() < 4 || !clean.contains(part) || is_common(part),
                        "{part} of {name} in {clean}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_panic_says_where() {
        assert_eq!(
            scrub()
                .text("panicked at /home/bob/crates/session/src/tail.rs:12:5:\nindex out of range"),
            "panicked at tail.rs:12:5: index out of range"
        );
        assert_eq!(scrub().text("at bob.rs:acme"), "at ‹…›");
    }
}
