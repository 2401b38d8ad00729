// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.error.UnavailableException;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers of expensive questions that callers with the same rights share for a short time.
 *
 * <p>A request with the header {@code Cache-Control: max-age=N} accepts an answer whose computation
 * began up to N seconds ago, also one that is not ready yet. The header {@code Age} of the response
 * says how old the answer is. Any other request gets an answer of its own. Thread-safe.
 */
final class SharedAnswers {

  /** Older answers are not given, whatever a client accepts. */
  static final Duration MAX_AGE = Duration.ofMinutes(1);

  static final String CACHE_CONTROL = "Cache-Control";
  static final String AGE = "Age";

  private static final int MAX_ANSWERS = 1_000;

  /** The maximum length of all answers that are kept, in characters of JSON. */
  private static final long MAX_LENGTH = 8 << 20;

  private static final Pattern MAX_AGE_DIRECTIVE =
      Pattern.compile("(?:^|[,\\s])max-age=(\\d{1,9})(?:$|[,\\s])");

  private final Clock clock;
  // Both are guarded by entries, which has the oldest answer first.
  private final Map<Key, Entry> entries = new LinkedHashMap<>();
  private long length;

  SharedAnswers(Clock clock) {
    this.clock = clock;
  }

  /** Computes an answer, which nobody changes afterwards. */
  @FunctionalInterface
  interface Question {
    ObjectNode answer() throws Exception;
  }

  /**
   * The rights of a caller. Two callers with equal rights get the same answer to each question.
   *
   * @param isAdmin an administrator sees all jobs, whatever other claims the administrator has
   * @param claims the claims by which jobs are visible; empty for administrators
   * @param activeClaim decides about some operations; empty for administrators
   */
  private record Rights(boolean isAdmin, Set<String> claims, String activeClaim) {

    static Rights of(Caller caller) {
      return caller.isAdmin()
          ? new Rights(true, Set.of(), "")
          : new Rights(false, caller.claims(), caller.activeClaim());
    }
  }

  private record Key(Rights rights, Object question) {}

  private static final class Entry {
    final long began;
    final CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
    // Guarded by entries; 0 until the answer is known.
    int length;

    Entry(long began) {
      this.began = began;
    }
  }

  /**
   * Returns an answer that is not older than the request accepts.
   *
   * @param key equal for equal questions, apart from the rights of the caller
   */
  Response answer(Request request, Object key, Question question) throws Exception {
    return answer(request.caller(), request.header(CACHE_CONTROL).orElse(""), key, question);
  }

  /** As the method above, for the value of the header {@code Cache-Control}. */
  Response answer(Caller caller, String cacheControl, Object key, Question question)
      throws Exception {
    Duration accepted = acceptedAge(cacheControl);
    return accepted.isZero()
        ? Response.ok(question.answer())
        : shared(new Key(Rights.of(caller), key), accepted, question);
  }

  /** Returns the greatest age that a client accepts; zero if it wants a new answer. */
  static Duration acceptedAge(String cacheControl) {
    String directives = cacheControl.toLowerCase(Locale.ROOT);
    Matcher directive = MAX_AGE_DIRECTIVE.matcher(directives);
    boolean isRefused = directives.contains("no-cache") || directives.contains("no-store");
    if (isRefused || !directive.find()) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(directive.group(1)));
    return asked.compareTo(MAX_AGE) > 0 ? MAX_AGE : asked;
  }

  private Response shared(Key key, Duration accepted, Question question) throws Exception {
    Entry mine = new Entry(clock.nanos());
    Entry known;
    synchronized (entries) {
      Entry found = entries.get(key);
      if (found != null && age(found).compareTo(accepted) <= 0) {
        known = found;
      } else {
        remove(key);
        entries.put(key, mine);
        known = mine;
      }
    }
    if (known == mine) {
      compute(key, mine, question);
      return Response.ok(await(mine)).with(AGE, "0");
    }
    ObjectNode answer = await(known);
    // Rounded up, so that 0 means an answer that was computed for this request.
    long seconds = age(known).plusSeconds(1).minusNanos(1).toSeconds();
    return Response.ok(answer).with(AGE, String.valueOf(Math.max(1, seconds)));
  }

  private Duration age(Entry entry) {
    return Duration.ofNanos(clock.nanos() - entry.began);
  }

  private void compute(Key key, Entry entry, Question question) {
    int answerLength = 0;
    try {
      ObjectNode answer = question.answer();
      answerLength = answer.toString().length();
      entry.answer.complete(answer);
    } catch (InterruptedException e) {
      // Only the thread of this request is to end, not those of the requests that wait.
      Thread.currentThread().interrupt();
      entry.answer.completeExceptionally(
          new UnavailableException(
              "the request that computed the answer was interrupted; send the request again", e));
    } catch (Throwable e) {
      // The requests that wait for this answer fail in the same way; if they all asked again, a
      // store that is too slow would get slower.
      entry.answer.completeExceptionally(e);
    }
    synchronized (entries) {
      // Another answer may have taken the place of this one.
      if (entries.get(key) == entry) {
        if (answerLength == 0) {
          remove(key);
        } else {
          entry.length = answerLength;
          length += answerLength;
        }
      }
      removeOld();
    }
  }

  private void remove(Key key) {
    Entry removed = entries.remove(key);
    if (removed != null) {
      length -= removed.length;
    }
  }

  private void removeOld() {
    while (!entries.isEmpty()) {
      Map.Entry<Key, Entry> oldest = entries.entrySet().iterator().next();
      if (entries.size() <= MAX_ANSWERS
          && length <= MAX_LENGTH
          && age(oldest.getValue()).compareTo(MAX_AGE) <= 0) {
        return;
      }
      remove(oldest.getKey());
    }
  }

  /** The number of answers that are kept or computed. */
  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  private static ObjectNode await(Entry entry) throws Exception {
    try {
      return entry.answer.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
