// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.BatonException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.AsyncCallback.Create2Callback;
import org.apache.zookeeper.AsyncCallback.StringCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper's asynchronous calls as futures, so that many calls can run on one connection. Each
 * call is sent before the method returns; answers arrive in the order of the calls.
 */
final class ZooKeeperCalls {

  private static final long BOUND_SECONDS = 30;

  private ZooKeeperCalls() {}

  /**
   * A created node.
   *
   * @param path the path, including the sequence number if the node has one
   */
  record Created(String path, Stat stat) {}

  /** The data of a node as text. */
  record Data(String text, Stat stat) {}

  /** Creates a node and returns its path, including the sequence number if it has one. */
  static CompletableFuture<String> create(
      ZooKeeper handle, String path, byte[] data, CreateMode mode) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    StringCallback callback = (rc, at, context, name) -> complete(answer, rc, at, () -> name);
    handle.create(path, data, Ids.OPEN_ACL_UNSAFE, mode, callback, null);
    return answer;
  }

  /**
   * Creates a node and returns its stat too. Fails with UNIMPLEMENTED before ZooKeeper 3.5; then no
   * node is created.
   */
  static CompletableFuture<Created> createWithStat(
      ZooKeeper handle, String path, byte[] data, CreateMode mode) {
    CompletableFuture<Created> answer = new CompletableFuture<>();
    Create2Callback callback =
        (rc, at, context, name, stat) -> complete(answer, rc, at, () -> new Created(name, stat));
    handle.create(path, data, Ids.OPEN_ACL_UNSAFE, mode, callback, null);
    return answer;
  }

  /**
   * As {@link #createWithStat}, but on every server and only for a path without a sequence number.
   * The stat is requested directly after the creation, on the same connection.
   */
  static CompletableFuture<Created> createThenStat(
      ZooKeeper handle, String path, byte[] data, CreateMode mode) {
    return create(handle, path, data, mode)
        .thenCombine(
            stat(handle, path),
            (name, stat) -> {
              if (stat == null) {
                throw new UnavailableException(
                    "node '" + path + "' was removed directly after its creation; try again");
              }
              return new Created(name, stat);
            });
  }

  static CompletableFuture<Data> data(ZooKeeper handle, String path) {
    CompletableFuture<Data> answer = new CompletableFuture<>();
    handle.getData(
        path,
        false,
        (rc, at, context, bytes, stat) ->
            complete(answer, rc, at, () -> new Data(text(bytes), stat)),
        null);
    return answer;
  }

  /**
   * Returns the data of several nodes by one request, in the order of the paths; null for a node
   * that does not exist. Not possible before ZooKeeper 3.6.
   */
  static CompletableFuture<List<@Nullable Data>> dataOfMany(ZooKeeper handle, List<String> paths) {
    CompletableFuture<List<@Nullable Data>> answer = new CompletableFuture<>();
    handle.multi(
        paths.stream().map(Op::getData).toList(),
        (rc, at, context, results) -> {
          // If some nodes do not exist, the code is that of the first of them, and the results are
          // there nevertheless.
          boolean answered = results != null && results.size() == paths.size();
          int known = answered && rc == Code.NONODE.intValue() ? Code.OK.intValue() : rc;
          complete(answer, known, paths.getFirst(), () -> found(results));
        },
        null);
    return answer;
  }

  private static List<@Nullable Data> found(List<OpResult> results) {
    List<@Nullable Data> found = new ArrayList<>();
    for (OpResult result : results) {
      found.add(
          result instanceof OpResult.GetDataResult data
              ? new Data(text(data.getData()), data.getStat())
              : null);
    }
    return found;
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns the stat of a node; null if the node does not exist. */
  static CompletableFuture<@Nullable Stat> stat(ZooKeeper handle, String path) {
    return stat(handle, path, null);
  }

  /**
   * As {@link #stat(ZooKeeper, String)}. The watcher is called once for the next change, including
   * the creation of the node.
   */
  static CompletableFuture<@Nullable Stat> stat(
      ZooKeeper handle, String path, @Nullable Watcher watcher) {
    CompletableFuture<@Nullable Stat> answer = new CompletableFuture<>();
    handle.exists(
        path,
        watcher,
        (rc, at, context, stat) -> {
          int known = Code.get(rc) == Code.NONODE ? Code.OK.intValue() : rc;
          complete(answer, known, at, () -> stat);
        },
        null);
    return answer;
  }

  static CompletableFuture<List<String>> children(ZooKeeper handle, String path) {
    return children(handle, path, null);
  }

  /**
   * Returns the names of the children. The watcher is called once when a child is created or
   * deleted.
   */
  static CompletableFuture<List<String>> children(
      ZooKeeper handle, String path, @Nullable Watcher watcher) {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    handle.getChildren(
        path,
        watcher,
        (int rc, String at, Object context, List<String> names) ->
            complete(answer, rc, at, () -> names),
        null);
    return answer;
  }

  static CompletableFuture<Boolean> delete(ZooKeeper handle, String path) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    handle.delete(path, -1, (rc, at, context) -> complete(answer, rc, at, () -> true), null);
    return answer;
  }

  static CompletableFuture<Stat> set(ZooKeeper handle, String path, byte[] data, int version) {
    CompletableFuture<Stat> answer = new CompletableFuture<>();
    handle.setData(
        path, data, version, (rc, at, context, stat) -> complete(answer, rc, at, () -> stat), null);
    return answer;
  }

  /** Executes all operations or none. */
  static CompletableFuture<List<OpResult>> multi(ZooKeeper handle, List<Op> operations) {
    return multi(handle, operations, results -> {});
  }

  /**
   * As {@link #multi(ZooKeeper, List)}.
   *
   * @param onResults receives the results of a success, on the thread that also calls the watches
   *     of this connection: after the watches for earlier changes and for this transaction, and
   *     before the watches for later changes
   */
  static CompletableFuture<List<OpResult>> multi(
      ZooKeeper handle, List<Op> operations, Consumer<List<OpResult>> onResults) {
    CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
    handle.multi(
        operations,
        (rc, at, context, results) -> {
          if (rc == Code.OK.intValue()) {
            onResults.accept(results);
          }
          complete(answer, rc, operations.getFirst().getPath(), () -> results);
        },
        null);
    return answer;
  }

  /**
   * Completes when the ZooKeeper server of this connection has all transactions that the leading
   * server had at the time of the request.
   */
  static CompletableFuture<Boolean> sync(ZooKeeper handle) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    handle.sync("/", (rc, at, context) -> complete(answer, rc, at, () -> true), null);
    return answer;
  }

  /**
   * Sets a persistent watch on the node and all nodes below it. Fails with UNIMPLEMENTED before
   * ZooKeeper 3.6.
   */
  static CompletableFuture<Boolean> watch(ZooKeeper handle, String path, Watcher watcher) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    handle.addWatch(
        path,
        watcher,
        AddWatchMode.PERSISTENT_RECURSIVE,
        (rc, at, context) -> complete(answer, rc, at, () -> true),
        null);
    return answer;
  }

  /** Creates the persistent nodes that do not exist yet. */
  static void ensure(ZooKeeper handle, String... paths) {
    for (String path : paths) {
      Code code = code(create(handle, path, new byte[0], CreateMode.PERSISTENT));
      if (code != Code.OK && code != Code.NODEEXISTS) {
        throw translated(KeeperException.create(code, path));
      }
    }
  }

  private static <T extends @Nullable Object> void complete(
      CompletableFuture<T> answer, int rc, String path, Supplier<T> value) {
    if (rc == Code.OK.intValue()) {
      answer.complete(value.get());
    } else {
      answer.completeExceptionally(KeeperException.create(Code.get(rc), path));
    }
  }

  /**
   * Waits for the answer. An interrupt does not end the wait, because callers must know whether the
   * call took effect.
   *
   * @throws UnavailableException if the connection was lost, so that this is unknown, or if the
   *     session has ended. Callers whose claims end with the session use {@link #code}, because
   *     they must tell the two cases apart
   */
  static <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
    try {
      return answer.orTimeout(BOUND_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw translated(e.getCause());
    }
  }

  /**
   * Waits for the answer and returns its result code; {@code OPERATIONTIMEOUT} if no answer came in
   * time.
   */
  static Code code(CompletableFuture<?> answer) {
    try {
      answer.orTimeout(BOUND_SECONDS, TimeUnit.SECONDS).join();
      return Code.OK;
    } catch (CompletionException e) {
      return e.getCause() instanceof KeeperException zooKeeperException
          ? zooKeeperException.code()
          : Code.OPERATIONTIMEOUT;
    }
  }

  /** Whether this result code leaves open if ZooKeeper has executed the call. */
  static boolean isUnknown(Code code) {
    return code == Code.CONNECTIONLOSS
        || code == Code.OPERATIONTIMEOUT
        || code == Code.REQUESTTIMEOUT;
  }

  static BatonException translated(@Nullable Throwable cause) {
    if (cause instanceof BatonException own) {
      return own;
    }
    if (cause instanceof KeeperException zooKeeperException) {
      return switch (zooKeeperException.code()) {
        case NOAUTH, AUTHFAILED, SESSIONCLOSEDREQUIRESASLAUTH, INVALIDACL ->
            new ForbiddenException(
                "ZooKeeper refuses '"
                    + zooKeeperException.getPath()
                    + "': "
                    + zooKeeperException.getMessage()
                    + "; check its ACL and the credentials",
                zooKeeperException);
        default ->
            new UnavailableException(
                "a request to ZooKeeper failed: " + zooKeeperException.getMessage(),
                zooKeeperException);
      };
    }
    String what = cause instanceof TimeoutException ? "no answer in time" : String.valueOf(cause);
    return new UnavailableException("ZooKeeper did not answer: " + what, cause);
  }
}
