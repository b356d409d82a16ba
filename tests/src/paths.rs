//! Where things lie in the checkout and in Cargo's target folder.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The top of the checkout.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the workspace")
}

/// Cargo's target folder: the one that the running test was built in, which `CARGO_TARGET_DIR` may
/// have moved.
pub(crate) fn target() -> PathBuf {
    let of_this_binary = env::current_exe().ok().and_then(|binary| {
        binary
            .ancestors()
            .find(|folder| folder.join("CACHEDIR.TAG").exists())
            .map(Path::to_owned)
    });
    of_this_binary
        .or_else(|| env::var_os("CARGO_TARGET_DIR").map(PathBuf::from))
        .unwrap_or_else(|| workspace().join("target"))
}

/// The program of that name on the `PATH`.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
