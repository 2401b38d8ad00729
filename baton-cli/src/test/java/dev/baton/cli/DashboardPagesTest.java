// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.baton.testkit.server.ChromiumProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens every page of the dashboard in a real browser, in both themes, wide and narrow. With {@code
 * -Dbaton.dashboard.screenshots=true}, leaves a screenshot of each in {@code target/dashboard}.
 */
final class DashboardPagesTest {

  private static final Path SCREENSHOTS = Path.of("target", "dashboard");
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final String ALL_RULES =
      "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
  private static final String CONTRAST = "['color-contrast']";
  private static final String WITH_SCREENSHOTS = "baton.dashboard.screenshots";
  private static final int WIDE = 1440;
  private static final int NARROW = 390;
  private static final int NARROWEST = 320;
  private static final int HEIGHT = 900;

  @TempDir static Path folder;
  private static DashboardServer server;
  private static DashboardBrowser browser;

  /** Names the parts of the page that reach out of the window. */
  private static final String WIDER =
      """
      [...document.querySelectorAll('body *')]
        .filter(each => each.getBoundingClientRect().right > innerWidth)
        .filter(each => !each.closest('.scroll, .tabs'))
        .slice(0, 4).map(each => each.tagName + '.' + each.className).join(' ')\
      """;

  /** Opens each popover of the page, and names those that are cut or reach out of the window. */
  private static final String CUT_POPOVERS =
      """
      async () => {
        const wrong = [];
        const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        for (const button of document.querySelectorAll('.popover-anchor > button')) {
          if (button.getClientRects().length === 0) {
            continue;
          }
          button.scrollIntoView({block: 'nearest'});
          button.click();
          const popoverBox = () => button.parentElement.querySelector('.popover')?.getBoundingClientRect();
          let before;
          let box;
          do {
            before = JSON.stringify(box);
            await drawn();
            await drawn();
            box = popoverBox();
          } while (window.openRequests > 0 || JSON.stringify(box) !== before);
          const popover = button.parentElement.querySelector('.popover');
          const isInside = box && box.left >= 0 && box.top >= 0
              && box.right <= document.documentElement.clientWidth && box.bottom <= innerHeight;
          const corners = isInside ? [[box.left + 9, box.top + 9], [box.right - 9, box.bottom - 9]] : [];
          const covers = corners.map(([x, y]) => document.elementFromPoint(x, y))
              .filter(each => !popover.contains(each)).map(each => each?.className);
          if (!isInside || covers.length) {
            wrong.push([button.title || button.textContent, JSON.stringify(box), ...covers].join(' '));
          }
          button.click();
          await drawn();
        }
        return wrong.join(', ');
      }\
      """;

  private static final Map<String, String> PAGES = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws IOException {
    ChromiumProgram.find();
    server = new DashboardServer(folder);
    browser = DashboardBrowser.start(server.endpoint());
    prepare();
  }

