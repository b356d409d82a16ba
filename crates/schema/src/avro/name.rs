/// The name of a type or of an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) simple: String,
    pub(super) space: Option<String>,
    /// With its namespace, if it has one.
    pub(super) full: String,
}

impl Name {
    /// A name as it is written, in the namespace that surrounds it. A name with dots has its own.
    pub(super) fn new(written: &str, space: Option<&str>) -> Self {
        let (space, simple) = match written.rsplit_once('.') {
            Some((space, simple)) => (Some(space), simple),
            None => (space, written),
        };
        let space = space.filter(|space| !space.is_empty());
        Self {
            simple: simple.to_owned(),
            space: space.map(str::to_owned),
            full: match space {
                Some(space) => format!("{space}.{simple}"),
                None => simple.to_owned(),
            },
        }
    }

    /// How a text refers to it from a namespace: Avro writes the namespace where it differs, or where the name alone
    /// would be taken for a type of Avro's own.
    pub(super) fn qualified(&self, space: Option<&str>) -> &str {
        if self.space.is_some() && self.space.as_deref() == space && !is_builtin(&self.simple) {
            &self.simple
        } else {
            &self.full
        }
    }

    /// What is wrong with it where names are checked.
    pub(super) fn fault(&self) -> Option<String> {
        let spaces = self.space.iter().flat_map(|space| space.split('.'));
        spaces.chain([self.simple.as_str()]).find_map(fault)
    }
}

/// Whether a text is a name that Avro allows, without dots.
pub(crate) fn is_name(name: &str) -> bool {
    fault(name).is_none()
}

/// What Avro's `STRICT_VALIDATOR` finds wrong with a name without dots.
pub(super) fn fault(name: &str) -> Option<String> {
    let first = name.chars().next();
    let letter = |char: char| char.is_ascii_alphabetic() || char == '_';
    match first {
        None => Some("a name cannot be empty".to_owned()),
        Some(first) if !letter(first) => Some(format!(
            "`{name}` must begin with a letter from A to Z or with `_`"
        )),
        Some(_) => name
            .chars()
            .find(|char| !letter(*char) && !char.is_ascii_digit())
            .map(|char| {
                format!("`{name}` holds `{char}`; names are letters from A to Z, digits and `_`")
            }),
    }
}

fn is_builtin(name: &str) -> bool {
    const OTHERS: [&str; 6] = ["record", "enum", "array", "map", "union", "fixed"];
    OTHERS.contains(&name) || super::model::Primitive::named(name).is_some()
}
