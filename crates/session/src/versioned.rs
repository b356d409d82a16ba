use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::failure::{Failure, Notice, Result};

/// A JSON file with a version, written whole or not at all, for this user only. A file that can't be read is kept aside
/// and told, never overwritten. Of one that can, a field or an entry of a list that can't be used is left out and told,
/// with a copy of the file kept.
#[derive(Debug, Clone)]
pub(crate) struct VersionedFile {
    path: PathBuf,
    version: u32,
    /// The file could be neither read nor set aside: it must not be written over.
    locked: bool,
}

#[derive(serde::Serialize)]
struct Versioned<'a, T> {
    version: u32,
    #[serde(flatten)]
    content: &'a T,
}

impl VersionedFile {
    pub(crate) fn new(path: PathBuf, version: u32) -> Self {
        Self {
            path,
            version,
            locked: false,
        }
    }

    /// What the file holds; the default, with a notice, where it can't be used.
    pub(crate) fn load<T: DeserializeOwned + Serialize + Default>(
        &mut self,
    ) -> (T, Option<Notice>) {
        self.load_filled(|_| {})
    }

    /// As [`VersionedFile::load`]; `fill` adds what an older file leaves out inside of its fields.
    pub(crate) fn load_filled<T: DeserializeOwned + Serialize + Default>(
        &mut self,
        fill: impl FnOnce(&mut Map<String, Value>),
    ) -> (T, Option<Notice>) {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (T::default(), None),
            Err(error) => {
                return (
                    T::default(),
                    Some(self.keep_aside("can't be read", &error.to_string())),
                );
            }
        };
        let mut fields: Map<String, Value> = match serde_json::from_str(&text) {
            Ok(fields) => fields,
            Err(error) => {
                return (
                    T::default(),
                    Some(self.keep_aside("is damaged", &error.to_string())),
                );
            }
        };
        let version = fields.get("version").and_then(Value::as_u64);
        if version.is_none_or(|version| version > u64::from(self.version)) {
            let told = format!(
                "its version is {}, this one knows {}",
                version.map_or("missing".to_owned(), |version| version.to_string()),
                self.version
            );
            let what = if version.is_some() {
                "was written by a newer Tributary"
            } else {
                "is damaged"
            };
            return (T::default(), Some(self.keep_aside(what, &told)));
        }
        fields.remove("version");
        fill(&mut fields);
        match usable::<T>(fields) {
            Ok((content, left_out)) if left_out.is_empty() => (content, None),
            Ok((content, left_out)) => (content, Some(self.copy_aside(&left_out))),
            Err(error) => (
                T::default(),
                Some(self.keep_aside("is damaged", &error.to_string())),
            ),
        }
    }

    /// Writes beside the file and renames, so that a crash leaves the old content.
    pub(crate) fn save<T: Serialize>(&self, content: &T) -> Result<()> {
        if self.locked {
            return Err(Failure::invalid(format!(
                "{} was left as it is, and is not written.",
                self.path.display()
            ))
            .hint("Move the file away, then start Tributary again."));
        }
        let write = || -> io::Result<()> {
            let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
            fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            serde_json::to_writer_pretty(
                &mut file,
                &Versioned {
                    version: self.version,
                    content,
                },
            )?;
            file.write_all(b"\n")?;
            file.as_file().sync_all()?;
            file.persist(&self.path)?;
            Ok(())
        };
        write().map_err(|error| {
            Failure::invalid(format!(
                "{} could not be written: {error}.",
                self.path.display()
            ))
            .hint("Check the folder's rights and the free space.")
        })
    }

    /// Keeps a copy of a file of which something could not be used: the next save writes without it.
    fn copy_aside(&self, left_out: &[String]) -> Notice {
        let (name, aside) = self.aside();
        Notice {
            message: format!(
                "{name} holds something that can't be used, and that was left out: {}.",
                left_out.join(", ")
            ),
            hint: fs::copy(&self.path, &aside)
                .ok()
                .map(|_| format!("The file as it was is kept as {}.", aside.display())),
        }
    }

    /// The file's name, and where to keep what it holds now.
    fn aside(&self) -> (String, PathBuf) {
        let name = self
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let stamp = chrono::Local::now().format("%Y%m%d-%H%M%S-%3f");
        let aside = self.path.with_file_name(format!("{name}.kept-{stamp}"));
        (name, aside)
    }

    fn keep_aside(&mut self, what: &str, details: &str) -> Notice {
        let next = if what.contains("newer") {
            "Update Tributary"
        } else {
            "Mend the file"
        };
        let (name, aside) = self.aside();
        match fs::rename(&self.path, &aside) {
            Ok(()) => Notice {
                message: format!(
                    "{name} {what} ({details}). It was kept as {}.",
                    aside.display()
                ),
                hint: Some(format!(
                    "Tributary started with what it has by default. {next} and put it back to use it again."
                )),
            },
            Err(error) => {
                self.locked = true;
                Notice {
                    message: format!(
                        "{name} {what} ({details}), and could not be set aside: {error}."
                    ),
                    hint: Some(
                        "It is left as it is; changes are not saved until it is moved away."
                            .to_owned(),
                    ),
                }
            }
        }
    }
}

