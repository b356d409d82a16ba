//! `patternProperties`: which names a pattern covers.

use fancy_regex::{Expr, Regex};
use regex_syntax::ast::ErrorKind;
use regex_syntax::ast::parse::Parser;
use std::sync::OnceLock;

/// A pattern, searched for anywhere in a name, as Java's `Matcher.find` does.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: Box<str>,
    compiled: OnceLock<Option<Box<Regex>>>,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            compiled: OnceLock::new(),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the pattern finds something in the name. One that only Java can read, or that takes too long, finds
    /// nothing.
    pub(super) fn covers(&self, name: &str) -> bool {
        let compile = || Regex::new(&self.text).ok().map(Box::new);
        let regex = self.compiled.get_or_init(compile);
        regex
            .as_ref()
            .is_some_and(|regex| regex.is_match(name).unwrap_or(false))
    }
}

/// Whether Java would read a pattern, as far as can be told without compiling it, which takes too long for a check at
/// each keystroke.
pub(super) fn is_readable(pattern: &str) -> bool {
    let Err(error) = Parser::new().parse(pattern) else {
        return true;
    };
    match error.kind() {
        // Java knows some escapes that this parser does not: quoting, the end of the text, line breaks and others.
        ErrorKind::EscapeUnrecognized => {
            let span = error.span();
            let escape = pattern
                .get(span.start.offset..span.end.offset)
                .unwrap_or_default();
            escape.ends_with(|char: char| "QERXhHvVZGkNce0123456789".contains(char))
        }
        ErrorKind::UnsupportedBackreference | ErrorKind::NestLimitExceeded(_) => true,
        ErrorKind::UnsupportedLookAround
        | ErrorKind::FlagUnrecognized
        | ErrorKind::GroupNameInvalid => Expr::parse_tree(pattern).is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_java_reads() {
        for pattern in [
            "^a",
            "a++b*?",
            r"(?=x)y",
            r"(?<!a)b",
            r"(?>a)",
            r"(a)\1",
            r"\Qa.b\E",
            r"\p{L}+\Z",
            "[a-z&&[^b]]",
        ] {
            assert!(is_readable(pattern), "{pattern}");
        }
        for pattern in ["[a", "(", "a)", "*a", "[z-a]", r"a\", "a{2,1}", r"\y"] {
            assert!(!is_readable(pattern), "{pattern}");
        }
        let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(is_readable(&deep) && !Pattern::new(&deep).covers("a"));
        let ahead = "(?=".repeat(100_000);
        assert!(!is_readable(&ahead) && !Pattern::new(&ahead).covers("a"));
    }

    #[test]
    fn finds_anywhere() {
        assert!(Pattern::new("^s_").covers("s_x") && Pattern::new("b").covers("abc"));
        assert!(!Pattern::new("^b").covers("abc") && !Pattern::new("[").covers("["));
    }
}
