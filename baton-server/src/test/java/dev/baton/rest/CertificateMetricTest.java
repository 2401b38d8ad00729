// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.httpclient.ClientTls;
import dev.baton.server.ServerOptions;
import dev.baton.server.ServerTls;
import dev.baton.testkit.server.TestAuthority;
import dev.baton.tls.PemFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the metric that tells when the certificate of a server expires. */
final class CertificateMetricTest {

  private static final String HERE = "IP:127.0.0.1";
  private static final Pattern VALID =
      Pattern.compile("(?m)^baton_certificate_valid_seconds\\{use=\"server\"} (\\S+)$");

  @TempDir Path folder;
  private TestAuthority authority;
  private PemFile certificate;

  @BeforeEach
  void issue() {
    authority = new TestAuthority(folder).issue("server", HERE);
    certificate = new PemFile("tls-certificate", authority.certificateOf("server"));
  }

  private Instant expiry() {
    return certificate.certificates().getFirst().getNotAfter().toInstant();
  }

  @Test
  void metric_isTheTimeUntilTheCertificateInUseExpires() throws Exception {
    ServerTls tls =
        new ServerTls(certificate, new PemFile("tls-key", authority.keyOf("server")), null);
    ClientTls trust = ClientTls.DEFAULT.trusting(new PemFile("tls-ca", authority.certificate()));
    try (TestApi api = new TestApi(ServerOptions.at("127.0.0.1", 0).withTls(tls));
        HttpClient client = HttpClient.newBuilder().sslContext(trust.context("https:")).build()) {
      Instant first = expiry();
      api.clock.jumpTo(first.minus(Duration.ofHours(5)));
      assertThat(valid(api, client)).containsExactly(18_000.0);
      api.clock.jumpTo(first.plus(Duration.ofMinutes(1)));
      assertThat(valid(api, client)).containsExactly(-60.0);
      authority.issueForDays(30, "server", HERE);
      Instant second = expiry();
      assertThat(second).isAfter(first);
      api.clock.jumpTo(second.minus(Duration.ofDays(20)));
      assertThat(valid(api, client)).containsExactly(1_728_000.0);
      // A file that the server does not accept changes nothing, because it is not in use.
      Files.writeString(authority.certificateOf("server"), "no certificate");
      assertThat(valid(api, client)).containsExactly(1_728_000.0);
    }
  }

  @Test
  void metric_withoutTls_isAbsent() throws Exception {
    try (TestApi api = new TestApi()) {
      assertThat(valid(api, api.http)).isEmpty();
    }
  }

  private static List<Double> valid(TestApi api, HttpClient client)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(api.server.uri() + "/metrics")).build();
    String page = client.send(request, BodyHandlers.ofString()).body();
    assertThat(page).contains("baton_slots");
    return VALID
        .matcher(page)
        .results()
        .map((MatchResult line) -> Double.valueOf(line.group(1)))
        .toList();
  }
}
