// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class StoreOutagesTest {

  private final AtomicBoolean cutOff = new AtomicBoolean();
  private final StoreOutages outages = new StoreOutages(cutOff::get);

  private UnavailableException asked(Exception cause) {
    UnavailableException thrown = new UnavailableException("no answer", cause);
    assertThatThrownBy(() ->
            outages.runStatement(() -> {
              throw thrown;
            }))
        .isSameAs(thrown);
    return thrown;
  }

  @Test
  void caused_byAnOutage_isTrueAlsoOfWhatWrapsIt() {
    UnavailableException thrown = asked(new IOException("reset"));
    assertThat(outages.caused(new IllegalStateException(thrown))).isTrue();
    assertThat(outages.caused(new IllegalStateException("other"))).isFalse();
  }

  @Test
  void caused_byAForeignInterruptDuringTheCall_isFalse() {
    UnavailableException thrown = asked(new IllegalStateException(new InterruptedException()));
    assertThat(outages.caused(thrown)).isFalse();
    assertThat(outages.isForeignInterrupt(thrown)).isTrue();
  }

  @Test
  void caused_byTheExecutorsInterrupt_isTrue() {
    cutOff.set(true);
    UnavailableException thrown = asked(new InterruptedException());
    assertThat(outages.caused(thrown)).isTrue();
    assertThat(outages.isForeignInterrupt(thrown)).isFalse();
  }

  @Test
  void call_onAnInterruptedThread_clearsTheFlagDuringTheCallOnly() {
    Thread.currentThread().interrupt();
    boolean during = outages.call(() -> Thread.currentThread().isInterrupted());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(during).isFalse();
  }

  @Test
  void call_whenTheExecutorInterrupted_leavesTheFlag() {
    cutOff.set(true);
    Thread.currentThread().interrupt();
    boolean during = outages.call(() -> Thread.currentThread().isInterrupted());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(during).isTrue();
  }
}
