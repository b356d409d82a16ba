//! What is fetched and made once for each machine, and kept in Cargo's target folder: the class
//! path, a formatted data folder's checkpoint, and an archive of loaded classes, which halves the
//! time to start.

use std::{
    env,
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use super::{ALICE, broker::Broker};
use crate::paths;

/// Everything a broker is started from.
#[derive(Clone, Debug)]
pub(super) struct Distribution {
    pub(super) class_path: String,
    /// What formatting wrote: the SCRAM users and the features, but no port and no id.
    pub(super) checkpoint: PathBuf,
    /// The archive, which a JVM ignores if it doesn't fit.
    pub(super) archive: PathBuf,
}

impl Distribution {
    /// Takes it from the target folder, or makes it there: some 15 seconds. Of two processes that
    /// come at once, the second waits for the first.
    pub(super) fn get() -> Distribution {
        let folder = paths::target().join("real-kafka");
        fs::create_dir_all(&folder).expect("the target folder can be written");
        let lock = OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("lock"));
        let lock = lock.expect("the target folder can be written");
        lock.lock()
            .expect("the file system of the target folder has locks");

        let distribution = Distribution {
            class_path: fs::read_to_string(folder.join("class-path")).unwrap_or_default(),
            checkpoint: folder.join("bootstrap.checkpoint"),
            archive: folder.join("classes.jsa"),
        };
        let recipe = recipe();
        let made_of = fs::read_to_string(folder.join("recipe")).unwrap_or_default();
        if made_of == recipe && distribution.is_whole() {
            return distribution;
        }
        let distribution = make(&folder);
        // Last, so that what was broken off is made again.
        fs::write(folder.join("recipe"), recipe).expect("the target folder can be written");
        distribution
    }

    fn is_whole(&self) -> bool {
        self.checkpoint.exists() && env::split_paths(&self.class_path).all(|jar| jar.exists())
    }
}

/// The `java` to use.
pub(super) fn java() -> PathBuf {
    env::var_os("JAVA_HOME")
        .map(|home| Path::new(&home).join("bin/java"))
        .filter(|java| java.exists())
        .or_else(|| paths::program("java"))
        .expect("no java: a real Kafka needs Java 17 or later; scripts/setup.sh test installs it")
}

/// All that the distribution is made of, as text: another text means to make it anew.
fn recipe() -> String {
    let version = run(Command::new(java()).arg("-version"), "java -version");
    [
        String::from_utf8_lossy(&version.stderr).into_owned(),
        fs::read_to_string(pom()).expect("tests/kafka/pom.xml can be read"),
        Broker::SETTINGS.to_owned(),
        format!("{ALICE:?}"),
    ]
    .join("\n")
}

fn pom() -> PathBuf {
    paths::workspace().join("tests/kafka/pom.xml")
}

fn make(folder: &Path) -> Distribution {
    let distribution = Distribution {
        class_path: resolve_class_path(folder),
        checkpoint: folder.join("bootstrap.checkpoint"),
        archive: folder.join("classes.jsa"),
    };
    format(folder, &distribution);
    // The name of the file tells the JVM whether to read or to write it.
    drop(fs::remove_file(&distribution.archive));
    Broker::record_classes(&distribution);
    distribution
}

fn resolve_class_path(folder: &Path) -> String {
    let maven = paths::program("mvn")
        .expect("no mvn: Maven fetches the real Kafka; scripts/setup.sh test installs it");
    let file = folder.join("class-path");
    let mut command = Command::new(maven);
    command
        .args(["-B", "-q", "dependency:build-classpath", "-f"])
        .arg(pom())
        .arg(format!("-Dmdep.outputFile={}", file.display()));
    run(
        &mut command,
        "Maven can't fetch Kafka: is Maven Central reached from here?",
    );
    fs::read_to_string(file).expect("Maven has written the class path")
}

fn format(folder: &Path, distribution: &Distribution) {
    let data = folder.join("formatted");
    drop(fs::remove_dir_all(&data));
    let properties = folder.join("format.properties");
    let settings = format!(
        "{}\nlisteners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2\n\
         controller.quorum.voters=1@127.0.0.1:2\nlog.dirs={}\n",
        Broker::SETTINGS,
        data.display()
    );
    fs::write(&properties, settings).expect("the target folder can be written");
    let mut command = Command::new(java());
    command
        .args([
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            &distribution.class_path,
        ])
        .args([
            "kafka.tools.StorageTool",
            "format",
            "-t",
            "AAAAAAAAAAAAAAAAAAAAAA",
            "-c",
        ])
        .arg(&properties);
    for mechanism in ["SCRAM-SHA-256", "SCRAM-SHA-512"] {
        let (name, password) = ALICE;
        command.arg("--add-scram").arg(format!(
            "{mechanism}=[name={name},password={password},iterations=4096]"
        ));
    }
    run(
        &mut command,
        "Kafka's StorageTool can't format a data folder",
    );
    fs::rename(data.join("bootstrap.checkpoint"), &distribution.checkpoint)
        .expect("formatting has written bootstrap.checkpoint");
}

fn run(command: &mut Command, otherwise: &str) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{otherwise}: {error}"));
    assert!(
        output.status.success(),
        "{otherwise}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}
