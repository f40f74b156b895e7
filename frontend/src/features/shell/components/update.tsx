import { useEffect } from "react";
import { toast } from "@/lib/toast";

import { useWords } from "../words.id";

/** Registers the service worker, and says when a newer version of the dashboard waits. It is taken when the person says so. */
export default function Update() {
  const w = useWords();
  useEffect(() => {
    if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
    void import("virtual:pwa-register").then(({ registerSW }) => {
      const update = registerSW({
        onNeedRefresh: () => {
          toast(w.new_version, { duration: Infinity, action: { label: w.new_version_take, onClick: () => void update(true) } });
        },
      });
    });
  }, [w]);
  return null;
}
