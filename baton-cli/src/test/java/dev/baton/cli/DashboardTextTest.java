// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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

  private void assertHasNoEscapes() {
    Object titles =
        page.evaluate("[...document.querySelectorAll('[title]')].map(each => each.title).join()");
    assertThat(page.locator("body").innerText() + titles).doesNotContain("\u001b", "[1;31m", "[0m");
  }
}
