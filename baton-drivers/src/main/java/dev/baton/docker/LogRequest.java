// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests for the output of one container. Docker is followed. What Podman sends while it follows
 * has holes, and does not always come to an end; what it sends of what is there, has none. So it is
 * followed only to learn that there is something new, which is then read.
 */
final class LogRequest {

  private static final Logger LOG = LoggerFactory.getLogger(LogRequest.class);
  private static final long BILLION = 1_000_000_000L;
  private static final Duration HEAD = Duration.ofSeconds(30);

  /** The head comes with the first output: late, from a program that is silent. */
  private static final Duration FOLLOWED_HEAD = Duration.ofHours(6);

  private static final Duration MAX_WAIT = Duration.ofMinutes(10);

  private final DockerApi api;
  private final String id;
  // What came last from a container that runs, and may have been cut: the engine may have read
  // while it was being written.
  private byte @Nullable [] heldBack;
  private Duration wait = Duration.ofSeconds(2);

  LogRequest(DockerApi api, String id) {
    this.api = api;
    this.id = id;
  }

  /**
   * Reads what there is and, if it is not over, what comes, for a while.
   *
   * @return false if the connection broke
   */
  boolean read(boolean over, DockerLogReader reader) throws InterruptedException {
    boolean byParts = !over && api.isPodman();
    boolean follow = !over && !byParts;
    Duration head = follow ? FOLLOWED_HEAD : HEAD;
    try (DockerHttpResponse answer = api.open("GET", path(follow, reader), Map.of(), head)) {
      add(answer, reader, byParts);
    } catch (OutputNotKeptException e) {
      LOG.debug("container {} keeps no output", id, e);
      if (!over) {
        api.post("/containers/" + id + "/wait", null, FOLLOWED_HEAD);
      }
      return true;
    } catch (IOException e) {
      return broken(e);
    }
    if (byParts && heldBack == null && !reader.hasNewOutput()) {
      await();
    } else {
      wait = Duration.ofSeconds(2);
    }
    return true;
  }

  private void add(DockerHttpResponse answer, DockerLogReader reader, boolean holdBack)
      throws IOException, InterruptedException {
    LogFrame last = null;
    Optional<LogFrame> next = LogFrame.next(answer.body());
    while (next.isPresent()) {
      if (last != null) {
        reader.add(last);
      }
      last = next.get();
      if (!holdBack) {
        reader.add(last);
        last = null;
      }
      next = LogFrame.next(answer.body());
    }
    byte[] before = heldBack;
    heldBack = null;
    if (last != null && reader.isNewOutput(last)) {
      if (Arrays.equals(before, last.bytes())) {
        reader.add(last);
      } else {
        heldBack = last.bytes();
      }
    }
  }

  /**
   * Waits for anything to come, which the engine says by the head of its answer. What came between
   * the reading and this is not seen: hence the bound, which grows as long as nothing does.
   */
  private void await() throws InterruptedException {
    String path = "/containers/" + id + "/logs?stdout=1&stderr=1&follow=1&tail=0";
    try (DockerHttpResponse answer = api.open("GET", path, Map.of(), wait)) {
      wait = Duration.ofSeconds(2);
      LOG.trace("something came from container {}, status {}", id, answer.status());
    } catch (IOException e) {
      broken(e);
      wait = wait.multipliedBy(8).compareTo(MAX_WAIT) < 0 ? wait.multipliedBy(8) : MAX_WAIT;
    }
  }

  private boolean broken(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw (InterruptedException) new InterruptedException("reading was interrupted").initCause(e);
    }
    LOG.debug("the output of container {} broke off", id, e);
    return false;
  }

  private String path(boolean follow, DockerLogReader reader) {
    String path =
        "/containers/" + id + "/logs?stdout=1&stderr=1&timestamps=1&follow=" + (follow ? 1 : 0);
    long anchor = reader.position().anchor();
    // Some seconds more than needed: engines differ in what they make of fractions and equality.
    return anchor == 0
        ? path
        : path + "&since=" + (anchor / BILLION - DockerLogReader.DISORDER.toSeconds());
  }
}
