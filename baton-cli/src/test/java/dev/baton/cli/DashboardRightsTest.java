// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.baton.testkit.server.ChromiumProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Presses every button of every page as a user who may only look at the jobs of others. A button
 * that the server refuses is a defect of the dashboard.
 */
final class DashboardRightsTest {

  private static final int FORBIDDEN = 403;
  private static final String PASSWORD = "anna-anna-anna";
  private static final String FORM = "/post?action=dummy_test_action";

  /**
   * Presses each button of the content, each entry of the menus that open, and the main button of
   * the dialogs that open. Answers with the texts of the pressed buttons.
   */
  private static final String PRESS_EVERYTHING =
      """
      async (path) => {
        const pause = (ms) => new Promise(done => setTimeout(done, ms));
        const settle = async () => {
          await pause(30);
          for (let i = 0; i < 200 && window.openRequests > 0; i++) {
            await pause(20);
          }
        };
        const pressed = [];
        const press = async (element) => {
          pressed.push((element.getAttribute('aria-label') || element.textContent).trim());
          element.click();
          await settle();
        };
        const restore = async () => {
          document.querySelectorAll('dialog [aria-label=Close]').forEach(each => each.click());
          if (location.pathname + location.search !== path) {
            history.pushState(null, '', path);
            dispatchEvent(new PopStateEvent('popstate'));
            await settle();
          }
        };
        const confirm = async () => {
          const main = document.querySelector('dialog .button.primary');
          if (main && !main.disabled) {
            await press(main);
          }
          await restore();
        };
        const select = async () => {
          const all = document.querySelector('[aria-label="Select all shown jobs"]');
          if (all && !all.checked) {
            all.click();
            await settle();
          }
        };
        const seen = new Set();
        for (let turn = 0; turn < 80; turn++) {
          await select();
          const buttons = [...document.querySelectorAll('#content button')];
          const next = buttons.find((each, i) => each.checkVisibility() && !each.disabled
            && !each.matches('.copy') && !seen.has(i + each.textContent));
          if (!next) {
            break;
          }
          seen.add(buttons.indexOf(next) + next.textContent);
          await press(next);
          const entries = document.querySelectorAll('.popover button:not([type=submit])').length;
          for (let i = 0; i < entries; i++) {
            if (!document.querySelector('.popover')) {
              next.click();
              await settle();
            }
            const entry = document.querySelectorAll('.popover button:not([type=submit])')[i];
            if (entry) {
              await press(entry);
            }
            await confirm();
          }
          document.body.dispatchEvent(new MouseEvent('mousedown', {bubbles: true}));
          await confirm();
        }
        return pressed;
      }
      """;

  @TempDir static Path folder;
  private static DashboardServer server;
  private static DashboardBrowser browser;

  @BeforeAll
  static void start() throws IOException {
    ChromiumProgram.find();
    server = new DashboardServer(folder);
    browser = DashboardBrowser.start(server.endpoint());
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

  private static String post(Page admin, String right, String job) {
    return DashboardBrowser.post(
        admin,
        "job",
        "{%s, \"acl\": {\"owners\": [\"group/nuvla-admin\"], \"%s\": [\"group/nuvla-user\"]}}"
            .formatted(job, right));
  }

  /** The addresses of all pages that a user sees, with the jobs that the administrator posted. */
  private static List<String> pages(Page admin) {
    String runs =
        post(
            admin,
            "view-data",
            "\"action\": \"dummy_test_action\", \"payload\": {\"seconds\": 500}");
    String fails =
        post(
            admin,
            "view-data",
            "\"action\": \"run_command\", \"payload\": {\"command\": [\"sh\", \"-c\", \"exit"
                + " 1\"]}");
    String flow =
        post(
            admin,
            "view-data",
            "\"action\": \"dummy_test_flow\", \"payload\": {\"steps\": 3, \"seconds\": 0,"
                + " \"failAt\": 2}");
    String meta = post(admin, "view-meta", "\"action\": \"dummy_test_action\"");
    for (String id : List.of(fails, flow, meta)) {
      TestBaton.runIn(Map.of("HOME", folder.toString()), "", "job", "wait", id, "--timeout", "60s");
    }
    List<String> pages = new ArrayList<>();
    for (String id : List.of(runs, fails, flow)) {
      for (String tab : List.of("", "?tab=logs", "?tab=why", "?tab=children", "?tab=payload")) {
        pages.add("/jobs/" + id.substring(4) + tab);
      }
    }
    pages.add("/jobs/" + flow.substring(4) + "?tab=flow&atom=step_2");
    pages.add("/jobs/" + meta.substring(4));
    pages.add("/jobs/" + meta.substring(4) + "?tab=raw");
    pages.addAll(List.of("/", "/jobs", "/jobs?flows", "/jobs?filter=state%3D'FAILED'"));
    pages.addAll(List.of("/actions", "/actions/run_container", "/actions/dummy_test_flow"));
    pages.addAll(List.of("/post?action=run_container", "/post", "/executors", "/schedules"));
    pages.addAll(List.of(FORM, "/engines", "/board", "/access"));
    return pages;
  }

  private static Locator button(Page page, String text) {
    return page.locator("button", new Page.LocatorOptions().setHasText(text)).first();
  }

  @Test
  @SuppressWarnings("unchecked") // The script answers with a list of texts.
  void userWhoMayOnlyLook_seesNoActionThatIsRefused() {
    Page admin =
        browser.signedIn(1440, ColorScheme.LIGHT, DashboardServer.USER, DashboardServer.PASSWORD);
    DashboardBrowser.post(
        admin, "user", "{\"name\": \"anna\", \"password\": \"" + PASSWORD + "\"}");
    List<String> pages = pages(admin);
    Page reader = browser.signedIn(1440, ColorScheme.LIGHT, "anna", PASSWORD);
    List<String> refused = new ArrayList<>();
    List<String> pressed = new ArrayList<>();
    String[] shown = {""};
    reader.onResponse(response -> {
      if (response.status() == FORBIDDEN) {
        refused.add(shown[0] + ": " + response.request().method() + " " + response.url());
      }
    });
    for (String path : pages) {
      shown[0] = path;
      DashboardBrowser.show(reader, path);
      assertThat(reader.locator("h1, .empty").first()).isVisible();
      if (path.equals(FORM)) {
        // The form appears when the schema of the action has arrived.
        assertThat(button(reader, "Post and watch")).isVisible();
      }
      assertThat(reader.locator("main")).not().containsText("undefined");
      pressed.addAll((List<String>) reader.evaluate(PRESS_EVERYTHING, path));
    }
    assertThat(refused).as("pressed: " + pressed).isEmpty();
    assertThat(pressed).contains("Post and watch", "More actions", "Wrap");
    assertThat(reader.locator(".side a", new Page.LocatorOptions().setHasText("Board")))
        .hasCount(0);
    DashboardBrowser.show(reader, "/jobs");
    assertThat(reader.locator(".page-tools")).containsText("your jobs");
    DashboardBrowser.show(admin, "/jobs");
    assertThat(admin.locator(".page-tools")).not().containsText("your jobs");
    reader.context().close();
    admin.context().close();
  }
}
