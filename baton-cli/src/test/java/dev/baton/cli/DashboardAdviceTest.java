// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks that the dashboard tells users why something happens and what to do about it. */
final class DashboardAdviceTest {

  private static final Duration BOUND = Duration.ofMinutes(4);

  @RegisterExtension private static final DashboardExtension DASHBOARD = new DashboardExtension();

  private Page page;

  @BeforeEach
  void takePage() {
    page = DASHBOARD.page();
  }

  private Locator button(String name) {
    return DashboardBrowser.button(page, name);
  }

  private static String path(String job) {
    return "/jobs/" + job.substring("job/".length());
  }

  @Test
  void postedJobThatNoExecutorCanRun_saysWhyAtOnce() {
    page.navigate("/post?action=dummy_test_action");
    page.getByLabel("Capabilities").fill("no_such_capability");
    button("Post and watch").click();
    assertThat(page.locator(".why-note")).containsText("Waits at the gate capability");
    assertThat(page.locator(".why-note")).containsText("no_such_capability");
    page.locator(".why-note a").click();
    assertThat(page.locator(".gates .closed").first()).containsText("no_such_capability");
    assertThat(page.locator(".why-note")).hasCount(0);
  }

  private Locator finding(String text) {
    return page.locator(".look-list li", new Page.LocatorOptions().setHasText(text));
  }

  @Test
  void jobsThatEveryExecutorRefuses_needALookAfterAWhile() {
    String job =
        "{\"action\": \"run_container\", \"payload\": {\"image\": \"none\", \"engine\":"
            + " \"nosuch\"}}";
    String first = DashboardBrowser.post(page, "job", job);
    String second = DashboardBrowser.post(page, "job", job);
    await()
        .atMost(BOUND)
        .until(() -> DASHBOARD.run("executor", "list", "--output", "json").contains(second));
    page.navigate("/");
    assertThat(page.locator(".figures")).isVisible();
    DashboardBrowser.settle(page);
    assertThat(finding("every executor refuses")).hasCount(0);
    page.clock().setSystemTime(Clock.system().now().plus(Duration.ofMinutes(1)).toEpochMilli());
    page.reload();
    Locator refused = finding("2 waiting jobs that every executor refuses: ");
    assertThat(refused).containsText("nosuch");
    refused.locator("a").click();
    assertThat(page.locator(".jobs .body .row")).hasCount(2);
    DASHBOARD.run("job", "cancel", second);
    page.navigate("/");
    assertThat(finding("1 waiting job that every executor refuses").locator("a"))
        .hasAttribute("href", path(first));
    DASHBOARD.run("job", "cancel", first);
    assertThat(finding("every executor refuses")).hasCount(0);
  }

  @Test
  void remoteExecutorThatIsKilled_needsALookUntilItIsBack() throws Exception {
    Process executor = DASHBOARD.server().startExecutor("remote-one");
    awaitState("alive");
    page.navigate("/");
    assertThat(page.locator(".figures")).isVisible();
    executor.destroyForcibly().waitFor();
    assertThat(finding("remote-one is lost: last seen at")).hasCount(1);
    awaitState("lost");
    page.navigate("/executors");
    Locator up =
        page.locator("tbody tr", new Page.LocatorOptions().setHasText("remote-one"))
            .locator("td:nth-last-child(3)");
    assertThat(up).hasText("–");
    page.navigate("/");
    assertThat(finding("remote-one is lost")).hasCount(1);
    DASHBOARD.server().startExecutor("remote-one");
    awaitState("alive");
    assertThat(finding("remote-one is lost")).hasCount(0);
    assertThat(DASHBOARD.run("executor", "threads", "remote-one")).contains("baton-");
  }

  private static void awaitState(String state) {
    await()
        .atMost(BOUND)
        .until(() ->
            DASHBOARD
                .run("executor", "list")
                .lines()
                .anyMatch(line -> line.contains("remote-one") && line.contains(state)));
  }

