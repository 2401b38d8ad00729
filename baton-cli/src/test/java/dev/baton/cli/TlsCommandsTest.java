// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.console.ExitCode;
import dev.baton.testkit.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests commands at a server with TLS. */
final class TlsCommandsTest {

  private static final String HERE = "IP:127.0.0.1";

  @TempDir Path folder;
  private TestAuthority authority;

  @BeforeEach
  void issue() {
    authority = new TestAuthority(folder).issue("server", HERE).issue("client", "DNS:client");
  }

  private TestBaton baton(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("--tls-certificate", authority.certificateOf("server").toString());
    settings.put("--tls-key", authority.keyOf("server").toString());
    return new TestBaton(folder, settings);
  }

  private static void assertFails(TestBaton.Result result, int code, String... texts) {
    assertThat(result.code()).as(result.toString()).isEqualTo(code);
    assertThat(result.err()).contains(texts);
  }

  @Test
  void serverOfThisUser_isTrustedByItsCertificate() {
    try (TestBaton baton = baton(Map.of())) {
      assertThat(baton.endpoint()).startsWith("https://127.0.0.1:");
      TestBaton.Result posted = baton.run("post", "dummy_test_action", "--wait");
      assertThat(posted.code()).as(posted.toString()).isZero();
      // A new certificate needs nothing from the user.
      authority.issue("server", HERE);
      assertThat(baton.run("job", "list").code()).isZero();
    }
  }

  @Test
  void renewalThatFailed_isNamedByCommandsOfThisMachine() throws IOException {
    Path certificate = authority.certificateOf("server");
    try (TestBaton baton = baton(Map.of())) {
      assertThat(baton.run("job", "list").code()).isZero();
      authority.issueExpired("server", HERE);
      assertFails(
          baton.run("job", "list"),
          ExitCode.UNAVAILABLE,
          "is not trusted: its certificate is not the one in '" + certificate + "', which expired",
          "continues with its former certificate; replace the file by a certificate that is valid");
      Files.writeString(certificate, "no certificate");
      assertFails(
          baton.run("job", "list"),
          ExitCode.UNAVAILABLE,
          "'" + certificate + "' has no certificate",
          "continues with its former certificate; correct the file");
      Files.delete(certificate);
      assertFails(
          baton.run("job", "list"),
          ExitCode.UNAVAILABLE,
          "'" + certificate + "' does not exist",
          "name the authority of the former certificate with --tls-ca");
      Map<String, String> login = Map.of("BATON_USER", "super", "BATON_PASSWORD", "correct-horse");
      String ca = authority.certificate().toString();
      assertThat(
              baton
                  .run(login, "", "job", "list", "--endpoint", baton.endpoint(), "--tls-ca", ca)
                  .code())
          .isZero();
      authority.issue("server", HERE);
      assertThat(baton.run("job", "list").code()).isZero();
    }
  }

