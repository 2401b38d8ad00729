// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the dashboard while jobs write, answers are slow, streams are refused, and users change.
 */
final class DashboardLiveTest {

  /** Delays each answer to a request whose address contains a text. */
  private static final String DELAY =
      """
      const send = window.fetch;
      window.fetch = async (url, options) => {
        if (String(url).includes('%s')) {
          await new Promise(done => setTimeout(done, %d));
        }
        return send(url, options);
      };
      """;

  @RegisterExtension private static final DashboardExtension DASHBOARD = new DashboardExtension();

  private Page page;

  @BeforeEach
  void takePage() {
    page = DASHBOARD.page();
  }

  private Locator button(String name) {
    return DashboardBrowser.button(page, name);
  }

  private static String run(String script) {
    return DASHBOARD.run("post", "run_command", "--", "sh", "-c", script);
  }

  private void openLog(String job) {
    page.navigate("/jobs/" + job.substring(4) + "?tab=logs");
  }

  @Test
  void answersSlowerThanThePeriod_areStillShown() {
    String id = DASHBOARD.run("post", "dummy_test_flow", "--steps", "2", "--seconds", "120");
    page.addInitScript(DELAY.formatted("/flow", 1500));
    page.navigate("/jobs/" + id.substring(4) + "?tab=flow");
    assertThat(page.locator(".node.s-running").first()).isVisible();
    DASHBOARD.run("job", "cancel", id);
  }

  @Test
  void signOut_forgetsWhatTheUserHasSeen() {
    page.evaluate("window.seen = true");
    page.getByLabel("Your account").click();
    button("Sign out").click();
    assertThat(page.locator(".sign-in")).isVisible();
    assertThat(page.evaluate("window.seen === undefined")).isEqualTo(true);
    assertOnlyRefusals();
  }

  /** Accepts requests that were open when the session ended: the browser reports their refusal. */
  private static void assertOnlyRefusals() {
    assertThat(DASHBOARD.browser().takeProblems())
        .allSatisfy(problem -> assertThat(problem).contains("403"));
  }

  @Test
  void networkThatIsLost_isShownAndTheListContinuesAfterwards() {
    page.navigate("/jobs");
    assertThat(page.locator("body")).containsText("Live");
    page.context().setOffline(true);
    assertThat(page.locator("body")).containsText("Connection lost");
    page.context().setOffline(false);
    assertThat(page.locator("body")).not().containsText("Connection lost");
    DASHBOARD.browser().takeProblems();
  }

  @Test
  void sessionThatEndsElsewhere_loadsThePageAgain() {
    page.navigate("/executors");
    page.evaluate("window.seen = true");
    Page other = page.context().newPage();
    other.navigate("/access");
    other.getByLabel("Your account").click();
    other.getByText("Sign out").click();
    assertThat(other.locator(".sign-in")).isVisible();
    page.bringToFront();
    assertThat(page.locator(".sign-in")).containsText("You were signed out, in another window");
    assertThat(page).hasURL(Pattern.compile(".*/executors"));
    assertThat(other.locator(".sign-in")).not().containsText("You were signed out");
    assertThat(page.evaluate("window.seen === undefined")).isEqualTo(true);
    assertOnlyRefusals();
  }

  private void endSessionElsewhere() {
    Page other = page.context().newPage();
    other.navigate("/access");
    other.getByLabel("Your account").click();
    other.getByText("Sign out").click();
    assertThat(other.locator(".sign-in")).isVisible();
    other.close();
    page.bringToFront();
    assertThat(page.locator(".sign-in")).containsText("The form of a job that you had not");
  }

  private void signIn(String user, String password) {
    page.getByLabel("User name").fill(user);
    page.getByLabel("Password").fill(password);
    button("Sign in").click();
  }

