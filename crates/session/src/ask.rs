//! Filters as people write them: what is wrong with one, and how it could go on.

use messages::Filter;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::spec::{FilterMode, FilterText};
use crate::tail::Tail;

/// Rows that are looked at to know the fields.
const SAMPLE: u64 = 300;

/// What is wrong with a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FilterProblem {
    /// Where it begins, in UTF-16 units.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// What is wrong there.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

/// How a filter is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FilterKind {
    /// There is none.
    None,
    /// As text.
    Text,
    /// As conditions.
    Where,
}

/// What became of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FilterVerdict {
    /// How it is taken.
    pub kind: FilterKind,
    /// What is wrong with it; the one of before goes on then.
    pub problem: Option<FilterProblem>,
}

/// How a filter may go on at the caret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// What an option replaces begins here, in UTF-16 units.
    pub from: u32,
    /// And ends here.
    pub to: u32,
    /// The options, likely ones first.
    pub options: Vec<CompletionOption>,
}

/// What a completion stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CompletionKind {
    /// A field.
    Field,
    /// An operator.
    Operator,
    /// A value.
    Value,
    /// A word of the language.
    Keyword,
}

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CompletionOption {
    /// What is written.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
    /// More about it: a field's type, a sample.
    pub detail: Option<String>,
}

impl FilterVerdict {
    pub(crate) fn of(filter: Option<&Filter>) -> Self {
        let kind = match filter.map(Filter::kind) {
            None => FilterKind::None,
            Some(messages::FilterKind::Text) => FilterKind::Text,
            Some(messages::FilterKind::Where) => FilterKind::Where,
        };
        Self {
            kind,
            problem: None,
        }
    }

    pub(crate) fn wrong(problem: messages::FilterProblem) -> Self {
        Self {
            kind: FilterKind::Where,
            problem: Some(FilterProblem {
                from: problem.from,
                to: problem.to,
                message: problem.message,
                hint: problem.hint,
            }),
        }
    }
}

/// The filter that a text means; none where it is empty.
pub(crate) fn parse(
    filter: &FilterText,
) -> std::result::Result<Option<Filter>, messages::FilterProblem> {
    Filter::parse(&written(filter))
}

/// A filter with one condition more.
pub(crate) fn add(filter: &FilterText, condition: &str) -> String {
    messages::and_condition(&written(filter), condition)
}

fn written(filter: &FilterText) -> messages::FilterText {
    messages::FilterText {
        text: filter.text.clone(),
        mode: match filter.mode {
            FilterMode::Auto => messages::FilterMode::Auto,
            FilterMode::Text => messages::FilterMode::Text,
            FilterMode::Where => messages::FilterMode::Where,
        },
        match_case: filter.match_case,
    }
}

/// What is wrong with a filter, if anything is.
pub(crate) fn check(filter: &FilterText) -> FilterVerdict {
    match parse(filter) {
        Ok(filter) => FilterVerdict::of(filter.as_ref()),
        Err(problem) => FilterVerdict::wrong(problem),
    }
}

impl Tail {
    /// How a filter may go on at the caret, by the fields of what the view keeps.
    pub(crate) fn complete(&self, text: &str, caret: u32) -> Completion {
        let mut inner = self.inner();
        let (first, end) = (inner.view.first(), inner.view.end());
        // A filter that is half written may hide everything: what was seen before it still stands.
        if first < end {
            let mut seen = messages::Seen::new();
            // Spread over all rows: kinds of messages come in turns.
            let step = ((end - first) / SAMPLE).max(1);
            for row in (first..end).step_by(step as usize) {
                if let Some(record) = inner.view.record(row) {
                    seen.look(&record);
                }
            }
            inner.sample = seen;
        }
        let seen = inner.sample.clone();
        drop(inner);
        let found = messages::complete(text, caret, &seen);
        Completion {
            from: found.from,
            to: found.to,
            options: found
                .options
                .into_iter()
                .map(|option| CompletionOption {
                    text: option.text,
                    kind: match option.kind {
                        messages::CompletionKind::Field => CompletionKind::Field,
                        messages::CompletionKind::Operator => CompletionKind::Operator,
                        messages::CompletionKind::Value => CompletionKind::Value,
                        messages::CompletionKind::Keyword => CompletionKind::Keyword,
                    },
                    detail: (!option.detail.is_empty()).then_some(option.detail),
                })
                .collect(),
        }
    }
}
