// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.Authenticator;
import dev.baton.server.ServerOptions;
import dev.baton.service.Clock;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests the cookies of a server below a path, in browsers that know the server without the path.
 */
final class LogoutCookieTest {

  private static final String BASE = "/tools/baton";
  private static final String LOGIN =
      """
      {"template": {"href": "session-template/password", "username": "super", "password": "%s"}}
      """
          .formatted(TestApi.PASSWORD);

  /** A client that keeps cookies as a browser does. */
  private record Browser(TestApi api, CookieManager cookies, HttpClient http)
      implements AutoCloseable {

    static Browser of(TestApi api) {
      CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
      return new Browser(api, cookies, HttpClient.newBuilder().cookieHandler(cookies).build());
    }

    HttpResponse<String> send(String method, String path, String body)
        throws IOException, InterruptedException {
      return http.send(
          HttpRequest.newBuilder(URI.create(api.server.uri() + BASE + path))
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }

    /** Logs in, and returns the id of the session. */
    String login() throws IOException, InterruptedException {
      HttpResponse<String> response = send("POST", "/api/session", LOGIN);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
      return TestApi.JSON.readTree(response.body()).path("resource-id").asText();
    }

    int sessions() throws IOException, InterruptedException {
      return TestApi.JSON.readTree(send("GET", "/api/session", "").body()).path("count").asInt();
    }

    List<HttpCookie> all() {
      return cookies.getCookieStore().getCookies();
    }

    void add(String token, String path) {
      HttpCookie cookie = new HttpCookie(Authenticator.COOKIE, token);
      cookie.setVersion(0);
      cookie.setPath(path);
      cookie.setDomain("127.0.0.1");
      cookies.getCookieStore().add(api.server.uri(), cookie);
    }

    @Override
    public void close() {
      http.close();
    }
  }

  private static TestApi api() {
    TestApi api = new TestApi(ServerOptions.at("127.0.0.1", 0).withBasePath(BASE));
    // The client of Java compares the expiry of cookies with the clock of the machine.
    api.clock.jumpTo(Clock.system().now());
    return api;
  }

  private static String tokenOfAnotherLogin(TestApi api) throws Exception {
    try (Browser other = Browser.of(api)) {
      other.login();
      return other.all().getFirst().getValue();
    }
  }

  @Test
  void logout_endsFormerSessionsAndRemovesTheirCookies() throws Exception {
    for (String path : List.of("/", "/tools")) {
      try (TestApi api = api();
          Browser browser = Browser.of(api);
          Browser later = Browser.of(api)) {
        String former = tokenOfAnotherLogin(api);
        browser.add(former, path);
        String id = browser.login();
        assertThat(browser.all())
            .extracting(HttpCookie::getPath)
            .containsExactlyInAnyOrder(path, BASE);
        assertThat(browser.send("DELETE", "/api/" + id, "").statusCode()).isEqualTo(200);
        assertThat(browser.all()).isEmpty();
        later.add(former, "/");
        assertThat(later.sessions()).isZero();
      }
    }
  }

  @Test
  void logout_leavesTheCookieOfAnotherServer() throws Exception {
    try (TestApi api = api();
        Browser browser = Browser.of(api)) {
      browser.add("of-another-server", "/");
      String id = browser.login();
      assertThat(browser.sessions()).isEqualTo(1);
      assertThat(browser.send("DELETE", "/api/" + id, "").statusCode()).isEqualTo(200);
      assertThat(browser.all())
          .extracting(HttpCookie::getValue)
          .containsExactly("of-another-server");
    }
  }

  @Test
  void login_isNotHiddenByADeadCookieOfALongerPath() throws Exception {
    try (TestApi api = api();
        Browser browser = Browser.of(api)) {
      browser.add("dead", BASE + "/api");
      browser.login();
      assertThat(browser.all()).hasSize(2);
      assertThat(browser.sessions()).isEqualTo(1);
    }
  }
}
