//! JSON Schema against recorded verdicts of Confluent's checker.

mod vectors;
