//! What stands behind `--` when a bench is run.

use std::{env, fmt::Debug, str::FromStr};

/// The number after `--NAME`, or that one. It panics where something else stands there.
pub fn number<T: FromStr<Err: Debug>>(name: &str, otherwise: T) -> T {
    let flag = format!("--{name}");
    let mut words = env::args().skip_while(|word| *word != flag).skip(1);
    words.next().map_or(otherwise, |word| {
        word.replace('_', "")
            .parse()
            .unwrap_or_else(|error| panic!("{flag} {word}: {error:?}"))
    })
}
