// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of an engine job, or of one of its instances, as its files store it.
 *
 * @param folder the folder of the engine job
 * @param instance the instance, or null for the whole engine job
 * @param number the number of its Slurm job, or null if it is unknown
 * @param claimed whether only the Slurm job with this number has the right to run the program
 * @param over how it ended, or null if no end is stored
 * @param deleting whether its deletion was requested
 */
record StoredSlurmJob(
    SlurmJobFolder folder,
    @Nullable Integer instance,
    SlurmJobRecord record,
    @Nullable Long number,
    boolean claimed,
    @Nullable EngineStatus over,
    boolean deleting) {

  /** Reads the files. Returns empty if there is no such engine job. */
  static Optional<StoredSlurmJob> read(SlurmJobFolder folder) throws IOException {
    Optional<SlurmJobRecord> record = folder.read();
    return record.isEmpty()
        ? Optional.empty()
        : Optional.of(
            read(folder, null, record.get(), folder.submitted(), Files.exists(folder.deleted())));
  }

  private static StoredSlurmJob read(
      SlurmJobFolder folder,
      @Nullable Integer instance,
      SlurmJobRecord record,
      Optional<Long> submitted,
      boolean deleting)
      throws IOException {
    SlurmJobFolder files = instance == null ? folder : folder.instance(instance);
    String over = SlurmJobFolder.textOf(files.over());
    return new StoredSlurmJob(
        folder,
        instance,
        record,
        files.claimed().or(() -> submitted).orElse(null),
        Files.exists(files.claim()),
        over.isEmpty() ? null : SlurmJobEnd.parse(over),
        deleting);
  }

  /** Whether the files do not contain an end. */
  boolean isOpen() {
    return over == null;
  }

  /**
   * Returns the parts that end separately: the instances, or the engine job itself if it has none.
   */
  List<StoredSlurmJob> openParts() throws IOException {
    Integer count = record.instances();
    if (count == null) {
      return List.of(this);
    }
    List<StoredSlurmJob> parts = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      parts.add(read(folder, number, record, Optional.ofNullable(this.number), deleting));
    }
    return parts;
  }

  /** Returns the folder with the files of this engine job or instance. */
  SlurmJobFolder files() {
    return instance == null ? folder : folder.instance(instance);
  }

  /** Returns the id in Slurm, or null if it is not known. */
  @Nullable SlurmJobId id() {
    return number == null ? null : new SlurmJobId(number, instance);
  }

  String name() {
    return folder.name();
  }

  String uid() {
    return record.uid();
  }

  EngineJob as(EngineStatus status) {
    return new EngineJob(name(), uid(), record.labels(), status, deleting);
  }
}
