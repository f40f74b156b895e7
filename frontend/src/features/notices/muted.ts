// What a person chose not to see. Urgent notices are always shown.
import type { Schema } from "@/api/client";

type Notice = Pick<Schema<"Notification">, "kind" | "severity">;

export const isShown = ({ kind, severity }: Notice, muted: readonly string[]): boolean => severity === "urgent" || !muted.includes(kind);
