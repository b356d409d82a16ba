//! A broker that dies while its messages are read.

use tests::{
    client::{Outgoing, new_topic, producer},
    kafka::Kafka,
    steps::{add_cluster, all_offsets, message_count, messages_are, open_topic},
    window::Window,
};

#[tokio::test]
async fn a_tail_outlives_the_broker_and_loses_and_doubles_nothing() {
    const COUNT: usize = 1500;
    let kafka = Kafka::start().await;
    let topic = new_topic(&kafka, "survives", 1).await;
    let window = Window::open().await;
    add_cluster(&window, "mortal", &kafka).await;
    open_topic(&window, &topic).await;

    let producer = producer(&kafka);
    let mut deliveries = Vec::new();
    for number in 0..COUNT {
        if number == COUNT / 3 {
            window
                .until("messages", async || message_count(&window).await > 0)
                .await;
            kafka.kill().await;
            let live = window.role("button", "Live");
            live.text_where("Disconnected", |text| text.contains("Disconnected"))
                .await;
            window.screenshot("disconnected").await;
        }
        if number == COUNT * 2 / 3 {
            kafka.restart().await;
        }
        let message = Outgoing::keyed(format!("key-{number}"), format!("value {number}"));
        deliveries.push(message.send(&producer, &topic).await);
    }
    for delivery in deliveries {
        delivery
            .await
            .expect("the producer lives")
            .expect("acknowledged");
    }

    messages_are(&window, COUNT).await;
    let live = window.role("button", "Live");
    live.text_where("Live", |text| text.contains("Live")).await;
    // The newest on top.
    let expected: Vec<i64> = (0..COUNT as i64).rev().collect();
    assert_eq!(all_offsets(&window).await, expected);
    window.close().await;
}
