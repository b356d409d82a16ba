//! The schema engine against recorded verdicts of Confluent's registry.

mod json;
