//! What filters let through.

mod text;
