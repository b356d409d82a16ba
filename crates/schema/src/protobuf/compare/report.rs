use crate::difference::Difference;
use crate::options::Profile;
use crate::position::Span;
use crate::protobuf::schema::{FileId, Place};

/// The fields of both texts that led into a referenced one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ways {
    old: Option<Span>,
    new: Option<Span>,
}

/// A place in one of a side's texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    file: FileId,
    span: Span,
}

impl Spot {
    pub(super) fn of(place: Place<usize>, span: Span) -> Self {
        let file = place.file;
        Self { file, span }
    }

    pub(super) fn main(span: Span) -> Self {
        let file = FileId::MAIN;
        Self { file, span }
    }
}

/// A kind of difference, by the registry's name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) compatible: bool,
}

impl Ways {
    fn place(way: Option<Span>, spot: Spot) -> Option<Span> {
        if spot.file == FileId::MAIN {
            Some(spot.span)
        } else {
            way
        }
    }

    pub(super) fn difference(self, kind: Kind, path: String, old: Spot, new: Spot) -> Difference {
        Difference {
            kind: kind.name,
            path,
            compatible: kind.compatible,
            info: None,
            old_at: Self::place(self.old, old),
            new_at: Self::place(self.new, new),
        }
    }

    /// What leads into the messages of two fields.
    pub(super) fn through(self, old: Spot, new: Spot) -> Self {
        Self {
            old: Self::place(self.old, old),
            new: Self::place(self.new, new),
        }
    }
}

const PACKAGE_CHANGED: &str = "PACKAGE_CHANGED";

macro_rules! kinds {
    ($($compatible:literal: $($name:ident)+;)+) => {
        impl Kind {
            $($(pub(super) const $name: Self = Self { name: stringify!($name), compatible: $compatible };)+)+
        }

        /// The registry's names of all kinds of difference between Protobuf schemas.
        pub const KINDS: &[&str] = &[PACKAGE_CHANGED, $($(stringify!($name),)+)+];
    };
}

kinds! {
    true: MESSAGE_ADDED MESSAGE_MOVED ENUM_ADDED ENUM_REMOVED ENUM_CONST_ADDED ENUM_CONST_CHANGED ENUM_CONST_REMOVED
        FIELD_ADDED FIELD_REMOVED FIELD_NAME_CHANGED FIELD_STRING_OR_BYTES_LABEL_CHANGED ONEOF_ADDED ONEOF_REMOVED
        ONEOF_FIELD_ADDED ONEOF_FIELD_MOVED_TO_TOP_LEVEL;
    false: MESSAGE_REMOVED REQUIRED_FIELD_ADDED REQUIRED_FIELD_REMOVED FIELD_KIND_CHANGED FIELD_SCALAR_KIND_CHANGED
        FIELD_NAMED_TYPE_CHANGED FIELD_NUMERIC_LABEL_CHANGED ONEOF_FIELD_REMOVED MULTIPLE_FIELDS_MOVED_TO_ONEOF
        FIELD_MOVED_TO_EXISTING_ONEOF;
}

impl Kind {
    /// Until 7.4.4, 7.5.3 and 7.6.1 another package was let pass.
    pub(super) fn package(profile: Profile) -> Self {
        Self {
            name: PACKAGE_CHANGED,
            compatible: profile == Profile::V7_4,
        }
    }
}
