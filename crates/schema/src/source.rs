/// A text that a schema refers to, under the name by which it does: an Avro full name, a Protobuf import path, a JSON
/// Schema URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedText<'a> {
    /// The name in the reference.
    pub name: &'a str,
    /// The text of the schema that is meant.
    pub text: &'a str,
}
