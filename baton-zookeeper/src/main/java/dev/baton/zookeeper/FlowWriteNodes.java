// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import dev.baton.logbook.FlowWrite;
import dev.baton.protocol.Protocol;
import dev.baton.service.Batches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/**
 * Stores each flow write in a node as JSON. A JSON text that is longer than ZooKeeper accepts in
 * one node is split into parts. The last part is stored in the node of the flow write; the other
 * parts are stored before, in nodes of their own. The first line of the node of the flow write
 * contains the number of the other parts and the claim token.
 */
final class FlowWriteNodes {

  /**
   * The length of a part in characters. ZooKeeper accepts a megabyte per node, and a character has
   * at most three bytes.
   */
  private static final int PIECE = 250_000;

  private static final int PAGE = 1_000;
  private static final int REPETITIONS = 5;

  private FlowWriteNodes() {}

  /** Creates the nodes of all parts except the last, and returns the content of the last node. */
  static byte[] writeParts(ZooKeeper handle, FlowWrite write) {
    List<String> pieces = split(new String(Protocol.toBytes(write), StandardCharsets.UTF_8));
    String last = pieces.removeLast();
    for (int i = 0; i < pieces.size(); i++) {
      put(handle, ZooKeeperPaths.flowPart(write, i), bytes(pieces.get(i)));
    }
    return bytes(pieces.size() + "," + write.token() + "\n" + last);
  }

  /** Splits a text without splitting a surrogate pair. */
  private static List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (text.length() - start > PIECE) {
      int end = start + PIECE;
      end -= Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
      pieces.add(text.substring(start, end));
      start = end;
    }
    pieces.add(text.substring(start));
    return pieces;
  }

  private static void put(ZooKeeper handle, String path, byte[] data) {
    Code code =
        ZooKeeperCalls.code(ZooKeeperCalls.create(handle, path, data, CreateMode.PERSISTENT));
    if (code == Code.NODEEXISTS) {
      // The node was created by an earlier call for the same flow write, which failed before it
      // wrote the last part. Nobody has read the node, so it may be overwritten.
      code = ZooKeeperCalls.code(ZooKeeperCalls.set(handle, path, data, -1));
    }
    if (code != Code.OK) {
      throw new UnavailableException("ZooKeeper did not write '" + path + "': " + code);
    }
  }

  /** Reads all writes of a flow in order; returns an empty list if the flow does not exist. */
  static List<FlowWrite> read(ZooKeeper handle, JobId job) {
    ZooKeeperCalls.await(ZooKeeperCalls.sync(handle));
    List<CompletableFuture<ZooKeeperCalls.Data>> answers =
        names(handle, job).stream()
            .filter(ZooKeeperPaths::isFlowWrite)
            .sorted()
            .map(name -> ZooKeeperCalls.data(handle, ZooKeeperPaths.flow(job) + "/" + name))
            .toList();
    List<FlowWrite> writes = new ArrayList<>(answers.size());
    for (CompletableFuture<ZooKeeperCalls.Data> answer : answers) {
      if (ZooKeeperCalls.code(answer) == Code.NONODE) {
        // The flow was deleted during the read.
        return List.of();
      }
      writes.add(parse(handle, job, writes.size() + 1L, ZooKeeperCalls.await(answer).text()));
    }
    return writes;
  }

  static FlowWrite read(ZooKeeper handle, JobId job, long revision) {
    ZooKeeperCalls.Data data =
        ZooKeeperCalls.await(ZooKeeperCalls.data(handle, ZooKeeperPaths.flowWrite(job, revision)));
    return parse(handle, job, revision, data.text());
  }

  private static FlowWrite parse(ZooKeeper handle, JobId job, long revision, String text) {
    int end = text.indexOf('\n');
    String[] head = text.substring(0, end).split(",", 2);
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < Integer.parseInt(head[0]); i++) {
      String path = ZooKeeperPaths.flowPart(job, revision, Long.parseLong(head[1]), i);
      json.append(ZooKeeperCalls.await(ZooKeeperCalls.data(handle, path)).text());
    }
    json.append(text, end + 1, text.length());
    return Protocol.read(bytes(json.toString()), FlowWrite.class);
  }

  /**
   * Deletes a flow; returns false if it did not exist. Deletes the first flow write first: if this
   * process dies during the deletion, the rest of the flow counts as missing.
   */
  static boolean delete(ZooKeeper handle, JobId job) {
    boolean found = false;
    for (int left = REPETITIONS; left > 0; left--) {
      List<String> names = names(handle, job);
      found |= names.stream().anyMatch(ZooKeeperPaths::isFlowWrite);
      List<CompletableFuture<Boolean>> answers =
          names.stream()
              .sorted()
              .map(name -> ZooKeeperCalls.delete(handle, ZooKeeperPaths.flow(job) + "/" + name))
              .toList();
      answers.forEach(answer -> check(ZooKeeperCalls.code(answer)));
      Code code = ZooKeeperCalls.code(ZooKeeperCalls.delete(handle, ZooKeeperPaths.flow(job)));
      if (code != Code.NOTEMPTY) {
        check(code);
        return found;
      }
    }
    throw new UnavailableException(
        "the flow of " + job + " cannot be deleted while it is written; try again");
  }

  private static void check(Code code) {
    if (code != Code.OK && code != Code.NONODE) {
      throw new UnavailableException("ZooKeeper did not delete a flow: " + code);
    }
  }

  /** Returns the jobs that have flows in ZooKeeper, in lists of limited size. */
  static List<List<JobId>> jobs(ZooKeeper handle) {
    List<JobId> all = names(handle, ZooKeeperPaths.FLOWS).stream().map(JobId::new).toList();
    return Batches.of(all, PAGE);
  }

  private static List<String> names(ZooKeeper handle, JobId job) {
    return names(handle, ZooKeeperPaths.flow(job));
  }

  private static List<String> names(ZooKeeper handle, String path) {
    var answer = ZooKeeperCalls.children(handle, path);
    return ZooKeeperCalls.code(answer) == Code.NONODE ? List.of() : ZooKeeperCalls.await(answer);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
