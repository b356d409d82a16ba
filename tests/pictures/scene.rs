use futures::future::LocalBoxFuture;

use crate::stage::Stage;

/// A screen in a state.
pub(crate) struct Scene {
    pub(crate) screen: &'static str,
    pub(crate) state: &'static str,
    /// Brings the application there, from a window in which nothing is open; ends when the state is seen.
    pub(crate) show: for<'a> fn(&'a mut Stage<'_>) -> LocalBoxFuture<'a, ()>,
}

impl Scene {
    /// `SCREEN-STATE`.
    pub(crate) fn name(&self) -> String {
        format!("{}-{}", self.screen, self.state)
    }
}

/// A scene by the names of its screen and state, and the async function that shows it.
macro_rules! scene {
    ($screen:literal, $state:literal, $show:path) => {
        $crate::scene::Scene {
            screen: $screen,
            state: $state,
            show: |stage| Box::pin($show(stage)),
        }
    };
}
pub(crate) use scene;
