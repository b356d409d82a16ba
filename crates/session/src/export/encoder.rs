use messages::{Path, Record};

use super::{ExportDraft, ExportFormat};
use crate::failure::{Failure, Result};

/// Writes records down.
pub(super) enum Encoder {
    JsonLines,
    Csv { columns: Vec<Path> },
}

impl Encoder {
    pub(super) fn new(draft: &ExportDraft) -> Result<Self> {
        match draft.format {
            ExportFormat::JsonLines => Ok(Self::JsonLines),
            ExportFormat::Csv => {
                let columns = draft.columns.iter().map(|column| {
                    Path::parse(column).map_err(|problem| {
                        Failure::invalid(format!(
                            "The column “{column}” is no path: {}.",
                            problem.message.trim_end_matches('.')
                        ))
                    })
                });
                Ok(Self::Csv {
                    columns: columns.collect::<Result<_>>()?,
                })
            }
        }
    }

    /// What stands before the first record.
    pub(super) fn head(&self, out: &mut Vec<u8>) {
        if let Self::Csv { columns } = self {
            messages::write_csv_header(columns, out);
        }
    }

    pub(super) fn record(&self, record: &Record<'_>, out: &mut Vec<u8>) {
        match self {
            Self::JsonLines => messages::write_jsonl(record, out),
            Self::Csv { columns } => messages::write_csv(record, columns, out),
        }
    }
}
