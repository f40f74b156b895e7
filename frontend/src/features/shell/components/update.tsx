import { useEffect } from "react";
import { toast } from "@/lib/toast";

import { useWords } from "../words.id";

/** Registers the service worker and shows when a newer version of the dashboard is ready. The person decides when to load it. */
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
