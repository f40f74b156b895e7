import type { VitePWAOptions } from "vite-plugin-pwa";

/** The web manifest and the service worker: the shell opens without a network; the API is always asked. */
export const installable: Partial<VitePWAOptions> = {
  // The person takes a new version; it does not take the page away from under a form.
  registerType: "prompt",
  injectRegister: false,
  manifestFilename: "manifest.webmanifest",
  manifest: {
    id: "/",
    name: "SyncStore",
    short_name: "SyncStore",
    description: "Satu tempat untuk semua toko Anda.",
    lang: "id",
    start_url: "/",
    display: "standalone",
    background_color: "#FAFAF9",
    theme_color: "#FAFAF9",
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  },
  workbox: {
    // Also the very first page is served from here on, so that what it loads later is there without a network.
    clientsClaim: true,
    globPatterns: ["**/*.{js,css,html,woff2,svg,png}"],
    navigateFallback: "/index.html",
    navigateFallbackDenylist: [/^\/v1\//, /^\/health$/, /^[^?]*\.\w+$/],
    runtimeCaching: [{ urlPattern: /\/config\.json$/, handler: "NetworkFirst", options: { cacheName: "config" } }],
    cleanupOutdatedCaches: true,
    inlineWorkboxRuntime: true,
    sourcemap: false,
  },
};
