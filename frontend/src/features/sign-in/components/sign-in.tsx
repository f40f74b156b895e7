import { useState } from "react";

import { forgotten, resetPassword, signIn, type Step } from "@/auth/cognito";
import { config } from "@/auth/config";
import { begin } from "@/auth/session";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/field";

import { useWords } from "../words.id";
import { StepForm } from "./step-form";

type Stage =
  | { at: "login"; done?: string }
  | { at: "new_password"; step: Extract<Step, { kind: "new_password" }> }
  | { at: "totp"; step: Extract<Step, { kind: "totp" }> }
  | { at: "forgotten" }
  | { at: "reset" };

/** All steps to sign in: the password, the first password, the authenticator's code, and the forgotten password. */
export function SignIn({ onDone }: { onDone: () => void }) {
  const w = useWords();
  const [stage, setStage] = useState<Stage>({ at: "login" });
  const [email, setEmail] = useState("");
  const [keep, setKeep] = useState(true);

  const follow = (step: Step, typed = email) => {
    if (step.kind === "new_password") setStage({ at: "new_password", step });
    else if (step.kind === "totp") setStage({ at: "totp", step });
    else {
      begin({ ...step.tokens, email: typed }, keep);
      onDone();
    }
  };
  const back = (
    <Button look="quiet" onClick={() => setStage({ at: "login" })}>
      {w.back}
    </Button>
  );
  const emailQuestion = { name: "email", kind: "email", label: w.email, autoComplete: "username", value: email } as const;

  switch (stage.at) {
    case "login":
      return (
        <StepForm
          key="login"
          title={w.title}
          lead={w.lead}
          done={stage.done}
          questions={[emailQuestion, { name: "password", kind: "password", label: w.password, autoComplete: "current-password" }]}
          submit={w.submit}
          extra={<Checkbox label={w.keep} hint={w.keep_hint} checked={keep} onChange={(event) => setKeep(event.target.checked)} />}
          onSubmit={async ({ email: typed = "", password = "" }) => {
            setEmail(typed);
            follow(await signIn(await config(), typed, password), typed);
          }}
          foot={
            <Button look="quiet" onClick={() => setStage({ at: "forgotten" })}>
              {w.forgotten}
            </Button>
          }
        />
      );
    case "new_password":
      return (
        <StepForm
          key="new_password"
          title={w.new_password_title}
          lead={w.new_password_lead}
          questions={[{ name: "password", kind: "new_password", label: w.new_password, hint: w.new_password_hint, autoComplete: "new-password" }]}
          submit={w.new_password_submit}
          onSubmit={async ({ password = "" }) => follow(await stage.step.answer(password))}
          foot={back}
        />
      );
    case "totp":
      return (
        <StepForm
          key="totp"
          title={w.totp_title}
          questions={[{ name: "code", kind: "code", label: w.totp, autoComplete: "one-time-code" }]}
          submit={w.totp_submit}
          onSubmit={async ({ code = "" }) => follow(await stage.step.answer(code))}
          foot={back}
        />
      );
    case "forgotten":
      return (
        <StepForm
          key="forgotten"
          title={w.forgotten_title}
          lead={w.forgotten_lead}
          questions={[emailQuestion]}
          submit={w.forgotten_submit}
          onSubmit={async ({ email: typed = "" }) => {
            setEmail(typed);
            await forgotten(await config(), typed);
            setStage({ at: "reset" });
          }}
          foot={back}
        />
      );
    case "reset":
      return (
        <StepForm
          key="reset"
          title={w.reset_title}
          lead={w.reset_lead(email)}
          questions={[
            { name: "code", kind: "code", label: w.reset_code, autoComplete: "one-time-code" },
            { name: "password", kind: "new_password", label: w.new_password, hint: w.new_password_hint, autoComplete: "new-password" },
          ]}
          submit={w.reset_submit}
          onSubmit={async ({ code = "", password = "" }) => {
            await resetPassword(await config(), email, code, password);
            setStage({ at: "login", done: w.reset_done });
          }}
          foot={back}
        />
      );
  }
}
