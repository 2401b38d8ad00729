// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.jobservice.JobQuotas;
import java.time.Duration;
import java.util.List;

/**
 * The limits for requests of clients. A request beyond a limit is refused.
 *
 * @param body bytes of a request body, after decompression
 * @param bulkBody bytes of a request body with many documents
 * @param response bytes of a JSON response, before compression
 * @param streams open event and log streams of all clients
 * @param streamsPerUser open streams of one user
 * @param stall how long a client may block a write to its stream before it is disconnected
 * @param keysPerUser API keys of one user that is not an administrator
 * @param executorsPerKey board sessions that one API key may have open at one server
 * @param jobs the number of jobs that one owner may have
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
   * The default limits: 4 MiB for a request, 32 MiB for a bulk request, 64 MiB for a response, 512
   * streams, 64 streams per user, 30 seconds stall, 100 API keys per user, 1,000 executors per key,
   * and the default job quotas.
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
          "limits must be positive, and bulkBody not less than body; the limits are "
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

  /** Returns these limits with other maximum sizes of bodies and responses, in bytes. */
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

  /** Returns these limits with other limits for streams. */
  public ServerLimits withStreams(int all, int perUser, Duration newStall) {
    return new ServerLimits(
        body, bulkBody, response, all, perUser, newStall, keysPerUser, executorsPerKey, jobs);
  }

  /** Returns these limits with other quotas. */
  public ServerLimits withQuotas(int newKeysPerUser, int newExecutorsPerKey, JobQuotas newJobs) {
    return new ServerLimits(
        body,
        bulkBody,
        response,
        streams,
        streamsPerUser,
        stall,
        newKeysPerUser,
        newExecutorsPerKey,
        newJobs);
  }
}
