//! One node: its folder, its settings, its process.

use std::{
    fs::{self, File, OpenOptions},
    io,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{
    ADMIN, BOB, Endpoints,
    certificates::Authority,
    distant::Distant,
    distribution::{self, Distribution},
    log,
};
use crate::{
    paths, ports,
    process::{self, Process},
    random,
};

const FOLDER_PREFIX: &str = "tributary-kafka-";
const READY: &str = "Kafka Server started";
/// A start takes 2 s; a machine that compiles on all cores can make it ten times that.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Debug)]
pub(super) struct Broker {
    /// None while it is ended. Before the folder, for the process goes first.
    process: Option<Process>,
    distribution: Distribution,
    endpoints: Endpoints,
    /// Where its listener for distant clients is, and the port of 127.0.0.1 that it advertises for that.
    distant: (SocketAddr, u16),
    folder: TempDir,
    /// Held as long as the folder is in use: see [`sweep`].
    _lock: File,
}

impl Broker {
    /// What all brokers have in common.
    pub(super) const SETTINGS: &str = include_str!("../../kafka/broker.properties");

    /// Starts one in a folder of its own and waits until it serves.
    pub(super) fn start(distribution: &Distribution) -> Broker {
        sweep();
        let mut tries = 3;
        loop {
            let mut broker = lay_out(distribution).expect("a broker's folder can be laid out");
            tries -= 1;
            match broker.run(&[]) {
                Ok(()) => return broker,
                // Somebody else was given the same free port.
                Err(log) if tries > 0 && log.contains("Address already in use") => (),
                Err(log) => panic!("Kafka did not start\n{log}"),
            }
        }
    }

    /// Runs one broker only to write the archive of the classes that it has loaded.
    pub(super) fn record_classes(distribution: &Distribution) {
        let mut broker = lay_out(distribution).expect("a broker's folder can be laid out");
        let write = format!(
            "-XX:ArchiveClassesAtExit={}",
            distribution.archive.display()
        );
        if let Err(log) = broker.run(&[&write]) {
            panic!("Kafka did not start\n{log}");
        }
        if let Some(mut process) = broker.process.take() {
            process.stop(PATIENCE);
        }
    }

    pub(super) fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// The broker behind a link of that round trip; one at a time.
    pub(super) fn distant(&self, round_trip: Duration) -> Distant {
        let (listener, advertised) = self.distant;
        Distant::start(advertised, listener, round_trip)
    }

    /// The listener for clients that come through something, and the port that it advertises for that.
    pub(super) fn elsewhere(&self) -> (SocketAddr, u16) {
        self.distant
    }

    pub(super) fn kill(&mut self) {
        self.process = None;
    }

    pub(super) fn signal(&self, name: &str) {
        if let Some(process) = &self.process {
            process.signal(name);
        }
    }

    pub(super) fn restart(&mut self) {
        assert!(self.process.is_none(), "the broker runs: kill it first");
        if let Err(log) = self.run(&[]) {
            panic!("Kafka did not start again\n{log}");
        }
    }

    /// Starts the process and waits for it; the error is its log.
    fn run(&mut self, jvm_options: &[&str]) -> Result<(), String> {
        let log = &self.endpoints.log;
        let log_from = log::length(log);
        let out = OpenOptions::new().create(true).append(true).open(log);
        let out = out.expect("a broker's folder can be written");
        let mut command = process::command(distribution::java());
        command
            .args([
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
            ])
            .args(jvm_options);
        if self.distribution.archive.exists() {
            command.arg(format!(
                "-XX:SharedArchiveFile={}",
                self.distribution.archive.display()
            ));
        }
        command
            .arg(format!(
                "-Dlog4j2.configurationFile={}",
                paths::workspace()
                    .join("tests/kafka/log4j2.properties")
                    .display()
            ))
            .args(["-cp", &self.distribution.class_path, "kafka.Kafka"])
            .arg(self.folder.path().join("broker.properties"))
            .current_dir(&self.folder)
            .stderr(out.try_clone().expect("a file can be opened twice"))
            .stdout(out);
        let mut process = Process::spawn(command).map_err(|error| error.to_string())?;

        let deadline = Instant::now() + PATIENCE;
        loop {
            let ended = process.ended();
            let said = log::read(log, log_from);
            if said.contains(READY) {
                self.process = Some(process);
                return Ok(());
            }
            if let Some(status) = ended {
                return Err(format!("{said}\nit has ended: {status}"));
            }
            if Instant::now() > deadline {
                return Err(format!("{said}\nit does not serve after {PATIENCE:?}"));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A folder with all that a broker reads, and free ports.
fn lay_out(distribution: &Distribution) -> io::Result<Broker> {
    let folder = tempfile::Builder::new().prefix(FOLDER_PREFIX).tempdir()?;
    let path = folder.path();
    let lock = File::create(path.join("unlocked"))?;
    lock.lock()?;
    fs::rename(path.join("unlocked"), path.join("lock"))?;

    let data = path.join("data");
    fs::create_dir(&data)?;
    fs::copy(&distribution.checkpoint, data.join("bootstrap.checkpoint"))?;
    // 22 characters of base64 for 16 bytes, so the last one has four bits that must be 0.
    let cluster = random::letters(21) + "A";
    fs::write(
        data.join("meta.properties"),
        format!("version=1\ncluster.id={cluster}\nnode.id=1\n"),
    )?;

    let authority = Authority::new().map_err(io::Error::other)?;
    let key_store = authority.key_store("broker", &["localhost", "127.0.0.1"]);
    let (ca, key_store_file) = (path.join("ca.pem"), path.join("broker.pem"));
    fs::write(&ca, authority.pem())?;
    fs::write(&key_store_file, key_store.map_err(io::Error::other)?)?;

    let [plaintext, sasl_ssl, ssl, controller, distant, advertised] = ports::free();
    let distant = (SocketAddr::from((Ipv4Addr::LOCALHOST, distant)), advertised);
    let endpoints = Endpoints {
        plaintext: format!("127.0.0.1:{plaintext}"),
        sasl_ssl: format!("127.0.0.1:{sasl_ssl}"),
        ssl: format!("127.0.0.1:{ssl}"),
        ca,
        log: path.join("broker.log"),
    };
    fs::write(
        path.join("broker.properties"),
        settings(&endpoints, distant, controller, &data, &key_store_file),
    )?;
    Ok(Broker {
        process: None,
        distribution: distribution.clone(),
        endpoints,
        distant,
        folder,
        _lock: lock,
    })
}

fn settings(
    endpoints: &Endpoints,
    distant: (SocketAddr, u16),
    controller: u16,
    data: &Path,
    key_store: &Path,
) -> String {
    let Endpoints {
        plaintext,
        sasl_ssl,
        ssl,
        ca,
        ..
    } = endpoints;
    let plain_users: String = [ADMIN, BOB]
        .map(|(name, password)| format!(" user_{name}=\"{password}\""))
        .concat();
    let login = "org.apache.kafka.common.security";
    let listeners = format!("PLAINTEXT://{plaintext},SASL_SSL://{sasl_ssl},SSL://{ssl}");
    let (distant, advertised) = distant;
    [
        Broker::SETTINGS.to_owned(),
        format!("controller.quorum.voters=1@127.0.0.1:{controller}"),
        format!("listeners={listeners},DISTANT://{distant},CONTROLLER://127.0.0.1:{controller}"),
        format!("advertised.listeners={listeners},DISTANT://127.0.0.1:{advertised}"),
        format!("log.dirs={}", data.display()),
        format!("ssl.keystore.location={}", key_store.display()),
        format!("ssl.truststore.location={}", ca.display()),
        format!(
            "listener.name.sasl_ssl.plain.sasl.jaas.config={login}.plain.PlainLoginModule required{plain_users};"
        ),
        format!(
            "listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config={login}.scram.ScramLoginModule required;"
        ),
        format!(
            "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config={login}.scram.ScramLoginModule required;"
        ),
        String::new(),
    ]
    .join("\n")
}

/// Removes the folders of brokers whose test was killed: nobody holds their lock any more.
fn sweep() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry
            .file_name()
            .to_string_lossy()
            .starts_with(FOLDER_PREFIX);
        let path: PathBuf = entry.path();
        if ours
            && let Ok(lock) = File::open(path.join("lock"))
            && lock.try_lock().is_ok()
        {
            // Two that sweep at once may get into each other's way; the folder goes all the same.
            drop(fs::remove_dir_all(&path));
        }
    }
}
