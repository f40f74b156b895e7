// zod as the content security policy allows it: by itself it compiles its checks with `new Function`.
import * as z from "zod/mini";

z.config({ jitless: true });

export { z };
