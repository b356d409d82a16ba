//! What is written, and how it is shown again.

use session::{Code, Form, Part, Payload, PayloadForm, ProduceDraft, ProduceHeader, Shape, Start};

use crate::fixture::{App, spec, text};

pub(crate) async fn a_message_is_shown_whole_and_produced_again(app: App) {
    let topic = app.topic(1).await;
    let draft = ProduceDraft {
        key: Some(Payload {
            form: PayloadForm::Hex,
            text: "00 ff".to_owned(),
        }),
        value: Some(text("{\"id\": 9223372036854775807, \"name\": \"<b>é\"}")),
        headers: vec![
            ProduceHeader {
                name: "trace".to_owned(),
                value: Some(text("1")),
            },
            ProduceHeader {
                name: "trace".to_owned(),
                value: None,
            },
            ProduceHeader {
                name: "<img src=x>".to_owned(),
                value: Some(text("right to left \u{202e} and a bell \u{7}")),
            },
        ],
        partition: None,
    };
    let produced = app
        .session
        .produce(&app.connection, &topic, &draft, None)
        .await
        .expect("produced");
    assert_eq!((produced.partition, produced.offset.as_str()), (0, "0"));
    let tombstone = ProduceDraft {
        key: Some(text("gone")),
        value: None,
        headers: Vec::new(),
        partition: None,
    };
    app.session
        .produce(&app.connection, &topic, &tombstone, None)
        .await
        .expect("produced");

    let (view, tick) = app.read(spec(&topic, Start::Earliest)).await;
    let detail = app
        .session
        .message_detail(view.view, tick.first)
        .expect("a message");
    assert_eq!(
        (
            detail.key.shape,
            detail.key.size,
            detail.value.shape,
            detail.header_count
        ),
        (Shape::Binary, 2, Shape::Json, 3)
    );
    assert_eq!(detail.headers[1].value, None);
    assert_eq!(
        (
            detail.headers[2].name.as_str(),
            detail.headers[2].value.as_deref()
        ),
        (
            "<img src=x>",
            Some("right to left ⟨U+202E⟩ and a bell ⟨BEL⟩")
        )
    );
    let lines = app
        .session
        .message_lines(
            view.view,
            tick.first,
            Part::Value,
            Form::Auto,
            &[],
            2000,
            0,
            100,
        )
        .expect("lines");
    let shown: Vec<String> = lines
        .lines
        .iter()
        .map(|line| line.spans.iter().map(|span| span.text.as_str()).collect())
        .collect();
    assert_eq!(
        shown,
        [
            "{",
            "\"id\": 9223372036854775807,",
            "\"name\": \"<b>é\"",
            "}"
        ]
    );
    let gone = app
        .session
        .message_detail(view.view, tick.first + 1)
        .expect("a message");
    assert_eq!((gone.value.shape, gone.value.size), (Shape::Null, 0));

    let again = app
        .session
        .message_draft(view.view, tick.first)
        .expect("a draft");
    app.session
        .produce(&app.connection, &topic, &again, None)
        .await
        .expect("produced again");
    let (view, tick) = app.read(spec(&topic, Start::Last { count: 1 })).await;
    let copy = app
        .session
        .message_detail(view.view, tick.first)
        .expect("a message");
    assert_eq!(
        (copy.offset.as_str(), &copy.headers, copy.size),
        ("2", &detail.headers, detail.size)
    );
    assert_eq!(
        view.value(tick.first),
        "{\"id\": 9223372036854775807, \"name\": \"<b>é\"}"
    );
}

pub(crate) async fn a_read_only_connection_writes_nothing(app: App) {
    let topic = app.topic(1).await;
    app.session
        .set_read_only(&app.connection, true)
        .expect("switched");
    let draft = ProduceDraft {
        key: None,
        value: Some(text("never")),
        headers: Vec::new(),
        partition: None,
    };
    let failure = app
        .session
        .produce(&app.connection, &topic, &draft, None)
        .await
        .expect_err("refused");
    assert_eq!(failure.code, Code::ReadOnly);
    let (_, tick) = app.read(spec(&topic, Start::Earliest)).await;
    assert_eq!(tick.total, Some(0));
    app.session
        .set_read_only(&app.connection, false)
        .expect("switched");
    app.session
        .produce(&app.connection, &topic, &draft, None)
        .await
        .expect("produced");
}

pub(crate) async fn a_message_that_is_too_large_is_told(app: App) {
    // Kafka's max.message.bytes is 1,048,588 by default.
    let topic = app.topic(1).await;
    let draft = ProduceDraft {
        key: None,
        value: Some(text(&"x".repeat(2_000_000))),
        headers: Vec::new(),
        partition: None,
    };
    let failure = app
        .session
        .produce(&app.connection, &topic, &draft, None)
        .await
        .expect_err("too large");
    assert_eq!(failure.code, Code::Invalid);
    assert_eq!(
        failure.message,
        format!("The message is larger than “{topic}” takes.")
    );
}
