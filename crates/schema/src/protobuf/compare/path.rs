use std::rc::Rc;

/// Longer paths are cut in their middle: names may be as long as a text.
const LONGEST: usize = 8_192;

/// The registry's path of a message, as `#/Order/Line`.
#[derive(Debug, Clone)]
pub(super) struct Path(Rc<str>);

impl Default for Path {
    fn default() -> Self {
        Self("#".into())
    }
}

impl Path {
    pub(super) fn to(&self, name: &str) -> Self {
        Self(self.text_to(&[name]).into())
    }

    /// The path of something in the message.
    pub(super) fn text_to(&self, parts: &[&str]) -> String {
        let mut path = self.0.to_string();
        for part in parts {
            path.push('/');
            path.push_str(part);
        }
        if path.len() > LONGEST {
            // Names are ASCII; the ellipsis of an earlier cut is not.
            let whole = |at: &usize| path.is_char_boundary(*at);
            let head = (0..=LONGEST / 2).rfind(whole).unwrap_or(0);
            let tail = (path.len() - LONGEST / 2..path.len()).find(whole).unwrap_or(0);
            path = format!("{}…{}", &path[..head], &path[tail..]);
        }
        path
    }

    pub(super) fn text(&self) -> String {
        self.0.to_string()
    }
}
