//! What a report of a fault needs, and nothing that tells whose clusters these are.

mod scrub;
mod words;

use std::fmt::Write;

use crate::amount::counted;
use crate::connections::Connection;
use crate::secrets::Keep;
use crate::settings::{Settings, Tab};
pub(crate) use scrub::{Named, Scrub};

/// The program around this crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The app's version.
    pub version: String,
    /// The system, as `Debian 13 (x86_64)`.
    pub system: String,
    /// The version of the web view.
    pub web_view: Option<String>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// How grave it is, as `WARN`.
    pub level: &'static str,
    /// The module that wrote it.
    pub target: &'static str,
    /// What it says, its fields included.
    pub text: String,
}

/// A connection, and what is known of its cluster while it is open.
pub(crate) struct Known<'a> {
    pub(crate) connection: &'a Connection,
    /// Brokers and topics.
    pub(crate) open: Option<(usize, Option<usize>)>,
}

/// Lays the report out. Every name in it goes through `scrub`.
pub(crate) fn report(
    about: &About,
    connections: &[Known<'_>],
    settings: &Settings,
    counts: &[(&str, usize)],
    log: &[LogLine],
    scrub: &Scrub,
) -> String {
    let mut text = format!(
        "Tributary {}\nlibrdkafka {}\nsystem {}\nweb view {}\n\nConnections\n",
        about.version,
        kafka::librdkafka_version(),
        about.system,
        about.web_view.as_deref().unwrap_or("unknown"),
    );
    for known in connections {
        let _ = writeln!(text, "  {}", connection(known, scrub));
    }
    let _ = writeln!(text, "\nSettings\n  {}", window(settings));
    for (what, count) in counts {
        let _ = writeln!(text, "  {}", counted(*count as u64, what));
    }
    let _ = writeln!(
        text,
        "\nLog (the last {}; names are replaced, what may be one is left out)",
        counted(log.len() as u64, "line")
    );
    for line in log {
        let at = chrono::DateTime::from_timestamp_millis(line.at_ms).unwrap_or_default();
        let _ = writeln!(
            text,
            "{} {:5} {} {}",
            at.format("%Y-%m-%dT%H:%M:%S%.3fZ"),
            line.level,
            line.target,
            scrub.text(&line.text)
        );
    }
    text
}

fn connection(known: &Known<'_>, scrub: &Scrub) -> String {
    let connection = known.connection;
    let mut parts = vec![if connection.embedded {
        "sandbox".to_owned()
    } else {
        kafka::Security::from(connection.security).name().to_owned()
    }];
    if let Some(mechanism) = connection.mechanism {
        parts.push(kafka::Mechanism::from(mechanism).name().to_owned());
    }
    let servers = connection.bootstrap.split(',');
    let servers = servers.filter(|server| !server.trim().is_empty()).count();
    parts.push(counted(servers as u64, "bootstrap server"));
    if connection.ca_file.is_some() {
        parts.push("a CA file".to_owned());
    }
    match connection.keep {
        Some(Keep::Keychain) => parts.push("secrets in the keychain".to_owned()),
        Some(Keep::UntilQuit) => parts.push("secrets until quit".to_owned()),
        None => {}
    }
    // A name that is on no list may be anything: the file can be edited by hand.
    let listed = connection.properties.iter().filter(|property| {
        matches!(
            kafka::property_rule(&property.name),
            kafka::PropertyRule::Plain | kafka::PropertyRule::Secret
        )
    });
    parts.extend(listed.map(|property| property.name.clone()));
    if connection.read_only {
        parts.push("read-only".to_owned());
    }
    match known.open {
        Some((brokers, topics)) => {
            let topics = topics.map_or_else(
                || "topics not listed".to_owned(),
                |topics| counted(topics as u64, "topic"),
            );
            parts.push(format!(
                "open: {}, {topics}",
                counted(brokers as u64, "broker")
            ));
        }
        None => parts.push("not open".to_owned()),
    }
    format!(
        "{}: {}",
        scrub.name(&connection.id).unwrap_or("a connection"),
        parts.join(", ")
    )
}

fn window(settings: &Settings) -> String {
    let tabs = |is_it: fn(&Tab) -> bool| {
        let of_it = settings.tabs.iter().filter(|tab| is_it(tab));
        of_it.count()
    };
    let lists = [
        ("favourite", settings.favourites.len()),
        ("recent topic", settings.recent.len()),
        ("expanded node", settings.expanded.len()),
        ("saved view", settings.saved_views.len()),
        ("topic with columns", settings.columns.len()),
    ];
    let lists: Vec<String> = lists
        .iter()
        .map(|(what, count)| format!("{what}: {count}"))
        .collect();
    format!(
        "theme {:?}, zone {:?}, compact {}, side {} px, inspector {} px, order {:?}, histogram {}\n  \
         tabs: {} home, {} topics, {} topic, {} groups, {} group, {} access; {}",
        settings.theme,
        settings.zone,
        settings.compact,
        settings.side_width,
        settings.inspector_width,
        settings.order,
        settings.histogram,
        tabs(|tab| matches!(tab, Tab::Home)),
        tabs(|tab| matches!(tab, Tab::Topics { .. })),
        tabs(|tab| matches!(tab, Tab::Topic { .. })),
        tabs(|tab| matches!(tab, Tab::Groups { .. })),
        tabs(|tab| matches!(tab, Tab::Group { .. })),
        tabs(|tab| matches!(tab, Tab::Access { .. })),
        lists.join(", "),
    )
}