/// What the file says, with the defaults for what it leaves out (an older file knows fewer fields), and what of it can't
/// be used, in words.
fn usable<T: DeserializeOwned + Serialize + Default>(
    fields: Map<String, Value>,
) -> serde_json::Result<(T, Vec<String>)> {
    let known = match serde_json::to_value(T::default())? {
        Value::Object(known) => known,
        _ => Map::new(),
    };
    let mut all = known.clone();
    all.extend(fields.clone());
    if let Ok(content) = serde_json::from_value(Value::Object(all)) {
        return Ok((content, Vec::new()));
    }
    // Something is wrong: each field, and each entry of a list, is tried alone.
    let takes = |name: &str, value: Value| {
        let mut alone = known.clone();
        alone.insert(name.to_owned(), value);
        serde_json::from_value::<T>(Value::Object(alone)).is_ok()
    };
    let (mut all, mut left_out) = (known.clone(), Vec::new());
    for (name, value) in fields {
        if takes(&name, value.clone()) {
            all.insert(name, value);
            continue;
        }
        match value {
            Value::Array(entries) if takes(&name, Value::Array(Vec::new())) => {
                let before = entries.len();
                let good: Vec<Value> = entries
                    .into_iter()
                    .filter(|entry| takes(&name, Value::Array(vec![entry.clone()])))
                    .collect();
                left_out.push(match before - good.len() {
                    1 => format!("one entry of “{name}”"),
                    many => format!("{many} entries of “{name}”"),
                });
                all.insert(name, Value::Array(good));
            }
            _ => left_out.push(format!("“{name}”")),
        }
    }
    Ok((serde_json::from_value(Value::Object(all))?, left_out))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Content = BTreeMap<String, u32>;

    fn file(folder: &Path) -> VersionedFile {
        VersionedFile::new(folder.join("settings.json"), 2)
    }

    fn kept(folder: &Path) -> Vec<String> {
        fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("its text"))
            .collect()
    }

    #[test]
    fn comes_back_as_it_was_saved() {
        let folder = tempfile::tempdir().expect("a folder");
        file(folder.path())
            .save(&Content::from([("a".to_owned(), 1)]))
            .expect("saved");
        let (content, notice) = file(folder.path()).load::<Content>();
        assert_eq!((content.get("a"), notice), (Some(&1), None));
    }

    #[test]
    fn what_cannot_be_used_is_kept_aside_and_told() {
        for (text, says) in [
            ("{\"version\": 2, \"a\"", "is damaged"),
            ("{\"version\": 3, \"a\": 1}", "newer Tributary"),
            ("", "is damaged"),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("settings.json"), text).expect("written");
            let mut damaged = file(folder.path());
            let (content, notice) = damaged.load::<Content>();
            assert!(content.is_empty(), "{text}");
            assert!(notice.expect("a notice").message.contains(says), "{text}");
            damaged.save(&Content::new()).expect("saved");
            assert!(
                kept(folder.path()).contains(&text.to_owned()),
                "{text} must survive the next save"
            );
        }
    }

    #[derive(Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Window {
        width: u32,
        tabs: Vec<(String, u32)>,
    }

    #[test]
    fn what_can_be_used_of_a_file_is_used_and_the_rest_told() {
        for (text, expected, says) in [
            (
                r#"{"version": 2, "width": 7, "tabs": [["a", 1], ["b"], 3, ["c", 2]]}"#,
                (7, vec!["a", "c"]),
                "2 entries of “tabs”.",
            ),
            (
                r#"{"version": 2, "width": "wide", "tabs": [["a", 1], {}]}"#,
                (0, vec!["a"]),
                "one entry of “tabs”, “width”.",
            ),
            (r#"{"version": 2, "tabs": "none"}"#, (0, vec![]), "“tabs”."),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("settings.json"), text).expect("written");
            let mut file = file(folder.path());
            let (content, notice) = file.load::<Window>();
            let names: Vec<&str> = content.tabs.iter().map(|tab| tab.0.as_str()).collect();
            assert_eq!((content.width, names), expected, "{text}");
            let notice = notice.expect("a notice");
            assert!(notice.message.ends_with(says), "{}", notice.message);
            file.save(&content).expect("saved");
            assert!(
                kept(folder.path()).contains(&text.to_owned()),
                "{text} must survive the next save"
            );
            assert_eq!(file.load::<Window>(), (content, None));
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().expect("a folder");
        file(folder.path()).save(&Content::new()).expect("saved");
        let rights = fs::metadata(folder.path().join("settings.json"))
            .expect("the file")
            .permissions();
        assert_eq!(rights.mode() & 0o777, 0o600);
    }
}
