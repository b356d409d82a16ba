//! The sandbox in this process.

use futures::FutureExt;
use futures::future::BoxFuture;
use sandbox::{Options, Sandbox};
use session::{Embedded, Running};

/// Starts a sandbox with its demo data.
pub(crate) struct Sandboxed;

impl Embedded for Sandboxed {
    fn start(&self) -> BoxFuture<'static, std::io::Result<Running>> {
        async {
            let sandbox = Sandbox::start(Options { seed: true }).await?;
            Ok(Running {
                bootstrap: sandbox.bootstrap(),
                guard: Box::new(sandbox),
            })
        }
        .boxed()
    }
}
