// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.baton.testkit.server.ProxyServer;
import dev.baton.testkit.server.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a server below a path of real proxies. */
final class ProxyTest {

  private static final String PASSWORD = "correct-horse";
  private static final Map<String, String> BEHIND =
      Map.of("--base-path", ProxyServer.PATH, "--trusted-proxies", "127.0.0.1");

  private static final Pattern JOB_ID = Pattern.compile("\"id\" ?: ?\"job/([^\"]+)\"");

  @TempDir Path folder;
  private TestAuthority authority;

  @BeforeEach
  void issue() {
    authority = new TestAuthority(folder).issue("proxy", "IP:127.0.0.1");
  }

  /** Runs a command through the proxy. */
  private String run(TestBaton baton, ProxyServer proxy, String... arguments) {
    TestBaton.Result result =
        baton.run(
            Map.of(
                "BATON_ENDPOINT",
                proxy.address(),
                "BATON_TLS_CA",
                authority.certificate().toString(),
                "BATON_USER",
                "super",
                "BATON_PASSWORD",
                PASSWORD),
            "",
            arguments);
    assertThat(result.code()).as(result.toString()).isZero();
    return result.out().strip();
  }

  /** Runs a job with requests and a stream of events, and returns its id. */
  private String runJob(TestBaton baton, ProxyServer proxy) {
    run(baton, proxy, "post", "run_command", "--wait", "--", "echo", "through");
    String jobs = run(baton, proxy, "job", "list", "--output", "json");
    Matcher id = JOB_ID.matcher(jobs);
    assertThat(id.find()).as(jobs).isTrue();
    return id.group(1);
  }

  @Test
  void dashboard_behindNginx_signsInAndShowsAJob() {
    try (TestBaton baton = new TestBaton(folder, BEHIND);
        ProxyServer proxy = ProxyServer.nginx(authority, URI.create(baton.endpoint()));
        DashboardBrowser browser = DashboardBrowser.start(proxy.address())) {
      String id = runJob(baton, proxy);
      assertThat(run(baton, proxy, "job", "logs", id, "--follow")).contains("through");
      Page page = browser.signedIn(1440, ColorScheme.LIGHT, "super", PASSWORD);
      Cookie cookie = page.context().cookies().getFirst();
      assertThat(List.of(cookie.path, cookie.secure)).containsExactly(ProxyServer.PATH, true);
      // Follows links, as a user does.
      page.locator("nav a", new Page.LocatorOptions().setHasText("Jobs")).first().click();
      page.waitForURL(proxy.address() + "/jobs");
      page.locator("a[href*='" + id + "']").first().click();
      page.waitForURL(Pattern.compile(Pattern.quote(proxy.address() + "/jobs/" + id) + ".*"));
      page.locator("h1", new Page.LocatorOptions().setHasText("run_command")).waitFor();
      // A page that is opened from a bookmark.
      page.navigate(proxy.address() + "/jobs/" + id + "?tab=logs");
      page.locator(".log-line", new Page.LocatorOptions().setHasText("through")).last().waitFor();
      DashboardBrowser.settle(page);
      assertThat(browser.takeProblems()).isEmpty();
    }
  }

  @Test
  void commands_behindHaproxyAndTls_workThroughBoth() {
    authority.issue("server", "IP:127.0.0.1,DNS:baton.example.org");
    Map<String, String> settings = new HashMap<>(BEHIND);
    settings.put("--tls-certificate", authority.certificateOf("server").toString());
    settings.put("--tls-key", authority.keyOf("server").toString());
    try (TestBaton baton = new TestBaton(folder, settings);
        ProxyServer proxy = ProxyServer.haproxy(authority, URI.create(baton.endpoint()))) {
      String id = runJob(baton, proxy);
      assertThat(run(baton, proxy, "job", "logs", id, "--follow")).contains("through");
    }
  }
}
