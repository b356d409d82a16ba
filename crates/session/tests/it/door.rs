//! Nothing changes a cluster but what went through the door.

use std::fs;
use std::path::{Path, PathBuf};

/// What changes a cluster, in the crate `kafka`, and the one file that may ask for it.
const CHANGES: [(&str, &[&str]); 11] = [
    (".create_topics(", &["change/make.rs"]),
    (".delete_topics(", &["change/make.rs"]),
    (".create_partitions(", &["change/make.rs"]),
    (".delete_records(", &["change/make.rs"]),
    (".alter_configs(", &["change/make.rs"]),
    (".delete_groups(", &["change/make.rs"]),
    (".alter_group_offsets(", &["change/make.rs"]),
    (".delete_group_offsets(", &["change/make.rs"]),
    (".create_acls(", &["change/make.rs"]),
    (".delete_acls(", &["change/make.rs"]),
    // Producers are made where a pass is held.
    ("kafka::Producer::", &["cluster.rs", "session/jobs.rs"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn one_file_asks_a_cluster_to_change() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for (call, allowed) in CHANGES {
        let mut naming: Vec<String> = files
            .iter()
            .filter(|path| fs::read_to_string(path).expect("a text").contains(call))
            .map(|path| {
                let name = path.strip_prefix(&root).expect("below the root");
                name.to_string_lossy().replace('\\', "/")
            })
            .collect();
        naming.sort();
        assert_eq!(naming, allowed, "{call}");
    }
}
