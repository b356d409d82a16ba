//! What a report of a fault needs.

use std::sync::Arc;

use super::{Session, lock};
use crate::cluster::OpenCluster;
use crate::diagnostics::{self, About, Known, LogLine, Named, Scrub};
use crate::names::NameKind;
use crate::settings::Tab;

impl Session {
    /// Versions, settings and the last lines of the log as text, safe to paste in public: without secrets, addresses,
    /// names of users, topics, groups and connections, and without payloads. Asks no broker.
    pub fn diagnostics(&self, about: &About, log: &[LogLine]) -> String {
        let connections = self.list_connections();
        let settings = self.load_settings();
        let open = self.open_clusters();
        let mut scrub = Scrub::default();
        for connection in &connections {
            for name in [&connection.id, &connection.name] {
                scrub.learn(Named::Connection, name);
            }
            for server in connection.bootstrap.split(',') {
                let host = server.trim();
                let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
                scrub.learn(Named::Broker, host);
            }
            if let Some(user) = &connection.username {
                scrub.learn(Named::User, user);
            }
        }
        for cluster in &open {
            learn_cluster(&mut scrub, cluster);
        }
        let topics = settings.favourites.iter().chain(&settings.recent);
        let mut topics: Vec<&str> = topics.map(|name| name.topic.as_str()).collect();
        topics.extend(settings.saved_views.iter().map(|view| view.topic.as_str()));
        topics.extend(settings.tabs.iter().filter_map(|tab| match tab {
            Tab::Topic { topic, .. } => Some(topic.as_str()),
            Tab::Home
            | Tab::Topics { .. }
            | Tab::Groups { .. }
            | Tab::Group { .. }
            | Tab::Access { .. } => None,
        }));
        for topic in topics {
            scrub.learn(Named::Topic, topic);
        }
        for tab in &settings.tabs {
            if let Tab::Group { group, .. } = tab {
                scrub.learn(Named::Group, group);
            }
        }
        let known: Vec<Known<'_>> = connections
            .iter()
            .map(|connection| Known {
                connection,
                open: open
                    .iter()
                    .find(|cluster| cluster.told.connection == connection.id)
                    .map(|cluster| {
                        let topics = cluster.topics.names(&connection.id);
                        (
                            cluster.told.brokers.len(),
                            topics.map(|topics| topics.len()),
                        )
                    }),
            })
            .collect();
        let counts = [
            ("open view", lock(&self.views).len()),
            ("kept sent message", self.sent.count()),
            ("notice at the start", self.notices.len()),
        ];
        diagnostics::report(about, &known, &settings, &counts, log, &scrub)
    }
}

fn learn_cluster(scrub: &mut Scrub, cluster: &Arc<OpenCluster>) {
    for broker in &cluster.told.brokers {
        scrub.learn(Named::Broker, &broker.host);
    }
    for names in cluster.names() {
        let named = match names.kind() {
            NameKind::Topic => Named::Topic,
            NameKind::Group => Named::Group,
        };
        for name in names.iter() {
            scrub.learn(named, &name);
        }
    }
}