  @Test
  void formThatWasNotSent_isKeptForItsUserOnly() {
    DashboardBrowser.post(page, "user", "{\"name\": \"otto\", \"password\": \"otto-otto-otto\"}");
    page.navigate("/post?action=dummy_test_action");
    page.locator("input[aria-label='seconds']").fill("7");
    page.getByLabel("Tags").fill("kept");
    endSessionElsewhere();
    assertThat((String) page.evaluate("sessionStorage.getItem('baton.draft')")).contains("kept");
    signIn(DashboardServer.USER, DashboardServer.PASSWORD);
    assertThat(page.getByLabel("Tags")).hasValue("kept");
    assertThat(page.locator("input[aria-label='seconds']")).hasValue("7");
    endSessionElsewhere();
    signIn("otto", "otto-otto-otto");
    assertThat(page.getByLabel("Tags")).hasValue("");
    assertThat(page.evaluate("sessionStorage.getItem('baton.draft')")).isNull();
    assertOnlyRefusals();
    // The next test signs in again, as the user of the other tests.
    page.context().clearCookies();
  }

  @Test
  void pageWithoutEvents_tellsWhenItWasRead() {
    page.navigate("/executors");
    Locator time = page.locator(".connection time");
    assertThat(time).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d"));
    assertThat(page.locator(".connection")).containsText("As of ");
    assertThat(time).not().hasText(time.innerText());
    page.navigate("/jobs");
    assertThat(page.locator(".connection")).hasText("Live");
  }

  @Test
  void sessionThatAnotherServerOfTheHostReplaces_isExplainedOnTheSignInPage() {
    // Another server on the same host sets a cookie of the same name, whatever its port is.
    Cookie cookie = page.context().cookies().getFirst();
    cookie.value = "of-another-server";
    page.context().addCookies(List.of(cookie));
    page.reload();
    assertThat(page.locator(".sign-in")).containsText("another Baton server on this host");
    page.getByLabel("User name").fill(DashboardServer.USER);
    page.getByLabel("Password").fill(DashboardServer.PASSWORD);
    button("Sign in").click();
    page.getByLabel("Your account").click();
    button("Sign out").click();
    assertThat(page.locator(".sign-in")).isVisible();
    assertThat(page.locator(".sign-in")).not().containsText("another Baton server");
    assertOnlyRefusals();
  }

  @Test
  void followedLog_showsEachLineAtItsPlace() {
    openLog(run("for i in $(seq 1 50); do seq $((i * 20 - 19)) $((i * 20)); sleep 0.2; done"));
    assertThat(page.locator(".log-line").first()).isVisible();
    // A window that is read while the job runs knows of more lines than the stream has sent.
    page.evaluate("document.querySelector('.log-number').click()");
    assertThat(page.locator(".log-line.current")).isVisible();
    page.locator(".log-tools button[aria-pressed]").last().click();
    assertThat(page.locator(".job-title")).containsText("succeeded");
    assertThat(page.locator(".log-foot")).containsText("1\u202f001 lines");
    assertThat(page.locator(".log-line").last()).containsText("1000");
    assertThat(page.locator(".log-line", new Page.LocatorOptions().setHasText("…"))).hasCount(0);
    // The first line tells which program runs, so the number n is at the place n + 1.
    assertThat(
            page.evaluate(
                """
                [...document.querySelectorAll('.log-line')]
                  .filter(line => +line.firstElementChild.innerText - 1 !== +line.lastElementChild.innerText)
                  .map(line => line.innerText)\
                """))
        .isEqualTo(List.of());
  }

  @Test
  void searchInALogThatGrows_saysHowFarItReaches_andSearchesTheNewLines(@TempDir Path folder)
      throws IOException {
    Path go = folder.resolve("go");
    String wait = "while [ ! -e '" + go + "' ]; do sleep 0.1; done; ";
    openLog(run("echo needle 1; " + wait + "echo hay; echo needle 2"));
    assertThat(page.locator(".log-line")).hasCount(2);
    page.getByLabel("Search in the log").fill("needle");
    page.keyboard().press("Enter");
    Locator found = page.locator(".log-found");
    assertThat(found).containsText("1 line found as of line 2");
    Files.createFile(go);
    button("Search 2 new lines").click();
    assertThat(found).containsText("needle 2");
    assertThat(page.locator(".job-title")).containsText("succeeded");
    assertThat(found.locator("[role=status]")).hasText("2 lines found");
  }

