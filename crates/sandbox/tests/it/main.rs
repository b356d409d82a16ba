//! The sandbox as its clients see it: over the wire, never from inside.

#![expect(
    clippy::unwrap_used,
    reason = "what surprises a test, in its helpers too, fails it"
)]

mod clients;
mod groups;
mod lifetime;
mod malformed;
mod records;
mod requests;
mod seed;
mod versions;
mod wire;
