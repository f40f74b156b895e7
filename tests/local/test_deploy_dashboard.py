"""What `make deploy-dashboard` uploads, without an account."""

import sys
import tempfile
import unittest
from pathlib import Path

from settings import ROOT

sys.path.insert(0, str(ROOT / "infra"))
import deploy_dashboard  # noqa: E402

CACHE = {"/assets/": "public, max-age=31536000, immutable", "": "no-cache"}


class DeployDashboard(unittest.TestCase):
    def test_the_page_comes_last_and_each_file_has_its_type_and_age(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            dist = Path(folder)
            for name in ("index.html", "assets/app-1.js", "assets/app-1.js.gz", "assets/app-1.js.map", "site.webmanifest", ".vite/manifest.json", "fonts/inter.woff2"):
                (dist / name).parent.mkdir(exist_ok=True)
                (dist / name).touch()
            found = {str(path.relative_to(dist)): headers for path, headers in deploy_dashboard.files(dist, CACHE)}
        self.assertEqual(list(found), ["assets/app-1.js", "fonts/inter.woff2", "site.webmanifest", "index.html"])
        self.assertEqual(found["assets/app-1.js"], {"ContentType": "text/javascript", "CacheControl": CACHE["/assets/"]})
        self.assertEqual(found["index.html"], {"ContentType": "text/html", "CacheControl": "no-cache"})
        self.assertEqual(found["site.webmanifest"]["ContentType"], "application/manifest+json")

    def test_the_page_is_told_the_sign_in_service_of_its_own_stack(self) -> None:
        told = deploy_dashboard.config({"UserPoolId": "ap-southeast-3_A", "UserPoolClientId": "c1"}, "prod", "ap-southeast-3")
        self.assertEqual(told["stage"], "prod")
        self.assertEqual(told["cognito"]["endpoint"], "https://cognito-idp.ap-southeast-3.amazonaws.com/")
        self.assertEqual((told["cognito"]["pool_id"], told["cognito"]["client_id"]), ("ap-southeast-3_A", "c1"))


if __name__ == "__main__":
    unittest.main()
