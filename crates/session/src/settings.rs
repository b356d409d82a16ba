use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use specta::Type;

use crate::spec::{FilterText, KeyQuery, Order, Start, Until};

/// Topics whose columns are remembered.
const TOPICS_WITH_COLUMNS: usize = 500;

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// In which zone times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Zone {
    /// UTC.
    #[default]
    Utc,
    /// This machine's.
    Local,
}

/// A thing that is open in a tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Tab {
    /// The home screen.
    Home,
    /// The topics of a cluster.
    Topics {
        /// The connection's id.
        connection: String,
    },
    /// The consumer groups of a cluster.
    Groups {
        /// The connection's id.
        connection: String,
    },
    /// A consumer group.
    Group {
        /// The connection's id.
        connection: String,
        /// The group's name.
        group: String,
    },
    /// Who may do what in a cluster.
    Access {
        /// The connection's id.
        connection: String,
    },
    /// A topic.
    Topic {
        /// The connection's id.
        connection: String,
        /// The topic's name.
        topic: String,
        /// What is read of it; none for what a topic opens with.
        view: Option<Box<TopicView>>,
        /// The selected message.
        place: Option<Place>,
        /// The id of the saved view that it shows.
        saved: Option<String>,
    },
}

/// What is read of a topic, and what of it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicView {
    /// Where to start.
    pub start: Start,
    /// Where to stop; none for the end, and what comes then.
    pub until: Option<Until>,
    /// Which end is read first.
    pub order: Order,
    /// The partitions; none for all.
    pub partitions: Option<Vec<i32>>,
    /// A key; none for all.
    pub key: Option<KeyQuery>,
    /// What messages must match.
    pub filter: FilterText,
    /// Whether messages of open and aborted transactions are read too.
    pub uncommitted: bool,
    /// Whether only the newest message of each key is shown.
    pub latest_per_key: bool,
}

/// A message, by where it lies in its topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The partition.
    pub partition: i32,
    /// The offset, as decimal text.
    pub offset: String,
}

/// A view that a person gave a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SavedView {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// The connection's id.
    pub connection: String,
    /// The topic's name.
    pub topic: String,
    /// What is read and shown.
    pub view: TopicView,
    /// The columns; none for the topic's.
    pub columns: Option<Vec<ColumnChoice>>,
}

/// A column of the grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnChoice {
    /// `time`, `partition`, `offset`, `key`, `value`, `size`, or a path as `.amount`.
    pub path: String,
    /// Its width in CSS pixels; none for what fits.
    pub width: Option<u32>,
}

/// The columns of a topic, from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicColumns {
    /// The connection's id.
    pub connection: String,
    /// The topic's name.
    pub topic: String,
    /// The columns.
    pub columns: Vec<ColumnChoice>,
}

/// A topic of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopicName {
    /// The connection's id.
    pub connection: String,
    /// The topic's name.
    pub topic: String,
}

/// How the window was left. Sizes are in CSS pixels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Which colours.
    pub theme: Theme,
    /// In which zone times are shown.
    pub zone: Zone,
    /// Rows of 22 px in place of 28.
    pub compact: bool,
    /// The width of the tree.
    pub side_width: u32,
    /// The width of the inspector.
    pub inspector_width: u32,
    /// The open tabs.
    pub tabs: Vec<Tab>,
    /// The one in front.
    pub active_tab: u32,
    /// Topics with a star.
    pub favourites: Vec<TopicName>,
    /// Topics opened last, newest first.
    pub recent: Vec<TopicName>,
    /// Expanded nodes of the tree.
    pub expanded: Vec<String>,
    /// Views that were given a name, in the order of the tree.
    pub saved_views: Vec<SavedView>,
    /// The columns of topics, those changed last first; at most 500.
    pub columns: Vec<TopicColumns>,
    /// Which end of a topic is read first when it is opened.
    pub order: Order,
    /// Whether the histogram is shown.
    pub histogram: bool,
}

impl Settings {
    /// Adds what an older file leaves out inside of its tabs and saved views.
    pub(crate) fn fill(fields: &mut Map<String, Value>) {
        let Ok(Value::Object(view)) = serde_json::to_value(TopicView::default()) else {
            return;
        };
        for list in ["tabs", "savedViews"] {
            let entries = fields.get_mut(list).and_then(Value::as_array_mut);
            for entry in entries.into_iter().flatten() {
                if let Some(Value::Object(kept)) = entry.get_mut("view") {
                    add_missing(kept, &view);
                    if let (Some(Value::Object(kept)), Some(Value::Object(filter))) =
                        (kept.get_mut("filter"), view.get("filter"))
                    {
                        add_missing(kept, filter);
                    }
                }
            }
        }
    }

    /// Lets go of what is beyond the bounds: the page may not know them.
    pub(crate) fn bound(&mut self) {
        self.columns.truncate(TOPICS_WITH_COLUMNS);
    }
}

fn add_missing(fields: &mut Map<String, Value>, defaults: &Map<String, Value>) {
    for (name, value) in defaults {
        if !fields.contains_key(name) {
            fields.insert(name.clone(), value.clone());
        }
    }
}

