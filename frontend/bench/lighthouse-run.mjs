// One run: `node lighthouse-run.mjs ADDRESS PORT` prints the scores, 0 to 100, and what took points.
import lighthouse from "lighthouse";

const [, , address, port] = process.argv;
const kept = ["file_systems", "shader_cache", "service_workers", "cache_storage", "indexeddb"];
const { lhr } = await lighthouse(address, { port: Number(port), output: "json", logLevel: "silent", onlyCategories: ["performance", "accessibility", "best-practices"], clearStorageTypes: kept });
const score = (name) => Math.round((lhr.categories[name].score ?? 0) * 100);
const refs = Object.values(lhr.categories).flatMap((category) => category.auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id));
const notes = [...new Set(refs)].map((id) => lhr.audits[id]).filter((audit) => audit.score !== null && audit.score < 0.9).map((audit) => `${audit.id}: ${audit.displayValue ?? audit.title}`);
if (lhr.runtimeError) notes.push(lhr.runtimeError.message);
if (!lhr.finalDisplayedUrl?.startsWith(address)) notes.push(`ended at ${lhr.finalDisplayedUrl}`);
process.stdout.write(JSON.stringify({ performance: score("performance"), accessibility: score("accessibility"), "best-practices": score("best-practices"), notes }));
