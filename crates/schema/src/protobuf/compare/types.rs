use super::path::Path;
use super::report::{Kind, Spot};
use super::{At, Scope, Task, Walk};
use crate::protobuf::java_order::{JavaHash, map_order, union_order};
use crate::protobuf::schema::{Place, Schema};
use crate::protobuf::tree::{Constant, Enum, Name, NamedType};
use std::collections::HashMap;

/// A type on one side and its name.
type Side<'a> = (NamedType, &'a Name);

impl Walk<'_> {
    /// Messages and enums by name.
    pub(super) fn types(&mut self, old: Scope, new: Scope, at: &At) {
        let (old_named, new_named) = (old.named(self.old), new.named(self.new));
        let mut tasks = Vec::new();
        let (old_file, new_file) = (self.old.file(old.file), self.new.file(new.file));
        for (was, is) in union(
            &old_named.messages,
            &new_named.messages,
            |id| &old_file.messages[id].name,
            |id| &new_file.messages[id].name,
        ) {
            let (old_spot, new_spot) = (spot(self.old, old, was), spot(self.new, new, is));
            let found = |kind, path: String| {
                Task::Found(at.ways.difference(kind, path, old_spot, new_spot))
            };
            match (was, is) {
                (None, None) => {}
                (None, Some((_, name))) => {
                    tasks.push(found(Kind::MESSAGE_ADDED, at.path.text_to(&[&name.text])));
                }
                (Some((_, name)), None) => {
                    tasks.push(found(Kind::MESSAGE_REMOVED, at.path.text_to(&[&name.text])));
                }
                (Some((was, name)), Some((is, _))) => {
                    let path = at.path.to(&name.text);
                    let moved =
                        (was.index != is.index).then(|| found(Kind::MESSAGE_MOVED, path.text()));
                    let ways = at.ways;
                    tasks.push(Task::Message {
                        old: Place {
                            file: old.file,
                            id: was.id,
                        },
                        new: Place {
                            file: new.file,
                            id: is.id,
                        },
                        at: At { path, ways },
                    });
                    tasks.extend(moved);
                }
            }
        }
        for (was, is) in union(
            &old_named.enums,
            &new_named.enums,
            |id| &old_file.enums[id].name,
            |id| &new_file.enums[id].name,
        ) {
            let (old_spot, new_spot) = (spot(self.old, old, was), spot(self.new, new, is));
            let found = |kind, name: &Name| {
                Task::Found(at.ways.difference(
                    kind,
                    at.path.text_to(&[&name.text]),
                    old_spot,
                    new_spot,
                ))
            };
            match (was, is) {
                (None, None) => {}
                (None, Some((_, name))) => tasks.push(found(Kind::ENUM_ADDED, name)),
                (Some((_, name)), None) => tasks.push(found(Kind::ENUM_REMOVED, name)),
                (Some((was, name)), Some((is, _))) => {
                    let (was, is) = (&old_file.enums[was.id], &new_file.enums[is.id]);
                    if !same_constants(was, is) {
                        let path = at.path.to(&name.text);
                        constants((was, old_spot), (is, new_spot), &path, at, &mut tasks);
                    }
                }
            }
        }
        self.then(tasks);
    }
}

/// Both sides' types by name, in the registry's order.
fn union<'a>(
    old: &'a [NamedType],
    new: &'a [NamedType],
    old_name: impl Fn(usize) -> &'a Name,
    new_name: impl Fn(usize) -> &'a Name,
) -> Vec<(Option<Side<'a>>, Option<Side<'a>>)> {
    let old_side = |named: &NamedType| (*named, old_name(named.id));
    let new_side = |named: &NamedType| (*named, new_name(named.id));
    let same = |(old, new): (&NamedType, &NamedType)| {
        old.spread == new.spread && old_name(old.id).text == new_name(new.id).text
    };
    let mut all: Vec<(Option<Side<'a>>, Option<Side<'a>>)> = old
        .iter()
        .map(|named| (Some(old_side(named)), None))
        .collect();
    if old.len() == new.len() && old.iter().zip(new).all(same) {
        for (both, named) in all.iter_mut().zip(new) {
            both.1 = Some(new_side(named));
        }
    } else {
        let places: HashMap<&str, usize> = old
            .iter()
            .enumerate()
            .map(|(place, named)| (old_name(named.id).text.as_str(), place))
            .collect();
        for named in new {
            let side = Some(new_side(named));
            match places.get(new_name(named.id).text.as_str()) {
                Some(place) => all[*place].1 = side,
                None => all.push((None, side)),
            }
        }
    }
    union_order(&mut all, old.len(), |(was, is)| {
        was.or(*is).map_or(0, |(named, _)| named.spread)
    });
    all
}

/// The name of what is there, else the scope's own.
fn spot(schema: &Schema, scope: Scope, there: Option<Side<'_>>) -> Spot {
    Spot {
        file: scope.file,
        span: there.map_or_else(|| scope.span(schema), |(_, name)| name.span),
    }
}

fn same_constants(old: &Enum, new: &Enum) -> bool {
    old.constants.len() == new.constants.len()
        && old
            .constants
            .iter()
            .zip(&new.constants)
            .all(|(was, is)| was.number.value == is.number.value && was.name.text == is.name.text)
}

/// An enum's constants by number; of one number the last counts.
fn constants<'a>(
    old: (&'a Enum, Spot),
    new: (&'a Enum, Spot),
    path: &Path,
    at: &At,
    tasks: &mut Vec<Task<'_>>,
) {
    let (old_constants, new_constants) = (numbered(old.0), numbered(new.0));
    let mut all: Vec<(Option<&Constant>, Option<&Constant>)> =
        old_constants.iter().map(|was| (Some(*was), None)).collect();
    let places: HashMap<i32, usize> = old_constants
        .iter()
        .enumerate()
        .map(|(place, was)| (was.number.value, place))
        .collect();
    for is in &new_constants {
        match places.get(&is.number.value) {
            Some(place) => all[*place].1 = Some(is),
            None => all.push((None, Some(is))),
        }
    }
    let number = |(was, is): &(Option<&Constant>, Option<&Constant>)| {
        was.or(*is).map_or(0, |one| one.number.value)
    };
    union_order(&mut all, old_constants.len(), |both| number(both).spread());
    for both in all {
        let (was, is) = both;
        let kind = match both {
            (None, _) => Kind::ENUM_CONST_ADDED,
            (_, None) => Kind::ENUM_CONST_REMOVED,
            (Some(was), Some(is)) if was.name.text != is.name.text => Kind::ENUM_CONST_CHANGED,
            _ => continue,
        };
        let place = |constant: Option<&Constant>, spot: Spot| Spot {
            span: constant.map_or(spot.span, |constant| constant.name.span),
            ..spot
        };
        let path = path.text_to(&[&number(&both).to_string()]);
        let (old_spot, new_spot) = (place(was, old.1), place(is, new.1));
        tasks.push(Task::Found(
            at.ways.difference(kind, path, old_spot, new_spot),
        ));
    }
}

fn numbered(made: &Enum) -> Vec<&Constant> {
    let mut constants: Vec<&Constant> = Vec::new();
    let mut places: HashMap<i32, usize> = HashMap::new();
    for constant in &made.constants {
        let place = *places
            .entry(constant.number.value)
            .or_insert(constants.len());
        match constants.get_mut(place) {
            Some(earlier) => *earlier = constant,
            None => constants.push(constant),
        }
    }
    map_order(&mut constants, |constant| constant.number.value.spread());
    constants
}
