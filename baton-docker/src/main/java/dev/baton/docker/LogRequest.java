// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests the output of one container. The output of Docker is followed. If Podman follows output,
 * lines are missing and the stream does not always end; if it does not follow, the output is
 * complete. Therefore Podman's output is followed only to notice that there is new output, which a
 * second request then reads.
 */
final class LogRequest {

  private static final Logger LOG = LoggerFactory.getLogger(LogRequest.class);
  private static final long BILLION = 1_000_000_000L;
  private static final Duration HEAD = Duration.ofSeconds(30);

  /**
   * The time limit for the response head of a request that follows output. The head arrives with
   * the first output, which a silent program writes late.
   */
  private static final Duration FOLLOWED_HEAD = Duration.ofHours(6);

  private static final Duration MAX_WAIT = Duration.ofMinutes(10);

  private final DockerApi api;
  private final String name;
  private final String id;
  // The last frame of a running container. It is held back because it may be incomplete: the engine
  // may have read it while it was being written.
  private byte @Nullable [] retained;
  private Duration wait = Duration.ofSeconds(2);

  LogRequest(DockerApi api, String name, String id) {
    this.api = api;
    this.name = name;
    this.id = id;
  }

  /**
   * Reads the available output. If the container is not over, also reads new output until Docker
   * ends the stream, or waits once for new output of Podman.
   *
   * @return false if the connection broke
   */
  boolean read(boolean over, DockerLogReader reader) throws InterruptedException {
    boolean byParts = !over && api.isPodman();
    boolean follow = !over && !byParts;
    Duration head = follow ? FOLLOWED_HEAD : HEAD;
    try (DockerHttpResponse answer = api.open(path(follow, reader), head)) {
      add(answer, reader, byParts);
    } catch (OutputNotKeptException e) {
      LOG.debug("engine does not keep the output of an engine job: engineJob={}", name, e);
      if (!over) {
        api.post("/containers/" + id + "/wait", null, FOLLOWED_HEAD);
      }
      return true;
    } catch (IOException e) {
      return broken(e);
    }
    if (byParts && retained == null && !reader.hasNewOutput()) {
      await();
    } else {
      wait = Duration.ofSeconds(2);
    }
    return true;
  }

  private void add(DockerHttpResponse answer, DockerLogReader reader, boolean retain)
      throws IOException, InterruptedException {
    LogFrame last = null;
    Optional<LogFrame> next = LogFrame.next(answer.body());
    while (next.isPresent()) {
      if (last != null) {
        reader.add(last);
      }
      last = next.get();
      if (!retain) {
        reader.add(last);
        last = null;
      }
      next = LogFrame.next(answer.body());
    }
    byte[] before = retained;
    retained = null;
    if (last != null && reader.isNewOutput(last)) {
      if (Arrays.equals(before, last.bytes())) {
        reader.add(last);
      } else {
        retained = last.bytes();
      }
    }
  }

  /**
   * Waits until Podman has new output: the head of the answer arrives together with new output.
   * Output that arrived between the previous request and this request is not noticed. Therefore the
   * wait has a limit, which grows while no output arrives.
   */
  private void await() throws InterruptedException {
    String path = "/containers/" + id + "/logs?stdout=1&stderr=1&follow=1&tail=0";
    try (DockerHttpResponse answer = api.open(path, wait)) {
      wait = Duration.ofSeconds(2);
      LOG.trace("output has grown or ended: engineJob={} httpStatus={}", name, answer.status());
    } catch (IOException e) {
      broken(e);
      wait = wait.multipliedBy(8).compareTo(MAX_WAIT) < 0 ? wait.multipliedBy(8) : MAX_WAIT;
    }
  }

  private boolean broken(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw (InterruptedException) new InterruptedException("reading was interrupted").initCause(e);
    }
    LOG.debug("connection broke; Baton tries again: engineJob={}", name, e);
    return false;
  }

  private String path(boolean follow, DockerLogReader reader) {
    String path =
        "/containers/" + id + "/logs?stdout=1&stderr=1&timestamps=1&follow=" + (follow ? 1 : 0);
    long anchor = reader.position().anchor();
    // Starts 5 s earlier than needed, because engines differ in their treatment of fractions and of
    // equal times.
    return anchor == 0
        ? path
        : path + "&since=" + (anchor / BILLION - DockerLogReader.DISORDER.toSeconds());
  }
}
