use super::names::Names;
use super::parse;
use super::schema::{FileId, Place};
use super::tree::File;
use std::sync::LazyLock;

/// The files that a registry knows without being given them.
pub(super) struct Library {
    pub(super) files: Vec<File>,
    pub(super) names: Names,
}

macro_rules! files {
    ($($path:literal)+) => {
        [$(($path, include_str!(concat!("builtin/", $path)))),+]
    };
}

/// Import paths and what they declare: names, numbers and types, without comments and options.
static TEXTS: [(&str, &str); 31] = files! {
    "confluent/meta.proto" "confluent/type/decimal.proto" "confluent/type/variant.proto"
    "google/protobuf/any.proto" "google/protobuf/api.proto" "google/protobuf/descriptor.proto"
    "google/protobuf/duration.proto" "google/protobuf/empty.proto" "google/protobuf/field_mask.proto"
    "google/protobuf/source_context.proto" "google/protobuf/struct.proto" "google/protobuf/timestamp.proto"
    "google/protobuf/type.proto" "google/protobuf/wrappers.proto"
    "google/type/calendar_period.proto" "google/type/color.proto" "google/type/date.proto"
    "google/type/datetime.proto" "google/type/dayofweek.proto" "google/type/decimal.proto" "google/type/expr.proto"
    "google/type/fraction.proto" "google/type/interval.proto" "google/type/latlng.proto"
    "google/type/localized_text.proto" "google/type/money.proto" "google/type/month.proto"
    "google/type/phone_number.proto" "google/type/postal_address.proto" "google/type/quaternion.proto"
    "google/type/timeofday.proto"
};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let mut files: Vec<File> = TEXTS
        .iter()
        .filter_map(|(_, text)| parse::parse(text).ok())
        .collect();
    let names = Names::new(files.iter());
    for (index, file) in files.iter_mut().enumerate() {
        file.give_meaning(|message, name| {
            let (file, id) = names.find(names.scope(index, message), name)?;
            let file = FileId::BuiltIn(file);
            Some(Place { file, id })
        });
    }
    Library { files, names }
});

pub(super) fn library() -> &'static Library {
    &LIBRARY
}

/// Whether an import needs no reference.
pub(super) fn knows(path: &str) -> bool {
    TEXTS.iter().any(|(known, _)| *known == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_parses_and_lies_where_its_package_says() {
        for (path, text) in TEXTS {
            let file = parse::parse(text).unwrap_or_else(|problems| panic!("{path}: {problems:?}"));
            let package = file
                .package
                .map(|package| package.text.replace('.', "/"))
                .unwrap();
            assert!(path.starts_with(&format!("{package}/")), "{path}");
        }
    }
}
