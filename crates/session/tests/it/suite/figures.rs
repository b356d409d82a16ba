//! What is shown of topics that are in sight.

use std::time::Duration;

use session::{Lags, TopicFigures};

use super::administration::choice;
use super::groups::{commit, known, written};
use crate::fixture::App;

/// The figures of topics, once all groups have been asked.
async fn figures(app: &App, topics: &[&str], refresh: bool) -> TopicFigures {
    let topics: Vec<String> = topics.iter().map(|topic| (*topic).to_owned()).collect();
    let mut refresh = refresh;
    loop {
        let told = app
            .session
            .topic_figures(&app.connection, &topics, refresh)
            .await
            .expect("figures");
        if told.lags != Lags::Loading {
            return told;
        }
        refresh = false;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub(crate) async fn topics_in_sight_tell_their_settings_and_who_is_behind(app: App) {
    let (session, id) = (&app.session, app.connection.as_str());
    let topic = written(&app, &[(0, 10), (1, 5)]).await;
    let unread = app.topic(1).await;
    let (late, fine) = (tests::unique("late"), tests::unique("fine"));
    commit(&app, &late, &[(&topic, 0, 4), (&topic, 1, 5)]).await;
    commit(&app, &fine, &[(&topic, 0, 9)]).await;
    let changes = [choice("retention.ms", Some("3600000"))];
    session
        .alter_configs(id, &topic, &changes, None)
        .await
        .expect("changed");

    let told = figures(&app, &[&unread, &topic, "no-such-topic"], false).await;
    let [of_unread, of_topic, of_none] = told.rows.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(
        (of_topic.topic.as_str(), of_topic.groups),
        (topic.as_str(), Some(2))
    );
    let worst = of_topic.worst.as_ref().expect("a group");
    assert_eq!((&worst.group, &worst.lag), (&late, &known(6)));
    assert_eq!(
        (
            of_topic.cleanup_policy.as_deref(),
            of_topic.retention_ms.as_deref(),
            of_topic.problem.as_deref()
        ),
        (Some("delete"), Some("3600000"), None)
    );
    assert_eq!(of_topic.rate, None, "looked at for a moment only");
    assert_eq!((of_unread.groups, &of_unread.worst), (Some(0), &None));
    assert!(of_unread.retention_ms.is_some());
    assert!(of_none.problem.is_some() && of_none.retention_ms.is_none());

    // What this app changes is seen at once; what others change, with a refresh.
    let changes = [choice("retention.ms", Some("7200000"))];
    session
        .alter_configs(id, &topic, &changes, None)
        .await
        .expect("changed");
    commit(&app, &fine, &[(&topic, 0, 1)]).await;
    loop {
        let told = figures(&app, &[&topic], true).await;
        let row = told.rows.into_iter().next().expect("a row");
        let worst = row.worst.expect("a group");
        if row.retention_ms.as_deref() == Some("7200000") && worst.group == fine {
            assert_eq!(worst.lag, known(9));
            break;
        }
    }
}
