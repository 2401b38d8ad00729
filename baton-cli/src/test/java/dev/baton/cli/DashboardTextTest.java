// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Shows texts that users and programs wrote: in messages, in labels, and as found by a search. */
final class DashboardTextTest {

  private static final String RED = "printf '\\033[1;31mdisk\\033[0m is full' >&2; exit 5";

  @RegisterExtension private static final DashboardExtension DASHBOARD = new DashboardExtension();

  private Page page;

  @BeforeEach
  void takePage() {
    page = DASHBOARD.page();
  }

  @Test
  void coloursInTheReasonOfAFailure_areLeftOutEverywhere() {
    String id = DASHBOARD.run("post", "run_command", "--name", "red", "--", "sh", "-c", RED);
    String path = "/jobs/" + id.substring(4);
    page.navigate(path);
    assertThat(page.locator(".job-head .message")).hasText("'sh' ended with code 5: disk is full");
    for (String tab : new String[] {"", "?tab=why", "?tab=payload", "?tab=history"}) {
      page.navigate(path + tab);
      assertThat(page.locator(".content")).containsText("disk is full");
      assertHasNoEscapes();
    }
    page.navigate("/jobs?filter=state%3D'FAILED' and name%3D'red'");
    assertThat(page.locator(".jobs .body .row")).containsText("5: disk is full");
    assertThat(page.locator(".failures")).containsText("disk is full");
    assertHasNoEscapes();
  }

  @Test
  void namesInLabels_areIsolated_andTheirDirectionIsShownAsSigns() {
    String turned = "safe\u202Egnp.exe";
    String hebrew = "\u05D0\u05D1\u05D2";
    DASHBOARD.run("post", "run_command", "--name", turned, "--", "true");
    DASHBOARD.run("post", "run_command", "--name", hebrew, "--", "true");
    page.navigate("/jobs");
    assertThat(page.locator(".jobs .body .cell-action[title*='safe[U+202E]gnp.exe']")).hasCount(1);
    assertThat(page.locator(".jobs .body .cell-action[title*='\u2068" + hebrew + "\u2069']"))
        .hasCount(1);
    page.navigate("/jobs?filter=name%3D'safe%E2%80%AEgnp.exe'");
    assertThat(page.locator(".chip button"))
        .hasAttribute("aria-label", Pattern.compile("Remove .*"));
    Object turns =
        page.evaluate(
            """
            [...document.querySelectorAll('[aria-label], [title]')]
              .map(each => each.ariaLabel + each.title)
              .filter(each => /[\\u202a-\\u202e]/.test(each)).length\
            """);
    assertThat(turns).isEqualTo(0);
  }

  @Test
  void selectorsOfVariants_areSignsWhereTheySelectNothing() {
    String ideograph = "\u845B\uDB40\uDD00";
    String flag = "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC7F";
    Object shown =
        page.evaluate(
            """
            texts => import(document.querySelector('link[href*="lib-format"]').href)
              .then(format => texts.map(format.visible))\
            """,
            List.of(ideograph, flag, "1\uFE0F", "a\uDB40\uDD00", "a\uDB40\uDC67", "a\uFE0F"));
    assertThat(shown)
        .isEqualTo(List.of(ideograph, flag, "1\uFE0F", "a[U+E0100]", "a[U+E0067]", "a[U+FE0F]"));
  }

  @Test
  void wordsInTheFilterBar_areSearchedInErrorsNamesAndActions() {
    String script = "echo the quota of the tape robot is exhausted >&2; exit 1";
    DASHBOARD.run("post", "run_command", "--name", "archive", "--", "sh", "-c", script);
    page.navigate("/jobs?filter=state%3D'FAILED'");
    Locator bar = page.locator("input[role=combobox]");
    bar.fill("robot exhaust");
    assertThat(page.locator("#filter-suggestions .menu-item").first())
        .containsText("words in id, name, description, tags, action and last error");
    page.keyboard().press("Enter");
    assertThat(page.locator(".chip")).hasCount(3);
    assertThat(page.locator(".chip").last()).containsText("text: exhaust");
    assertThat(page.locator(".jobs .body .row")).hasCount(1);
    assertThat(page.locator(".jobs .body .row")).containsText("archive");
    bar.fill("run_com archive");
    page.keyboard().press("Enter");
    assertThat(page.locator(".chip")).hasCount(5);
    assertThat(page.locator(".jobs .body .row")).hasCount(1);
    bar.fill("tape-worm");
    page.keyboard().press("Enter");
    assertThat(page.locator(".empty")).containsText("not in status messages");
  }

  @Test
  void wordsOfANameInThePalette_findItsJob() {
    DASHBOARD.run("post", "dummy_test_action", "--seconds", "0", "--name", "train the whale");
    page.keyboard().press("Control+k");
    page.locator(".palette-input").fill("whal trai");
    Locator found = page.locator("#palette-list .menu-item");
    assertThat(found.first()).containsText("Job train the whale · dummy_test_action");
    page.keyboard().press("Enter");
    assertThat(page.locator(".job-title")).containsText("train the whale");
  }

  @Test
  void checkOfAForm_answersInSentences_withTheDocumentBehindADisclosure() {
    page.navigate("/post?action=dummy_test_flow");
    page.getByLabel("steps").fill("4");
    page.getByLabel("Attempts").fill("3");
    DashboardBrowser.button(page, "Check and preview").click();
    Locator answer =
        page.locator(".panel", new Page.LocatorOptions().setHasText("The job can be posted"));
    assertThat(answer.locator(".sentences")).containsText("It has up to 3 attempts.");
    assertThat(answer.locator("tbody tr")).hasText("steps4");
    assertThat(answer.locator(".json")).isHidden();
    answer.locator("summary").click();
    assertThat(answer.locator(".json")).containsText("execution-mode");
  }

  @Test
  void dialogThatCreatesSomething_isLeftByCancel() {
    page.navigate("/access");
    DashboardBrowser.button(page, "New key…").click();
    assertThat(page.locator("dialog")).isVisible();
    DashboardBrowser.button(page, "Cancel").click();
    assertThat(page.locator("dialog")).hasCount(0);
  }

  private void assertHasNoEscapes() {
    Object titles =
        page.evaluate("[...document.querySelectorAll('[title]')].map(each => each.title).join()");
    assertThat(page.locator("body").innerText() + titles).doesNotContain("\u001b", "5: [1;31m");
  }
}
