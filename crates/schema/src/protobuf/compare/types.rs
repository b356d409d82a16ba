use super::path::Path;
use super::report::{Kind, Spot, Ways};
use super::{At, Task, Walk};
use crate::position::Span;
use crate::protobuf::digest;
use crate::protobuf::java_order::{JavaHash, map_order, union_order};
use crate::protobuf::schema::{FileId, Place, Schema};
use crate::protobuf::tree::{Constant, Enum, File, Name, Named, NamedType};
use std::collections::HashMap;

/// A type on one side and its name.
type Side<'a> = (NamedType, &'a Name);

impl Walk<'_> {
    /// Messages and enums by name: those of two messages, or of the files.
    pub(super) fn types(&mut self, at: Option<&At>) {
        let old = Scope::of(self.old, at.map(|at| at.old));
        let new = Scope::of(self.new, at.map(|at| at.new));
        let top = Path::top();
        let path = match at {
            Some(at) => at.path.get_or_init(|| Path::of(self.old, at.old)),
            None => &top,
        };
        let ways = at.map_or_else(Ways::default, |at| at.ways);
        let mut tasks = Vec::new();
        for (was, is) in union(
            &old.named.messages,
            &new.named.messages,
            |id| &old.file.messages[id].name,
            |id| &new.file.messages[id].name,
        ) {
            let found = |kind, name: &Name| {
                let path = path.to(&[&name.text]);
                let difference = ways.difference(kind, path, old.spot(was), new.spot(is));
                Task::Found(Box::new(difference))
            };
            match (was, is) {
                (None, None) => {}
                (None, Some((_, name))) => tasks.push(found(Kind::MESSAGE_ADDED, name)),
                (Some((_, name)), None) => tasks.push(found(Kind::MESSAGE_REMOVED, name)),
                (Some((was, name)), Some((is, _))) => {
                    if !digest::same(was.digest, is.digest) {
                        let (old, new) = (old.place(was.id), new.place(is.id));
                        tasks.push(Task::Message(At::new(old, new, ways)));
                    }
                    if was.index != is.index {
                        tasks.push(found(Kind::MESSAGE_MOVED, name));
                    }
                }
            }
        }
        for (was, is) in union(
            &old.named.enums,
            &new.named.enums,
            |id| &old.file.enums[id].name,
            |id| &new.file.enums[id].name,
        ) {
            let (old_spot, new_spot) = (old.spot(was), new.spot(is));
            let found = |kind, name: &Name| {
                let path = path.to(&[&name.text]);
                Task::Found(Box::new(ways.difference(kind, path, old_spot, new_spot)))
            };
            match (was, is) {
                (None, None) => {}
                (None, Some((_, name))) => tasks.push(found(Kind::ENUM_ADDED, name)),
                (Some((_, name)), None) => tasks.push(found(Kind::ENUM_REMOVED, name)),
                (Some((was, _)), Some((is, _))) if digest::same(was.digest, is.digest) => {}
                (Some((was, name)), Some((is, _))) => {
                    let (was, is) = (&old.file.enums[was.id], &new.file.enums[is.id]);
                    for (kind, number, was, is) in constants(was, is) {
                        let path = path.to(&[&name.text, &number.to_string()]);
                        let old = was.map_or(old_spot, |was| old.spot_of(was.name.span));
                        let new = is.map_or(new_spot, |is| new.spot_of(is.name.span));
                        let difference = ways.difference(kind, path, old, new);
                        tasks.push(Task::Found(Box::new(difference)));
                    }
                }
            }
        }
        self.then(tasks);
    }
}

/// What declares types on one side: a message or the file itself.
struct Scope<'a> {
    id: FileId,
    file: &'a File,
    named: &'a Named,
    /// Where what is missing in it is told.
    span: Span,
}

impl<'a> Scope<'a> {
    fn of(schema: &'a Schema, message: Option<Place<usize>>) -> Self {
        let id = message.map_or(FileId::MAIN, |message| message.file);
        let file = schema.file(id);
        let (named, span) = match message {
            Some(message) => {
                let message = &file.messages[message.id];
                (&message.named, message.name.span)
            }
            None => (&file.named, file.head()),
        };
        Self {
            id,
            file,
            named,
            span,
        }
    }

    fn place(&self, id: usize) -> Place<usize> {
        let file = self.id;
        Place { file, id }
    }

    /// The name of what is there, else the scope's own.
    fn spot(&self, there: Option<Side<'_>>) -> Spot {
        self.spot_of(there.map_or(self.span, |(_, name)| name.span))
    }

    fn spot_of(&self, span: Span) -> Spot {
        Spot::of(self.place(0), span)
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

/// A constant that differs, by its number.
type Changed<'a> = (Kind, i32, Option<&'a Constant>, Option<&'a Constant>);

/// What differs in an enum's constants; of one number the last counts.
fn constants<'a>(old: &'a Enum, new: &'a Enum) -> Vec<Changed<'a>> {
    let old = numbered(old);
    let mut all: Vec<(i32, Option<&Constant>, Option<&Constant>)> = old
        .iter()
        .map(|was| (was.number.value, Some(*was), None))
        .collect();
    let places: HashMap<i32, usize> = all
        .iter()
        .enumerate()
        .map(|(place, (number, ..))| (*number, place))
        .collect();
    for is in numbered(new) {
        match places.get(&is.number.value) {
            Some(place) => all[*place].2 = Some(is),
            None => all.push((is.number.value, None, Some(is))),
        }
    }
    union_order(&mut all, old.len(), |(number, ..)| number.spread());
    let kind = |was: Option<&Constant>, is: Option<&Constant>| match (was, is) {
        (None, _) => Some(Kind::ENUM_CONST_ADDED),
        (_, None) => Some(Kind::ENUM_CONST_REMOVED),
        (Some(was), Some(is)) if was.name.text != is.name.text => Some(Kind::ENUM_CONST_CHANGED),
        _ => None,
    };
    all.into_iter()
        .filter_map(|(number, was, is)| Some((kind(was, is)?, number, was, is)))
        .collect()
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
