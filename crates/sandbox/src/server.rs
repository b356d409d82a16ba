//! The sandbox as a value: a listener on loopback and the tasks behind it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::{MissedTickBehavior, interval};

use crate::broker::Broker;
use crate::{connection, seed};

/// Connections beyond this are closed at once.
const CONNECTIONS: usize = 1_000;
/// How often groups look for members that fell silent.
const GROUP_CHECK: Duration = Duration::from_millis(100);
/// How often retention is applied (`log.retention.check.interval.ms`).
const RETENTION_CHECK: Duration = Duration::from_secs(300);

/// How a sandbox starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Fill it with the demo company's topics and groups, and keep them alive. Otherwise it
    /// starts without any topic.
    pub seed: bool,
}

/// How much a sandbox holds that is filled by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Topics.
    pub topics: usize,
    /// Partitions of all topics together; each topic has at least one.
    pub partitions: usize,
    /// Groups without members that have committed offsets.
    pub groups: usize,
}

/// A running broker on 127.0.0.1. Dropping it ends its listener, every connection and every task;
/// its data goes with it.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    tasks: JoinHandle<()>,
}

impl Sandbox {
    /// Binds a free port of 127.0.0.1 and serves it on the current Tokio runtime. Fails only if
    /// no port can be bound or the runtime is shutting down.
    pub async fn start(options: Options) -> io::Result<Self> {
        let (listener, broker) = bind().await?;
        let mut tasks = JoinSet::new();
        if options.seed {
            let filled = Arc::clone(&broker);
            let demo = tokio::task::spawn_blocking(move || seed::fill(&filled))
                .await
                .map_err(io::Error::other)?;
            tasks.spawn(seed::keep_alive(demo, Arc::clone(&broker)));
        }
        Self::serve(listener, broker, tasks)
    }

    /// As [`Sandbox::start`], filled with topics and groups by number. Nothing goes on in it.
    pub async fn start_filled(size: Size) -> io::Result<Self> {
        let (listener, broker) = bind().await?;
        let filled = Arc::clone(&broker);
        tokio::task::spawn_blocking(move || seed::fill_to(&filled, size))
            .await
            .map_err(io::Error::other)?;
        Self::serve(listener, broker, JoinSet::new())
    }

    fn serve(
        listener: TcpListener,
        broker: Arc<Broker>,
        mut tasks: JoinSet<()>,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        tasks.spawn(keep_time(Arc::clone(&broker)));
        let tasks = tokio::spawn(accept(listener, broker, tasks));
        Ok(Self { address, tasks })
    }

    /// The address to put into a client's `bootstrap.servers`.
    pub fn bootstrap(&self) -> String {
        self.address.to_string()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // The task owns the listener and the set of all other tasks, which end with it.
        self.tasks.abort();
    }
}

async fn bind() -> io::Result<(TcpListener, Arc<Broker>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let broker = Arc::new(Broker::new(listener.local_addr()?));
    Ok((listener, broker))
}

async fn accept(listener: TcpListener, broker: Arc<Broker>, mut tasks: JoinSet<()>) {
    let others = tasks.len();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) if tasks.len() - others < CONNECTIONS => {
                    tasks.spawn(connection::serve(stream, address, Arc::clone(&broker)));
                }
                Ok(_) => tracing::warn!("sandbox refuses a connection: too many are open"),
                // Out of file descriptors, for one: wait for some to be closed.
                Err(error) => {
                    tracing::warn!(%error, "sandbox can't accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(ended) = tasks.join_next() => report(ended),
        }
    }
}

fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "sandbox task failed");
    }
}

/// Lets time act: on groups often, on logs now and then.
async fn keep_time(broker: Arc<Broker>) {
    let mut rounds = interval(GROUP_CHECK);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut cleaned = Instant::now();
    loop {
        rounds.tick().await;
        broker.groups.tick(Instant::now());
        if cleaned.elapsed() >= RETENTION_CHECK {
            broker.clean();
            cleaned = Instant::now();
        }
    }
}
