//! The brokers behind the pictures, and what lies in them.

use std::{
    fs,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use tempfile::TempDir;
use tests::{
    client::{Bulk, Outgoing, commit, create_topic, delete_records, grant, write},
    kafka::{BOB, Kafka},
    payments::Payments,
};

/// The topic that most scenes are shown with: three partitions, 50 minutes of orders.
pub(crate) const ORDERS: &str = "orders.placed";
/// Nothing was ever written to it.
pub(crate) const EMPTY: &str = "orders.returned";
/// Retention has taken all of it.
pub(crate) const EXPIRED: &str = "audit.logins";
/// Compacted, with keys that were deleted.
pub(crate) const CUSTOMERS: &str = "customers";
/// So many that reading them has to be asked for.
pub(crate) const CLICKS: &str = "clicks.raw";
/// More bytes than a view keeps.
pub(crate) const DOCUMENTS: &str = "documents.archived";
/// May be described, but not read, by [`BOB`].
pub(crate) const SALARIES: &str = "salaries";
/// Is written to by the scenes.
pub(crate) const IMPORTS: &str = "orders.imported";
/// Takes messages of 1,000 bytes at most.
pub(crate) const LABELS: &str = "labels.printed";
/// A consumer group with a position in [`ORDERS`].
pub(crate) const GROUP: &str = "settlement-service";

/// A consumer group whose position in [`EXPIRED`] retention has overtaken.
pub(crate) const ARCHIVE: &str = "audit-archive";

const CLICKS_WRITTEN: u32 = 2_200_000;
const DOCUMENTS_WRITTEN: u32 = 30_000;
const DOCUMENT_BYTES: usize = 10_000;

/// All that the application is shown with.
pub(crate) struct World {
    pub(crate) kafka: Kafka,
    /// For scenes in which a broker hangs.
    pub(crate) mortal: Kafka,
    /// Without a topic.
    pub(crate) fresh: Kafka,
    folder: TempDir,
}

impl World {
    pub(crate) async fn new() -> World {
        let (kafka, mortal, fresh) = tokio::join!(Kafka::start(), Kafka::start(), Kafka::start());
        let world = World {
            kafka,
            mortal,
            fresh,
            folder: TempDir::new().expect("the temporary folder can be written"),
        };
        world.fill().await;
        world
    }

    /// After a scene: the broker that was made to hang goes on.
    pub(crate) async fn recover(&self) {
        self.mortal.go_on().await;
    }

    /// A file with that content.
    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        let file = self.file_that_is_not_there(name);
        fs::write(&file, content).expect("the temporary folder can be written");
        file
    }

    /// A path in a folder that can be written, where nothing is.
    pub(crate) fn file_that_is_not_there(&self, name: &str) -> PathBuf {
        let file = self.folder.path().join(name);
        // It may never have been there.
        drop(fs::remove_file(&file));
        file
    }

    async fn fill(&self) {
        for (name, partitions) in [
            (EMPTY, 2),
            (EXPIRED, 1),
            (CLICKS, 6),
            (DOCUMENTS, 2),
            (SALARIES, 1),
            (IMPORTS, 1),
            ("emails.queued", 2),
            ("inventory.levels", 6),
            ("payments.settled", 6),
            ("shipments.sent", 3),
        ] {
            create_topic(&self.kafka, name, partitions, &[]).await;
        }
        create_topic(&self.kafka, CUSTOMERS, 2, &[("cleanup.policy", "compact")]).await;
        let small = [("max.message.bytes", "1000")];
        create_topic(&self.kafka, LABELS, 1, &small).await;
        for kafka in [&self.kafka, &self.mortal] {
            create_topic(kafka, ORDERS, 3, &[]).await;
            write(kafka, ORDERS, orders()).await;
        }
        write(&self.kafka, CUSTOMERS, customers()).await;
        let logins = (0..200).map(|n| Outgoing::keyed(format!("u-{n}"), r#"{"ok":true}"#));
        write(&self.kafka, EXPIRED, logins).await;
        delete_records(&self.kafka, EXPIRED, 0, 200).await;
        let salary = Outgoing::keyed("e-1", r#"{"amount":5200}"#);
        write(&self.kafka, SALARIES, [salary].into_iter()).await;
        grant(&self.kafka, BOB.0, SALARIES, "DESCRIBE");
        for kafka in [&self.kafka, &self.mortal] {
            commit(kafka, GROUP, ORDERS, 40);
        }
        commit(&self.kafka, ARCHIVE, EXPIRED, 60);
        for (group, topic, offset) in [
            ("invoice-mailer", ORDERS, 138),
            ("order-projection", ORDERS, 140),
            ("fraud-scoring", CUSTOMERS, 12),
            ("label-printer", LABELS, 0),
            ("warehouse-sync", EMPTY, 0),
        ] {
            commit(&self.kafka, group, topic, offset);
        }

        let bootstrap = self.kafka.plaintext();
        for (topic, partitions, count) in [
            ("payments.settled", 6, 4_000),
            ("inventory.levels", 6, 900),
            ("shipments.sent", 3, 350),
        ] {
            let mut bulk = Bulk::new(bootstrap, topic);
            for (partition, payment) in Payments::new(partitions).take(count) {
                bulk.send(partition, None, payment.as_bytes());
            }
            bulk.finish();
        }
        let mut clicks = Bulk::new(bootstrap, CLICKS);
        for number in 0..CLICKS_WRITTEN {
            let click = format!(r#"{{"page":"/p/{}","ms":{}}}"#, number % 977, number % 4001);
            clicks.send((number % 6) as i32, None, click.as_bytes());
        }
        clicks.finish();
        let body = "lorem ipsum ".repeat(DOCUMENT_BYTES / 12);
        let mut documents = Bulk::new(bootstrap, DOCUMENTS);
        for number in 0..DOCUMENTS_WRITTEN {
            let document = format!(r#"{{"document":{number},"body":"{body}"}}"#);
            documents.send((number % 2) as i32, None, document.as_bytes());
        }
        documents.finish();
    }
}

/// 50 minutes of them, the last one just now.
fn orders() -> impl Iterator<Item = Outgoing> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_millis() as i64;
    let cities = ["Berlin", "Zürich", "Kraków", "Lyon"];
    let states = ["PLACED", "PAID", "FAILED", "PAID", "SHIPPED"];
    (0..420_i64).map(move |number| {
        // More towards the end, with a peak.
        let age = (420 - number) * 7_100 - if (200..260).contains(&number) { 90_000 } else { 0 };
        let value = format!(
            r#"{{"order":{order},"status":"{state}","amount":{amount}.{cents:02},"currency":"EUR","customer":{{"id":"c-{customer}","city":"{city}"}},"items":[{{"sku":"B-{sku}","count":{count}}},{{"sku":"B-2204","count":1}}],"express":{express}}}"#,
            order = 88_000 + number,
            state = states[(number * 7 % 5) as usize],
            amount = 3 + number * 37 % 480,
            cents = number * 13 % 100,
            customer = number * 11 % 57,
            city = cities[(number % 4) as usize],
            sku = 1000 + number * 17 % 800,
            count = 1 + number % 3,
            express = number % 6 == 0,
        );
        let value = match number % 60 {
            // What no condition can judge.
            17 => b"retry later: inventory did not answer".to_vec(),
            _ => value.into_bytes(),
        };
        Outgoing {
            headers: vec![("trace-id", "4bf92f3577b34da6"), ("source", "web")],
            timestamp: Some(now - age),
            partition: Some((number % 3) as i32),
            ..Outgoing::keyed(format!("order-{}", 88_000 + number), value)
        }
    })
}

fn customers() -> impl Iterator<Item = Outgoing> {
    (0..120).map(|number| {
        let id = number % 40;
        let gone = number >= 80 && id % 7 == 3;
        Outgoing {
            key: Some(format!("c-{id}").into()),
            value: (!gone).then(|| {
                format!(
                    r#"{{"id":"c-{id}","tier":"{}","revision":{}}}"#,
                    ["basic", "gold", "silver"][id % 3],
                    number / 40 + 1
                )
                .into_bytes()
            }),
            ..Outgoing::default()
        }
    })
}
