//! Pictures of every screen in every state, in both themes and two sizes: `make pictures`. They are made by the real
//! application in a real window, and the command fails where one is missing.
//!
//! ```text
//! cargo run -p tests --bin pictures -- [TEXT …]
//! ```
//!
//! With a text only the scenes whose `screen-state` it is in. They lie in `target/pictures`, as
//! `SCREEN-STATE-THEME-WIDTHxHEIGHT.png`; `index.html` beside them shows them all.
#![expect(clippy::print_stdout, reason = "a command's answer")]

mod gallery;
mod scene;
mod scenes;
mod stage;
mod world;

use std::{env, panic::AssertUnwindSafe, process::ExitCode, time::Instant};

use futures::FutureExt;

use gallery::Gallery;
use scene::Scene;
use stage::{Stage, Theme};
use world::World;

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let scenes: Vec<&Scene> = scenes::ALL
        .iter()
        .filter(|scene| wanted.is_empty() || wanted.iter().any(|text| scene.name().contains(text)))
        .collect();
    let gallery = Gallery::at(tests::pictures());
    gallery.clear(&scenes);
    let world = World::new().await;
    for theme in Theme::ALL {
        let mut stage = Stage::new(&world, theme);
        for scene in &scenes {
            let started = Instant::now();
            let shown = AssertUnwindSafe(perform(scene, &mut stage, &gallery)).catch_unwind();
            // The panic has said what is wrong, with its place.
            let outcome = if shown.await.is_ok() {
                "ok"
            } else {
                stage.start_over(&gallery.failed(scene, theme)).await;
                "FAILED"
            };
            world.recover().await;
            println!(
                "{outcome:<6} {:>5.1} s  {} {theme}",
                started.elapsed().as_secs_f32(),
                scene.name()
            );
        }
        stage.close().await;
    }
    let missing = gallery.missing(&scenes);
    gallery.write_index(&scenes);
    println!(
        "\n{} pictures in {}",
        gallery.count(),
        gallery.folder().display()
    );
    if missing.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("Missing:\n{}", missing.join("\n"));
    ExitCode::FAILURE
}

async fn perform(scene: &Scene, stage: &mut Stage<'_>, gallery: &Gallery) {
    stage.tidy_up().await;
    (scene.show)(stage).await;
    for size in stage::SIZES {
        let window = stage.window();
        window.resize(size.0, size.1).await;
        stage.settle().await;
        window
            .picture(&gallery.file(scene, stage.theme(), size))
            .await;
    }
}
