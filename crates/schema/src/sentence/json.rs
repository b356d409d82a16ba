use super::{Scene, limit};

/// The end of the sentence for a difference of the registry's JSON Schema checker.
pub(super) fn tail(scene: &Scene<'_>) -> String {
    let field = field(&scene.difference.path);
    let limited = limit::tail(scene, &field);
    limited
        .or_else(|| content_model(scene, &field))
        .or_else(|| beyond(scene, &field))
        .unwrap_or_else(|| other(scene, &field))
}

/// Properties and items that only one side lists.
fn content_model(scene: &Scene<'_>, field: &str) -> Option<String> {
    let [r, w] = scene.names;
    let kind = scene.difference.kind;
    let item = kind.starts_with("ITEM_");
    let (others, any) = if item {
        ("further items", "any further item")
    } else {
        ("further properties", "any further property")
    };
    Some(match kind {
        "PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL" | "ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL" => {
            format!("lets {field} through unchecked: {w} lists it, {r} does not and allows {any}.")
        }
        "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL" | "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL" => {
            format!("refuses one with {field}: {w} lists it, {r} does not and allows no {others}.")
        }
        "PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL"
        | "ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL" => {
            format!("never meets {field}: {w} forbids it, and {r} allows no {others}.")
        }
        "PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        | "ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" => format!(
            "takes {field} as it is: {w} lists it, and what {r} says of {others} takes all that {w} allows."
        ),
        "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        | "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" => format!(
            "may refuse {field}: {w} lists it, and what {r} says of {others} does not take all that {w} allows."
        ),
        "PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL"
        | "ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL" => format!(
            "takes {field} as it is: {w} does not list it and allows anything there, and so does {r}."
        ),
        "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL" => format!(
            "may find no {field}, or another kind of value there: {r} requires it; {w} does not list it and allows \
             {any}."
        ),
        "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL" => format!(
            "may refuse {field}: {r} lists it with a default for where it is missing; {w} does not list it and \
             allows {any}, whatever it holds."
        ),
        "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL" | "ITEM_ADDED_TO_OPEN_CONTENT_MODEL" => {
            format!(
                "may refuse {field}: {r} says what it must be; {w} does not list it and allows {any}, whatever it \
                 holds."
            )
        }
        "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL" => {
            format!("finds no {field}: {r} requires it without a default, {w} does not list it.")
        }
        "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL" => {
            format!("finds no {field} and takes the default that {r} gives: {w} does not list it.")
        }
        "OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL"
        | "ITEM_ADDED_TO_CLOSED_CONTENT_MODEL" => {
            format!(
                "does without {field}: {r} lists it and does not require it, {w} does not list it."
            )
        }
        "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        | "ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" => {
            format!(
                "takes {field} as it is: {r} lists it, and takes all that {w} says of {others}."
            )
        }
        "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
        | "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL" => format!(
            "may refuse {field}: {r} lists it, and does not take all that {w} says of {others}."
        ),
        _ => return None,
    })
}

/// What is allowed beside what is listed.
fn beyond(scene: &Scene<'_>, field: &str) -> Option<String> {
    let [r, w] = scene.names;
    let (keyword, change) = scene.difference.kind.rsplit_once('_')?;
    let others = match keyword {
        "ADDITIONAL_PROPERTIES" | "UNEVALUATED_PROPERTIES" => "further properties",
        "ADDITIONAL_ITEMS" | "UNEVALUATED_ITEMS" => "further items",
        _ => return None,
    };
    Some(match change {
        "ADDED" => format!("meets no {others} in {field}: {w} allows none, {r} would."),
        "REMOVED" => format!("refuses {field} if it has {others}: {w} allows them, {r} does not."),
        "EXTENDED" => {
            format!("takes all {others} of {field}: {w} says what they must be, {r} does not.")
        }
        _ => format!("may refuse {others} of {field}: {r} says what they must be, {w} allows any."),
    })
}

