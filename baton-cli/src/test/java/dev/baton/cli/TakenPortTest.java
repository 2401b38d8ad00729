// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.console.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a start with a port that another program uses. */
final class TakenPortTest {

  @TempDir Path folder;

  @Test
  void start_atATakenPort_saysSoInOneLineAndMakesNothing() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      for (String command : new String[] {"up", "server"}) {
        TestBaton.Result result = run(command, "--port", port);

        assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
            .startsWith("baton: cannot listen on '127.0.0.1:" + port + "': ")
            .endsWith("; choose another port with --port (0 is any free port)\n")
            .hasLineCount(1);
      }
    }
    assertThat(folder.resolve("data")).isEmptyDirectory();
  }

  @Test
  void start_atATakenPortOfZookeeper_saysSo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      TestBaton.Result result = run("up", "--port", "0", "--board", "zookeeper", "--zk-port", port);

      assertThat(result.err()).contains("127.0.0.1:" + port, "--zk-port").hasLineCount(1);
    }
  }

  @Test
  void start_atAnUnknownHost_saysSo() {
    TestBaton.Result result = run("up", "--host", "no-such-host.invalid", "--port", "18765");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("host is 'no-such-host.invalid'").hasLineCount(1);
  }

  private TestBaton.Result run(String command, String... more) {
    String[] first = {command, "--data", folder.resolve("data").toString()};
    return TestBaton.runIn(
        Map.of("HOME", folder.toString()),
        "",
        Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new));
  }
}
