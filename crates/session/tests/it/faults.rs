//! The sentence that a person sees for each fault on the way to a cluster: the table in `tests/FAULTS.md`.

use std::sync::Arc;

use session::{ConnectionDraft, Mechanism, MemoryStore, Security, Session, TestReport};
use tests::kafka::{ADMIN, ALICE, Kafka};

use crate::fixture::{Nothing, draft};

async fn test(draft: ConnectionDraft) -> TestReport {
    let folder = tempfile::tempdir().expect("a folder");
    let app = Session::new(
        folder.path().to_owned(),
        Arc::new(MemoryStore::default()),
        Arc::new(Nothing),
    );
    app.test_connection(draft).await
}

fn sasl(
    bootstrap: &str,
    ca: Option<String>,
    mechanism: Mechanism,
    (user, password): (&str, &str),
) -> ConnectionDraft {
    ConnectionDraft {
        security: Security::SaslSsl,
        ca_file: ca,
        mechanism: Some(mechanism),
        username: Some(user.to_owned()),
        password: Some(password.into()),
        ..draft("A fault", bootstrap)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_has_a_sentence_that_says_what_to_do() {
    let kafka = Kafka::shared().await;
    let ca = Some(kafka.ca_file().display().to_string());
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("its address")
        .to_string();
    let (plaintext, ssl, sasl_ssl) = (
        kafka.plaintext().to_owned(),
        kafka.ssl().to_owned(),
        kafka.sasl_ssl().to_owned(),
    );
    let cases = [
        (
            draft("Nobody there", &nobody),
            format!("No broker answers at {nobody}."),
        ),
        (
            draft("No such host", "no-such-host.invalid:9092"),
            "The host name “no-such-host.invalid” does not resolve.".to_owned(),
        ),
        (
            sasl(
                &sasl_ssl,
                ca.clone(),
                Mechanism::Plain,
                (ADMIN.0, "wrong-password"),
            ),
            "The broker refused the user name or the password.".to_owned(),
        ),
        (
            sasl(
                &sasl_ssl,
                ca.clone(),
                Mechanism::ScramSha256,
                (ALICE.0, "wrong-password"),
            ),
            "The broker refused the user name or the password.".to_owned(),
        ),
        (
            sasl(&sasl_ssl, None, Mechanism::Plain, ADMIN),
            "The broker's certificate is not trusted.".to_owned(),
        ),
        (
            sasl(
                &sasl_ssl,
                Some("nowhere/ca.pem".to_owned()),
                Mechanism::Plain,
                ADMIN,
            ),
            "TLS could not be set up.".to_owned(),
        ),
        (
            sasl(&plaintext, ca, Mechanism::Plain, ADMIN),
            format!("{plaintext} does not speak TLS."),
        ),
        (
            draft("Plain text to TLS", &ssl),
            format!("{ssl} speaks TLS, this connection does not."),
        ),
        (
            draft("Not an address", "localhost"),
            "bootstrap.servers “localhost” is not host:port.".to_owned(),
        ),
    ];
    for (draft, sentence) in cases {
        let report = test(draft).await;
        assert_eq!((report.ok, &report.message), (false, &sentence));
        assert!(
            report.elapsed_ms < 5500,
            "{sentence} took {} ms",
            report.elapsed_ms
        );
        let told = format!("{report:?}");
        assert!(!told.contains("wrong-password"), "a password in {told}");
        if !sentence.starts_with("bootstrap") {
            assert!(
                report.hint.is_some(),
                "{sentence} says nothing of what to do"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_works_says_what_is_there() {
    let kafka = Kafka::shared().await;
    let report = test(sasl(
        kafka.sasl_ssl(),
        Some(kafka.ca_file().display().to_string()),
        Mechanism::Plain,
        ADMIN,
    ))
    .await;
    assert!(
        report.ok && report.message.starts_with("It works: 1 broker, "),
        "{report:?}"
    );
}
