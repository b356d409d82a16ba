//! Views whose topic or broker goes away.

use session::{Code, Start, TailState, ViewSpec};
use tests::kafka::Kafka;

use crate::fixture::{App, spec};

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_vanishes_ends_its_view() {
    let kafka = Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let topic = app.topic(1).await;
    app.produce(&topic, 0, "before").await;
    let mut view = app
        .open(ViewSpec {
            follow: true,
            ..spec(&topic, Start::Earliest)
        })
        .await;
    view.until(|tick| tick.state == TailState::Live).await;
    app.delete_topic(&topic).await;
    let tick = view
        .until(|tick| matches!(tick.state, TailState::Failed { .. }))
        .await;
    let TailState::Failed { failure } = &tick.state else {
        unreachable!("it was waited for")
    };
    assert_eq!(failure.code, Code::NotFound);
    assert!(failure.message.contains(&topic), "{}", failure.message);
    assert_eq!(view.values(&tick), ["before"], "what was read stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_broker_is_told_and_the_view_goes_on() {
    let kafka = Kafka::start().await;
    let app = App::on(kafka.plaintext()).await;
    let topic = app.topic(2).await;
    for number in 0..10 {
        app.produce(&topic, number % 2, &number.to_string()).await;
    }
    let mut view = app
        .open(ViewSpec {
            follow: true,
            ..spec(&topic, Start::Earliest)
        })
        .await;
    view.until(|tick| tick.end - tick.first == 10).await;
    kafka.kill().await;
    let tick = view
        .until(|tick| matches!(tick.state, TailState::Disconnected { .. }))
        .await;
    assert_eq!(tick.end - tick.first, 10, "what was read stays");
    kafka.restart().await;
    view.until(|tick| tick.state == TailState::Live).await;
    for number in 10..20 {
        app.produce(&topic, number % 2, &number.to_string()).await;
    }
    let tick = view.until(|tick| tick.end - tick.first == 20).await;
    let mut numbers: Vec<u32> = view
        .values(&tick)
        .iter()
        .map(|value| value.parse().expect("a number"))
        .collect();
    numbers.sort_unstable();
    assert_eq!(
        numbers,
        (0..20).collect::<Vec<_>>(),
        "nothing lost, nothing twice"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_hangs_is_told_and_the_view_goes_on() {
    let kafka = Kafka::start().await;
    let app = App::on(kafka.plaintext()).await;
    let topic = app.topic(1).await;
    app.produce(&topic, 0, "before").await;
    let follow = ViewSpec {
        follow: true,
        ..spec(&topic, Start::Earliest)
    };
    let mut view = app.open(follow).await;
    view.until(|tick| tick.state == TailState::Live).await;
    kafka.hang().await;
    view.until(|tick| matches!(tick.state, TailState::Disconnected { .. }))
        .await;
    kafka.go_on().await;
    view.until(|tick| tick.state == TailState::Live).await;
    app.produce(&topic, 0, "after").await;
    let tick = view.until(|tick| tick.end - tick.first == 2).await;
    assert_eq!(view.values(&tick), ["before", "after"]);
}
