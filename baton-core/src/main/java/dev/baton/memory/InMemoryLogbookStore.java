// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.error.LostClaimException;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores logbooks in the memory of this process. Each logbook has its own lock. The store does not
 * know the tokens of the jobs. It takes the greatest token in the writes for a job as the newest
 * token of the job.
 */
public final class InMemoryLogbookStore implements LogbookStore {

  private static final class StoredLogbook {
    // All fields are guarded by this object.
    private long token;
    private @Nullable FlowDetail flow;
    private final Map<String, AtomDetail> atoms = new LinkedHashMap<>();
    private final List<FlowTransition> transitions = new ArrayList<>();
  }

  private final Map<JobId, StoredLogbook> logbooks = new ConcurrentHashMap<>();

  @Override
  public Optional<Logbook> find(JobId job) {
    StoredLogbook storedLogbook = logbooks.get(job);
    if (storedLogbook == null) {
      return Optional.empty();
    }
    synchronized (storedLogbook) {
      return Optional.ofNullable(storedLogbook.flow)
          .map(flow -> new Logbook(flow, storedLogbook.atoms));
    }
  }

  @Override
  public void write(FlowWrite write) {
    JobId job = write.flow().job();
    StoredLogbook storedLogbook = logbooks.computeIfAbsent(job, id -> new StoredLogbook());
    synchronized (storedLogbook) {
      if (write.token() < storedLogbook.token) {
        throw new LostClaimException(
            "flow of "
                + job
                + " cannot be written with token "
                + write.token()
                + ", because the newest token is "
                + storedLogbook.token
                + "; another executor runs the job");
      }
      storedLogbook.token = write.token();
      FlowDetail before = storedLogbook.flow;
      if (before == null || before.revision() < write.flow().revision()) {
        storedLogbook.flow = write.flow();
        write.atoms().forEach(atom -> storedLogbook.atoms.put(atom.name(), atom));
        storedLogbook.transitions.addAll(write.transitions());
      }
    }
  }

  @Override
  public List<FlowTransition> transitions(JobId job, int offset, int limit) {
    StoredLogbook storedLogbook = logbooks.get(job);
    if (storedLogbook == null) {
      return List.of();
    }
    synchronized (storedLogbook) {
      return storedLogbook.transitions.stream().skip(offset).limit(limit).toList();
    }
  }

  @Override
  public boolean delete(JobId job) {
    return logbooks.remove(job) != null;
  }
}
