import { Toaster as Sonner } from "sonner";
import "sonner/dist/styles.css";

import { useTheme } from "@/lib/theme";

/** Where toasts appear: above the phone's tabs, in the corner of the desk. Say it with `toast` of sonner. */
export default function Toasts() {
  return (
    <Sonner
      theme={useTheme()}
      position="bottom-right"
      mobileOffset={{ bottom: "calc(var(--tabs) + 8px)" }}
      visibleToasts={3}
      toastOptions={{ unstyled: false, classNames: { toast: "toast", actionButton: "toast-action" } }}
    />
  );
}