  @Test
  void whyOfAJobThatHasEnded_tellsWhereTheTimeWent() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--seconds", "0", "--not-before", "2s");
    page.navigate(path(id) + "?tab=why");
    assertThat(page.locator(".job-title")).containsText("succeeded");
    Locator times = page.locator(".gate-times li");
    assertThat(times.nth(0)).containsText("delayed");
    assertThat(times.nth(1)).containsText("waited for an executor");
    assertThat(times.nth(2)).containsText("ran");
    assertThat(times).hasCount(3);
  }

  @Test
  void retriedJob_linksToItsCopyAndTheCopyLinksBack() {
    String id = DASHBOARD.run("post", "run_command", "--name", "first", "--", "sh", "-c", "exit 4");
    page.navigate(path(id));
    assertThat(page.locator(".job-title")).containsText("failed");
    button("Retry…").click();
    button("Retry 1 job").click();
    Locator line = page.locator(".job-line", new Page.LocatorOptions().setHasText("retry of"));
    assertThat(line).isVisible();
    assertThat(page).not().hasURL(Pattern.compile(".*" + path(id)));
    line.locator("a").click();
    assertThat(page).hasURL(Pattern.compile(".*" + path(id)));
    Locator copy = page.locator(".job-line", new Page.LocatorOptions().setHasText("retried as"));
    assertThat(copy).containsText("failed");
  }

  @Test
  void jobThatWasRetried_isMarkedInTheListAndBeforeItIsRetriedAgain() {
    String id = DASHBOARD.run("post", "run_command", "--name", "twice", "--", "sh", "-c", "exit 4");
    page.navigate(path(id));
    assertThat(page.locator(".job-title")).containsText("failed");
    DASHBOARD.run("job", "retry", id);
    page.navigate("/jobs?filter=id%3D'" + id + "'");
    assertThat(page.locator(".jobs .body .row .retried")).containsText("retried");
    page.getByLabel("Select job " + id).check();
    button("Retry 1…").click();
    assertThat(page.locator("dialog")).containsText("This job was posted again before.");
    page.keyboard().press("Escape");
    page.locator(".jobs .body .row .retried").click();
    assertThat(page.locator(".job-line")).containsText("retry of");
    page.navigate(path(id));
    button("Retry…").click();
    assertThat(page.locator("dialog")).containsText("It was posted again before, as ");
  }

  @Test
  void wrongAddress_showsAPageInTheLookOfTheDashboard() {
    page.navigate("/jbos");
    assertThat(page.locator("h1")).hasText("There is no such page");
    assertThat(page.locator("main")).containsText("/jbos");
    assertThat((String) page.evaluate("getComputedStyle(document.body).fontFamily"))
        .contains("system-ui");
    // The browser reports the status 404, and nothing else.
    assertThat(DASHBOARD.browser().takeProblems()).singleElement().asString().contains("404");
    page.getByText("Open the dashboard").click();
    assertThat(page.locator("h1")).hasText("Overview");
  }

  @Test
  void usedSignInLink_tellsHowToSignIn() {
    page.navigate("/sign-in?token=used");
    assertThat(page.locator("h1")).hasText("This sign-in link is no longer valid");
    assertThat(page.locator("main")).containsText("restart 'baton up'");
    assertThat(DASHBOARD.browser().takeProblems()).singleElement().asString().contains("403");
  }

  @Test
  void formOfAnAction_takesTheFocus() {
    page.navigate("/post");
    page.locator(".action-list a", new Page.LocatorOptions().setHasText("dummy_test_action"))
        .focus();
    page.keyboard().press("Enter");
    assertThat(page.locator(".form fieldset").first().locator("input, select").first()).isFocused();
  }

  @Test
  void wrongField_takesTheFocus() {
    page.navigate("/post?action=run_command");
    button("Post and watch").click();
    Locator command = page.locator(".field", new Page.LocatorOptions().setHasText("command"));
    assertThat(command.first().locator(".field-error")).isVisible();
    assertThat(command.first().getByRole(AriaRole.TEXTBOX)).isFocused();
    page.keyboard().type("true");
    page.getByLabel("Priority").fill("5000");
    button("Check").click();
    assertThat(page.locator(".field .field-error")).containsText("priority is 5000");
    assertThat(page.getByLabel("Priority")).isFocused();
    assertThat(DASHBOARD.browser().takeProblems())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each).contains("400"));
  }

  @Test
  void chipWithAnId_isShortAndCopiesTheWholeId() {
    String id = DASHBOARD.run("post", "dummy_test_action", "--seconds", "0");
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.navigate("/jobs?filter=parent-job%3D'" + id + "'");
    Locator chip = page.locator(".chip");
    String shortId = id.substring(id.lastIndexOf('-') + 1).substring(0, 8);
    assertThat(chip.locator("span").first()).hasText("parent-job='" + shortId + "…'");
    assertThat(chip.locator("span").first()).hasAttribute("title", "parent-job='" + id + "'");
    chip.getByLabel("Copy " + id).click();
    assertThat(chip.getByLabel("Copied")).isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(id);
  }

  @Test
  void countsOfTheNavigation_sayWhatTheyCount() {
    page.navigate("/executors");
    Locator jobs = page.locator(".side a[href='/jobs']");
    assertThat(jobs).hasAccessibleName(Pattern.compile("Jobs ?\\d+ jobs that wait or run"));
    assertThat(jobs.locator(".nav-count")).hasAttribute("title", "jobs that wait or run");
    assertThat(page.locator(".side a[href='/executors']"))
        .hasAccessibleName(Pattern.compile("Executors ?\\d+ live executors"));
  }

  @Test
  void progressOfJobs_hasAColumnOnlyIfAJobHasAProgress() {
    DASHBOARD.run("post", "run_command", "--wait", "-q", "--name", "no-progress", "--", "true");
    page.navigate("/jobs?filter=name%3D'no-progress'");
    assertThat(page.locator(".jobs .body .row")).hasCount(1);
    Locator head = page.locator(".jobs .head");
    assertThat(head).containsText("Message");
    assertThat(head).not().containsText("Progress");
    String id = DASHBOARD.run("post", "dummy_test_action", "--seconds", "300", "--name", "running");
    page.navigate("/jobs?filter=name%3D'running'");
    assertThat(head).containsText("Progress");
    DASHBOARD.run("job", "cancel", id);
    String flow = DASHBOARD.run("post", "dummy_test_flow", "--seconds", "300", "--name", "flowing");
    page.navigate("/jobs?filter=name%3D'flowing'");
    assertThat(page.locator(".jobs .body .row")).containsText("running");
    assertThat(head).not().containsText("Progress");
    DASHBOARD.run("job", "cancel", flow);
  }

  @Test
  void administrator_endsTheSessionOfAUser() {
    String user = "{\"name\": \"berta\", \"password\": \"berta-berta\"}";
    DashboardBrowser.post(page, "user", user);
    Page other = DASHBOARD.browser().signedIn(1440, ColorScheme.LIGHT, "berta", "berta-berta");
    page.navigate("/access");
    Locator row =
        page.locator(".panel", new Page.LocatorOptions().setHasText("Signed in by"))
            .locator("tr", new Locator.LocatorOptions().setHasText("berta"));
    assertThat(row).hasCount(1);
    assertThat(row).containsText("127.0.0.1");
    assertThat(row).containsText(Pattern.compile("Chrome \\d+ on Linux"));
    row.getByText("End…").click();
    button("End the session").click();
    assertThat(row).hasCount(0);
    other.navigate("/");
    assertThat(other.locator(".sign-in")).isVisible();
    other.context().close();
  }
}
