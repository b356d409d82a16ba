//! The schema engine against what Confluent's registry says.

mod avro;
mod cases;
