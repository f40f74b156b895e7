/**
 * The dashboard in a real browser, on a stack that runs: `python3 tests/local/flow.py browser` starts one with empty
 * shops and tells these tests where it is (API_URL, SHOPEE_SANDBOX_URL, TIKTOK_SANDBOX_URL, LOGINS, CHROMIUM).
 */
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "specs",
  outputDir: "../../.local/e2e",
  // The specs share one seller's shops: one after the other, in the order of their names.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: process.env.API_URL,
    locale: "id-ID",
    timezoneId: "Asia/Jakarta",
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
