import type { Settings } from "../bindings";

/** How the window is before anything was saved. */
export const FIRST_SETTINGS: Settings = {
  theme: "system",
  zone: "utc",
  compact: false,
  sideWidth: 248,
  inspectorWidth: 400,
  tabs: [],
  activeTab: 0,
  favourites: [],
  recent: [],
  expanded: [],
  savedViews: [],
  columns: [],
  order: "newest",
  histogram: true,
};
