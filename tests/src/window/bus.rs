use std::{
    fs::{self, File, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tokio::time::sleep;

use super::{PATIENCE, appears, needed};
use crate::process::{self, Process};

/// A D-Bus session of its own, on which nothing is started by being asked for; with or without a
/// keychain.
#[derive(Debug)]
pub(super) struct Bus {
    address: String,
    _keychain: Option<Process>,
    _daemon: Process,
}

impl Bus {
    pub(super) async fn start(home: &Path, keychain: bool) -> Bus {
        let socket = home.join("bus");
        let configuration = home.join("bus.conf");
        fs::write(
            &configuration,
            format!(
                r#"<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#,
                socket.display()
            ),
        )
        .expect("the home folder can be written");
        let mut command = process::command(needed("dbus-daemon"));
        command
            .args(["--nofork", "--nopidfile", "--config-file"])
            .arg(&configuration)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let daemon = Process::spawn(command).expect("dbus-daemon can be started");
        appears(&socket, "dbus-daemon").await;

        let address = format!("unix:path={}", socket.display());
        let keychain = if keychain {
            Some(start_keychain(home, &address).await)
        } else {
            None
        };
        Bus {
            address,
            _keychain: keychain,
            _daemon: daemon,
        }
    }

    /// What `DBUS_SESSION_BUS_ADDRESS` has to be.
    pub(super) fn address(&self) -> &str {
        &self.address
    }
}

async fn start_keychain(home: &Path, address: &str) -> Process {
    let password = home.join("keychain-password");
    fs::write(&password, "test").expect("the home folder can be written");
    let mut command = process::command(needed("gnome-keyring-daemon"));
    command
        .args(["--foreground", "--unlock", "--components=secrets"])
        .envs(folders(home))
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .stdin(File::open(&password).expect("it was just written"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let keychain = Process::spawn(command).expect("gnome-keyring-daemon can be started");
    let deadline = Instant::now() + PATIENCE;
    while !has_owner(address, "org.freedesktop.secrets") {
        assert!(
            Instant::now() < deadline,
            "gnome-keyring-daemon does not start"
        );
        sleep(Duration::from_millis(20)).await;
    }
    keychain
}

fn has_owner(address: &str, name: &str) -> bool {
    let output = Command::new(needed("dbus-send"))
        .arg(format!("--bus={address}"))
        .args(["--print-reply=literal", "--dest=org.freedesktop.DBus", "/"])
        .arg("org.freedesktop.DBus.NameHasOwner")
        .arg(format!("string:{name}"))
        .output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("true"))
}

/// The variables that keep all files of an application inside `home`; the folders are made.
pub(super) fn folders(home: &Path) -> Vec<(&'static str, PathBuf)> {
    let folders = [
        ("HOME", "."),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "run"),
    ];
    let folders: Vec<_> = folders
        .map(|(variable, folder)| (variable, home.join(folder)))
        .into();
    for (_, folder) in &folders {
        fs::create_dir_all(folder).expect("the home folder can be written");
    }
    fs::set_permissions(home.join("run"), Permissions::from_mode(0o700))
        .expect("the home folder is ours");
    folders
}
