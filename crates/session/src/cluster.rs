use std::any::Any;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::OnceCell;

use crate::connections::Connection;
use crate::failure::Result;
use crate::figures::Figures;
use crate::groups::Groups;
use crate::roster::Roster;
use crate::topics::Topics;

/// How long a cluster has to answer when it is opened.
const OPENING: Duration = Duration::from_secs(10);

/// A broker as the cluster advertises it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Broker {
    /// Its id.
    pub id: i32,
    /// The advertised host.
    pub host: String,
    /// The advertised port.
    pub port: u16,
}

/// An open cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Cluster {
    /// The connection's id.
    pub connection: String,
    /// The cluster's own id.
    pub cluster_id: Option<String>,
    /// Its brokers.
    pub brokers: Vec<Broker>,
    /// How it is spoken to, as `SASL_SSL · PLAIN`.
    pub security: String,
}

/// What is held while a connection is open.
pub(crate) struct OpenCluster {
    pub(crate) kafka: kafka::Cluster,
    pub(crate) topics: Topics,
    pub(crate) figures: Figures,
    pub(crate) groups: Groups,
    pub(crate) roster: Roster,
    pub(crate) told: Cluster,
    producer: OnceCell<kafka::Producer>,
    /// Keeps an embedded broker running; it stops with this.
    _running: Option<Box<dyn Any + Send + Sync>>,
}

impl OpenCluster {
    /// `folder` is where the app keeps what is to outlast it.
    pub(crate) async fn open(
        connection: &Connection,
        config: kafka::ClusterConfig,
        running: Option<Box<dyn Any + Send + Sync>>,
        folder: &Path,
    ) -> Result<Self> {
        let security = match &config.sasl {
            Some(sasl) => format!("{} · {}", config.security.name(), sasl.mechanism.name()),
            None => config.security.name().to_owned(),
        };
        let bootstrap = config.bootstrap.clone();
        let kafka = kafka::Cluster::new(config)?;
        let metadata = kafka.metadata(None, OPENING).await?;
        if let Some(topic) = metadata.topics.first() {
            kafka.prepare(&topic.name);
        }
        let told = Cluster {
            connection: connection.id.clone(),
            cluster_id: kafka.cluster_id(Duration::from_secs(1)).await,
            brokers: metadata
                .brokers
                .into_iter()
                .map(|broker| Broker {
                    id: broker.id,
                    host: broker.host,
                    port: broker.port,
                })
                .collect(),
            security,
        };
        Ok(Self {
            kafka,
            topics: Topics::default(),
            figures: Figures::default(),
            groups: Groups::new(connection, &bootstrap, Some(folder)),
            roster: Roster::default(),
            told,
            producer: OnceCell::new(),
            _running: running,
        })
    }

    pub(crate) async fn producer(&self) -> Result<&kafka::Producer> {
        self.producer
            .get_or_try_init(|| async { Ok(kafka::Producer::new(self.kafka.config())?) })
            .await
    }
}
