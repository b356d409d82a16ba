//! The built application in a real window, driven from outside as by a person who can't see it:
//! things are found by role and accessible name, and keys and clicks are real events.
//!
//! Everything is private to the [`Window`]: a virtual display, a D-Bus session, a home folder, a
//! WebKitWebDriver. Actions wait for what they act on; what does not come fails the test, with a
//! picture of the window and what stood there instead.

mod bus;
mod display;
mod driver;
mod locator;
mod memory;
mod name;

use std::{
    collections::BTreeMap,
    env, fs,
    future::Future,
    panic::Location,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use fantoccini::{
    Client,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    key::Key,
};
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::paths;
use bus::Bus;
use display::Display;
use driver::Driver;
pub use locator::{Drag, Locator};
pub use name::{Name, any, containing};

/// How long a test waits for something to come: far more than it takes, for the cores may be busy.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(40);

/// How the application is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// With a keychain, unlocked; otherwise the session has none.
    pub keychain: bool,
    /// Another binary than the one that `make test` builds.
    pub application: Option<PathBuf>,
    /// Another page of the application's than its own first one.
    pub page: Option<String>,
}

/// A running application. It ends with [`Window::close`], which every test calls last; dropped in
/// a failing test it leaves a picture.
#[derive(Debug)]
pub struct Window {
    // In the order in which they have to go.
    client: Client,
    driver: Driver,
    bus: Bus,
    display: Display,
    home: TempDir,
    options: Options,
    closed: bool,
}

impl Window {
    /// Starts the application afresh, with nothing saved, and waits until it can be used.
    pub async fn open() -> Window {
        Window::open_with(Options::default()).await
    }

    /// As [`Window::open`], with options.
    pub async fn open_with(options: Options) -> Window {
        let home = TempDir::new().expect("the temporary folder can be written");
        let display = Display::start(home.path()).await;
        let bus = Bus::start(home.path(), options.keychain).await;
        let (driver, client) = Driver::start(home.path(), &display, &bus, &options).await;
        let window = Window {
            client,
            driver,
            bus,
            display,
            home,
            options,
            closed: false,
        };
        window.ready().await;
        window
    }

    /// Ends the application and starts it again with what it has saved.
    #[must_use]
    pub async fn reopen(mut self) -> Window {
        self.assert_no_errors().await;
        self.driver.quit(&self.client).await;
        let (driver, client) =
            Driver::start(self.home.path(), &self.display, &self.bus, &self.options).await;
        self.driver = driver;
        self.client = client;
        self.ready().await;
        self
    }

    /// Ends the application, and fails if its page has logged an error.
    pub async fn close(mut self) {
        self.assert_no_errors().await;
        self.driver.quit(&self.client).await;
        self.closed = true;
    }

    /// Ends the application, whatever its page has logged.
    pub async fn abandon(mut self) {
        self.driver.quit(&self.client).await;
        self.closed = true;
    }

    /// What has this role (as ARIA names it) and accessible name, anywhere in the window.
    #[track_caller]
    pub fn role(&self, role: &str, name: impl Into<Name>) -> Locator<'_> {
        Locator::new(self, Location::caller()).role(role, name)
    }

    /// What has this label: for inputs without a role, as for passwords.
    #[track_caller]
    pub fn labelled(&self, label: &str) -> Locator<'_> {
        Locator::new(self, Location::caller()).labelled(label)
    }

    /// The folder that holds all files of the application.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Presses keys together, as `"Control+K"`, `"Escape"` or `"/"`, wherever the focus is.
    pub async fn press(&self, chord: &str) {
        let keys: Vec<char> = chord.split('+').map(key).collect();
        let mut actions = KeyActions::new("keyboard".into());
        for key in &keys {
            actions = actions.then(KeyAction::Down { value: *key });
        }
        for key in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *key });
        }
        self.client
            .perform_actions(actions)
            .await
            .unwrap_or_else(|error| panic!("{chord} can't be pressed: {error}"));
    }

    /// Lets go of the left mouse button, which a drag may have held.
    pub async fn let_go(&self) {
        let button = MOUSE_BUTTON_LEFT;
        let up = MouseActions::new("mouse".into()).then(PointerAction::Up { button });
        self.client
            .perform_actions(up)
            .await
            .expect("the button can be let go");
    }

    /// Makes the window this large, in pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client
            .set_window_size(width, height)
            .await
            .expect("the window can be resized");
        self.until(&format!("the page to be {width} by {height}"), async || {
            self.size().await == (width, height)
        })
        .await;
    }

    /// Width and height of the page, in pixels.
    pub async fn size(&self) -> (u32, u32) {
        let size = self.script("return [window.innerWidth, window.innerHeight]", vec![]);
        serde_json::from_value(size.await).expect("two numbers")
    }

    /// Keeps a picture of the page as `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) {
        self.picture(&screenshots().join(format!("{name}.png")))
            .await;
    }

    /// Keeps a picture of the page in that file.
    pub async fn picture(&self, file: &Path) {
        // Two frames, so that what was just done is painted.
        let frames = "window.__frames = 0;
            requestAnimationFrame(() => requestAnimationFrame(() => { window.__frames = 2; }))";
        self.script(frames, vec![]).await;
        self.until("two frames", async || {
            self.script("return window.__frames", vec![]).await == 2
        })
        .await;
        // WebKitWebDriver's own pictures never come where there is no GPU.
        let (width, height) = self.size().await;
        let taken = self
            .display
            .picture()
            .args(["-crop", &format!("{width}x{height}+0+0"), "+repage"])
            .arg(file)
            .status();
        assert!(
            taken.is_ok_and(|status| status.success()),
            "import can't take a picture"
        );
    }

    /// Bytes in memory of the application and of the processes that show its page, by the names of their programs.
    pub fn memory(&self) -> BTreeMap<String, u64> {
        memory::of_descendants(self.driver.id())
    }

    /// All text that stands in the window.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body.innerText", vec![]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// What the page's `console.error` and uncaught errors said.
    pub async fn errors(&self) -> Vec<String> {
        let errors = self.script(
            "return (window.__errors ?? ['no __errors']).map(String)",
            vec![],
        );
        serde_json::from_value(errors.await).expect("a list of text")
    }

    /// Runs a function's body in the page and gives what it returns: for what no role tells.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute(body, arguments)
            .await
            .unwrap_or_else(|error| panic!("the page can't run a script: {error}"))
    }

    /// Waits until the condition holds; it is asked again and again.
    #[track_caller]
    pub fn until<'w>(
        &'w self,
        what: &str,
        mut condition: impl AsyncFnMut() -> bool + 'w,
    ) -> impl Future<Output = ()> + 'w {
        let what = format!("{}: waited in vain for {what}", Location::caller());
        async move {
            let deadline = Instant::now() + PATIENCE;
            while !condition().await {
                if Instant::now() > deadline {
                    self.fail(&what).await;
                }
                sleep(PAUSE).await;
            }
        }
    }

    async fn ready(&self) {
        self.until("the page to be ready", async || {
            self.script("return document.body?.hasAttribute('data-ready')", vec![])
                .await
                == Value::Bool(true)
        })
        .await;
    }

    async fn assert_no_errors(&self) {
        // Another page than the application's own collects none.
        if self.options.page.is_some() {
            return;
        }
        let errors = self.errors().await;
        assert!(
            errors.is_empty(),
            "the page has logged errors:\n{}",
            errors.join("\n")
        );
    }

    /// Ends the test; the picture is taken when the window is dropped.
    async fn fail(&self, why: &str) -> ! {
        let text = self.text().await;
        let errors = self.errors().await;
        panic!("{why}\nerrors of the page: {errors:?}\nit says:\n{text}");
    }
}

