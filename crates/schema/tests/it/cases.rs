use std::path::Path;

use schema::json_text::{Dialect, Document, Value};

/// A file of cases: a JSON array, or one JSON object a line.
pub(crate) struct Cases {
    pub(crate) file: &'static str,
    documents: Vec<Document>,
}

impl Cases {
    /// Cases that lie in this crate.
    pub(crate) fn of_crate(file: &'static str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/it/vectors")
            .join(file);
        Self::read(file, &path).unwrap()
    }

    /// Cases that lie beside the repository, if they do.
    pub(crate) fn of_upstream(file: &'static str) -> Option<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/vectors")
            .join(file);
        Self::read(file, &path)
    }

    /// The cases of a format.
    pub(crate) fn of_format<'a>(&'a self, format: &'a str) -> impl Iterator<Item = Value<'a>> {
        self.all()
            .filter(move |case| text(*case, "format") == Some(format))
    }

    /// All cases.
    pub(crate) fn all(&self) -> impl Iterator<Item = Value<'_>> {
        let roots = self.documents.iter().map(Document::root);
        roots.flat_map(|root| match root.as_array() {
            Some(items) => items.collect(),
            None => vec![root],
        })
    }

    fn read(file: &'static str, path: &Path) -> Option<Self> {
        let content = std::fs::read_to_string(path).ok()?;
        let texts: Vec<&str> = if content.starts_with('[') {
            vec![&content]
        } else {
            content.lines().collect()
        };
        let documents = texts
            .into_iter()
            .map(|text| Document::read(text, Dialect::default()).unwrap());
        Some(Self {
            file,
            documents: documents.collect(),
        })
    }
}

/// A string in a case.
pub(crate) fn text<'a>(case: Value<'a>, name: &str) -> Option<&'a str> {
    case.get(name)?.as_str()
}
