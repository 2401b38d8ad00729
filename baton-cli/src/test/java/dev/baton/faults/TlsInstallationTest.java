// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Processes of server, executor and command that talk over TLS with client certificates. */
@Execution(ExecutionMode.CONCURRENT)
final class TlsInstallationTest {

  @TempDir Path folder;

  @Test
  void remoteExecutor_overTls_runsJobsBeforeAndAfterANewCertificate() throws IOException {
    TestAuthority authority =
        new TestAuthority(folder)
            .issueForDays(30, "server", "IP:127.0.0.1")
            .issue("client", "DNS:executor.example.org");
    Map<String, String> environment =
        Map.of(
            "BATON_TLS_CA", authority.certificate().toString(),
            "BATON_TLS_CLIENT_CERTIFICATE", authority.certificateOf("client").toString(),
            "BATON_TLS_CLIENT_KEY", authority.keyOf("client").toString());
    List<String> flags =
        List.of(
            "--tls-certificate", authority.certificateOf("server").toString(),
            "--tls-key", authority.keyOf("server").toString(),
            "--tls-client-ca", authority.certificate().toString());
    try (TestInstallation baton = TestInstallation.server(folder, environment, flags)) {
      baton
          .startRemoteExecutor("remote")
          .awaitError("certificate expires soon", Duration.ofSeconds(30));
      assertThat(baton.command("post", "dummy_test_action", "--wait")).isNotEmpty();
      authority.issueForDays(30, "server", "IP:127.0.0.1");
      assertThat(baton.command("post", "dummy_test_action", "--wait")).isNotEmpty();
      baton.server().awaitError("changed TLS files are in use", Duration.ofSeconds(30));
      assertThat(baton.server().errorText()).doesNotContain("PRIVATE KEY", " WARN ");
    }
  }
}
