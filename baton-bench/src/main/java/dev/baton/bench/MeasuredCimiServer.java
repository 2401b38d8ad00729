// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import java.net.URI;
import java.util.OptionalLong;

/** A CIMI server with its queue in ZooKeeper, at which executors are measured. */
interface MeasuredCimiServer extends AutoCloseable {

  /** Value of the header {@code nuvla-authn-info}, which the server accepts instead of a login. */
  String AUTHN_INFO = "internal group/nuvla-admin group/nuvla-admin group/nuvla-user";

  /** The address of the server, without the path of its API. */
  URI endpoint();

  /** The address of the ZooKeeper server. */
  String zooKeeper();

  /** Posts jobs with the action {@code noop}. */
  void post(int count) throws Exception;

  /** Forgets the jobs that are final, so that the server does not grow. */
  void forgetFinalJobs();

  /** The number of requests so far. Empty if the server does not count them. */
  OptionalLong requests();

  /** The number of edits to RUNNING of jobs that were RUNNING. Empty if that is not counted. */
  OptionalLong startedAgain();

  @Override
  void close() throws Exception;
}
