// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests that other users cannot see a secret that was passed on the command line. */
final class HideSecretsTest {

  @TempDir Path folder;

  @Test
  void places_ofSecrets_areThoseOfWorkersOnly() {
    assertThat(HideSecrets.places(List.of("executor", "--password", "x", "--api-secret=y")))
        .containsExactly(
            new HideSecrets.SecretPosition(2, 0), new HideSecrets.SecretPosition(3, 13));
    assertThat(HideSecrets.places(List.of("distributor", "--ss-pass=x", "--api-pass", "y")))
        .containsExactly(
            new HideSecrets.SecretPosition(1, 10), new HideSecrets.SecretPosition(3, 0));
    assertThat(HideSecrets.places(List.of("executor", "--password"))).isEmpty();
    assertThat(HideSecrets.places(List.of("post", "run", "--", "--password=x"))).isEmpty();
    assertThat(HideSecrets.places(List.of())).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void java_overwritesItsArguments() throws Exception {
    // Accepts connections and never answers, so that the process stays alive while the test
    // inspects it.
    try (ServerSocket deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.baton.cli.Main"));
      command.addAll(List.of("executor", "--endpoint", "http://127.0.0.1:" + deaf.getLocalPort()));
      command.addAll(List.of("--user=jane", "--password", "s3same", "--api-key=k"));
      command.addAll(List.of("--api-secret=öffne-dich", "--name", "fred"));
      Process process = start(command);
      try {
        await().atMost(Duration.ofSeconds(30)).until(() -> !shown(process).contains("s3same"));
        assertThat(shown(process))
            .endsWith(
                " --user=jane --password ****** --api-key=k --api-secret=***********"
                    + " --name fred");
        assertThat(shown(process)).isEqualTo(byPs(process));
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void script_movesSecretsIntoTheEnvironment() throws Exception {
    Path script = installed();
    Process process =
        start(
            List.of(
                script.toString(),
                "executor",
                "--password",
                "it's a \"secret\" $x",
                "--name",
                "two words",
                "--api-secret=s=s",
                "--zk-hosts",
                "a",
                "b"));

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(output)
        .endsWith(
            """
            dev.baton.cli.Main
            executor
            --name
            two words
            --zk-hosts
            a
            b
            password=it's a "secret" $x
            secret=s=s
            """);
  }

  /**
   * Installs the launcher script with a fake Java that prints its arguments and the secrets in its
   * environment.
   */
  private Path installed() throws IOException {
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for argument in "$@"; do printf '%s\\n' "$argument"; done
        printf 'password=%s\\nsecret=%s\\n' "$BATON_PASSWORD" "$BATON_API_SECRET"
        """);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"21.0.1\"\n");
    Files.createFile(Files.createDirectories(folder.resolve("lib")).resolve("baton.jar"));
    return Files.copy(
        Path.of("..", "baton"), folder.resolve("baton"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("BATON_JAVA_HOME", folder.resolve("java").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectError(folder.resolve("err").toFile());
    return builder.start();
  }

  private static String shown(Process process) throws IOException {
    byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    return new String(line, StandardCharsets.UTF_8).replace('\0', ' ').strip();
  }

  private static String byPs(Process process) throws IOException {
    Process ps =
        new ProcessBuilder("ps", "-ww", "-o", "args=", "-p", Long.toString(process.pid())).start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
