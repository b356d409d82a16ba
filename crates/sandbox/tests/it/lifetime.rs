//! A sandbox ends with its value, and leaves nothing behind.

use std::time::Duration;

use kafka_protocol::messages::{ApiKey, FetchRequest, MetadataRequest};
use sandbox::{Options, Sandbox};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::records::{create, fetch_from};
use crate::wire::{Connection, empty, frame};

const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn dropping_it_closes_connections_and_port() {
    let sandbox = Sandbox::start(Options { seed: true }).await.unwrap();
    let bootstrap = sandbox.bootstrap();
    let mut idle = Connection::open(&bootstrap).await;
    idle.ask(ApiKey::Metadata, 12, MetadataRequest::default())
        .await;
    let mut waiting = Connection::open(&bootstrap).await;
    let fetch = FetchRequest::default()
        .with_max_wait_ms(60_000)
        .with_min_bytes(1_000_000_000);
    let fetch = fetch.with_topics(fetch_from("notifications.outbox", 0).topics);
    waiting
        .send(&frame(ApiKey::Fetch, 11, 0, &fetch.into()))
        .await;

    drop(sandbox);

    assert_eq!(timeout(SOON, idle.receive()).await.unwrap(), None);
    assert_eq!(timeout(SOON, waiting.receive()).await.unwrap(), None);
    let refused = async {
        while TcpStream::connect(&bootstrap).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    timeout(SOON, refused).await.expect("the port is closed");
    // No task is left on the runtime.
    let ended = async {
        while tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
            > 0
        {
            tokio::task::yield_now().await;
        }
    };
    timeout(SOON, ended).await.expect("all tasks have ended");
}

#[tokio::test]
async fn two_of_them_know_nothing_of_each_other() {
    let (one, two) = (empty().await, empty().await);
    assert_ne!(one.bootstrap(), two.bootstrap());
    create(&one.bootstrap(), "only-here", &[]).await;
    let mut connection = Connection::open(&two.bootstrap()).await;
    let request = MetadataRequest::default().with_topics(None);
    let metadata = crate::wire::only!(
        Metadata,
        connection.ask(ApiKey::Metadata, 12, request).await
    );
    assert!(metadata.topics.is_empty());
}
