use serde::{Deserialize, Serialize};
use specta::Type;

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
    /// A topic.
    Topic {
        /// The connection's id.
        connection: String,
        /// The topic's name.
        topic: String,
    },
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
        }
    }
}