  /** Makes jobs of all kinds, so that no page is empty. */
  private static void prepare() {
    String log = "for i in 1 2 3; do printf '\\033[32mline %s\\033[0m\\n' $i; done; echo bad >&2";
    String done = server.run("post", "run_command", "--wait", "--quiet", "--", "sh", "-c", log);
    assertThat(done).isEmpty();
    String command = server.run("post", "run_command", "--name", "hello", "--", "sh", "-c", log);
    String flow =
        server.run("post", "dummy_test_flow", "--steps", "4", "--seconds", "0", "--fail-at", "3");
    String failed = server.run("post", "run_command", "--", "sh", "-c", "echo broken; exit 7");
    String waiting = server.run("post", "dummy_test_action", "--not-before", "1h");
    server.run("post", "dummy_test_action", "--seconds", "300");
    for (String id : List.of(command, flow, failed)) {
      TestBaton.Result ended =
          TestBaton.runIn(
              Map.of("HOME", folder.toString()), "", "job", "wait", id, "--timeout", "60s");
      assertThat(ended.err()).doesNotContain("not final");
    }
    String job = "/jobs/" + command.substring(4);
    String flowJob = "/jobs/" + flow.substring(4);
    PAGES.put("overview", "/");
    PAGES.put("jobs", "/jobs");
    PAGES.put("jobs-failed", "/jobs?filter=state%3D'FAILED'");
    PAGES.put("jobs-none", "/jobs?filter=name%3D'nothing'");
    PAGES.put("flows", "/jobs?flows");
    PAGES.put("job-timeline", job);
    PAGES.put("job-logs", job + "?tab=logs");
    PAGES.put("job-payload", job + "?tab=payload");
    PAGES.put("job-children", job + "?tab=children");
    PAGES.put("job-history", job + "?tab=history");
    PAGES.put("job-raw", job + "?tab=raw");
    PAGES.put("job-why", "/jobs/" + waiting.substring(4) + "?tab=why");
    PAGES.put("flow-graph", flowJob + "?tab=flow&atom=step_2");
    PAGES.put("flow-failure", flowJob + "?tab=flow&atom=step_3");
    PAGES.put("flow-folded", flowJob + "?tab=flow&closed=0");
    PAGES.put("flow-tree", flowJob + "?tab=flow&view=tree");
    PAGES.put("flow-time", flowJob + "?tab=flow&view=chart");
    PAGES.put("post", "/post");
    PAGES.put("post-form", "/post?action=run_command");
    PAGES.put("actions", "/actions");
    PAGES.put("action", "/actions/dummy_test_flow");
    PAGES.put("executors", "/executors");
    PAGES.put("schedules", "/schedules");
    PAGES.put("schedule-next", "/schedules?next=jobs_cleanup");
    PAGES.put("board", "/board");
    PAGES.put("engines", "/engines");
    PAGES.put("access", "/access");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void everyPopover_staysInTheWindow() {
    Page page =
        browser.signedIn(WIDE, ColorScheme.LIGHT, DashboardServer.USER, DashboardServer.PASSWORD);
    StringBuilder wrong = new StringBuilder();
    for (int width : List.of(WIDE, NARROW)) {
      page.setViewportSize(width, HEIGHT);
      for (Map.Entry<String, String> each : PAGES.entrySet()) {
        DashboardBrowser.show(page, each.getValue());
        page.waitForSelector("h1, .empty");
        Object cut = page.evaluate(CUT_POPOVERS);
        if (!"".equals(cut)) {
          wrong.append(each.getKey() + " at " + width + ": " + cut + "\n");
        }
      }
    }
    assertThat(wrong.toString()).isEmpty();
  }

  /**
   * Checks each page in both themes and both widths. The page is loaded once and then changes as
   * the dashboard itself changes it, because a load for each check takes minutes. The theme changes
   * only colours, so the second theme of a width needs only the rule for the contrast.
   */
  @Test
  void everyPage_isAccessibleAndWithoutErrors() throws IOException {
    Page page =
        browser.signedIn(WIDE, ColorScheme.LIGHT, DashboardServer.USER, DashboardServer.PASSWORD);
    loadAxe(page);
    StringBuilder wrong = new StringBuilder();
    for (Map.Entry<String, String> each : PAGES.entrySet()) {
      DashboardBrowser.show(page, each.getValue());
      page.waitForSelector("h1, .empty");
      check(page, new View(each.getKey(), ColorScheme.LIGHT, WIDE), ALL_RULES, wrong);
      check(page, new View(each.getKey(), ColorScheme.DARK, WIDE), CONTRAST, wrong);
      check(page, new View(each.getKey(), ColorScheme.DARK, NARROW), ALL_RULES, wrong);
      check(page, new View(each.getKey(), ColorScheme.LIGHT, NARROW), CONTRAST, wrong);
    }
    page.context().close();
    assertThat(wrong.toString()).isEmpty();
  }

  @Test
  void everyPage_fitsIntoTheNarrowestWindow_alsoWithALongName() {
    Page page =
        browser.signedIn(
            NARROWEST, ColorScheme.LIGHT, DashboardServer.USER, DashboardServer.PASSWORD);
    String name = "n".repeat(255);
    String id = server.run("post", "dummy_test_action", "--name", name, "--tag", name);
    Map<String, String> pages = new LinkedHashMap<>(PAGES);
    for (String tab : List.of("timeline", "why", "children", "payload", "history", "raw")) {
      pages.put("long-name-" + tab, "/jobs/" + id.substring(4) + "?tab=" + tab);
    }
    StringBuilder wrong = new StringBuilder();
    pages.forEach((shown, path) -> {
      DashboardBrowser.show(page, path);
      page.waitForSelector("h1, .empty");
      int overflow = overflow(page);
      if (overflow > 0) {
        wrong.append(shown).append(" is wider by ").append(overflow).append(": ");
        wrong.append(page.evaluate(WIDER)).append('\n');
      }
    });
    page.context().close();
    browser.takeProblems();
    assertThat(wrong.toString()).isEmpty();
  }

  private static int overflow(Page page) {
    return ((Number)
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .intValue();
  }

  private record View(String page, ColorScheme scheme, int width) {
    String name() {
      return page + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    }
  }

  private static void check(Page page, View view, String rules, StringBuilder wrong) {
    page.setViewportSize(view.width(), HEIGHT);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(view.scheme()));
    DashboardBrowser.settle(page);
    if (Boolean.getBoolean(WITH_SCREENSHOTS)) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(view.name() + ".png")));
    }
    List<String> problems = new ArrayList<>(axe(page, rules));
    problems.addAll(browser.takeProblems());
    int overflow = overflow(page);
    if (overflow > 0) {
      problems.add("is wider than the window by " + overflow);
    }
    if (view.width() == NARROW) {
      problems.addAll(cutTables(page));
    }
    problems.forEach(found -> wrong.append(view.name()).append(": ").append(found).append('\n'));
  }

  /** Returns the heads of those tables that a narrow window shows only in part. */
  @SuppressWarnings("unchecked") // The script answers with a list of texts.
  private static List<String> cutTables(Page page) {
    return (List<String>)
        page.evaluate(
            """
            [...document.querySelectorAll('.scroll')]
              .filter(each => each.scrollWidth > each.clientWidth)
              .map(each => 'cuts the table ' + each.textContent.slice(0, 60))\
            """);
  }

  private static void loadAxe(Page page) throws IOException {
    try (InputStream in = DashboardPagesTest.class.getResourceAsStream(AXE)) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      page.evaluate(script + "; undefined");
    }
  }

  @SuppressWarnings("unchecked") // The script answers with a list of texts.
  private static List<String> axe(Page page, String rules) {
    return (List<String>)
        page.evaluate(
            "axe.run(document, {resultTypes: ['violations'], runOnly: "
                + rules
                + "}).then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html + ' '"
                + " + n.failureSummary).slice(0, 3).join(' | ')))");
  }

  @Test
  void signInPage_isAccessibleAndRefusesWrongPasswords() throws IOException {
    Page page = browser.open(390, ColorScheme.LIGHT);
    page.waitForSelector(".sign-in");
    loadAxe(page);
    assertThat(axe(page, ALL_RULES)).isEmpty();
    assertThat(browser.takeProblems()).isEmpty();
    page.getByLabel("User name").fill("super");
    page.getByLabel("Password").fill("wrong");
    page.keyboard().press("Enter");
    page.waitForSelector(".problem");
    assertThat(page.locator(".problem").textContent()).isNotBlank();
    // The browser reports the refused request on the console, as it should.
    browser.takeProblems();
    page.context().close();
  }
}
