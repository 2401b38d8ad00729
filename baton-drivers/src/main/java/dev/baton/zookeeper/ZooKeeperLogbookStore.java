// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.BoardSession;
import dev.baton.board.ExternalBoardStore;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * The progress of flows in ZooKeeper, each as a log: one node per write, made only if the one
 * before it is there and it is not. So writes of one flow follow upon each other, whoever makes
 * them, and one that was answered is never written over.
 *
 * <p>Before a write the jobs' store is asked whether the claim holds. One that ends after that may
 * still get its write in; then the next owner, who read the flow before, finds his own place taken
 * and has to open the flow anew.
 */
final class ZooKeeperLogbookStore implements LogbookStore {

  private final ZooKeeperConnection zooKeeperConnection;
  private final ExternalBoardStore externalBoardStore;
  private final FlowWriteNodes nodes = new FlowWriteNodes();

  ZooKeeperLogbookStore(
      ZooKeeperConnection zooKeeperConnection, ExternalBoardStore externalBoardStore) {
    this.zooKeeperConnection = zooKeeperConnection;
    this.externalBoardStore = externalBoardStore;
  }

  @Override
  public Optional<Logbook> find(JobId job) {
    List<FlowWrite> writes = nodes.read(zooKeeperConnection.handle(), job);
    if (writes.isEmpty()) {
      return Optional.empty();
    }
    FlowDetail flow = writes.getLast().flow();
    Map<String, AtomDetail> atoms = new LinkedHashMap<>();
    writes.forEach(write -> write.atoms().forEach(atom -> atoms.put(atom.name(), atom)));
    return Optional.of(new Logbook(flow, atoms));
  }

  @Override
  public void write(FlowWrite write) {
    JobId job = write.flow().job();
    if (!externalBoardStore
        .endedClaims(List.of(new BoardSession.ClaimRef(job, write.token())))
        .isEmpty()) {
      throw lost(write);
    }
    ZooKeeper handle = zooKeeperConnection.handle();
    long revision = write.flow().revision();
    if (revision == 1) {
      ZooKeeperCalls.ensure(handle, ZooKeeperPaths.FLOWS, ZooKeeperPaths.flow(job));
    }
    byte[] last = nodes.writeParts(handle, write);
    Op create =
        Op.create(
            ZooKeeperPaths.flowWrite(job, revision),
            last,
            Ids.OPEN_ACL_UNSAFE,
            CreateMode.PERSISTENT);
    List<Op> operations =
        revision == 1
            ? List.of(create)
            : List.of(Op.check(ZooKeeperPaths.flowWrite(job, revision - 1), -1), create);
    var answer = ZooKeeperCalls.multi(handle, operations);
    switch (ZooKeeperCalls.code(answer)) {
      case OK -> {
        // Done.
      }
      case NODEEXISTS -> settle(write);
      default -> throw failure(write, ZooKeeperCalls.code(answer));
    }
  }

  /** Who wrote this revision? If it was this claim, its answer was lost. */
  void settle(FlowWrite write) {
    long token =
        nodes
            .read(zooKeeperConnection.handle(), write.flow().job(), write.flow().revision())
            .token();
    if (token > write.token()) {
      throw lost(write);
    }
    if (token < write.token()) {
      throw new UnavailableException(
          "the flow of "
              + write.flow().job()
              + " was written by the claim before, with token "
              + token
              + ", after it was read; open it anew");
    }
  }

  private static LostClaimException lost(FlowWrite write) {
    return new LostClaimException(
        "the claim of "
            + write.flow().job()
            + " with token "
            + write.token()
            + " is not valid any more: the job ended or another executor has it; stop the flow");
  }

  private static UnavailableException failure(FlowWrite write, Code code) {
    return new UnavailableException(
        "ZooKeeper did not write revision "
            + write.flow().revision()
            + " of the flow of "
            + write.flow().job()
            + ": "
            + code);
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    return nodes.read(zooKeeperConnection.handle(), job).stream()
        .flatMap(write -> write.transitions().stream())
        .skip(offset)
        .limit(limit)
        .toList();
  }

  @Override
  public boolean delete(JobId job) {
    return nodes.delete(zooKeeperConnection.handle(), job);
  }

  /** Removes the flows of jobs that are not there any more; answers how many. */
  long removeOrphans() {
    ZooKeeper handle = zooKeeperConnection.handle();
    long removed = 0;
    for (List<JobId> some : nodes.jobs(handle)) {
      List<JobId> known =
          externalBoardStore.findBoardJobs(some).stream()
              .map(ExternalBoardStore.BoardJob::id)
              .toList();
      removed += some.stream().filter(job -> !known.contains(job)).filter(this::delete).count();
    }
    return removed;
  }
}
