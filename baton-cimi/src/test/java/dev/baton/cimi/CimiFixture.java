// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.filter.Filter;
import dev.baton.httpclient.Credentials;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import dev.baton.service.Clock;
import dev.baton.testkit.backend.BackendFixture;
import dev.baton.testkit.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two processes' views of one {@link NuvlaLikeServer}, with a {@link QueueBoard}. */
final class CimiFixture implements BackendFixture {

  private final ManualClock clock = new ManualClock();
  private final NuvlaLikeServer server = new NuvlaLikeServer(clock);
  private final QueueBoard.SharedQueue queue = new QueueBoard.SharedQueue();
  private final Backend backend = open();
  private final Backend another = open();

  private Backend open() {
    return new WithChosenIds(
        server.backend(new Credentials.ApiKey("credential/1", NuvlaLikeServer.SECRET), clock));
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public Backend otherProcessView() {
    return another;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void passTime(Duration duration) {
    clock.advance(duration);
  }

  @Override
  public Duration lease() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void close() {
    another.close();
    backend.close();
    server.close();
  }

  /**
   * The backend under test, for contracts that find jobs by the ids with which they post them. A
   * CIMI server chooses the ids itself; here the fixture tells the server which id to choose.
   */
  private final class WithChosenIds implements Backend {
    private final CimiBackend real;
    private final BackendPorts ports;

    WithChosenIds(CimiBackend real) {
      this.real = real;
      BackendPorts its = real.ports();
      this.ports =
          new BackendPorts(
              new ChosenIds(its.jobs()),
              its.log(),
              its.history(),
              new QueueBoard(queue, its.externalBoardStore().orElseThrow(), clock),
              its.externalBoardStore(),
              its.election(),
              its.distributions(),
              its.memberRegistry(),
              its.actions(),
              its.accounts(),
              its.logbook(),
              its.statistics());
    }

    @Override
    public String description() {
      return real.description();
    }

    @Override
    public BackendPorts ports() {
      return ports;
    }

    @Override
    public void check() {
      real.check();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private final class ChosenIds implements JobStore {
    private final JobStore real;

    ChosenIds(JobStore real) {
      this.real = real;
    }

    /**
     * Adds the jobs one by one, as the driver does, so that the server can be told each id, and
     * makes their entries in the queue, as the server does.
     */
    @Override
    public List<PostResult> add(List<Job> jobs) {
      List<PostResult> results = new ArrayList<>();
      for (Job job : jobs) {
        server.nextId(job.id());
        PostResult result = real.add(List.of(job)).getFirst();
        if (result.isNew() && job.spec().mode() != ExecutionMode.PULL) {
          queue.add(result.id());
        }
        results.add(result);
      }
      return results;
    }

    @Override
    public Optional<Job> find(JobId id) {
      return real.find(id);
    }

    @Override
    public Job replace(Job edited) {
      return real.replace(edited);
    }

    @Override
    public void write(RunWrite write) {
      real.write(write);
    }

    @Override
    public boolean delete(JobId id) {
      return real.delete(id);
    }

    @Override
    public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
      return real.deleteAll(filter, deletableBy);
    }

    @Override
    public JobPage search(JobQuery query) {
      return real.search(query);
    }

    @Override
    public long countUnfinished(String owner) {
      return real.countUnfinished(owner);
    }

    @Override
    public String identity() {
      return real.identity();
    }
  }
}
