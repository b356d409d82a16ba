//! The one window.

use std::sync::Arc;

use session::Session;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, Manager, Url, WebviewUrl, WebviewWindowBuilder};

/// Opens the window. It shows the app's own pages only: links and scripts can't lead it elsewhere.
pub(crate) fn open(app: &App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, "main", page())
        .title("Tributary")
        .inner_size(1440.0, 900.0)
        .min_inner_size(900.0, 560.0)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            // A page that is loaded anew, also after its process died, knows nothing of the views of the one before.
            if load.event() == PageLoadEvent::Started {
                window.state::<Arc<Session>>().close_views();
            }
        })
        .build()?;
    Ok(())
}

#[cfg(not(feature = "automation"))]
fn page() -> WebviewUrl {
    WebviewUrl::default()
}

/// The bench of the first paint compares the app with a page that holds nothing.
#[cfg(feature = "automation")]
fn page() -> WebviewUrl {
    std::env::var_os("TRIBUTARY_PAGE")
        .map_or_else(WebviewUrl::default, |page| WebviewUrl::App(page.into()))
}

fn is_own(url: &Url) -> bool {
    let built = url.scheme() == "tauri"
        || (url.scheme() == "http" && url.host_str() == Some("tauri.localhost"));
    let served = cfg!(not(feature = "custom-protocol"))
        && url.host_str() == Some("localhost")
        && url.port() == Some(1420);
    built || served
}
