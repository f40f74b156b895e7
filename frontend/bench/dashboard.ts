// The first page of a seller who has something to do.
import { samples } from "../browser/samples/home";

const busy = samples.find(({ name }) => name === "busy")?.answers["/v1/dashboard"];
if (!busy) throw new Error("browser/samples/home.ts has no busy page");

export const dashboard = busy;