impl Drop for Window {
    #[expect(clippy::print_stderr, reason = "a failing test shows what was there")]
    fn drop(&mut self) {
        if !thread::panicking() {
            assert!(self.closed, "a test ends its window with close()");
            return;
        }
        let picture = screenshots().join(format!("failed-{}.png", test_name()));
        let taken = self.display.picture().arg(&picture).status();
        if taken.is_ok_and(|status| status.success()) {
            eprintln!("--- the window as it was: {} ---", picture.display());
        }
        eprintln!("--- what the application wrote ---\n{}", self.driver.log());
    }
}

fn screenshots() -> PathBuf {
    let folder = paths::target().join("screenshots");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

fn test_name() -> String {
    env::var("NEXTEST_TEST_NAME")
        .ok()
        .or_else(|| thread::current().name().map(str::to_owned))
        .unwrap_or_default()
        .replace("::", "-")
}

/// The application: the one asked for, or as `make test` builds it.
fn application(options: &Options) -> PathBuf {
    let binary = options
        .application
        .clone()
        .or_else(|| env::var_os("TRIBUTARY_APP").map(PathBuf::from))
        .unwrap_or_else(|| paths::target().join("debug/tributary"));
    assert!(
        binary.exists(),
        "{} is missing: cargo build -p tributary --features custom-protocol,automation",
        binary.display()
    );
    binary
}

/// A program that the tests need, or the end of the test with what to do.
fn needed(program: &str) -> PathBuf {
    paths::program(program)
        .unwrap_or_else(|| panic!("no {program}: scripts/setup.sh test installs it"))
}

/// Waits for a file that a program makes when it is ready.
async fn appears(file: &Path, what: &str) {
    let deadline = Instant::now() + PATIENCE;
    while !file.exists() {
        assert!(Instant::now() < deadline, "{what} does not start");
        sleep(Duration::from_millis(10)).await;
    }
}

fn key(name: &str) -> char {
    match name {
        "Control" => Key::Control.into(),
        "Shift" => Key::Shift.into(),
        "Alt" => Key::Alt.into(),
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Tab" => Key::Tab.into(),
        "Backspace" => Key::Backspace.into(),
        "Delete" => Key::Delete.into(),
        "Space" => ' ',
        "Home" => Key::Home.into(),
        "End" => Key::End.into(),
        "PageUp" => Key::PageUp.into(),
        "PageDown" => Key::PageDown.into(),
        "ArrowUp" => Key::Up.into(),
        "ArrowDown" => Key::Down.into(),
        "ArrowLeft" => Key::Left.into(),
        "ArrowRight" => Key::Right.into(),
        "F10" => Key::F10.into(),
        _ => {
            let mut letters = name.chars();
            match (letters.next(), letters.next()) {
                // A capital would come with a Shift that nobody asked for.
                (Some(letter), None) => letter.to_ascii_lowercase(),
                _ => panic!("no key is called {name}"),
            }
        }
    }
}
