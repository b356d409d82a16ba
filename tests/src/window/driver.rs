use std::{
    fs::{self, OpenOptions},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::time::{sleep, timeout};

use super::{
    Options, PATIENCE, application,
    bus::{self, Bus},
    display::Display,
    needed,
};
use crate::{
    paths, ports,
    process::{self, Process},
};

/// A WebKitWebDriver and the application that it has started.
#[derive(Debug)]
pub(super) struct Driver {
    process: Process,
    log: PathBuf,
}

impl Driver {
    pub(super) async fn start(
        home: &Path,
        display: &Display,
        bus: &Bus,
        options: &Options,
    ) -> (Driver, Client) {
        let application = application(options);
        let [port] = ports::free();
        let log = home.join("application.log");
        let out = OpenOptions::new().create(true).append(true).open(&log);
        let out = out.expect("the home folder can be written");
        let mut command = process::command(needed("WebKitWebDriver"));
        command
            .arg(format!("--port={port}"))
            .arg("--host=127.0.0.1")
            // The driver hands its own environment to the application.
            .envs(bus::folders(home))
            .env("DISPLAY", display.name())
            .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .envs(options.page.as_ref().map(|page| ("TRIBUTARY_PAGE", page)))
            .env_remove("WAYLAND_DISPLAY")
            .stdout(out.try_clone().expect("a file can be opened twice"))
            .stderr(out);
        let process = Process::spawn(command).expect("WebKitWebDriver can be started");
        let driver = Driver { process, log };
        listens(port).await;

        let url = format!("http://127.0.0.1:{port}");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let started = builder
            .capabilities(capabilities(&application))
            .connect(&url);
        // It never answers if the application ends at its start.
        let client = timeout(PATIENCE, started)
            .await
            .unwrap_or_else(|_| panic!("the application does not start\n{}", driver.log()))
            .unwrap_or_else(|error| panic!("it can't be driven: {error}\n{}", driver.log()));
        let browser = client
            .capabilities()
            .and_then(|all| all.get("browserName"))
            .cloned();
        assert_eq!(
            browser,
            Some(json!("wry")),
            "the driver has started something else"
        );
        (driver, client)
    }

    /// The driver's process.
    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Ends the session, and with it the application, then the driver.
    pub(super) async fn quit(&mut self, client: &Client) {
        // The process is ended all the same if it does not answer any more.
        drop(timeout(Duration::from_secs(5), client.clone().close()).await);
        self.process.kill();
    }

    /// What the application and the driver have written.
    pub(super) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

/// Says what to start: on Linux so that it ends with the driver, however that ends.
fn capabilities(application: &Path) -> fantoccini::wd::Capabilities {
    let (binary, arguments) = match paths::program("setpriv") {
        Some(setpriv) => {
            let application = application.display().to_string();
            (
                setpriv,
                vec![
                    "--pdeathsig".into(),
                    "KILL".into(),
                    "--".into(),
                    application,
                ],
            )
        }
        None => (application.to_owned(), Vec::<String>::new()),
    };
    let options = json!({ "binary": binary, "args": arguments });
    [("webkitgtk:browserOptions".to_owned(), options)]
        .into_iter()
        .collect()
}

async fn listens(port: u16) {
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(Instant::now() < deadline, "WebKitWebDriver does not start");
        sleep(Duration::from_millis(10)).await;
    }
}
