//! Which records a view shows, and the language in which people say so.
//!
//! A filter is one text: something to look for, or conditions. [`FilterMode::Auto`] takes it as
//! conditions where it begins like them: with a field (`.status`, `key.id`, `header.retry`), with
//! `key`, `value`, `partition`, `offset`, `timestamp` or `size` and an operator, or with `not` or a
//! parenthesis before one of these.
//!
//! # Plain text
//!
//! Is found in the value, the key, and the names and values of headers; also where JSON writes it
//! with escapes: `é` finds `\u00e9`, `"` finds `\"`. Unless [`FilterText::match_case`] is set, upper
//! and lower case don't matter (Unicode's simple case folding).
//!
//! # Conditions
//!
//! ```text
//! .status = FAILED and .amount > 10000 and not header.retry exists
//! ```
//!
//! `or` binds weaker than `and` (`||`, `&&`), `and` weaker than `not`; parentheses group. Words of
//! the language may be written in any case, names of fields and headers not.
//!
//! | asked for | is |
//! |--|--|
//! | `.a.b`, `.a[0]`, `."odd name"` | a field of a value that is JSON; where a name repeats, the last; `.` is the whole; `value.a` is `.a` |
//! | `.a[].b` | any of several: the condition holds if it holds for one |
//! | `key.id` | a field of a key that is JSON |
//! | `key`, `value` | their bytes |
//! | `header.NAME`, `header."odd name"` | a header's value; any of them where the name repeats |
//! | `partition`, `offset` | numbers |
//! | `timestamp` | ISO 8601 (`2026-08-27T14:02:11Z`, or less of it; UTC if no zone is given) or milliseconds |
//! | `size` | bytes of key and value together |
//! | `"some text"` alone, among conditions | found anywhere, as plain text is |
//!
//! | condition | holds if |
//! |--|--|
//! | `x exists`, or `x` alone | it is there: a field even if it is null, `key` and `value` if not null |
//! | `x is null`, `x = null` | it is there and null; for `key` and `value`: there is none |
//! | `x is not null`, `x != null` | it is there and not null |
//! | `x = v` | it equals the value |
//! | `x != v` | not `x = v`: so it holds where there is no `x` too, and `.a[].b != v` if no element has v |
//! | `x < v`, `<=`, `>`, `>=` | both are numbers, or both are text, in this order |
//! | `x in (v, w)` | it equals one of them |
//! | `x contains v`, `x ~ v` | the text has v in it; for an object or array: its JSON has |
//! | `x starts v`, `x ends v` | the text begins or ends with v; `starts with` is the same |
//! | `x matches v` | the [regular expression](regex) v is found in it; in quotes, backslashes are left to it |
//!
//! `not` may also stand before `exists`, `in`, `contains`, `starts`, `ends` and `matches`. But for
//! `exists`, `is null` and `!=`, no condition holds for what is missing or null.
//!
//! A value is a word without quotes or a text in single or double quotes with the escapes of JSON.
//!
//! - `4711` without quotes is a number: it equals the number 4711, and a string that is a number of
//!   the same size. Numbers are compared with all their digits, never rounded: 1.10 = 1.1, 1e3 =
//!   1000, and 9007199254740993 ≠ 9007199254740992.
//! - `"4711"` in quotes equals that string only.
//! - `true` and `false` without quotes equal these and strings with this text.
//! - Other words are text: `FAILED` is `"FAILED"`. Texts are in the order of their code points.
//! - `contains`, `starts`, `ends` and `matches` heed [`FilterText::match_case`] as plain text does;
//!   all else is compared exactly.
//!
//! # Unclear
//!
//! A condition on a field of what is not JSON can't be judged: the verdict is
//! [`Unclear`](Verdict::Unclear) where the whole depends on it. `partition = 1 and .a = 2` is clear
//! for all records of other partitions. A null value or key has no fields, which is clear.
//!
//! # Bounds
//!
//! 64 KiB of text, 500 conditions, 64 levels of parentheses and `not`, 64 different fields, 64 steps
//! to a field, 32 patterns of bounded size. Judging takes time in proportion to the record.

mod compile;
mod complete;
mod compose;
mod condition;
mod cursor;
mod expression;
mod grammar;
mod instant;
mod mode;
mod needle;
mod problem;
mod seen;
mod value;
mod verdict;

use crate::record::Record;
use condition::Conditions;
use needle::Needle;

pub use complete::{Completion, CompletionKind, CompletionOption, complete};
pub use compose::{and_condition, condition_for};
pub(crate) use problem::Fault;
pub use problem::FilterProblem;
pub use seen::Seen;
pub use verdict::Verdict;

/// The longest filter, in bytes.
const MAX_TEXT: usize = 64 << 10;

/// A filter as people write it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterText {
    /// What is asked for.
    pub text: String,
    /// How the text is to be taken.
    pub mode: FilterMode,
    /// Upper and lower case differ where text is looked for.
    pub match_case: bool,
}

/// How the text of a filter is to be taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FilterMode {
    /// As conditions where it begins like them, else as text to look for.
    #[default]
    Auto,
    /// As text to look for.
    Text,
    /// As conditions.
    Where,
}

/// What the text of a filter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// Text to look for.
    Text,
    /// Conditions.
    Where,
}

/// A condition on a record, compiled once. What it may say stands in the documentation of
/// [`filter`](self).
#[derive(Debug, Clone)]
pub struct Filter {
    asks: Asks,
}

#[derive(Debug, Clone)]
enum Asks {
    Text(Needle),
    Where(Box<Conditions>),
}

impl FilterText {
    /// What the text is taken as. A blank one, which is no filter, counts as text.
    pub fn kind(&self) -> FilterKind {
        match self.mode {
            FilterMode::Text => FilterKind::Text,
            _ if self.text.trim().is_empty() => FilterKind::Text,
            FilterMode::Where => FilterKind::Where,
            FilterMode::Auto if mode::begins_condition(&self.text) => FilterKind::Where,
            FilterMode::Auto => FilterKind::Text,
        }
    }
}

impl Filter {
    /// Reads a filter. `None`, which is no filter, where the text is empty or blank.
    pub fn parse(filter: &FilterText) -> Result<Option<Self>, FilterProblem> {
        let text = filter.text.as_str();
        if text.trim().is_empty() {
            return Ok(None);
        }
        if text.len() > MAX_TEXT {
            return Err(Fault::new(0, text.len(), "The filter is too long")
                .hint("It may have 65,536 bytes")
                .in_text(text));
        }
        let asks = match filter.kind() {
            FilterKind::Text => Asks::Text(Needle::new(text, filter.match_case)),
            FilterKind::Where => grammar::parse(text)
                .and_then(|asked| compile::compile(&asked, filter.match_case))
                .map(|conditions| Asks::Where(Box::new(conditions)))
                .map_err(|fault| fault.in_text(text))?,
        };
        Ok(Some(Self { asks }))
    }

    /// Whether it looks for text or judges conditions.
    pub fn kind(&self) -> FilterKind {
        match self.asks {
            Asks::Text(_) => FilterKind::Text,
            Asks::Where(_) => FilterKind::Where,
        }
    }

    /// Judges a record. Where nothing has to be decoded, this allocates nothing.
    pub fn judge(&self, record: &Record<'_>) -> Verdict {
        match &self.asks {
            Asks::Text(needle) => needle.is_anywhere(record).into(),
            Asks::Where(conditions) => conditions.judge(record),
        }
    }
}
