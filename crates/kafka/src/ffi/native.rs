//! Pieces that every part of this module needs: owners, texts, lists, errors.

use std::ffi::{CStr, CString, c_char, c_int};
use std::mem;
use std::ptr::NonNull;
use std::slice;

use rdkafka::bindings as rd;
use rdkafka::types::RDKafkaErrorCode;

use crate::refusal::Refusal;

/// What an answer or an error text of librdkafka takes.
pub(super) const ERROR_TEXT: usize = 512;

/// A value of librdkafka's that is given back once, when this is dropped.
pub(super) struct Owned<T> {
    pointer: NonNull<T>,
    destroy: unsafe extern "C" fn(*mut T),
}

impl<T> Owned<T> {
    /// None for null, which is how librdkafka says that it can't make one.
    ///
    /// # Safety
    /// `pointer` is null, or owned by the caller, who gives it away; `destroy` is the function for it.
    pub(super) unsafe fn new(
        pointer: *mut T,
        destroy: unsafe extern "C" fn(*mut T),
    ) -> Option<Self> {
        NonNull::new(pointer).map(|pointer| Self { pointer, destroy })
    }

    pub(super) fn pointer(&self) -> *mut T {
        self.pointer.as_ptr()
    }
}

impl<T> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: the promise of `new`; nothing else gives it back.
        unsafe { (self.destroy)(self.pointer.as_ptr()) };
    }
}

/// An array of pointers for a call; the values stay owned by `owned`.
pub(super) fn pointers<T>(owned: &[Owned<T>]) -> Vec<*mut T> {
    owned.iter().map(Owned::pointer).collect()
}

/// A name for librdkafka.
pub(super) fn name(text: &str) -> Result<CString, Refusal> {
    CString::new(text).map_err(|_| invalid("a name must not hold a NUL character"))
}

/// What was asked for can't be sent.
pub(super) fn invalid(text: &str) -> Refusal {
    Refusal::new(RDKafkaErrorCode::InvalidArgument, text)
}

/// # Safety
/// `text` is null or a C string.
pub(super) unsafe fn text(text: *const c_char) -> String {
    // SAFETY: the caller's promise.
    unsafe { optional(text) }.unwrap_or_default()
}

/// # Safety
/// `text` is null or a C string.
pub(super) unsafe fn optional(text: *const c_char) -> Option<String> {
    // SAFETY: the caller's promise.
    (!text.is_null()).then(|| {
        unsafe { CStr::from_ptr(text) }
            .to_string_lossy()
            .into_owned()
    })
}

/// A list that librdkafka answers with by pointer and length.
///
/// # Safety
/// `get` is a getter of librdkafka's whose answer lives for `'a`.
pub(super) unsafe fn list<'a, T>(get: impl FnOnce(*mut usize) -> *mut T) -> &'a [T] {
    let mut count = 0;
    let first = get(&raw mut count);
    if first.is_null() || count == 0 {
        return &[];
    }
    // SAFETY: the caller's promise: as many elements as were counted.
    unsafe { slice::from_raw_parts(first, count) }
}

/// A getter of librdkafka's.
type Get<T, A> = unsafe extern "C" fn(T) -> A;

/// An enumeration as the number that it is in C. What came from a broker may be a number that the Rust enumeration
/// lacks, and must not become one unchecked.
///
/// # Safety
/// `get` may be called with `of`, and answers with a C enumeration.
pub(super) unsafe fn number<T, E>(get: Get<T, E>, of: T) -> c_int {
    const {
        assert!(
            size_of::<E>() == size_of::<c_int>(),
            "C's enumerations are ints"
        );
    };
    // SAFETY: both are pointers to the same function, which answers with an int in C.
    let get = unsafe { mem::transmute::<Get<T, E>, Get<T, c_int>>(get) };
    // SAFETY: the caller's promise.
    unsafe { get(of) }
}

/// The error of this number.
pub(super) fn error_code(number: c_int) -> RDKafkaErrorCode {
    rd::rd_kafka_resp_err_t::try_from(number)
        .map_or(RDKafkaErrorCode::Unknown, RDKafkaErrorCode::from)
}

/// # Safety
/// `place` is an error's number in something that lives during the call.
pub(super) unsafe fn error_at(place: *const rd::rd_kafka_resp_err_t) -> RDKafkaErrorCode {
    // SAFETY: the caller's promise; C's enumeration is an int.
    error_code(unsafe { place.cast::<c_int>().read() })
}

/// # Safety
/// `code` and `reason` may be called with `of`; the text belongs to it.
pub(super) unsafe fn outcome<T: Copy>(
    code: Get<T, rd::rd_kafka_resp_err_t>,
    reason: Get<T, *const c_char>,
    of: T,
) -> Result<(), Refusal> {
    // SAFETY: the caller's promise.
    unsafe {
        match error_code(number(code, of)) {
            RDKafkaErrorCode::NoError => Ok(()),
            code => Err(Refusal::new(code, text(reason(of)))),
        }
    }
}

/// # Safety
/// `error` is null or an error that lives during the call.
pub(super) unsafe fn error_outcome(error: *const rd::rd_kafka_error_t) -> Result<(), Refusal> {
    if error.is_null() {
        return Ok(());
    }
    // SAFETY: the caller's promise; the text is the error's own.
    unsafe { outcome(rd::rd_kafka_error_code, rd::rd_kafka_error_string, error) }
}

/// The outcome of a call that writes its error's text into a buffer.
pub(super) fn with_text(
    call: impl FnOnce(*mut c_char, usize) -> rd::rd_kafka_resp_err_t,
) -> Result<(), Refusal> {
    let mut reason = [0; ERROR_TEXT];
    match RDKafkaErrorCode::from(call(reason.as_mut_ptr(), reason.len())) {
        RDKafkaErrorCode::NoError => Ok(()),
        // SAFETY: librdkafka ends what it writes there with a NUL; without a word of it the first byte is one.
        code => Err(Refusal::new(code, unsafe { text(reason.as_ptr()) })),
    }
}

/// A value that librdkafka makes, or the text why not.
///
/// # Safety
/// `make` makes a value that the caller owns, or answers null and may write a text; `destroy` is the function for it.
pub(super) unsafe fn made<T>(
    make: impl FnOnce(*mut c_char, usize) -> *mut T,
    destroy: unsafe extern "C" fn(*mut T),
) -> Result<Owned<T>, Refusal> {
    let mut reason = [0; ERROR_TEXT];
    let pointer = make(reason.as_mut_ptr(), reason.len());
    // SAFETY: the caller's promise.
    let owned = unsafe { Owned::new(pointer, destroy) };
    // SAFETY: as in `with_text`.
    owned.ok_or_else(|| invalid(&unsafe { text(reason.as_ptr()) }))
}
