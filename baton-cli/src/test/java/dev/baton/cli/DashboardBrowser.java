// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.baton.testkit.server.ChromiumProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A real browser that is signed in to a dashboard, and that records everything that is wrong. */
final class DashboardBrowser implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final Set<String> COMPLAINTS = Set.of("error", "warning");
  private static final double PATIENCE_MILLIS = 180_000;

  /** Counts the requests that have no answer yet, so that a test can wait for the answers. */
  private static final String COUNT_REQUESTS =
      """
      window.openRequests = 0;
      const send = window.fetch;
      window.fetch = (...request) => {
        window.openRequests++;
        return send(...request).finally(() => window.openRequests--);
      };
      """;

  /** Resolves when the page has drawn the answers to its requests. */
  private static final String SETTLE =
      """
      async () => {
        const pause = (ms) => new Promise(done => setTimeout(done, ms));
        const end = Date.now() + 20000;
        let calm = 0;
        while (calm < 3 && Date.now() < end) {
          await pause(40);
          const busy = window.openRequests > 0 || document.querySelector('.skeleton');
          calm = busy ? 0 : calm + 1;
        }
      }
      """;

  private final Playwright playwright;
  private final Browser browser;
  private final String endpoint;
  private final List<String> problems = new ArrayList<>();

  private DashboardBrowser(Playwright playwright, Browser browser, String endpoint) {
    this.playwright = playwright;
    this.browser = browser;
    this.endpoint = endpoint;
  }

  /** Starts the browser; skips the test if none is installed. */
  static DashboardBrowser start(String endpoint) {
    Path program = ChromiumProgram.find();
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(FLAGS)
                    .setTimeout(PATIENCE_MILLIS));
    return new DashboardBrowser(playwright, browser, endpoint);
  }

  /** Opens a window of this size that shows the sign-in page. */
  Page open(int width, ColorScheme scheme) {
    Page page = newPage(newContext(width, scheme));
    page.navigate(endpoint + "/");
    return page;
  }

  private BrowserContext newContext(int width, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(endpoint)
                // The browser does not know the authority of a test.
                .setIgnoreHTTPSErrors(endpoint.startsWith("https:"))
                .setViewportSize(width, 900)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(scheme));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    return context;
  }

  private Page newPage(BrowserContext context) {
    Page page = context.newPage();
    page.addInitScript(COUNT_REQUESTS);
    page.onConsoleMessage(this::note);
    page.onPageError(error -> problems.add("error in " + page.url() + ": " + error));
    page.onDialog(dialog -> {
      problems.add("dialog in " + page.url() + ": " + dialog.message());
      dialog.dismiss();
    });
    page.onRequest(request -> {
      if (!request.url().startsWith(endpoint) && !request.url().startsWith("blob:")) {
        problems.add("request to another host in " + page.url() + ": " + request.url());
      }
    });
    return page;
  }

  private void note(ConsoleMessage message) {
    // The checker of accessibility reads colours from a canvas, and the browser advises against it.
    boolean isOfChecker = message.text().contains("willReadFrequently");
    if (COMPLAINTS.contains(message.type()) && !isOfChecker) {
      problems.add(message.type() + " in " + message.location() + ": " + message.text());
    }
  }

  /** Opens a window and signs in. */
  Page signedIn(int width, ColorScheme scheme, String user, String password) {
    return signIn(open(width, scheme), user, password);
  }

  /** Opens a page with the session and the cache of an earlier page, without its preferences. */
  Page signedInAgain(BrowserContext context, String user, String password) {
    context.clearPermissions();
    Page page = newPage(context);
    page.navigate(endpoint + "/api/cloud-entry-point");
    page.evaluate("() => localStorage.clear()");
    page.navigate(endpoint + "/");
    page.waitForSelector(".frame, input[type=password]");
    return page.locator(".frame").count() > 0 ? page : signIn(page, user, password);
  }

  private static Page signIn(Page page, String user, String password) {
    page.getByLabel("User name").fill(user);
    page.getByLabel("Password").fill(password);
    page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).last().click();
    page.waitForSelector(".frame");
    return page;
  }

  /** Changes the address as a link of the dashboard does, without loading the page again. */
  static void show(Page page, String path) {
    page.evaluate(
        """
        path => {
          history.pushState(null, '', path);
          dispatchEvent(new PopStateEvent('popstate'));
        }
        """,
        path);
    settle(page);
  }

  /** Waits until the page has drawn the answers to its requests. */
  static void settle(Page page) {
    page.evaluate(SETTLE);
  }

  /** Posts a document as the user of a page, and returns the id of the new resource. */
  static String post(Page page, String collection, String document) {
    return (String)
        page.evaluate(
            """
            ([collection, body]) => fetch('/api/' + collection, {
              method: 'POST',
              headers: {'Content-Type': 'application/json', 'Baton-Client': 'test'},
              body,
            }).then(answer => answer.json()).then(answer => answer['resource-id'])\
            """,
            List.of(collection, document));
  }

  /** Returns the console errors, dialogs and requests to other hosts since the last call. */
  List<String> takeProblems() {
    List<String> taken = List.copyOf(problems);
    problems.clear();
    return taken;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** Answers the requests of the page to an address with a document, in place of the server. */
  static void answer(Page page, String path, int status, String json) {
    page.route(
        path,
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(status)
                    .setContentType("application/json")
                    .setBody(json)));
  }

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
