// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomKind;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.LogbookStore;
import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.conformance.FlowCaseContract;
import dev.baton.testkit.contract.logbook.LogbookStoreContract;
import dev.baton.testkit.flow.FlowCrashContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class FlowsInZooKeeperTest {

  private static BackendFixture newFixture() {
    return ZooKeeperFixture.withFlows(SingleZooKeeperServer.shared().hosts());
  }

  @Nested
  final class Logbooks extends LogbookStoreContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class Crashes extends FlowCrashContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }
  }

  @Nested
  final class Cases extends FlowCaseContract {
    @Override
    protected BackendFixture open() {
      return newFixture();
    }

    @Override
    protected Path folder() {
      return Path.of("..", "baton-testkit", "src", "test", "resources", "conformance", "flows");
    }
  }

  @Nested
  final class ZooKeeperOnly {
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.890Z");

    private final ZooKeeperFixture fixture =
        ZooKeeperFixture.withFlows(SingleZooKeeperServer.shared().hosts());

    @AfterEach
    void close() {
      fixture.close();
    }

    @Test
    void write_largerThanANode_isReadBack() {
      Claim claim = claimed();
      String text = "漢😀x".repeat(300_000);
      FlowWrite write = write(claim, 1, detail(text));
      store().write(write);
      assertThat(store().find(claim.job().id()).orElseThrow().atoms().values())
          .containsExactly(detail(text));
    }

    @Test
    void write_afterALateOneOfTheClaimBefore_saysToOpenTheFlowAgain() {
      Claim claim = claimed();
      store().write(write(claim, 1, detail("a")));
      ZooKeeperLogbookStore logbook = (ZooKeeperLogbookStore) store();
      FlowWrite late = write(claim, 2, detail("late"));
      logbook.write(late);
      FlowWrite next = new FlowWrite(claim.token() + 1, late.flow(), late.atoms(), List.of());
      assertThatThrownBy(() -> logbook.confirmWrite(next))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("open the flow again");
    }

    @Test
    void reconcile_ofAFlowWithoutItsJob_removesIt() {
      Claim claim = claimed();
      JobId job = claim.job().id();
      store().write(write(claim, 1, detail("a")));
      fixture.store().jobs().delete(job);
      assertThat(store().find(job)).isPresent();
      fixture.backend().board().reconcile();
      assertThat(store().find(job)).isEmpty();
    }

    private LogbookStore store() {
      return fixture.backend().logbook().orElseThrow();
    }

    private Claim claimed() {
      BoardTestJobs.post(fixture.backend());
      BoardSession session = fixture.backend().board().join("holder", Duration.ofMinutes(5));
      return session.claim(1, BoardTestJobs.everything()).getFirst();
    }

    private static AtomDetail detail(String result) {
      return AtomDetail.fresh("a", AtomKind.TASK, "1.0", "f").toBuilder()
          .state(AtomState.SUCCESS, AT)
          .result(TextNode.valueOf(result))
          .build();
    }

    private static FlowWrite write(Claim claim, int revision, AtomDetail atom) {
      FlowDetail flow = FlowDetail.fresh(claim.job().id(), "f", AT);
      for (int i = 0; i < revision; i++) {
        flow = flow.next(AT);
      }
      return new FlowWrite(claim.token(), flow, List.of(atom), List.of());
    }
  }
}
