// Numbers, money and times for reading. Money is only shown here, never computed.
import { type Language, useLanguage } from "./words";

const ZONE = "Asia/Jakarta";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Format = ReturnType<typeof format>;

const made = new Map<Language, Format>();

/** The formats of the chosen language; Indonesian numbers are `1.234,5`, times are those of Jakarta. */
export function useFormat(): Format {
  return formatIn(useLanguage());
}

export function formatIn(language: Language): Format {
  const known = made.get(language) ?? format(language);
  made.set(language, known);
  return known;
}

function format(language: Language) {
  const english = language === "en";
  const locale = english ? "en-GB" : "id-ID";
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: "exceptZero" });
  const day = new Intl.DateTimeFormat(locale, { timeZone: ZONE, day: "numeric", month: "short", year: "numeric" });
  const clock = new Intl.DateTimeFormat(locale, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const time = (at: string | Date) => clock.format(new Date(at));
  const rupiah = (value: number) => (value < 0 ? `−Rp${whole.format(-value)}` : `Rp${whole.format(value)}`);
  const date = (at: string | Date) => day.format(new Date(at));

  return {
    number: (value: number) => whole.format(value),
    decimal: (value: number) => decimal.format(value),
    /** Whole rupiah: `Rp150.000`. */
    rupiah,
    /** The prices of several variants: `Rp150.000–185.000`; one where they are the same or the second is not known. */
    rupiahRange: (from: number, to: number | null | undefined) => (to === null || to === undefined || to === from ? rupiah(from) : `${rupiah(from)}–${whole.format(to)}`),
    /** `12,5 %`; the value is in percent, as the API gives it. */
    percent: (value: number | string) => `${decimal.format(Number(value))} %`,
    /** `+15 %`, `−3,2 %`. */
    change: (value: number | string) => `${signed.format(Number(value)).replace("-", "−")} %`,
    /** How far a price moves, as a share for reading: `+15 %`. It is no amount; those come from the API. */
    move: (from: number, to: number) => `${signed.format(Math.round(((to - from) / from) * 1000) / 10).replace("-", "−")} %`,
    date,
    time,
    dateTime: (at: string | Date) => `${date(at)} ${time(at)}`,
    /** `3 mnt lalu`, from one time to another; both in milliseconds or RFC 3339. */
    ago: (at: string | number | Date, now: number) => ago(now - new Date(at).getTime(), english),
    /** `± 2 mnt`: how long something will take, in seconds. */
    duration: (seconds: number) => duration(seconds, english),
  };
}

function ago(ms: number, english: boolean): string {
  if (ms < MINUTE) return english ? "just now" : "baru saja";
  if (ms < HOUR) return english ? `${Math.floor(ms / MINUTE)} min ago` : `${Math.floor(ms / MINUTE)} mnt lalu`;
  if (ms < DAY) return english ? `${Math.floor(ms / HOUR)} h ago` : `${Math.floor(ms / HOUR)} jam lalu`;
  return english ? `${Math.floor(ms / DAY)} d ago` : `${Math.floor(ms / DAY)} hari lalu`;
}

function duration(seconds: number, english: boolean): string {
  if (seconds < 60) return english ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds)} dtk`;
  if (seconds < 3600) return english ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 60)} mnt`;
  return english ? `${Math.ceil(seconds / 3600)} h` : `${Math.ceil(seconds / 3600)} jam`;
}

/** How a person names a plan: `9f2c·4a1`. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)}·${hash.slice(4, 7)}`;
}
