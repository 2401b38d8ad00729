// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.redis;

import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the operations of {@code board.lua}. Without a connection, calls fail at once; {@link
 * #connect} opens the next connection. Thread-safe, but one thread at a time calls connect.
 */
final class RedisCalls implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCalls.class);

  /** The operations of the board. */
  static final String SCRIPT = script();

  private static final Set<String> PERMANENT = Set.of("ERR", "NOAUTH", "NOPERM", "WRONGPASS");

  private final OpenRedisConnection opening;
  private final String[] keys;
  private final String changes;
  private final String feeder;
  // Set by connect; cleared by any thread that notices that the connection is lost.
  private final AtomicReference<OpenRedisConnection.@Nullable RedisConnection> open =
      new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param prefix the start of all keys. It is in braces, so that all keys are on one node of a
   *     Cluster, as scripts require
   */
  RedisCalls(OpenRedisConnection opening, String prefix) {
    this.opening = opening;
    String start = "{" + prefix + "}:";
    this.changes = start + "changes";
    this.feeder = start + "feeder";
    this.keys =
        new String[] {
          start + "entries",
          start + "locks",
          start + "sessions",
          start + "terms",
          start + "state",
          changes
        };
  }

  private static String script() {
    try (InputStream in = RedisCalls.class.getResourceAsStream("board.lua")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return opening.address();
  }

  String entriesKey() {
    return keys[0];
  }

  boolean isOpen() {
    OpenRedisConnection.RedisConnection present = open.get();
    return present != null && present.isOpen();
  }

  /**
   * Replaces the connection.
   *
   * @param onChange called when entries became free
   * @param onFeeder called when a process notified the feeder
   */
  void connect(Runnable onChange, Runnable onFeeder) {
    drop(open.get());
    OpenRedisConnection.RedisConnection fresh = opening.connect();
    try {
      fresh
          .subscription()
          .addListener(
              new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                  (channel.equals(feeder) ? onFeeder : onChange).run();
                }
              });
      await(fresh.subscription().async().subscribe(changes, feeder));
    } catch (RuntimeException e) {
      fresh.close();
      throw e;
    }
    open.set(fresh);
  }

  private void drop(OpenRedisConnection.@Nullable RedisConnection lost) {
    if (lost != null && open.compareAndSet(lost, null)) {
      LOG.debug("connection to Redis is closed: redis={}", opening.address());
      lost.close();
    }
  }

  /** Calls an operation. Does not block. */
  CompletableFuture<List<Object>> call(String operation, String session, List<String> more) {
    List<String> all = new ArrayList<>();
    all.add(operation);
    all.add(session);
    all.addAll(more);
    String[] arguments = all.toArray(String[]::new);
    return onConnection(connection -> {
      RedisScriptingAsyncCommands<String, String> scripts = connection.scripts();
      CompletionStage<List<Object>> sent =
          scripts.evalsha(connection.digest(), ScriptOutputType.MULTI, keys, arguments);
      return sent.exceptionallyCompose(failure ->
          cause(failure) instanceof RedisNoScriptException
              ? scripts.eval(SCRIPT, ScriptOutputType.MULTI, keys, arguments)
              : CompletableFuture.failedStage(failure));
    });
  }

  /** Notifies the process that is the feeder. Does not block. */
  CompletableFuture<?> notifyFeeder() {
    return call("notify", "", List.of(feeder));
  }

  private <T> CompletableFuture<T> onConnection(
      Function<OpenRedisConnection.RedisConnection, CompletionStage<T>> request) {
    OpenRedisConnection.RedisConnection present = open.get();
    if (present == null) {
      return CompletableFuture.failedFuture(unavailable(null));
    }
    CompletionStage<T> sent;
    try {
      sent = request.apply(present);
    } catch (RuntimeException e) {
      drop(present);
      return CompletableFuture.failedFuture(unavailable(e));
    }
    return sent.toCompletableFuture()
        .copy()
        .orTimeout(OpenRedisConnection.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> {
          if (failure != null && isConnectionLost(cause(failure))) {
            drop(present);
          }
        });
  }

  /**
   * Whether another connection may work better. A server that refuses a request for another reason,
   * for example because its memory is full, also refuses it on another connection.
   */
  private static boolean isConnectionLost(Throwable failure) {
    return !(failure instanceof RedisCommandExecutionException)
        || failure instanceof RedisReadOnlyException
        || failure instanceof RedisLoadingException;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /**
   * Waits for an answer.
   *
   * @throws UnavailableException if there is none
   */
  <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (RuntimeException e) {
      throw cause(e) instanceof BatonException known ? known : unavailable(cause(e));
    }
  }

  /** Calls an operation and waits for its answer. */
  List<Object> callAndWait(String operation, String session, List<String> more) {
    return await(call(operation, session, more));
  }

  private UnavailableException unavailable(@Nullable Throwable cause) {
    return new UnavailableException(
        "Redis at "
            + opening.address()
            + (cause instanceof RedisCommandExecutionException
                ? " refused a request"
                : " does not answer")
            + (cause == null ? "" : ": " + reason(cause)),
        cause);
  }

  /**
   * Returns the exception for a failed connection or a failed first request. If the server answered
   * and refused the login or the request, waiting does not help.
   */
  static BatonException translated(RuntimeException failure, String address) {
    List<Throwable> all = withCauses(failure).toList();
    for (Throwable each : all) {
      if (each instanceof RedisCommandExecutionException refusal && isPermanent(refusal)) {
        return new InvalidInputException(
            "Redis at " + address + " refused the connection: " + refusal.getMessage(), failure);
      }
      if (each instanceof IllegalArgumentException) {
        // A file of the settings contains no certificate or no private key.
        return new InvalidInputException(
            "a connection to Redis at " + address + " cannot be made: " + reason(all.getLast()),
            failure);
      }
    }
    return new UnavailableException(
        "no Redis server answers at " + address + ": " + reason(all.getLast()), failure);
  }

  /** Returns the message in one line; some exceptions, such as that of a timeout, have none. */
  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.replaceAll("\\s+", " ").strip();
  }

  /** The suppressed exceptions are the failures of the nodes of a Cluster. */
  private static Stream<Throwable> withCauses(Throwable failure) {
    return Stream.concat(
        Stream.of(failure),
        Stream.concat(Arrays.stream(failure.getSuppressed()), Stream.ofNullable(failure.getCause()))
            .flatMap(RedisCalls::withCauses));
  }

  /** Whether the code, which is the first word of each error of Redis, names a wrong setting. */
  private static boolean isPermanent(RedisCommandExecutionException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return PERMANENT.contains(message.split(" ", 2)[0]);
  }

  static List<String> texts(@Nullable Object answer) {
    List<String> texts = new ArrayList<>();
    if (answer instanceof List<?> list) {
      list.forEach(each -> texts.add(String.valueOf(each)));
    }
    return texts;
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      open.set(null);
      opening.close();
    }
  }
}
