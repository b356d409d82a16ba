//! Bodies of commands, caught: a panic in one would leave the promise in the page pending for ever.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use session::{Failure, Result};

/// Runs the body of an async command.
pub(crate) async fn caught<T>(body: impl Future<Output = Result<T>>) -> Result<T> {
    match AssertUnwindSafe(body).catch_unwind().await {
        Ok(result) => result,
        Err(_) => Err(Failure::internal("This could not be done.")),
    }
}

/// Runs a body that computes or reads files, off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    body: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(body).await {
        Ok(result) => result,
        Err(_) => Err(Failure::internal("This could not be done.")),
    }
}
