// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CleanUpTest {

  private static final Duration SOON = Duration.ofMinutes(4);

  @TempDir Path folder;

  /** Starts two processes, stops one of them with SIGSTOP, prints their ids, and waits. */
  static final class Broken {
    private Broken() {}

    public static void main(String[] arguments) throws InterruptedException {
      Path folder = Path.of(arguments[0]);
      CleanUp cleanUp = CleanUp.atExit(new CampaignLog(folder.resolve("events.log"), System.out));
      cleanUp.add("marker", () -> MachineFolders.folder(folder.resolve("cleaned")));
      cleanUp.add(
          "failing",
          () -> {
            throw new IllegalStateException("this step fails");
          });
      List<Long> pids = new ArrayList<>();
      for (String name : List.of("one", "two")) {
        ManagedProcess process =
            new ManagedProcess(name, List.of("sleep", "600"), Map.of(), folder);
        cleanUp.add(name, process::close);
        process.start();
        pids.add(process.pid());
      }
      SendSignal.send("STOP", pids.subList(0, 1));
      System.out.println("pids " + pids.get(0) + " " + pids.get(1));
      Thread.sleep(Duration.ofMinutes(10));
    }
  }

  @Test
  void campaign_thatIsTerminated_endsStoppedProcessesAndRunsAllSteps() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            Broken.class.getName(),
            folder.toString());
    ManagedProcess campaign = new ManagedProcess("campaign", command, Map.of(), folder);
    campaign.start();
    try {
      assertThat(Polling.until(SOON, () -> campaign.hasPrinted("pids "))).isTrue();
      List<Long> pids = campaign.pids().stream().filter(pid -> pid != campaign.pid()).toList();
      assertThat(pids).hasSize(2);
      assertThat(campaign.stop("TERM", SOON)).isTrue();
      assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
      assertThat(Files.isDirectory(folder.resolve("cleaned"))).isTrue();
    } finally {
      campaign.kill();
    }
  }

  @Test
  void step_thatIsAddedWhenAllIsOver_runsAtOnce() {
    List<String> ran = new ArrayList<>();
    PrintStream screen = System.out;
    try (CampaignLog log = new CampaignLog(folder.resolve("events.log"), screen)) {
      CleanUp cleanUp = new CleanUp(log);
      cleanUp.add("first", () -> ran.add("first"));
      cleanUp.add("second", () -> ran.add("second"));
      cleanUp.close();
      cleanUp.close();
      cleanUp.add("late", () -> ran.add("late"));
    }
    assertThat(ran).containsExactly("second", "first", "late");
  }
}
