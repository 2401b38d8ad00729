// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.server.ServerOptions;
import dev.baton.server.ServerOptions.SecureCookies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReadServerOptionsTest {

  private static ServerOptions of(Map<String, String> environment) {
    Settings settings = new Settings(Map.of(), environment);
    ServerOptions options = ReadServerOptions.of(settings);
    settings.check();
    return options;
  }

  @Test
  void nothingSet_trustsNobody() {
    ServerOptions options = of(Map.of());
    assertThat(options.secureCookies()).isEqualTo(SecureCookies.AUTO);
    assertThat(options.trustedProxies().isEmpty()).isTrue();
    assertThat(options.authnHeaderFrom().isEmpty()).isTrue();
    assertThat(options.openMetrics()).isTrue();
    assertThat(of(Map.of("BATON_HOST", "0.0.0.0", "BATON_ALLOW_PLAIN_HTTP", "true")).openMetrics())
        .isFalse();
  }

  @Test
  void settings_reachTheServer() {
    ServerOptions options =
        of(
            Map.of(
                "BATON_SECURE_COOKIES", "always",
                "BATON_TRUSTED_PROXIES", "10.0.0.1, 10.1.0.0/16",
                "BATON_AUTHN_HEADER_FROM", "10.2.0.5",
                "BATON_METRICS_ACCESS", "admin",
                "BATON_TRACE_URL", "https://traces.example.com/{trace}"));
    assertThat(options.traceUrl()).isEqualTo("https://traces.example.com/{trace}");
    assertThat(options.secureCookies()).isEqualTo(SecureCookies.ALWAYS);
    assertThat(options.trustedProxies().contains("10.1.2.3")).isTrue();
    assertThat(options.authnHeaderFrom().contains("10.2.0.5")).isTrue();
    assertThat(options.authnHeaderFrom().contains("10.0.0.1")).isFalse();
    assertThat(options.openMetrics()).isFalse();
  }

  @Test
  void wrongSettings_areNamed() {
    assertThatThrownBy(() -> of(Map.of("BATON_TRUSTED_PROXIES", "proxy.example.org")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("trusted-proxies: 'proxy.example.org' is not an IP address");
    for (String url : List.of("javascript:alert('{trace}')", "https://traces.example.com/")) {
      assertThatThrownBy(() -> of(Map.of("BATON_TRACE_URL", url)))
          .hasMessageContaining("trace-url is '" + url + "'; expected an address that begins");
    }
    assertThatThrownBy(() -> of(Map.of("BATON_AUTHN_HEADER_FROM", "0.0.0.0/0")))
        .hasMessageContaining("authn-header-from: network '0.0.0.0/0' has 0 bits");
    assertThatThrownBy(() -> of(Map.of("BATON_SECURE_COOKIES", "sometimes")))
        .hasMessageContaining("expected one of auto, always, never");
  }

  @Test
  void plainHttp_beyondLoopback_isRefusedUnlessAllowed() {
    for (String host : List.of("0.0.0.0", "::", "10.0.0.5", "fe80::1", "host.invalid")) {
      assertThatThrownBy(() -> of(Map.of("BATON_HOST", host)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("host is '" + host + "', which other machines can reach")
          .hasMessageContaining("set tls-certificate and tls-key, or set allow-plain-http");
      assertThat(of(Map.of("BATON_HOST", host, "BATON_ALLOW_PLAIN_HTTP", "true")).host())
          .isEqualTo(host);
      assertThat(
              of(Map.of(
                      "BATON_HOST", host,
                      "BATON_TLS_CERTIFICATE", "cert.pem",
                      "BATON_TLS_KEY", "key.pem"))
                  .tls())
          .isNotNull();
    }
    for (String host : List.of("localhost", "127.0.0.2", "::1")) {
      assertThat(of(Map.of("BATON_HOST", host)).tls()).isNull();
    }
  }

  @Test
  void filesOfTls_areNeededTogether() {
    assertThatThrownBy(() -> of(Map.of("BATON_TLS_KEY", "key.pem")))
        .hasMessageContaining("only one of tls-certificate and tls-key is set");
    assertThatThrownBy(() -> of(Map.of("BATON_TLS_CLIENT_CA", "ca.pem")))
        .hasMessageContaining("tls-client-ca is set, but not tls-certificate and tls-key");
    assertThatThrownBy(() -> of(Map.of("BATON_BASE_PATH", "baton")))
        .hasMessageContaining("base-path is 'baton'; expected a path such as /baton");
  }
}