impl Default for TopicView {
    fn default() -> Self {
        Self {
            start: Start::Last { count: 500 },
            until: None,
            order: Order::default(),
            partitions: None,
            key: None,
            filter: FilterText::default(),
            uncommitted: false,
            latest_per_key: false,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            zone: Zone::default(),
            compact: false,
            side_width: 248,
            inspector_width: 400,
            tabs: vec![Tab::Home],
            active_tab: 0,
            favourites: Vec::new(),
            recent: Vec::new(),
            expanded: Vec::new(),
            saved_views: Vec::new(),
            columns: Vec::new(),
            order: Order::default(),
            histogram: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::failure::Notice;
    use crate::spec::FilterMode;
    use crate::versioned::VersionedFile;

    fn loaded(text: &str) -> (Settings, Option<Notice>) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.json");
        fs::write(&path, text).expect("written");
        VersionedFile::new(path, 1).load_filled(Settings::fill)
    }

    #[test]
    fn a_file_of_before_saved_views_still_loads() {
        let (settings, notice) = loaded(
            r#"{"version": 1, "theme": "dark", "zone": "local", "compact": true, "sideWidth": 300,
                "inspectorWidth": 500, "tabs": [{"kind": "home"}, {"kind": "topic", "connection": "a", "topic": "orders"}],
                "activeTab": 1, "favourites": [{"connection": "a", "topic": "orders"}], "recent": [], "expanded": ["a"]}"#,
        );
        assert_eq!(notice, None);
        let expected = Settings {
            theme: Theme::Dark,
            zone: Zone::Local,
            compact: true,
            side_width: 300,
            inspector_width: 500,
            tabs: vec![
                Tab::Home,
                Tab::Topic {
                    connection: "a".to_owned(),
                    topic: "orders".to_owned(),
                    view: None,
                    place: None,
                    saved: None,
                },
            ],
            active_tab: 1,
            favourites: vec![TopicName {
                connection: "a".to_owned(),
                topic: "orders".to_owned(),
            }],
            expanded: vec!["a".to_owned()],
            ..Settings::default()
        };
        assert_eq!(settings, expected);
    }

    #[test]
    fn what_a_view_leaves_out_gets_its_default() {
        let (settings, notice) = loaded(
            r#"{"version": 1, "tabs": [{"kind": "topic", "connection": "a", "topic": "t",
                  "view": {"start": {"kind": "earliest"}, "filter": {"text": ".a = 1"}}}],
                "savedViews": [{"id": "1", "name": "Failed", "connection": "a", "topic": "t", "view": {}}]}"#,
        );
        assert_eq!(notice, None);
        let expected = TopicView {
            start: Start::Earliest,
            filter: FilterText {
                text: ".a = 1".to_owned(),
                mode: FilterMode::Auto,
                match_case: false,
            },
            ..TopicView::default()
        };
        let [Tab::Topic { view, .. }] = &settings.tabs[..] else {
            panic!("{:?}", settings.tabs)
        };
        assert_eq!(view.as_deref(), Some(&expected));
        assert_eq!(settings.saved_views[0].view, TopicView::default());
        assert_eq!(settings.saved_views[0].columns, None);
    }

    #[test]
    fn a_tab_of_a_kind_to_come_costs_no_other() {
        let (settings, notice) = loaded(
            r#"{"version": 1, "theme": "dark", "tabs": [{"kind": "group", "connection": "a"}, {"kind": "home"},
                {"kind": "topic", "connection": "a"}], "savedViews": [{"id": 3}]}"#,
        );
        assert_eq!(
            (settings.tabs, settings.theme),
            (vec![Tab::Home], Theme::Dark)
        );
        assert_eq!(
            notice.expect("a notice").message,
            "settings.json holds something that can't be used, and that was left out: one entry of “savedViews”, 2 entries of “tabs”."
        );
    }

    #[test]
    fn settings_come_back_as_they_were_saved() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut file = VersionedFile::new(folder.path().join("settings.json"), 1);
        let view = TopicView {
            start: Start::Position {
                text: "3:4711".to_owned(),
            },
            until: Some(Until::Now),
            key: Some(KeyQuery {
                text: "k".to_owned(),
                partitioner: crate::spec::Partitioner::ConsistentRandom,
            }),
            ..TopicView::default()
        };
        let columns = vec![ColumnChoice {
            path: ".amount".to_owned(),
            width: Some(90),
        }];
        let settings = Settings {
            tabs: vec![Tab::Topic {
                connection: "a".to_owned(),
                topic: "t".to_owned(),
                view: Some(Box::new(view.clone())),
                place: Some(Place {
                    partition: 2,
                    offset: "9007199254740993".to_owned(),
                }),
                saved: Some("1".to_owned()),
            }],
            saved_views: vec![SavedView {
                id: "1".to_owned(),
                name: "Failed".to_owned(),
                connection: "a".to_owned(),
                topic: "t".to_owned(),
                view,
                columns: Some(columns.clone()),
            }],
            columns: vec![TopicColumns {
                connection: "a".to_owned(),
                topic: "t".to_owned(),
                columns,
            }],
            ..Settings::default()
        };
        file.save(&settings).expect("saved");
        assert_eq!(file.load_filled(Settings::fill), (settings, None));
    }

    #[test]
    fn columns_of_many_topics_are_bounded() {
        let mut settings = Settings {
            columns: (0..600)
                .map(|number| TopicColumns {
                    connection: "a".to_owned(),
                    topic: number.to_string(),
                    columns: Vec::new(),
                })
                .collect(),
            ..Settings::default()
        };
        settings.bound();
        assert_eq!(
            (settings.columns.len(), settings.columns[0].topic.as_str()),
            (500, "0"),
            "the newest stay"
        );
    }
}
