// Before the first paint: the theme and language that were chosen on this device.
try {
  var root = document.documentElement;
  var theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  var language = localStorage.getItem("language");
  if (language === "en") root.lang = "en";
} catch (refused) {
  // Storage is refused: the device's own theme is used.
}
