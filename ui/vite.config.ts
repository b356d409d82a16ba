import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  plugins: [react()],
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  build: { target: "safari16", outDir: "dist", emptyOutDir: true, chunkSizeWarningLimit: 1200 },
  test: {
    environment: "jsdom",
    // A loaded machine is slow, not wrong.
    testTimeout: 30_000,
    setupFiles: ["src/app/testing/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
