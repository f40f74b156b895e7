import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import { forgotten, resetPassword, signIn, SignInError, type Step } from "@/auth/cognito";
import { end } from "@/auth/session";
import { renderApp } from "@/test/render";
import { answer, server } from "@/test/server";

// The library itself is tested on a running stack (tests/e2e). Here its answers are mocked.
vi.mock("@/auth/cognito", async (original) => ({
  ...(await original<object>()),
  signIn: vi.fn(),
  forgotten: vi.fn(),
  resetPassword: vi.fn(),
}));

const done: Step = { kind: "done", tokens: { access: "access-1", refresh: "refresh-1", expiresIn: 3600 } };

beforeEach(() => {
  server.use(
    http.get("*/config.json", () =>
      HttpResponse.json({ stage: "test", cognito: { endpoint: "/sign-in-service", region: "r", pool_id: "r_p", client_id: "c" } }),
    ),
  );
  answer("get", "/v1/me", { subject: "1", name: "Sari", role: "owner" });
});

async function typeLogin(password = "Rahasia-123456") {
  await userEvent.type(await screen.findByLabelText("Email"), "sari@contoh.com");
  await userEvent.type(screen.getByLabelText("Kata sandi"), password);
  await userEvent.click(screen.getByRole("button", { name: "Masuk" }));
}

it("signs in and goes to the page that was wanted", async () => {
  vi.mocked(signIn).mockResolvedValue(done);
  const { router } = renderApp("/more", { role: null });
  await typeLogin();
  expect(await screen.findByRole("heading", { name: "Lainnya" })).toBeTruthy();
  expect(router.state.location.pathname).toBe("/more");
  expect(localStorage.getItem("session")).toBe("refresh-1");
});

it("names the account by its address where it has no name of its own", async () => {
  vi.mocked(signIn).mockResolvedValue(done);
  answer("get", "/v1/me", { subject: "d3d8-0199", name: "d3d8-0199", role: "owner" });
  renderApp("/more", { role: null });
  await typeLogin();
  expect((await screen.findAllByText(/sari@contoh\.com/)).length).toBeGreaterThan(0);
  expect(screen.queryByText(/d3d8/)).toBeNull();
});

it("forgets the session with the tab unless the device is to be remembered", async () => {
  vi.mocked(signIn).mockResolvedValue(done);
  renderApp("/more", { role: null });
  await userEvent.click(await screen.findByRole("checkbox", { name: "Tetap masuk di perangkat ini" }));
  await typeLogin();
  await screen.findByRole("heading", { name: "Lainnya" });
  expect([sessionStorage.getItem("session"), localStorage.getItem("session")]).toEqual(["refresh-1", null]);
});

it("says what is missing before it asks anyone", async () => {
  renderApp("/sign-in", { role: null });
  await userEvent.click(await screen.findByRole("button", { name: "Masuk" }));
  expect(await screen.findByText("Isi kata sandi.")).toBeTruthy();
  expect(screen.getByText("Isi alamat email, seperti nama@contoh.com.")).toBeTruthy();
  expect(signIn).not.toHaveBeenCalled();
});

it("says that the login is wrong and lets the person try again", async () => {
  vi.mocked(signIn).mockRejectedValueOnce(new SignInError("wrong_login")).mockResolvedValueOnce(done);
  renderApp("/more", { role: null });
  await typeLogin();
  expect(await screen.findByText("Email atau kata sandi salah.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Masuk" }));
  expect(await screen.findByRole("heading", { name: "Lainnya" })).toBeTruthy();
});

it("asks for a first password, then for the code of the authenticator", async () => {
  const code = vi.fn(async () => done);
  const password = vi.fn(async (): Promise<Step> => ({ kind: "totp", answer: code }));
  vi.mocked(signIn).mockResolvedValue({ kind: "new_password", answer: password });
  renderApp("/more", { role: null });
  await typeLogin();
  await userEvent.type(await screen.findByLabelText("Kata sandi baru"), "Milik-Sendiri-1");
  await userEvent.click(screen.getByRole("button", { name: "Simpan dan masuk" }));
  await userEvent.type(await screen.findByLabelText("Kode 6 angka"), "123456");
  await userEvent.click(screen.getByRole("button", { name: "Lanjut" }));
  expect(await screen.findByRole("heading", { name: "Lainnya" })).toBeTruthy();
  expect(password).toHaveBeenCalledWith("Milik-Sendiri-1");
  expect(code).toHaveBeenCalledWith("123456");
});

it("replaces a forgotten password by a code, keeping the address", async () => {
  vi.mocked(forgotten).mockResolvedValue();
  vi.mocked(resetPassword).mockRejectedValueOnce(new SignInError("code_expired")).mockResolvedValueOnce();
  renderApp("/sign-in", { role: null });
  await userEvent.click(await screen.findByRole("button", { name: "Lupa kata sandi?" }));
  await userEvent.type(await screen.findByLabelText("Email"), "sari@contoh.com");
  await userEvent.click(screen.getByRole("button", { name: "Minta kode" }));
  await userEvent.type(await screen.findByLabelText("Kode dari email"), "654321");
  await userEvent.type(screen.getByLabelText("Kata sandi baru"), "Milik-Sendiri-2");
  await userEvent.click(screen.getByRole("button", { name: "Simpan kata sandi" }));
  expect(await screen.findByText("Kode sudah tidak berlaku. Minta kode baru.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Simpan kata sandi" }));
  expect(await screen.findByText("Kata sandi sudah diganti. Masuk dengan yang baru.")).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>("Email").value).toBe("sari@contoh.com");
});

it("never follows an address of another site after signing in", async () => {
  vi.mocked(signIn).mockResolvedValue(done);
  answer("get", "/v1/dashboard", { connections: [], imports: [], products: { active: 1 }, attention: 0, runs: [], dead_letters: {}, activity: [], channels: [], needs: [], pushes: [], pushes_today: { failed: 0, succeeded: 0 }, states: {}, under_floor: 0, unread: 0 });
  const { router } = renderApp("/sign-in?to=%2F%2Fevil.example", { role: null });
  await typeLogin();
  await screen.findByRole("heading", { name: "Beranda" });
  expect(router.state.location.pathname).toBe("/");
});

it("asks for the password over the page when the session ends by itself, and keeps what is there", async () => {
  vi.mocked(signIn).mockResolvedValue(done);
  renderApp("/more");
  const theme = await screen.findByLabelText("Tampilan");
  end();
  const dialog = await screen.findByRole("dialog", { name: "Sesi Anda berakhir" });
  expect(theme.isConnected).toBe(true);
  await typeLogin();
  await waitFor(() => expect(dialog.isConnected).toBe(false));
  expect(theme.isConnected).toBe(true);
});
