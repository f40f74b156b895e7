// `/config.json` of the stage that serves this page.
export type Config = {
  stage: string;
  cognito: {
    /** The address of the sign-in service; a path is below this page's own origin. */
    endpoint: string;
    region: string;
    /** Needed for the SRP proof. */
    pool_id: string;
    client_id: string;
  };
};

let asked: Promise<Config> | undefined;

export function config(): Promise<Config> {
  asked ??= read().catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

/** The absolute address of the sign-in service. */
export function endpointOf({ cognito }: Config): string {
  return new URL(cognito.endpoint, location.origin).href;
}

async function read(): Promise<Config> {
  const answer = await fetch("/config.json", { cache: "no-cache" });
  if (!answer.ok) throw new Error(`/config.json: ${answer.status}`);
  return (await answer.json()) as Config;
}
