//! The sandbox as its clients see it: over the wire, never from inside.

mod clients;
mod groups;
mod lifetime;
mod malformed;
mod records;
mod requests;
mod seed;
mod versions;
mod wire;
