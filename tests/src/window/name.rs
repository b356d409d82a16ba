use serde::Serialize;

/// What an accessible name has to be.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "camelCase")]
pub enum Name {
    /// Exactly this; text alone means this.
    Exactly(String),
    /// This text is in it.
    Containing(String),
    /// Whatever it is, or none.
    Any,
}

/// A name that this text is in.
pub fn containing(text: impl Into<String>) -> Name {
    Name::Containing(text.into())
}

/// Any name, or none.
pub fn any() -> Name {
    Name::Any
}

impl From<&str> for Name {
    fn from(text: &str) -> Name {
        Name::Exactly(text.to_owned())
    }
}

impl From<&String> for Name {
    fn from(text: &String) -> Name {
        Name::Exactly(text.clone())
    }
}