  @Test
  void log_goesToALine_andFromOneFoundLineToTheNext() {
    openLog(run("seq 1 9000"));
    assertThat(page.locator(".job-title")).containsText("succeeded");
    button("Go to…").click();
    page.getByLabel("Number of the line").fill("4001");
    button("Go to line").click();
    Locator shown = page.locator(".log-line.current");
    assertThat(shown).containsText("4000");
    assertThat(shown).isInViewport();
    button("Go to…").click();
    page.getByLabel("Number of the line").fill("999999");
    page.keyboard().press("Enter");
    assertThat(shown).containsText("9000");
    page.getByLabel("Search in the log").fill("777");
    page.keyboard().press("Enter");
    Locator status = page.locator(".log-found [role=status]");
    assertThat(status).hasText("18 lines found");
    page.keyboard().press("Enter");
    assertThat(status).hasText("Hit 1 of 18");
    assertThat(shown).containsText("777");
    page.getByLabel("Next hit").click();
    assertThat(status).hasText("Hit 2 of 18");
    assertThat(shown).containsText("1777");
    page.getByLabel("Previous hit").click();
    page.getByLabel("Previous hit").click();
    assertThat(status).hasText("Hit 18 of 18");
    page.getByLabel("Search in the log").fill("1");
    page.keyboard().press("Enter");
    assertThat(status).containsText("200 lines found");
    page.getByLabel("Next hit").click();
    assertThat(status).containsText("Hit 1 of more than 200");
  }

  @Test
  void logLines_haveTheSameHeight() {
    openLog(DASHBOARD.run("post", "run_command", "--", "echo", "hello"));
    assertThat(page.locator(".log-line")).hasCount(2);
    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('.log-line')].map(each => each.offsetHeight)"))
        .isEqualTo(List.of(18, 18));
  }

  @Test
  void download_containsTheWholeLog() throws IOException {
    openLog(run("seq 1 12000"));
    assertThat(page.locator(".job-title")).containsText("succeeded");
    assertThat(page.locator(".log-foot")).containsText("12\u202f001 lines");
    button("Times").click();
    Download download = page.waitForDownload(() -> button("Download").click());
    List<String> lines = Files.readAllLines(download.path());
    assertThat(lines.subList(1, lines.size()))
        .isEqualTo(IntStream.rangeClosed(1, 12_000).mapToObj(Integer::toString).toList());
  }

  @Test
  void searchInTheLog_canBeCancelledAndContinued() {
    page.addInitScript(DELAY.formatted("/log-search", 1000));
    openLog(run("seq 1 20"));
    assertThat(page.locator(".job-title")).containsText("succeeded");
    page.getByLabel("Search in the log").fill("17");
    page.keyboard().press("Enter");
    button("Cancel").click();
    assertThat(page.locator(".log-found")).containsText("not searched yet");
    button("Search on").click();
    assertThat(page.locator(".log-found")).containsText("1 line found");
  }

  @Test
  void jobThatEndsBeforeTheStreamIsOpen_isShown() {
    List<Route> held = new CopyOnWriteArrayList<>();
    page.route("**/api/events*", held::add);
    page.navigate("/jobs?filter=tags%3D'early'");
    assertThat(page.locator(".empty")).containsText("No job matches");
    page.waitForCondition(() -> !held.isEmpty());
    DASHBOARD.run(
        "post", "dummy_test_action", "--seconds", "0", "--tag", "early", "--wait", "--quiet");
    page.unroute("**/api/events*");
    held.forEach(Route::resume);
    assertThat(page.locator(".jobs .body .row")).hasCount(1);
    assertThat(page.locator(".facet", new Page.LocatorOptions().setHasText("succeeded")))
        .containsText("1");
  }

  @Test
  void refusedStream_isNotAskedForAgain() {
    AtomicInteger requests = new AtomicInteger();
    page.route(
        "**/api/events*",
        route -> {
          requests.incrementAndGet();
          route.fulfill(new Route.FulfillOptions().setStatus(403).setBody("{}"));
        });
    page.clock().install();
    page.navigate("/jobs");
    assertThat(page.locator("h1")).hasText("Jobs");
    page.waitForCondition(() -> requests.get() > 0);
    for (int minute = 0; minute < 5; minute++) {
      page.clock().runFor(Duration.ofMinutes(1).toMillis());
      page.evaluate("fetch('/health/live').then(answer => answer.text())");
    }
    // One request asks for the stream, and one asks why there is none.
    assertThat(requests).hasValue(2);
    assertOnlyRefusals();
  }
}
