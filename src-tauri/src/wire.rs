//! What needs a type of its own on the way to the page and back.

use specta::Types;
use specta::datatype::DataType;
use tauri::ipc::{InvokeResponseBody, IpcResponse};

/// An answer that arrives as an `ArrayBuffer`; a plain `Vec<u8>` would travel as a list of numbers.
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl IpcResponse for Bytes {
    fn body(self) -> tauri::Result<InvokeResponseBody> {
        Ok(InvokeResponseBody::Raw(self.0))
    }
}

impl specta::Type for Bytes {
    fn definition(_: &mut Types) -> DataType {
        specta_typescript::define("ArrayBuffer").into()
    }
}

/// The number of a row: below 2^53, so that the page holds it exactly.
#[derive(Clone, Copy, serde::Deserialize, specta::Type)]
pub(crate) struct RowNumber(#[specta(type = u32)] pub(crate) u64);

/// A time in ms since 1970.
#[derive(Clone, Copy, serde::Deserialize, specta::Type)]
pub(crate) struct Moment(#[specta(type = u32)] pub(crate) i64);

/// A row of a view.
#[derive(Clone, Copy, serde::Deserialize, specta::Type)]
pub(crate) struct RowOf {
    /// The view's number.
    pub(crate) view: u32,
    /// The row.
    pub(crate) row: RowNumber,
}
