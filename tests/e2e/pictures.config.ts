/** The README's pictures, from the demo's data: `python3 tests/local/flow.py pictures` after `make demo`. */
import config from "./playwright.config.ts";

export default { ...config, testDir: "pictures", outputDir: "../../.local/pictures" };
