// zod configured for the content security policy: by default it compiles its checks with `new Function`.
import * as z from "zod/mini";

z.config({ jitless: true });

export { z };
