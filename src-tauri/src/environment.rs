//! Settles the environment before anything reads it.

/// Lets a WebDriver steer the window.
#[cfg(all(unix, not(feature = "automation")))]
const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";
/// Without a GPU, WebKitGTK's DMA-BUF renderer draws at half the speed and flashes blank.
#[cfg(target_os = "linux")]
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Starts this program anew, in the same process, where its environment has to be another one: changing one's own
/// environment is not safe once threads may read it.
pub(crate) fn settle() {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;

        let Ok(program) = std::env::current_exe() else {
            return;
        };
        let mut anew = std::process::Command::new(program);
        anew.args(std::env::args_os().skip(1));
        let mut needed = false;
        #[cfg(not(feature = "automation"))]
        if std::env::var_os(AUTOMATION).is_some() {
            anew.env_remove(AUTOMATION);
            needed = true;
        }
        #[cfg(target_os = "linux")]
        if std::env::var_os(RENDERER).is_none() && !has_gpu() {
            anew.env(RENDERER, "1");
            needed = true;
        }
        if needed {
            // Returns only where it failed: then the window opens as it can.
            let _ = anew.exec();
        }
    }
}

#[cfg(target_os = "linux")]
fn has_gpu() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|mut devices| {
        devices.any(|device| {
            device.is_ok_and(|device| device.file_name().to_string_lossy().starts_with("renderD"))
        })
    })
}
