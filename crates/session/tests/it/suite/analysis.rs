//! What a sample of a topic is like.

use session::{Code, JobState};

use crate::fixture::App;

pub(crate) async fn a_sample_tells_what_the_newest_messages_are_like(app: App) {
    let topic = app.topic(3).await;
    for number in 0..20 {
        app.produce(&topic, 0, &format!("{{\"n\": {number}}}"))
            .await;
    }
    for _ in 0..3 {
        app.produce(&topic, 1, "only text").await;
    }
    // The third partition has nothing, and the second less than its share: the first gives more.
    let started = app
        .session
        .start_analysis(&app.connection, &topic, 13)
        .await;
    let job = app.done(started).await;
    assert_eq!(
        job.state,
        JobState::Done {
            message: "13 messages were looked at.".to_owned()
        }
    );
    assert_eq!((job.done, job.total), (13, Some(13)));
    let told = app.session.analysis(job.id).expect("told");
    assert_eq!(
        (told.read, told.sample, told.spanned.as_str()),
        (13, 13, "23")
    );
    let partitions: Vec<_> = told
        .partitions
        .iter()
        .map(|share| {
            (
                share.partition,
                share.spanned.as_str(),
                share.read,
                share.bytes,
            )
        })
        .collect();
    assert_eq!(
        partitions,
        [(0, "20", 10, 90), (1, "3", 3, 27), (2, "0", 0, 0)]
    );
    let formats: Vec<_> = told
        .value
        .formats
        .iter()
        .map(|format| (format.name.as_str(), format.count))
        .collect();
    assert_eq!(formats, [("JSON", 10), ("text", 3)]);
    let sizes = told.value.sizes.expect("sizes");
    assert_eq!((sizes.least, sizes.median, sizes.most), (9, 9, 9));
    assert_eq!((told.key.nulls, told.keys, told.value.nulls), (13, 0, 0));

    app.produce_keyed(&topic, "a", None).await;
    app.produce_keyed(&topic, "a", Some("x")).await;
    let started = app
        .session
        .start_analysis(&app.connection, &topic, 1000)
        .await;
    let job = app.done(started).await;
    let told = app.session.analysis(job.id).expect("told");
    assert_eq!((told.read, told.keys, told.value.nulls), (25, 1, 1));
    let tombstones: u32 = told.partitions.iter().map(|share| share.tombstones).sum();
    assert_eq!(tombstones, 1);

    let refused = app.session.start_analysis(&app.connection, &topic, 0).await;
    assert_eq!(refused.expect_err("nothing").code, Code::Invalid);
    let missing = app
        .session
        .start_analysis(&app.connection, "not-there", 10)
        .await;
    assert_eq!(missing.expect_err("nothing").code, Code::NotFound);
    assert_eq!(
        app.session.analysis(job.id + 100).expect_err("none").code,
        Code::NotFound
    );
}
