//! What goes wrong on the way to a cluster, told apart.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use kafka::{Cluster, ClusterConfig, Error, Mechanism, Sasl, Security};
use tests::kafka::{ADMIN, ALICE, Kafka};

/// A test of a connection must answer in this time.
const LIMIT: Duration = Duration::from_millis(4500);

async fn fault(config: ClusterConfig) -> Error {
    let started = Instant::now();
    let answer = match Cluster::new(config) {
        Ok(cluster) => cluster.metadata(None, LIMIT).await.map(|_| ()),
        Err(error) => Err(error),
    };
    // A second more for the look at the port, and some for a busy machine.
    assert!(
        started.elapsed() < LIMIT + Duration::from_secs(3),
        "took {:?}",
        started.elapsed()
    );
    answer.expect_err("it can't work")
}

fn sasl(
    bootstrap: &str,
    ca: Option<PathBuf>,
    mechanism: Mechanism,
    (user, password): (&str, &str),
) -> ClusterConfig {
    ClusterConfig {
        security: Security::SaslSsl,
        ca_file: ca,
        sasl: Some(Sasl {
            mechanism,
            username: user.to_owned(),
            password: password.into(),
        }),
        ..ClusterConfig::plaintext(bootstrap)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_in_works() {
    let kafka = Kafka::shared().await;
    let ca = Some(kafka.ca_file().to_owned());
    let ssl = ClusterConfig {
        security: Security::Ssl,
        ca_file: ca.clone(),
        ..ClusterConfig::plaintext(kafka.ssl())
    };
    for config in [
        ClusterConfig::plaintext(kafka.plaintext()),
        ssl,
        sasl(kafka.sasl_ssl(), ca.clone(), Mechanism::Plain, ADMIN),
        sasl(kafka.sasl_ssl(), ca.clone(), Mechanism::ScramSha256, ALICE),
        sasl(kafka.sasl_ssl(), ca, Mechanism::ScramSha512, ALICE),
    ] {
        let told = format!("{config:?}");
        assert!(!told.contains("-secret"), "a password in {told}");
        let answer = Cluster::new(config)
            .expect("a cluster")
            .metadata(None, LIMIT)
            .await;
        assert!(
            answer
                .as_ref()
                .is_ok_and(|metadata| !metadata.brokers.is_empty()),
            "{told}: {answer:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told() {
    let kafka = Kafka::shared().await;
    let ca = Some(kafka.ca_file().to_owned());
    for (mechanism, login) in [
        (Mechanism::Plain, (ADMIN.0, "wrong")),
        (Mechanism::ScramSha512, (ALICE.0, "wrong")),
        (Mechanism::ScramSha256, ("nobody", "wrong")),
    ] {
        let error = fault(sasl(kafka.sasl_ssl(), ca.clone(), mechanism, login)).await;
        assert!(
            matches!(error, Error::Authentication { .. }),
            "{mechanism:?}: {error:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_certificate_is_told() {
    let kafka = Kafka::shared().await;
    let error = fault(sasl(kafka.sasl_ssl(), None, Mechanism::Plain, ADMIN)).await;
    assert!(matches!(error, Error::Certificate { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ca_file_that_is_not_there_or_no_pem_is_told() {
    let kafka = Kafka::shared().await;
    let none = fault(sasl(
        kafka.sasl_ssl(),
        Some("nowhere/ca.pem".into()),
        Mechanism::Plain,
        ADMIN,
    ))
    .await;
    assert!(
        matches!(&none, Error::Tls { reason } if reason.contains("nowhere/ca.pem")),
        "{none:?}"
    );
    let other = fault(sasl(
        kafka.sasl_ssl(),
        Some(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml").into()),
        Mechanism::Plain,
        ADMIN,
    ))
    .await;
    assert!(matches!(other, Error::Tls { .. }), "{other:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_to_a_plaintext_port_is_told() {
    let kafka = Kafka::shared().await;
    let error = fault(sasl(
        kafka.plaintext(),
        Some(kafka.ca_file().to_owned()),
        Mechanism::Plain,
        ADMIN,
    ))
    .await;
    assert!(matches!(error, Error::NotTls { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plaintext_to_a_tls_port_is_told() {
    let kafka = Kafka::shared().await;
    let error = fault(ClusterConfig::plaintext(kafka.ssl())).await;
    assert!(matches!(error, Error::WantsTls { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_does_not_resolve_is_told() {
    let error = fault(ClusterConfig::plaintext("no-such-host.invalid:9092")).await;
    assert!(
        matches!(&error, Error::Unresolved { address, .. } if address.contains("no-such-host.invalid")),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_where_nobody_listens_is_told() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("its address");
    let error = fault(ClusterConfig::plaintext(free.to_string())).await;
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
}

#[test]
fn what_runs_code_or_is_fixed_is_refused_by_name() {
    for (name, says) in [
        ("plugin.library.paths", "runs code"),
        ("ssl.engine.location", "runs code"),
        ("ssl.providers", "runs code"),
        ("sasl.kerberos.kinit.cmd", "runs code"),
        ("enable.auto.commit", "fixed"),
        ("group.id", "fixed"),
        ("sasl.password", "field"),
        ("no.such.property", "not a librdkafka property"),
    ] {
        let mut config = ClusterConfig::plaintext("localhost:9092");
        config.properties.push((name.to_owned(), "x".into()));
        let error = config.check().expect_err(name);
        assert!(
            error.to_string().starts_with(name) && error.to_string().contains(says),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_value_that_librdkafka_refuses_is_told_without_the_value() {
    let mut config = ClusterConfig::plaintext("localhost:9092");
    config
        .properties
        .push(("fetch.min.bytes".to_owned(), "hunter2".into()));
    let error = Cluster::new(config).map(|_| ()).expect_err("refused");
    assert!(
        matches!(&error, Error::Property { name, reason } if name == "fetch.min.bytes" && !reason.contains("hunter2")),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_where_none_is_asked_for_is_told() {
    let kafka = Kafka::shared().await;
    let config = ClusterConfig {
        security: Security::SaslPlaintext,
        ..sasl(kafka.plaintext(), None, Mechanism::Plain, ADMIN)
    };
    let error = fault(config).await;
    assert!(matches!(error, Error::NoLogin { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_kafka_is_told() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    tokio::spawn(async move {
        // As a web server answers what it does not understand.
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n";
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, answer).await;
        }
    });
    let error = fault(ClusterConfig::plaintext(address)).await;
    assert!(matches!(error, Error::NotKafka { .. }), "{error:?}");
}
