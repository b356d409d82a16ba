//! Clusters of some size, by the sandbox.

use sandbox::{Sandbox, Size};
use session::{GroupState, Lag, Lags};

use crate::fixture::App;
use crate::suite::groups::{known, listed};

#[tokio::test(flavor = "multi_thread")]
async fn the_lags_of_many_groups_come_in_by_themselves() {
    let size = Size {
        topics: 150,
        partitions: 600,
        groups: 450,
    };
    let sandbox = Sandbox::start_filled(size).await.expect("a sandbox");
    let app = App::on(&sandbox.bootstrap()).await;
    let page = listed(&app, "group-").await;
    assert_eq!(
        (page.total, page.matching, page.lags),
        (450, 450, Lags::Ready)
    );
    assert_eq!(page.rows.len(), 50, "a window");
    for row in &page.rows {
        // Twenty partitions, of which each lags by 0 to 9 in turn.
        assert_eq!((&row.lag, row.state), (&known(90), GroupState::Empty));
        assert!(row.topic_count >= 5 && row.topics.len() == 5, "{row:?}");
    }
    let detail = app
        .session
        .group_detail(&app.connection, "group-00007")
        .await;
    let detail = detail.expect("a group");
    assert_eq!((&detail.lag, detail.partition_count), (&known(90), 20));
    assert!(
        detail
            .partitions
            .iter()
            .all(|row| matches!(row.lag, Lag::Known { .. }))
    );
    let behind = detail.behind.expect("a time");
    assert!(behind.ms >= 9 * 60_000, "a minute a message: {behind:?}");
    let surveyed = session::survey(kafka::ClusterConfig::plaintext(sandbox.bootstrap()));
    let surveyed = surveyed.await.expect("surveyed");
    assert_eq!(
        (surveyed.topics, surveyed.partitions, surveyed.groups),
        (150, 600, 450)
    );
    assert!(surveyed.requests > 450 && surveyed.list <= surveyed.lags);
}
