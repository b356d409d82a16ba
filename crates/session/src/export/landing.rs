use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::name;
use crate::failure::{Code, Failure, Result};

/// A file that gets its name when it is whole. Until then it lies beside it under another name; dropping this removes it.
pub(crate) struct Landing {
    temporary: NamedTempFile,
    target: PathBuf,
    replace: bool,
}

impl Landing {
    /// Opens a file beside `path`. Blocks.
    pub(crate) fn prepare(path: &str, replace: bool) -> Result<Self> {
        let target = absolute(path)?;
        if target.is_dir() {
            return Err(
                Failure::invalid(format!("“{}” is a folder.", target.display()))
                    .hint("Add a file's name."),
            );
        }
        if !replace && target.exists() {
            return Err(taken(&target));
        }
        let folder = target.parent().unwrap_or(Path::new("/"));
        let mut builder = tempfile::Builder::new();
        let prefix = format!(".{}.", name(&target));
        builder.prefix(&prefix).suffix(".part");
        // As any other program's file: the umask says who may read it.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let temporary = builder
            .tempfile_in(folder)
            .map_err(|error| unwritable(&error, &target))?;
        Ok(Self {
            temporary,
            target,
            replace,
        })
    }

    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    pub(crate) fn file(&mut self) -> &mut File {
        self.temporary.as_file_mut()
    }

    /// Gives the file its name, once all of it is on the disk.
    pub(crate) fn land(self) -> Result<()> {
        let Self {
            temporary,
            target,
            replace,
        } = self;
        temporary
            .as_file()
            .sync_all()
            .map_err(|error| unwritable(&error, &target))?;
        let landed = if replace {
            temporary.persist(&target)
        } else {
            match temporary.persist_noclobber(&target) {
                // Some file systems (FAT) can't refuse by themselves.
                Err(error)
                    if error.error.kind() != ErrorKind::AlreadyExists && !target.exists() =>
                {
                    error.file.persist(&target)
                }
                landed => landed,
            }
        };
        landed.map(drop).map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => taken(&target),
            _ => unwritable(&error.error, &target),
        })
    }
}

fn taken(target: &Path) -> Failure {
    Failure::new(
        Code::Conflict,
        format!("“{}” is there already.", target.display()),
    )
    .hint("Replace it, or choose another name.")
}

/// Why a file can't be written, in words.
pub(crate) fn unwritable(error: &io::Error, target: &Path) -> Failure {
    let file = name(target);
    let folder = target.parent().unwrap_or(Path::new("/")).display();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Failure::invalid(format!("The disk is full: “{file}” could not be written."))
                .hint("Nothing was left of it. Make room, or choose another disk.")
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Failure::invalid(format!("The folder “{folder}” can't be written to."))
                .hint("Choose another one, or ask for the right to write there.")
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            Failure::invalid(format!("There is no folder “{folder}”."))
                .hint("Choose one that is there.")
        }
        ErrorKind::FileTooLarge => {
            Failure::invalid(format!("The disk takes no file as large as “{file}”."))
                .hint("Nothing was left of it. Narrow the range, or choose another disk.")
        }
        _ => Failure::invalid(format!("“{file}” could not be written: {error}."))
            .hint("Nothing was left of it. Choose another folder."),
    }
}

/// The path of a file as a person writes it.
pub(crate) fn absolute(path: &str) -> Result<PathBuf> {
    let path = path.trim();
    let path = match path.strip_prefix("~/").or_else(|| path.strip_prefix("~\\")) {
        Some(rest) => std::env::home_dir().unwrap_or_default().join(rest),
        None => PathBuf::from(path),
    };
    if path.is_absolute() && path.file_name().is_some() {
        Ok(path)
    } else {
        Err(
            Failure::invalid(format!("“{}” is not the path of a file.", path.display()))
                .hint("Write it in full, from the top folder or from ~ on."),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn files(folder: &Path) -> Vec<String> {
        let mut files: Vec<String> = fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| {
                let name = entry.expect("an entry").file_name();
                name.to_string_lossy().into_owned()
            })
            .collect();
        files.sort();
        files
    }

    fn written(path: &Path, replace: bool) -> Result<()> {
        let mut landing = Landing::prepare(&path.to_string_lossy(), replace)?;
        landing.file().write_all(b"new").expect("written");
        landing.land()
    }

    #[test]
    fn a_file_is_there_when_it_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        let mut landing = Landing::prepare(&path.to_string_lossy(), false).expect("a place");
        landing.file().write_all(b"half").expect("written");
        assert!(!path.exists());
        drop(landing);
        assert_eq!(files(folder.path()), [""; 0], "nothing is left");
        written(&path, false).expect("written");
        assert_eq!(fs::read_to_string(&path).expect("the file"), "new");
        assert_eq!(files(folder.path()), ["a.jsonl"]);
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_where_that_is_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "old").expect("written");
        let failure = written(&path, false).expect_err("it is there");
        assert_eq!(failure.code, Code::Conflict);
        // One that comes up meanwhile, too.
        fs::remove_file(&path).expect("removed");
        let landing = Landing::prepare(&path.to_string_lossy(), false).expect("a place");
        fs::write(&path, "old").expect("written");
        assert_eq!(
            landing.land().expect_err("it is there").code,
            Code::Conflict
        );
        assert_eq!(fs::read_to_string(&path).expect("the file"), "old");
        assert_eq!(files(folder.path()), ["a.jsonl"]);
        written(&path, true).expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("the file"), "new");
    }

    #[test]
    fn a_place_where_nothing_can_be_written_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("file"), "").expect("written");
        let inside = |path: &str| folder.path().join(path).to_string_lossy().into_owned();
        for (path, says) in [
            (inside("nowhere/a.jsonl"), "There is no folder"),
            (inside("file/a.jsonl"), "There is no folder"),
            (inside(""), "is a folder"),
            ("a.jsonl".to_owned(), "is not the path of a file"),
            (String::new(), "is not the path of a file"),
        ] {
            let failure = Landing::prepare(&path, false)
                .map(drop)
                .expect_err("refused");
            assert!(
                failure.message.contains(says),
                "{path}: {}",
                failure.message
            );
        }
        for (kind, says) in [
            (ErrorKind::PermissionDenied, "can't be written to"),
            (ErrorKind::ReadOnlyFilesystem, "can't be written to"),
            (ErrorKind::StorageFull, "The disk is full"),
        ] {
            let told = unwritable(&kind.into(), &folder.path().join("a.jsonl"));
            assert!(told.message.contains(says), "{}", told.message);
        }
    }
}
