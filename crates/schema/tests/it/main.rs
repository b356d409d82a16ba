//! The engine against what a registry said.

mod protobuf;
