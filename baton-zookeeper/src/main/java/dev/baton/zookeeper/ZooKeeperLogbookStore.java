// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.board.BoardSession;
import dev.baton.board.ExternalBoardStore;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.externalboard.ExternalBoard;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
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
 * Stores the progress of flows in ZooKeeper. Each flow is a log with one node for each flow write.
 * A node is created only if the previous node exists and the node itself does not exist. Therefore
 * the writes of one flow form a sequence, whichever process makes them, and a stored write is never
 * overwritten.
 *
 * <p>Before a write, this class checks in the job store whether the claim is valid. If the claim
 * ends between this check and the write, ZooKeeper still accepts the write. The next holder of the
 * job, if it read the flow before that, then finds that a node with its next revision exists, and
 * must read the flow again.
 */
record ZooKeeperLogbookStore(
    ZooKeeperConnection zooKeeperConnection, ExternalBoardStore externalBoardStore)
    implements ExternalBoard.BoardLogbookStore {

  @Override
  public Optional<Logbook> find(JobId job) {
    List<FlowWrite> writes = FlowWriteNodes.read(zooKeeperConnection.handle(), job);
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
    byte[] last = FlowWriteNodes.writeParts(handle, write);
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
        // The write is stored; nothing else is to be done.
      }
      case NODEEXISTS -> confirmWrite(write);
      default -> throw failure(write, ZooKeeperCalls.code(answer));
    }
  }

  /**
   * Decides whether a write with this revision, which exists already, is this write. That is so if
   * it has the same claim token: ZooKeeper executed this write before, but the answer got lost.
   *
   * @throws LostClaimException if a newer claim wrote the revision
   * @throws UnavailableException if an older claim wrote the revision after this claim read the
   *     flow
   */
  void confirmWrite(FlowWrite write) {
    long token =
        FlowWriteNodes.read(
                zooKeeperConnection.handle(), write.flow().job(), write.flow().revision())
            .token();
    if (token > write.token()) {
      throw lost(write);
    }
    if (token < write.token()) {
      throw new UnavailableException(
          "the flow of "
              + write.flow().job()
              + " was written by an older claim, with token "
              + token
              + ", after it was read; open the flow again");
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
    return FlowWriteNodes.read(zooKeeperConnection.handle(), job).stream()
        .flatMap(write -> write.transitions().stream())
        .skip(offset)
        .limit(limit)
        .toList();
  }

  @Override
  public boolean delete(JobId job) {
    return FlowWriteNodes.delete(zooKeeperConnection.handle(), job);
  }

  @Override
  public long removeOrphans() {
    ZooKeeper handle = zooKeeperConnection.handle();
    long removed = 0;
    for (List<JobId> some : FlowWriteNodes.jobs(handle)) {
      List<JobId> known =
          externalBoardStore.findBoardJobs(some).stream()
              .map(ExternalBoardStore.BoardJob::id)
              .toList();
      removed += some.stream().filter(job -> !known.contains(job)).filter(this::delete).count();
    }
    return removed;
  }
}
