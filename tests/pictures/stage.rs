use std::{fmt, path::Path, time::Duration};

use tests::{
    kafka::{ALICE, BOB},
    steps::{add_address, add_sasl, says},
    window::{Options, Window, any, containing},
};

use crate::world::World;

/// The sizes of the window.
pub(crate) const SIZES: [(u32, u32); 2] = [(1440, 900), (1100, 700)];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Theme; 2] = [Theme::Light, Theme::Dark];
}

impl fmt::Display for Theme {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        })
    }
}

/// The window in which the scenes are shown, one after another, and the brokers behind it.
pub(crate) struct Stage<'w> {
    pub(crate) world: &'w World,
    theme: Theme,
    window: Option<Window>,
    /// The connections that the window knows.
    connections: Vec<&'static str>,
    /// The window is no longer as a scene expects it.
    spoilt: bool,
}

/// The cluster with the topics.
pub(crate) const PRODUCTION: &str = "production";
/// The same cluster for a user that may describe one topic, and read none.
pub(crate) const PAYROLL: &str = "payroll";
/// The same cluster for a user that may do nothing.
pub(crate) const VISITOR: &str = "visitor";
/// A cluster without a topic.
pub(crate) const FRESH: &str = "new cluster";
/// The cluster that hangs when it is told to.
pub(crate) const STAGING: &str = "staging";

impl<'w> Stage<'w> {
    pub(crate) fn new(world: &'w World, theme: Theme) -> Stage<'w> {
        Stage {
            world,
            theme,
            window: None,
            connections: Vec::new(),
            spoilt: false,
        }
    }

    pub(crate) fn theme(&self) -> Theme {
        self.theme
    }

    pub(crate) fn window(&self) -> &Window {
        self.window.as_ref().expect("tidy_up() has opened one")
    }

    /// The window with nothing open but its first page, wide, whatever the scene before has left.
    pub(crate) async fn tidy_up(&mut self) {
        if self.spoilt {
            self.close().await;
        }
        if self.window.is_none() {
            self.open().await;
        }
        let window = self.window();
        window.let_go().await;
        window.resize(SIZES[0].0, SIZES[0].1).await;
        let open = "return document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]').length";
        for _ in 0..20 {
            if window.script(open, Vec::new()).await != 0 {
                window.press("Escape").await;
                continue;
            }
            let tabs = window.role("tablist", "Open tabs").role("tab", any());
            if tabs.count().await == 1 && window.role("heading", "Home").count().await == 1 {
                return;
            }
            window.press("Control+W").await;
        }
        panic!("the window can't be tidied up");
    }

    /// A window that was never used: without connections.
    pub(crate) async fn afresh(&mut self) {
        if !self.connections.is_empty() {
            self.renew_now().await;
        }
    }

    /// Shows the topics of a connection, which is added where it is not there yet.
    pub(crate) async fn topics(&mut self, connection: &'static str) {
        if self.connections.contains(&connection) {
            self.window()
                .role("tree", "Connections")
                .role("treeitem", containing(connection))
                .nth(0)
                .click()
                .await;
        } else {
            self.add(connection).await;
        }
        self.window().role("heading", "Topics").appears().await;
    }

    /// Opens a topic of a connection.
    pub(crate) async fn topic(&mut self, connection: &'static str, topic: &str) {
        self.topics(connection).await;
        tests::steps::open_topic(self.window(), topic).await;
    }

    /// Waits until the window says this.
    pub(crate) async fn says(&self, text: &str) {
        says(self.window(), text).await;
    }

    /// The next scene gets a window that was never used: this one leaves traces in its own.
    pub(crate) fn renew(&mut self) {
        self.spoilt = true;
    }

    /// A window that was never used, whatever was in this one.
    pub(crate) async fn renew_now(&mut self) {
        self.close().await;
        self.open().await;
        let (width, height) = SIZES[0];
        self.window().resize(width, height).await;
    }

    /// Lets what moves come to rest: rows on their way, transitions, and what follows a new size.
    pub(crate) async fn settle(&self) {
        tokio::time::sleep(Duration::from_millis(250)).await;
        let window = self.window();
        let busy = "return document.querySelectorAll('[role=row][aria-busy=true]').length";
        window
            .until("all rows in sight", async || {
                window.script(busy, Vec::new()).await == 0
            })
            .await;
    }

    /// After a scene that failed: a picture of what stood there, and a new window.
    pub(crate) async fn start_over(&mut self, picture: &Path) {
        if let Some(window) = self.window.take() {
            window.picture(picture).await;
            window.abandon().await;
        }
        self.connections.clear();
    }

    pub(crate) async fn close(&mut self) {
        if let Some(window) = self.window.take() {
            window.close().await;
        }
        self.connections.clear();
    }

    async fn open(&mut self) {
        self.spoilt = false;
        let window = Window::open_with(Options {
            keychain: true,
            ..Options::default()
        })
        .await;
        let button = window.role("button", containing("Theme: "));
        let wanted = format!("Theme: {}", self.theme);
        while button.attribute("aria-label").await.as_deref() != Some(&wanted) {
            button.click().await;
        }
        self.window = Some(window);
    }

    async fn add(&mut self, connection: &'static str) {
        let world = self.world;
        let kafka = &world.kafka;
        let window = self.window();
        match connection {
            PAYROLL => add_sasl(window, connection, kafka, BOB, "PLAIN").await,
            VISITOR => add_sasl(window, connection, kafka, ALICE, "SCRAM-SHA-512").await,
            STAGING => add_address(window, connection, world.mortal.plaintext()).await,
            FRESH => add_address(window, connection, world.fresh.plaintext()).await,
            _ => add_address(window, connection, kafka.plaintext()).await,
        }
        self.connections.push(connection);
    }
}