fn other(scene: &Scene<'_>, field: &str) -> String {
    let [r, w] = scene.names;
    let [reads, writes] = scene.excerpts();
    match scene.difference.kind {
        "ID_CHANGED" => {
            format!("takes {field} as it is: only its id is another in {r} than in {w}.")
        }
        "TITLE_CHANGED" => {
            format!("takes {field} as it is: only its title is another in {r} than in {w}.")
        }
        "DESCRIPTION_CHANGED" => {
            format!("takes {field} as it is: only its description is another in {r} than in {w}.")
        }
        "DEFAULT_CHANGED" => {
            format!(
                "takes {field} as it is; where it is missing, {r} gives another default than {w}."
            )
        }
        "SCHEMA_ADDED" => {
            format!("may refuse {field}: {r} says what it must be, {w} allows anything.")
        }
        "SCHEMA_REMOVED" => {
            format!("takes {field} as it is: {w} says what it must be, {r} allows anything.")
        }
        "TYPE_EXTENDED" => {
            format!("takes {field} as it is: {w} allows whole numbers, {r} all numbers.")
        }
        "TYPE_NARROWED" => format!(
            "may refuse {field}: {w} allows numbers with a fraction, {r} whole numbers only."
        ),
        "TYPE_CHANGED" => format!(
            "may refuse {field}: what {w} allows there is not of the type that {r} expects."
        ),
        "REQUIRED_ATTRIBUTE_ADDED" => {
            format!("refuses one without {field}: {r} requires it, {w} does not.")
        }
        "REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED" => format!(
            "takes the default that {r} gives where {field} is missing: {r} requires it, {w} does not."
        ),
        "REQUIRED_ATTRIBUTE_REMOVED" => {
            format!("always finds {field}: {w} requires it, {r} would do without.")
        }
        "DEPENDENCY_ARRAY_ADDED" | "DEPENDENCY_ARRAY_EXTENDED" | "DEPENDENCY_ARRAY_CHANGED" => {
            format!(
                "may refuse one that has {field}: then {r} requires other fields which {w} does not ({reads})."
            )
        }
        "DEPENDENCY_ARRAY_NARROWED" | "DEPENDENCY_ARRAY_REMOVED" => format!(
            "takes all that have {field}: what {w} then requires ({writes}) is all that {r} does, or more."
        ),
        "DEPENDENCY_SCHEMA_ADDED" => format!(
            "may refuse one that has {field}: then {r} has conditions which {w} does not have."
        ),
        "DEPENDENCY_SCHEMA_REMOVED" => {
            format!("takes all that have {field}: then {w} has conditions which {r} does not have.")
        }
        "ENUM_ARRAY_EXTENDED" => format!(
            "takes {field} as it is: {r} lists all the values that {w} does, and more ({reads})."
        ),
        "ENUM_ARRAY_NARROWED" => format!(
            "refuses {field} where it is one of the values that {w} lists and {r} does not ({writes}, {reads})."
        ),
        "ENUM_ARRAY_CHANGED" => format!(
            "refuses {field} where it is a value that only {w} lists ({writes}, {reads} in {r})."
        ),
        "COMBINED_TYPE_EXTENDED" => format!(
            "takes {field} as it is: the way in which {r} combines schemas takes no less than that of {w}."
        ),
        "COMBINED_TYPE_CHANGED" => format!(
            "may refuse {field}: {r} combines schemas in another way than {w} (`allOf`, `anyOf`, `oneOf`)."
        ),
        "COMBINED_TYPE_SUBSCHEMAS_CHANGED" => format!(
            "may refuse {field}: of what {w} allows there, one alternative fits none that {r} has."
        ),
        "PRODUCT_TYPE_EXTENDED" => {
            format!("may refuse {field}: {r} has conditions in `allOf` which {w} does not have.")
        }
        "PRODUCT_TYPE_NARROWED" => {
            format!(
                "takes {field} as it is: {w} has conditions in `allOf` which {r} does not have."
            )
        }
        "SUM_TYPE_EXTENDED" => {
            format!("takes {field} as it is: {r} has an alternative more than {w}.")
        }
        "SUM_TYPE_NARROWED" => {
            format!("may refuse {field}: {w} has an alternative that {r} does not have.")
        }
        "NOT_TYPE_EXTENDED" => {
            format!("may refuse {field}: {r} forbids with `not` what {w} allows.")
        }
        // NOT_TYPE_NARROWED
        _ => format!("takes {field} as it is: {r} forbids with `not` no more than {w}."),
    }
}

/// What a path is about: names joined by dots, `[]` for items.
fn field(path: &str) -> String {
    let mut name = String::new();
    let mut segments = path.trim_start_matches("#/").split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "properties" | "required" | "dependencies" => {
                if let Some(property) = segments.next() {
                    if !name.is_empty() {
                        name.push('.');
                    }
                    name.push_str(property);
                }
            }
            "items" => {
                let index = segments.next_if(|next| next.parse::<u32>().is_ok());
                name.push('[');
                name.push_str(index.unwrap_or_default());
                name.push(']');
            }
            _ => {}
        }
    }
    if name.is_empty() {
        "the value".to_owned()
    } else {
        format!("`{name}`")
    }
}
