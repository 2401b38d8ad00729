// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the orphaned engine jobs of one engine. Remembers the engine jobs that the engine cannot
 * delete: they are tried last, so that they do not block the others, and are logged once. Used by
 * one thread.
 */
final class DeleteOrphanedEngineJobs {

  private static final Logger LOG = LoggerFactory.getLogger(DeleteOrphanedEngineJobs.class);
  private static final int NAMED = 5;

  private final String engineName;
  private final Engine engine;
  private final Set<String> stuck = new HashSet<>();

  DeleteOrphanedEngineJobs(String engineName, Engine engine) {
    this.engineName = engineName;
    this.engine = engine;
  }

  /**
   * Deletes the engine jobs with these names.
   *
   * @return the number of deleted engine jobs
   * @throws dev.baton.error.UnavailableException if the engine does not answer
   */
  long delete(List<String> orphans) {
    stuck.retainAll(orphans);
    List<String> inOrder = orphans.stream().sorted(Comparator.comparing(stuck::contains)).toList();
    List<String> newlyStuck = new ArrayList<>();
    RuntimeException first = null;
    long deleted = 0;
    for (String name : inOrder) {
      try {
        engine.delete(name);
        stuck.remove(name);
        deleted++;
        LOG.info(
            "engine job is deleted, because its job is final or deleted: engine={} engineJob={}",
            engineName,
            name);
      } catch (RuntimeException e) {
        // If the engine does not answer, place() throws. In that case the failure is not the fault
        // of this engine job.
        engine.place();
        if (stuck.add(name)) {
          newlyStuck.add(name);
          first = first == null ? e : first;
        }
      }
    }
    if (first != null) {
      warn(newlyStuck, first);
    }
    return deleted;
  }

  private void warn(List<String> newlyStuck, RuntimeException first) {
    List<String> named = newlyStuck.subList(0, Math.min(NAMED, newlyStuck.size()));
    LOG.warn(
        "engine jobs that no Baton job owns cannot be deleted and occupy space; Baton tries again"
            + " at each pass; read the engine's own log, or delete them with the engine's own"
            + " tools: engine={} stuck={} engineJobs={} reason={}",
        engineName,
        newlyStuck.size(),
        String.join("', '", named),
        first.getMessage(),
        first);
  }
}
