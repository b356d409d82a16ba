use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    scene::Scene,
    stage::{SIZES, Theme},
};

/// The folder of the pictures.
pub(crate) struct Gallery {
    folder: PathBuf,
}

impl Gallery {
    pub(crate) fn at(folder: PathBuf) -> Gallery {
        Gallery { folder }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a picture.
    pub(crate) fn file(&self, scene: &Scene, theme: Theme, (width, height): (u32, u32)) -> PathBuf {
        let name = scene.name();
        self.folder
            .join(format!("{name}-{theme}-{width}x{height}.png"))
    }

    /// The file of the picture of what stood there when a scene failed.
    pub(crate) fn failed(&self, scene: &Scene, theme: Theme) -> PathBuf {
        self.folder
            .join(format!("failed-{}-{theme}.png", scene.name()))
    }

    /// Takes away what is to be made.
    pub(crate) fn clear(&self, scenes: &[&Scene]) {
        fs::create_dir_all(&self.folder).expect("the target folder can be written");
        for (scene, theme, size) in each(scenes) {
            for file in [self.file(scene, theme, size), self.failed(scene, theme)] {
                // It may never have been there.
                drop(fs::remove_file(file));
            }
        }
    }

    /// The names of those that are not there, or not of their size.
    pub(crate) fn missing(&self, scenes: &[&Scene]) -> Vec<String> {
        each(scenes)
            .map(|(scene, theme, size)| (self.file(scene, theme, size), size))
            .filter(|(file, size)| size_of(file) != Some(*size))
            .map(|(file, _)| name(&file))
            .collect()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        files
            .filter(|file| file.path().extension().is_some_and(|kind| kind == "png"))
            .count()
    }

    /// A page with all of them, to look at.
    pub(crate) fn write_index(&self, scenes: &[&Scene]) {
        let mut page = String::from(
            "<!doctype html><meta charset=utf-8><title>Tributary, every screen in every state</title>\n\
             <style>body{font:14px sans-serif;background:#888}img{width:49%}</style>\n",
        );
        for scene in scenes {
            let _infallible = writeln!(page, "<h2>{}</h2>", scene.name());
            for (scene, theme, size) in each(&[scene]) {
                let file = name(&self.file(scene, theme, size));
                let _infallible = writeln!(
                    page,
                    "<a href={file}><img loading=lazy src={file} alt={file}></a>"
                );
            }
        }
        fs::write(self.folder.join("index.html"), page).expect("the target folder can be written");
    }
}

fn each<'a>(scenes: &'a [&'a Scene]) -> impl Iterator<Item = (&'a Scene, Theme, (u32, u32))> {
    scenes.iter().flat_map(|scene| {
        Theme::ALL
            .into_iter()
            .flat_map(move |theme| SIZES.map(|size| (*scene, theme, size)))
    })
}

fn name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Width and height as a PNG's head tells them.
fn size_of(file: &Path) -> Option<(u32, u32)> {
    let bytes = fs::read(file).ok()?;
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}
