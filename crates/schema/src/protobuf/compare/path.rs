use crate::protobuf::schema::{Place, Schema};
use std::rc::Rc;

/// Longer paths are cut in their middle: names may be as long as a text.
const LONGEST: usize = 8_192;

/// The registry's path of a message, as `#/Order/Line`.
#[derive(Debug, Clone)]
pub(super) struct Path(Rc<str>);

impl Path {
    pub(super) fn top() -> Self {
        Self("#".into())
    }

    pub(super) fn of(schema: &Schema, message: Place<usize>) -> Self {
        let mut names: Vec<&str> = schema.local_names(message).collect();
        names.reverse();
        Self(Self::top().to(&names).into())
    }

    /// The path of something within.
    pub(super) fn to(&self, parts: &[&str]) -> String {
        let length = parts.iter().map(|part| part.len() + 1).sum::<usize>();
        let mut path = String::with_capacity(self.0.len() + length);
        path.push_str(&self.0);
        for part in parts {
            path.push('/');
            path.push_str(part);
        }
        if path.len() <= LONGEST {
            return path;
        }
        // Names are ASCII; the ellipsis of an earlier cut is not.
        let whole = |at: &usize| path.is_char_boundary(*at);
        let head = (0..=LONGEST / 2).rfind(whole).unwrap_or(0);
        let tail = (path.len() - LONGEST / 2..path.len())
            .find(whole)
            .unwrap_or(0);
        format!("{}…{}", &path[..head], &path[tail..])
    }
}
