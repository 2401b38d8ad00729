// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.CleanUp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class CampaignFolderTest {

  /** A campaign whose judgement fails because the processes that it needs are being ended. */
  static final class Judging {
    private Judging() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      CampaignFolder place = CampaignFolder.of(null, new OptionBounds(null));
      AtomicBoolean isOver = new AtomicBoolean();
      CountDownLatch ending = new CountDownLatch(1);
      CountDownLatch failed = new CountDownLatch(1);
      PrintStream progress = System.err;
      try (CampaignLog log = new CampaignLog(place.path().resolve("events.log"), progress);
          CleanUp cleanUp = CleanUp.atExit(log)) {
        place.deleteUnless(isOver, cleanUp);
        cleanUp.add("processes", () -> end(place.path(), ending, failed));
        System.out.println(place.path());
        ending.await();
        isOver.set(true);
        failed.countDown();
      }
    }

    private static void end(Path folder, CountDownLatch ending, CountDownLatch failed) {
      ending.countDown();
      try {
        failed.await();
        Files.writeString(folder.resolve("late"), "written while the process was being ended");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void folder_ofACampaignThatIsTerminatedWhileItJudges_isRemoved() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process campaign =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Judging.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = campaign.inputReader()) {
      Path folder = Path.of(out.readLine());
      assertThat(folder).isDirectory();
      campaign.destroy();
      assertThat(campaign.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(campaign.exitValue()).isEqualTo(143);
      assertThat(folder).doesNotExist();
    } finally {
      campaign.destroyForcibly();
    }
  }
}
