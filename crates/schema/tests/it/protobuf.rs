#![expect(
    clippy::unwrap_used,
    reason = "what surprises a test, in its helpers too, fails it"
)]

mod breaking;
mod broken;
mod cases;
mod hostile;
mod places;
mod properties;
mod stored;
mod verdicts;
