//! Something that depends on a width, kept for the width that was asked for last.

use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug)]
pub(super) struct Latest<T> {
    made: Mutex<Option<(usize, Arc<T>)>>,
}

impl<T> Latest<T> {
    pub(super) fn new() -> Self {
        Self {
            made: Mutex::new(None),
        }
    }

    /// What is there for a width, or what `make` makes for it.
    pub(super) fn get(&self, width: usize, make: impl FnOnce() -> T) -> Arc<T> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        match &*made {
            Some((known, latest)) if *known == width => Arc::clone(latest),
            _ => {
                let latest = Arc::new(make());
                *made = Some((width, Arc::clone(&latest)));
                latest
            }
        }
    }
}
