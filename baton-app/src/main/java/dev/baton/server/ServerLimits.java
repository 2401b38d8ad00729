// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.jobservice.JobQuotas;
import java.time.Duration;
import java.util.List;

/**
 * Bounds on what clients may ask; beyond them a request is refused.
 *
 * @param body bytes of a request body, after decompression
 * @param bulkBody the same where many documents come at once
 * @param response bytes of a JSON answer, before compression
 * @param streams open event and log streams of all clients
 * @param streamsPerUser open streams of one user
 * @param stall how long the reader of a stream may leave a write blocked before it is cut off
 * @param keysPerUser API keys of one user who is no administrator
 * @param executorsPerKey executors with one API key that may have joined the board at one server
 * @param jobs how many jobs one owner may have
 */
public record ServerLimits(
    int body,
    int bulkBody,
    int response,
    int streams,
    int streamsPerUser,
    Duration stall,
    int keysPerUser,
    int executorsPerKey,
    JobQuotas jobs) {

  /**
   * 4 MiB, 32 MiB in bulk, answers of 64 MiB, 512 streams, 64 of one user, stalled for 30 seconds,
   * 100 API keys of one user, 1,000 executors of one key, and the default quotas of jobs.
   */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          4 << 20,
          32 << 20,
          64 << 20,
          512,
          64,
          Duration.ofSeconds(30),
          100,
          1_000,
          JobQuotas.DEFAULT);

  public ServerLimits {
    if (body < 1
        || bulkBody < body
        || response < 1
        || streams < 0
        || streamsPerUser < 0
        || !stall.isPositive()
        || keysPerUser < 0
        || executorsPerKey < 1) {
      throw new IllegalArgumentException(
          "limits must be positive and bulkBody at least body, are "
              + List.of(
                  body,
                  bulkBody,
                  response,
                  streams,
                  streamsPerUser,
                  stall,
                  keysPerUser,
                  executorsPerKey));
    }
  }

  /** The same with other bounds of bodies and answers, in bytes. */
  public ServerLimits withBytes(int newBody, int newBulkBody, int newResponse) {
    return new ServerLimits(
        newBody,
        newBulkBody,
        newResponse,
        streams,
        streamsPerUser,
        stall,
        keysPerUser,
        executorsPerKey,
        jobs);
  }

  /** The same with other bounds of streams. */
  public ServerLimits withStreams(int all, int perUser, Duration newStall) {
    return new ServerLimits(
        body, bulkBody, response, all, perUser, newStall, keysPerUser, executorsPerKey, jobs);
  }

  /** The same with other quotas. */
  public ServerLimits withQuotas(int newKeysPerUser, JobQuotas newJobs) {
    return new ServerLimits(
        body,
        bulkBody,
        response,
        streams,
        streamsPerUser,
        stall,
        newKeysPerUser,
        executorsPerKey,
        newJobs);
  }

  /** The same with another bound of executors with one API key. */
  public ServerLimits withExecutorsPerKey(int executors) {
    return new ServerLimits(
        body, bulkBody, response, streams, streamsPerUser, stall, keysPerUser, executors, jobs);
  }
}
