// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.server.AddressRanges;
import dev.baton.server.ServerOptions;
import dev.baton.server.ServerOptions.SecureCookies;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which clients' headers a server trusts. */
final class TrustedHeadersTest {

  private static final AddressRanges LOCAL = AddressRanges.parse(List.of("127.0.0.1"));
  private static final String ADMIN_HEADER =
      "internal group/nuvla-admin group/nuvla-admin group/nuvla-user";

  private static ServerOptions options() {
    return ServerOptions.at("127.0.0.1", 0);
  }

  private static String login(String name, String password) {
    return """
    {"template": {"href": "session-template/password", "username": "%s", "password": "%s"}}
    """
        .formatted(name, password);
  }

  @Test
  void authnHeader_byDefault_isIgnored() {
    try (TestApi api = new TestApi()) {
      api.anonymous().with("nuvla-authn-info", ADMIN_HEADER).get("/api/job").expect(403);
    }
  }

  @Test
  void authnHeader_fromANamedAddress_isBelieved() {
    try (TestApi api = new TestApi(options().trusting(AddressRanges.NONE, LOCAL))) {
      TestClient internal = api.anonymous().with("nuvla-authn-info", ADMIN_HEADER);
      internal.get("/api/job").expect(200);
      internal.post("/api/job", "{\"action\":\"noop\"}").expect(201);
      // The header gives a user no more rights than the user has.
      api.anonymous()
          .with("nuvla-authn-info", "user/a user/a group/nuvla-user")
          .get("/api/board")
          .expect(403);
    }
  }

  @Test
  void authnHeader_fromAnotherAddress_isIgnored() {
    AddressRanges elsewhere = AddressRanges.parse(List.of("192.0.2.1"));
    try (TestApi api = new TestApi(options().trusting(AddressRanges.NONE, elsewhere))) {
      api.anonymous().with("nuvla-authn-info", ADMIN_HEADER).get("/api/job").expect(403);
    }
  }

  @Test
  void authnHeader_throughATrustedProxyFromAnotherClient_isIgnored() {
    try (TestApi api = new TestApi(options().trusting(LOCAL, LOCAL))) {
      TestClient outside =
          api.anonymous()
              .with("nuvla-authn-info", ADMIN_HEADER)
              .with("X-Forwarded-For", "203.0.113.9");
      outside.get("/api/job").expect(403);
    }
  }

  /** Proxies such as HAProxy add a header line after the line of the client. */
  @Test
  void authnHeader_withALineOfTheClientBeforeThatOfTheProxy_isIgnored() {
    try (TestApi api = new TestApi(options().trusting(LOCAL, LOCAL))) {
      forwarded(api, "127.0.0.1", "203.0.113.9")
          .with("nuvla-authn-info", ADMIN_HEADER)
          .get("/api/job")
          .expect(403);
      forwarded(api, "203.0.113.9", "127.0.0.1")
          .with("nuvla-authn-info", ADMIN_HEADER)
          .get("/api/job")
          .expect(403);
    }
  }

  @Test
  void authnHeader_forwardedByAPeerThatIsNoTrustedProxy_isIgnored() {
    try (TestApi api = new TestApi(options().trusting(AddressRanges.NONE, LOCAL))) {
      for (String header : List.of("X-Forwarded-For", "Forwarded")) {
        api.anonymous()
            .with(header, "for=127.0.0.1")
            .with("nuvla-authn-info", ADMIN_HEADER)
            .get("/api/job")
            .expect(403);
      }
    }
  }

  @Test
  void failedLogins_withALineOfTheClientEachTime_countForTheAddressThatTheProxySaw() {
    try (TestApi api = new TestApi(options().trusting(LOCAL, AddressRanges.NONE))) {
      for (int i = 0; i < 5; i++) {
        forwarded(api, "198.51.100." + i, "203.0.113.9")
            .post("/api/session", login("super", "wrong password"))
            .expect(403);
      }
      forwarded(api, "198.51.100.77", "203.0.113.9")
          .post("/api/session", login("super", TestApi.PASSWORD))
          .expectError(403, "too many failed logins");
    }
  }

  @Test
  void forwardedHost_withALineOfTheClientBeforeThatOfTheProxy_isTheProxys() {
    try (TestApi api = new TestApi(options().trusting(LOCAL, AddressRanges.NONE))) {
      assertThat(
              api.anonymous()
                  .with("X-Forwarded-Host", "evil.example")
                  .with("x-forwarded-host", "baton.example")
                  .get("/api/cloud-entry-point")
                  .json()
                  .path("base-uri")
                  .textValue())
          .startsWith("http://baton.example/");
    }
  }

  /** A client that sends two lines of the header. */
  private static TestClient forwarded(TestApi api, String ofClient, String ofProxy) {
    return api.anonymous().with("X-Forwarded-For", ofClient).with("x-forwarded-for", ofProxy);
  }

  @Test
  void failedLogins_ofOneClientBehindAProxy_doNotCountForAnother() {
    try (TestApi api = new TestApi(options().trusting(LOCAL, AddressRanges.NONE))) {
      TestClient bad = api.anonymous().with("X-Forwarded-For", "1.1.1.1, 203.0.113.9");
      for (int i = 0; i < 5; i++) {
        bad.post("/api/session", login("super", "wrong password")).expect(403);
      }
      // The client itself may have written the first address in the header.
      api.anonymous()
          .with("X-Forwarded-For", "2.2.2.2, 203.0.113.9")
          .post("/api/session", login("super", TestApi.PASSWORD))
          .expectError(403, "too many failed logins");
      api.anonymous()
          .with("X-Forwarded-For", "203.0.113.10")
          .post("/api/session", login("super", TestApi.PASSWORD))
          .expect(201);
    }
  }

  @Test
  void forwardedAddress_ofWhomNobodyNamed_isIgnored() {
    try (TestApi api = new TestApi()) {
      for (int i = 0; i < 5; i++) {
        api.anonymous()
            .with("X-Forwarded-For", "203.0.113." + i)
            .post("/api/session", login("super", "wrong password"))
            .expect(403);
      }
      api.anonymous()
          .with("X-Forwarded-For", "203.0.113.77")
          .post("/api/session", login("super", TestApi.PASSWORD))
          .expectError(403, "too many failed logins");
      assertThat(
              api.anonymous()
                  .with("X-Forwarded-Host", "evil.example")
                  .get("/api/cloud-entry-point")
                  .json()
                  .path("base-uri")
                  .textValue())
          .startsWith("http://127.0.0.1:");
    }
  }

  @Test
  void secureCookies_always_markEveryCookie() {
    try (TestApi api = new TestApi(options().withSecureCookies(SecureCookies.ALWAYS))) {
      assertThat(
              api.anonymous()
                  .post("/api/session", login("super", TestApi.PASSWORD))
                  .expect(201)
                  .header("Set-Cookie"))
          .endsWith("; Secure");
    }
  }

  @Test
  void inventedNames_inTheHundreds_doNotLockOutTheAdministrator() {
    try (TestApi api = new TestApi()) {
      for (int i = 0; i < 31; i++) {
        api.anonymous()
            .post("/api/session", login("invented" + i, "wrong password"))
            .expectError(403, "invalid credentials");
      }
      api.anonymous().post("/api/session", login("super", TestApi.PASSWORD)).expect(201);
    }
  }
}
