use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::amount::counted;
use crate::failure::{Failure, Notice, Result};

/// A file of lines that are added one by one.
#[derive(Debug)]
pub(super) struct Lines {
    path: PathBuf,
    /// Its bytes.
    length: u64,
    /// The last line was not finished.
    torn: bool,
}

impl Lines {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            length: 0,
            torn: false,
        }
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// All lines that were finished; none where there is no file.
    pub(super) fn read(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let mut text = Vec::new();
        match File::open(&self.path) {
            Ok(mut file) => file.read_to_end(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        self.length = text.len() as u64;
        let mut lines: Vec<Vec<u8>> = text
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        // What follows the last line break.
        self.torn = lines.pop().is_some_and(|rest| !rest.is_empty());
        if self.torn {
            // It must not become one with the next line.
            let whole: usize = lines.iter().map(|line| line.len() + 1).sum();
            let cut = OpenOptions::new().write(true).open(&self.path)?;
            cut.set_len(whole as u64)?;
            self.length = whole as u64;
            self.torn = false;
        }
        Ok(lines)
    }

    /// Adds a line, and waits until it is on the disk.
    pub(super) fn append(&mut self, line: &[u8]) -> Result<()> {
        let mut append = || -> io::Result<()> {
            fs::create_dir_all(folder(&self.path))?;
            let mut options = OpenOptions::new();
            options.append(true).create(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&self.path)?;
            let mut text = Vec::with_capacity(line.len() + 2);
            if self.torn {
                text.push(b'\n');
            }
            text.extend(line);
            text.push(b'\n');
            // A line that is written in part would take the next one with it.
            self.torn = true;
            file.write_all(&text)?;
            file.sync_data()?;
            self.torn = false;
            self.length += text.len() as u64;
            Ok(())
        };
        append().map_err(|error| {
            Failure::invalid(format!(
                "The journal {} could not be written: {error}.",
                self.path.display()
            ))
        })
    }

    /// Puts these lines in the place of all others, whole or not at all.
    pub(super) fn replace(&mut self, lines: &[Vec<u8>]) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder(&self.path))?;
        let mut length = 0;
        for line in lines {
            file.write_all(line)?;
            file.write_all(b"\n")?;
            length += line.len() as u64 + 1;
        }
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        (self.length, self.torn) = (length, false);
        Ok(())
    }

    /// Keeps a copy of a file of which some lines can't be used.
    pub(super) fn keep_aside(&self, wrong: u64) -> Notice {
        let stamp = chrono::Local::now().format("%Y%m%d-%H%M%S-%3f");
        let aside = self.path.with_extension(format!("jsonl.kept-{stamp}"));
        Notice {
            message: format!(
                "{} of the journal can't be read, and {} left out.",
                counted(wrong, "line"),
                if wrong == 1 { "is" } else { "are" }
            ),
            hint: fs::copy(&self.path, &aside)
                .ok()
                .map(|_| format!("The file as it was is kept as {}.", aside.display())),
        }
    }

    pub(super) fn unreadable(&self, error: &io::Error) -> Notice {
        Notice {
            message: format!(
                "The journal {} can't be read: {error}.",
                self.path.display()
            ),
            hint: Some(
                "Check the rights of the file. What is changed from now on is added to it."
                    .to_owned(),
            ),
        }
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or_else(|| Path::new("."))
}
