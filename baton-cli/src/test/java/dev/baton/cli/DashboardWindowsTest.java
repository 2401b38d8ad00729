// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.baton.testkit.server.TestAuthority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests many windows of one browser, each with a stream of events, on a server with TLS. */
final class DashboardWindowsTest {

  // Over HTTP/1.1, a browser opens six connections to a server, and each stream takes one.
  private static final int WINDOWS = 8;

  @TempDir Path folder;

  @Test
  void windows_moreThanConnectionsOfABrowser_allShowANewJob() {
    TestAuthority authority = new TestAuthority(folder).issue("server", "IP:127.0.0.1");
    Map<String, String> tls =
        Map.of(
            "--tls-certificate", authority.certificateOf("server").toString(),
            "--tls-key", authority.keyOf("server").toString());
    try (TestBaton baton = new TestBaton(folder, tls);
        DashboardBrowser browser = DashboardBrowser.start(baton.endpoint())) {
      Page first = browser.signedIn(1440, ColorScheme.LIGHT, "super", "correct-horse");
      List<Page> windows = new ArrayList<>(List.of(first));
      while (windows.size() < WINDOWS) {
        windows.add(browser.signedInAgain(first.context(), "super", "correct-horse"));
      }
      for (Page window : windows) {
        DashboardBrowser.show(window, "/jobs");
        window.locator(".connection.live").waitFor();
      }
      String id =
          DashboardBrowser.post(
              first,
              "job",
              "{\"action\": \"run_command\", \"payload\": {\"command\": [\"true\"]}}");
      for (Page window : windows) {
        window.locator("a[href*='" + id.replace("job/", "") + "']").first().waitFor();
      }
      assertThat(browser.takeProblems()).isEmpty();
    }
  }
}
