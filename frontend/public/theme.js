// Before the first paint: the theme, language and density that were chosen on this device.
try {
  var root = document.documentElement;
  var theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (localStorage.getItem("density") === "compact") root.dataset.density = "compact";
  var language = localStorage.getItem("language");
  if (language === "en") root.lang = "en";
} catch (refused) {
  // Storage is refused: the device's own theme is used.
}