  @Test
  void filesOfTls_forAnAddressWithoutTls_areRefused() {
    Map<String, String> environment = Map.of("HOME", folder.toString());
    String ca = authority.certificate().toString();
    String[] tls = {"--endpoint", "http://127.0.0.1:1", "--tls-ca", ca};
    for (List<String> command :
        List.of(List.of("executor"), List.of("job", "list"), List.of("context", "add", "plain"))) {
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of(tls));
      assertFails(
          TestBaton.runIn(environment, "", words.toArray(String[]::new)),
          ExitCode.USAGE,
          "http://127.0.0.1:1",
          "no TLS",
          "use https://, or");
    }
  }

  @Test
  void namedServer_needsAnAuthorityThatIsTrusted() {
    try (TestBaton baton = baton(Map.of())) {
      String[] list = {"job", "list", "--endpoint", baton.endpoint()};
      Map<String, String> login = Map.of("BATON_USER", "super", "BATON_PASSWORD", "correct-horse");
      assertFails(
          baton.run(login, "", list),
          ExitCode.UNAVAILABLE,
          "is not trusted",
          "the authority 'CN=tests'",
          "--tls-ca FILE or BATON_TLS_CA=FILE");
      String ca = authority.certificate().toString();
      Map<String, String> trusting = new HashMap<>(login);
      trusting.put("BATON_TLS_CA", ca);
      assertThat(baton.run(trusting, "", list).code()).isZero();
      assertThat(
              baton
                  .run(login, "", "job", "list", "--endpoint", baton.endpoint(), "--tls-ca", ca)
                  .code())
          .isZero();
      assertThat(
              baton
                  .run(
                      login,
                      "",
                      "context",
                      "add",
                      "own",
                      "--endpoint",
                      baton.endpoint(),
                      "--user",
                      "super",
                      "--tls-ca",
                      ca)
                  .code())
          .isZero();
      assertThat(baton.run("job", "list", "--context", "own").code()).isZero();
      trusting.put("BATON_TLS_CA", folder.resolve("none.pem").toString());
      assertFails(
          baton.run(trusting, "", list), ExitCode.USAGE, "tls-ca '", "none.pem' does not exist");
    }
  }

  @Test
  void certificateForAnotherHost_isRefusedWithItsNames() {
    authority.issue("server", "DNS:baton.example.org");
    try (TestBaton baton = baton(Map.of())) {
      assertFails(
          baton.run(
              "job",
              "list",
              "--endpoint",
              baton.endpoint(),
              "--tls-ca",
              authority.certificate().toString()),
          ExitCode.UNAVAILABLE,
          "its certificate is for 'baton.example.org', not for '127.0.0.1'");
    }
  }

  @Test
  void certificateForClientsOnly_isRefusedWithTheReason() {
    authority.issueForClients("server", HERE);
    try (TestBaton baton = baton(Map.of())) {
      TestBaton.Result result =
          baton.run(
              "job",
              "list",
              "--endpoint",
              baton.endpoint(),
              "--tls-ca",
              authority.certificate().toString());
      assertFails(result, ExitCode.UNAVAILABLE, "is not trusted: its certificate is not accepted");
    }
  }

  @Test
  void context_withFolder_usesItsFilesForTls() {
    try (TestBaton baton = baton(Map.of("--tls-client-ca", authority.certificate().toString()))) {
      String[] add = {
        "context",
        "add",
        "here",
        "--data",
        baton.data().toString(),
        "--tls-client-certificate",
        authority.certificateOf("client").toString(),
        "--tls-client-key",
        authority.keyOf("client").toString()
      };
      assertThat(baton.run(add).code()).isZero();
      assertThat(baton.run("job", "list", "--context", "here").code()).isZero();
      // The authority of a context takes precedence over the certificate in the folder.
      add[2] = "strict";
      List<String> strict = new ArrayList<>(List.of(add));
      strict.addAll(List.of("--tls-ca", authority.certificateOf("client").toString()));
      assertThat(baton.run(strict.toArray(String[]::new)).code()).isZero();
      assertFails(
          baton.run("job", "list", "--context", "strict"),
          ExitCode.UNAVAILABLE,
          "comes from the authority 'CN=tests', which is not trusted here");
    }
  }

  @Test
  void clientCertificate_isAskedForAndShown() {
    try (TestBaton baton = baton(Map.of("--tls-client-ca", authority.certificate().toString()))) {
      assertFails(
          baton.run("job", "list"),
          ExitCode.UNAVAILABLE,
          "tls-client-certificate",
          "tls-client-key");
      Map<String, String> certificate =
          Map.of(
              "BATON_TLS_CLIENT_CERTIFICATE", authority.certificateOf("client").toString(),
              "BATON_TLS_CLIENT_KEY", authority.keyOf("client").toString());
      assertThat(baton.run(certificate, "", "job", "list").code()).isZero();
      assertFails(
          baton.run(
              Map.of("BATON_TLS_CLIENT_KEY", authority.keyOf("client").toString()),
              "",
              "job",
              "list"),
          ExitCode.USAGE,
          "only one of tls-client-certificate and tls-client-key is set");
    }
  }

  @Test
  void start_withWrongFiles_namesThem() {
    Map<String, String> environment = Map.of("HOME", folder.toString());
    String certificate = authority.certificateOf("server").toString();
    TestBaton.Result result =
        TestBaton.runIn(
            environment,
            "",
            "up",
            "--port",
            "0",
            "--tls-certificate",
            certificate,
            "--tls-key",
            authority.keyOf("client").toString());
    assertFails(result, ExitCode.USAGE, "tls-key '", "is not the key of the certificate in");
    // The start that failed left no data folder.
    assertThat(Files.exists(folder.resolve(".local/share/baton/baton.mv.db"))).isFalse();
    assertFails(
        TestBaton.runIn(environment, "", "up", "--tls-certificate", certificate),
        ExitCode.USAGE,
        "only one of tls-certificate and tls-key is set");
    assertFails(
        TestBaton.runIn(
            environment,
            "",
            "executor",
            "--endpoint",
            "https://127.0.0.1:1",
            "--tls-ca",
            certificate,
            "--api-insecure"),
        ExitCode.USAGE,
        "tls-ca and api-insecure are both set; remove api-insecure");
    assertFails(
        TestBaton.runIn(environment, "", "up", "--host", "0.0.0.0", "--port", "0"),
        ExitCode.USAGE,
        "host is '0.0.0.0', which other machines can reach or",
        "allow-plain-http");
  }
}
