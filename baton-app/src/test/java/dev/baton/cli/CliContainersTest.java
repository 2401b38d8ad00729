// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.TestBaton.Result;
import dev.baton.testkit.DockerServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
final class CliContainersTest {
  @TempDir static Path folder;

  @Test
  void look() {
    DockerServer docker = DockerServer.shared();
    try (TestBaton baton =
        new TestBaton(
            folder,
            Map.of(
                "--engine",
                "docker",
                "--engine-option",
                "docker.host=" + docker.address() + ",docker.network=none,docker.stop-grace=PT0S"))) {
      String[][] cases = {
        {"--image", DockerServer.IMAGE, "--", "sh", "-c", "echo hi; exit 0"},
        {"--image", DockerServer.IMAGE, "--", "sh", "-c", "echo broken >&2; exit 3"},
        {"--image", "baton/missing:1", "--pullPolicy", "NEVER", "--", "true"},
        {"--image", "baton/missing:1", "--", "true"},
        {"--image", DockerServer.IMAGE, "--", "/no/such/program", "x"},
        {"--image", DockerServer.IMAGE, "--", "/etc/passwd", "x"},
        {"--image", DockerServer.IMAGE, "--memoryLimit", "32Mi", "--", "sh", "-c", "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done"},
        {"--image", DockerServer.IMAGE, "--timeout", "2s", "--", "sh", "-c", "echo up; sleep 60"},
        {"--image", "a b", "--", "true"},
        {"--image", "UPPER/Case:1", "--", "true"},
        {"--image", DockerServer.IMAGE, "--engine", "dokcer", "--", "true"},
        {"--image", DockerServer.IMAGE, "--memoryLimit", "12 parsecs", "--", "true"},
        {"--image", DockerServer.IMAGE, "--tier", "gigantic", "--", "true"},
        {"--image", DockerServer.IMAGE, "--volumes", "nonsense", "--", "true"},
        {"--image", DockerServer.IMAGE, "--volumes", "/x:relative", "--", "true"},
        {"--image", DockerServer.IMAGE, "--hints", "everything", "--", "true"},
        {"--image", DockerServer.IMAGE, "--params", "{\"env\":{\"1X\":\"a\"}}", "--", "true"},
        {"--image", DockerServer.IMAGE, "--params", "{\"labels\":{\"a b\":\"c d\"}}", "--", "true"},
        {"--image", DockerServer.IMAGE, "--params", "{\"secrets\":{\"TOKEN\":\"hunter2!\"}}", "--", "true"},
        {"--image", DockerServer.IMAGE, "--params", "{\"secrets\":{\"TOKEN\":\"NOT_THERE\"}}", "--", "true"},
        {"--image", DockerServer.IMAGE, "--workdir", "relative", "--", "true"},
        {"--image", DockerServer.IMAGE, "--keep", "soon", "--", "true"},
        {"--image", DockerServer.IMAGE, "--backoffLimit", "-1", "--", "true"},
        {"--image", DockerServer.IMAGE, "--user", "-5", "--", "true"},
        {"--image", DockerServer.IMAGE, "--cpuLimit", "0", "--", "true"},
        {"--image", DockerServer.IMAGE, "--cpuLimit", "10000", "--", "true"},
        {"--image", DockerServer.IMAGE, "--memoryLimit", "1", "--", "true"},
        {"--image", DockerServer.IMAGE, "--addCapabilities", "NO_SUCH", "--", "true"},
        {"--image", DockerServer.IMAGE, "--nodeSelector", "{\"disk\":\"ssd\"}", "--", "true"},
        {"--image", DockerServer.IMAGE, "--raw", "{\"Nonsense\":true}", "--", "true"},
        {"--image", DockerServer.IMAGE, "--raw", "[1]", "--", "true"},
        {"--image", DockerServer.IMAGE, "--imaeg", "x", "--", "true"},
        {"--engine", "process", "--memoryLimit", "1Gi", "--", "true"},
        {"--engine", "process", "--image", "alpine", "--", "true"},
        {"--engine", "process"},
        {},
      };
      for (String[] one : cases) {
        List<String> words = new ArrayList<>(List.of("post", "run_container", "--follow"));
        words.addAll(List.of(one));
        Result result = baton.run(words.toArray(String[]::new));
        System.err.println("CASE " + String.join(" ", one) + "\n  -> " + result.code() + "\n  out: " + result.out().strip().replace("\n", "\n       ") + "\n  err: " + result.err().strip().replace("\n", "\n       "));
      }
    }
    assertThat(true).isTrue();
  }
}
