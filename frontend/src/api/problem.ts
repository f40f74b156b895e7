import { said } from "@/lib/words";

import type { components } from "./schema.gen";

export type Problem = components["schemas"]["Problem"];

/** The error of a call, from the API or from the network. Code branches on `code`; the texts are for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  /** The HTTP status, or 0 when no answer came. */
  readonly status: number;
  readonly text: string;
  readonly text_en: string;
  /** The request's id, for a fault report. */
  readonly requestId: string | undefined;
  readonly field: string | undefined;
  readonly errors: NonNullable<Problem["errors"]>;
  /** Seconds to wait before the next try, if the API gives them. */
  readonly retryAfter: number | undefined;

  constructor(problem: Partial<Problem> & { code: string; detail: string; detail_en: string }, response?: Response) {
    super(`${problem.code}: ${problem.detail_en}`);
    this.code = problem.code;
    this.status = response?.status ?? 0;
    this.text = problem.detail;
    this.text_en = problem.detail_en;
    this.field = problem.field ?? undefined;
    this.errors = problem.errors ?? [];
    this.requestId = response?.headers.get("X-Request-Id") ?? undefined;
    const wait = Number(response?.headers.get("Retry-After"));
    this.retryAfter = wait > 0 ? wait : undefined;
  }

  /** The text in the chosen language. */
  get said(): string {
    return said(this.text, this.text_en);
  }

  /** Whether a later try can help: no answer, or a busy or broken server. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export async function errorOf(response: Response): Promise<ApiError> {
  try {
    const body: unknown = await response.clone().json();
    if (isProblem(body)) return new ApiError(body, response);
  } catch {
    // Not our format: something between the browser and the API answered.
  }
  return new ApiError(
    {
      code: "answer_unreadable",
      detail: `Server menjawab ${response.status} tanpa penjelasan. Coba lagi sebentar lagi.`,
      detail_en: `The server answered ${response.status} without an explanation. Try again in a moment.`,
    },
    response,
  );
}

/** Whether no answer came (status 0). The offline bar shows this, so a page with older data does not have to. */
export function isNoAnswer(error: unknown): boolean {
  return error instanceof ApiError && error.status === 0;
}

export function noAnswer(): ApiError {
  return new ApiError({
    code: "no_answer",
    detail: "SyncStore tidak terjangkau. Periksa sambungan internet; yang sudah diketik tetap tersimpan.",
    detail_en: "SyncStore cannot be reached. Check the internet connection; what was typed is kept.",
  });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body && "detail_en" in body;
}
