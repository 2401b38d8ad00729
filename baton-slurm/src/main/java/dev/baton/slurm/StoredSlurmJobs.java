// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineJob;
import dev.baton.service.UnreadableRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the files of engine jobs. The files of a finished job are read again only if they have
 * changed.
 */
final class StoredSlurmJobs {

  private final Path folder;
  private final UnreadableRecords unreadable;
  private final Map<String, Finished> finished = new ConcurrentHashMap<>();

  /**
   * A finished engine job.
   *
   * @param stamp the attributes of its folder when it was read
   */
  private record Finished(Map<String, Object> stamp, StoredSlurmJob job) {}

  StoredSlurmJobs(Path folder) {
    this.folder = folder;
    this.unreadable = new UnreadableRecords(folder.toString());
  }

  /** Returns all engine jobs that can be read. */
  List<StoredSlurmJob> all() throws IOException {
    List<String> names = SlurmJobFolder.names(folder);
    finished.keySet().retainAll(names);
    List<StoredSlurmJob> all = new ArrayList<>();
    for (String name : names) {
      try {
        read(name).ifPresent(all::add);
      } catch (IOException | RuntimeException e) {
        unreadable.failed(name, e);
      }
    }
    return all;
  }

  /** The engine jobs whose files could not be read, so that their state is unknown. */
  UnreadableRecords unreadable() {
    return unreadable;
  }

  /** Returns the engine jobs whose end is stored. */
  List<EngineJob> over() throws IOException {
    List<EngineJob> over = new ArrayList<>();
    for (StoredSlurmJob job : all()) {
      if (job.over() != null) {
        over.add(job.as(job.over()));
      }
    }
    return over;
  }

  /** Returns the engine job with that name, or empty if there is none. */
  Optional<StoredSlurmJob> read(String name) throws IOException {
    SlurmJobFolder files = new SlurmJobFolder(folder, name);
    Map<String, Object> stamp = stamp(files);
    Finished before = finished.get(name);
    if (before != null && before.stamp().equals(stamp)) {
      return Optional.of(before.job());
    }
    Optional<StoredSlurmJob> job = StoredSlurmJob.read(files);
    if (job.isPresent() && job.get().over() != null && !stamp.isEmpty()) {
      finished.put(name, new Finished(stamp, job.get()));
    } else {
      finished.remove(name);
    }
    return job;
  }

  /**
   * Returns attributes that change when a file is added or removed and when the folder is replaced.
   */
  private static Map<String, Object> stamp(SlurmJobFolder files) throws IOException {
    try {
      return Files.readAttributes(files.path(), "unix:ino,lastModifiedTime,ctime");
    } catch (NoSuchFileException e) {
      return Map.of();
    }
  }
}
