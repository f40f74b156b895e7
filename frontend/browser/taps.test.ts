// Flows that no running stack can be brought to at will, counted from Beranda with answers of the API.
import { expect, inject, it } from "vitest";

import { launch, sizeOf } from "./open";
import { samples as home } from "./samples/home";
import { samples as matches } from "./samples/matches";
import { Site } from "./site";

it.each([1280, 360] as const)("accepts all nearly certain pairs in two taps at %i px", async (width) => {
  const site = await Site.open(inject("dist"));
  site.answers = { ...home.find(({ name }) => name === "busy")?.answers, ...matches.find(({ name }) => name === "nearly certain ones")?.answers };
  site.replies = { "/v1/matches/accept": { accepted: 1, failed: 0, results: [{ id: "mat_4", accepted: true, version: 2 }] } };
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: sizeOf(width), serviceWorkers: "block" });
    await page.addInitScript(() => sessionStorage.setItem("session", "refresh"));
    const sent: (string | undefined)[] = [];
    page.on("request", (request) => request.url().endsWith("/v1/matches/accept") && sent.push(request.headers()["idempotency-key"]));
    await page.goto(site.origin);
    await page.getByRole("heading", { level: 1, name: "Beranda" }).waitFor();

    await page.getByRole("link", { name: /^Cocokkan/ }).first().click();
    await page.getByRole("button", { name: /^Terima semua \d+$/ }).click();
    await page.getByText("1 pasangan diterima").waitFor();
    expect(sent, "asked once, with a key").toEqual([expect.stringMatching(/\S/)]);
  } finally {
    await browser.close();
    site.close();
  }
});
