// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.dashboard.Dashboard;
import dev.baton.server.Accounts;
import dev.baton.server.SignInLinks;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SignInLinkTest {

  private final TestApi api = new TestApi();
  private final String token = api.server.signInLinks().issue(Accounts.FIRST_ADMINISTRATOR);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void link_once_opensASessionAndLeadsToTheStartPage() {
    TestResponse response = api.anonymous().get("/sign-in?token=" + token).expect(303);
    assertThat(response.header("Location")).isEqualTo("/");
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    String cookie = response.header("Set-Cookie").split(";")[0];
    TestClient client = api.anonymous().header("Cookie", cookie);
    assertThat(client.get("/api/session").json().at("/resources/0/identifier").asText())
        .isEqualTo("super");
    client.get("/api/board").expect(200);
    api.anonymous().get("/sign-in?token=" + token).expectError(403, "was used or has expired");
  }

  @Test
  void link_afterItsTime_isRefused() {
    api.clock.advance(SignInLinks.VALID);
    api.anonymous().get("/sign-in?token=" + token).expectError(403, "has expired");
  }

  @Test
  void link_ofAPreview_staysValid() {
    assertThat(
            api.anonymous()
                .send("HEAD", "/sign-in?token=" + token, null, BodyPublishers.noBody())
                .headers()
                .firstValue("Set-Cookie"))
        .isEmpty();
    api.anonymous().get("/sign-in?token=" + token).expect(303);
  }

  @Test
  void link_thatNobodyIssued_isRefusedAndNotShown() {
    TestResponse refused = api.anonymous().get("/sign-in?token=guessed").expect(403);
    assertThat(refused.body()).doesNotContain("guessed");
    api.anonymous().get("/sign-in").expectError(400, "'token' is missing");
  }

  @Test
  void link_thatABrowserOpensTwice_showsAPageThatSaysWhatToDo() {
    TestClient browser = api.anonymous().header("Accept", "text/html,*/*;q=0.8");
    browser.get("/sign-in?token=" + token).expect(303);
    TestResponse page = browser.get("/sign-in?token=" + token).expect(403);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.header("Content-Security-Policy")).isEqualTo(Dashboard.CONTENT_SECURITY_POLICY);
    assertThat(page.body()).contains("no longer valid", "restart 'baton up'", "href=\"/\"");
    assertThat(browser.get("/sign-in").expect(400).body()).contains("is not complete");
  }

  @Test
  void session_withATemplate_opensASessionOnce() {
    String body =
        """
        {"template": {"href": "session-template/sign-in-link", "token": "%s"}}
        """
            .formatted(token);
    api.anonymous().post("/api/session", body).expect(201);
    api.anonymous().post("/api/session", body).expect(403);
  }

  @Test
  void issue_manyLinks_keepsTheNewest() {
    for (int i = 0; i < 100; i++) {
      api.server.signInLinks().issue("super");
    }
    api.anonymous().get("/sign-in?token=" + token).expect(403);
  }
}
