// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.baton.testkit.server.ChromiumProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a server and a browser, and each of its tests a page on which the user of the
 * server is signed in. After a test, the page must have had no errors and no requests to others.
 */
final class DashboardExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

  private static final int WIDTH = 1440;
  private static final int ASSERTION_MILLIS = 180_000;

  private @Nullable Path folder;
  private @Nullable DashboardServer server;
  private @Nullable DashboardBrowser browser;
  private @Nullable Page page;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    ChromiumProgram.find();
    folder = Files.createTempDirectory("baton-dashboard");
    server = new DashboardServer(folder);
    browser = DashboardBrowser.start(server.endpoint());
    PlaywrightAssertions.setDefaultAssertionTimeout(ASSERTION_MILLIS);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
    if (folder != null) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    String user = DashboardServer.USER;
    String password = DashboardServer.PASSWORD;
    page =
        page == null
            ? browser().signedIn(WIDTH, ColorScheme.LIGHT, user, password)
            : browser().signedInAgain(page.context(), user, password);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    page().context().pages().forEach(Page::close);
    assertThat(browser().takeProblems()).isEmpty();
  }

  /** Runs a command of the user who started the server, and returns its output. */
  String run(String... arguments) {
    return server().run(arguments);
  }

  DashboardServer server() {
    return Objects.requireNonNull(server);
  }

  DashboardBrowser browser() {
    return Objects.requireNonNull(browser);
  }

  /** The page of the present test. */
  Page page() {
    return Objects.requireNonNull(page);
  }
}
