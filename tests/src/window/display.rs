use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tokio::time::sleep;

use super::{PATIENCE, needed};
use crate::process::{self, Process};

/// A virtual display of 1600 by 1000 pixels.
#[derive(Debug)]
pub(super) struct Display {
    name: String,
    _server: Process,
}

impl Display {
    /// Starts one under a number that is free: the server itself picks it.
    pub(super) async fn start(home: &Path) -> Display {
        let number = home.join("display");
        let mut command = process::command(needed("Xvfb"));
        command
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1600x1000x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(File::create(&number).expect("the home folder can be written"))
            .stderr(Stdio::null());
        let server = Process::spawn(command).expect("Xvfb can be started");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let said = fs::read_to_string(&number).unwrap_or_default();
            if said.ends_with('\n') {
                return Display {
                    name: format!(":{}", said.trim()),
                    _server: server,
                };
            }
            assert!(Instant::now() < deadline, "Xvfb does not start");
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// ImageMagick's command for a picture of it; options and a file have to follow.
    pub(super) fn picture(&self) -> Command {
        let mut command = Command::new(needed("import"));
        command.args(["-window", "root", "-display", &self.name]);
        command
    }

    /// What `DISPLAY` has to be.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}
