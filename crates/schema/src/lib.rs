#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod advisory;
pub mod avro;
mod believable;
mod calendar;
mod change;
mod codec;
mod decimal;
mod diagnostic;
mod difference;
mod existing;
mod fix;
mod guess;
mod incompatibility;
mod infer;
pub mod json;
pub mod json_text;
mod level;
mod options;
pub mod position;
pub mod protobuf;
mod prove;
mod registration;
mod registry_message;
mod report;
mod schema;
mod sentence;
mod source;
pub mod wire;

pub use advisory::{AdvisoryRule, Switches, advisories, advisory_rules};
pub use change::{Change, ChangeKind, Grade, changes};
pub use codec::{Codec, Style, Unreadable, Unwritable};
pub use diagnostic::Diagnostic;
pub use difference::{Difference, Side};
pub use existing::{Sameness, existing};
pub use fix::{Edit, Fix, JointFix, advisory_fixes, close_both, fewest, fixes};
pub use guess::{Form, Guess, Origin, guess};
pub use incompatibility::{Incompatibility, Severity};
pub use infer::{NoJson, infer_avro, infer_json};
pub use level::{Deployment, Direction, Level};
pub use options::{Policy, Profile, Rules, Strictness};
pub use prove::{Proof, prove};
pub use registration::{Judgement, Properties, Registration, ReservedFault, ReservedField};
pub use report::{Comparison, Outcome, Report, Version, check};
pub use schema::{Format, Refusal, Schema, Source, compare};
pub use source::NamedText;
