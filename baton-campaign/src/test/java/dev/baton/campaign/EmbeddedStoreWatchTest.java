// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.campaign.load.RefusedRequestException;
import dev.baton.campaign.stack.CampaignLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedStoreWatchTest {

  @TempDir Path folder;

  private final KnownDefects defects = new KnownDefects(true);
  private CampaignLog log;
  private EmbeddedStoreWatch watch;
  private String identity = "one";
  private @Nullable IOException failure;
  private int restarts;

  @BeforeEach
  void open() {
    log =
        new CampaignLog(
            folder.resolve("events.log"), new PrintStream(OutputStream.nullOutputStream()));
    watch = new EmbeddedStoreWatch(this::identity, () -> restarts++, defects, log);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private String identity() throws IOException {
    if (failure != null) {
      throw failure;
    }
    return identity;
  }

  private void lookAt(int... seconds) {
    for (int second : seconds) {
      watch.checkOnce(TimeUnit.SECONDS.toNanos(second));
    }
  }

  @Test
  void server_whoseStoreIsUnreachableForLongerThanAFault_isRestarted() {
    failure = away();
    lookAt(100, 110, 120);
    assertThat(restarts).isZero();
    lookAt(121, 130);
    assertThat(restarts).isEqualTo(1);
    assertThat(defects.counts()).isEqualTo(Map.of(KnownDefects.STAYED_AWAY, 1L));
    lookAt(151);
    assertThat(restarts).isEqualTo(2);
  }

  @Test
  void server_thatAnswersAgainBeforeTheLimit_isNotRestarted() {
    failure = away();
    lookAt(100, 119);
    failure = null;
    lookAt(120);
    failure = away();
    lookAt(121, 130);
    assertThat(restarts).isZero();
  }

  @Test
  void server_thatIsStoppedOrInterrupted_isNotRestarted() {
    failure = new IOException("Connection refused");
    lookAt(100, 110, 130, 150);
    failure = new RefusedRequestException("the login", 403, "{}");
    lookAt(160, 170, 190);
    assertThat(restarts).isZero();
    assertThat(defects.counts()).isEmpty();
  }

  @Test
  void store_withAnotherIdentity_startedEmpty() {
    lookAt(100, 102);
    identity = "another";
    lookAt(104, 106);
    assertThat(defects.counts()).isEqualTo(Map.of(KnownDefects.EMPTIED, 1L));
  }

  private static IOException away() {
    return new RefusedRequestException("the login", 503, "{}");
  }
}
