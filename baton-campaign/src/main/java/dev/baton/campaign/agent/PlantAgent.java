// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Java agent that changes classes of Baton and of database drivers while they are loaded. */
public final class PlantAgent implements ClassFileTransformer {

  private final PlantedDefect plantedDefect;

  private PlantAgent(PlantedDefect plantedDefect) {
    this.plantedDefect = plantedDefect;
  }

  /** The JVM calls this method before the main class. */
  public static void premain(String argument, Instrumentation instrumentation) {
    PlantedDefect plantedDefect = PlantedDefect.valueOf(argument.toUpperCase(Locale.ROOT));
    instrumentation.addTransformer(new PlantAgent(plantedDefect));
    System.err.println("plant: " + plantedDefect);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (name == null || !PlantedClasses.concerns(plantedDefect, name)) {
      return null;
    }
    try {
      return PlantedClasses.change(plantedDefect, name, bytes);
    } catch (RuntimeException e) {
      // The JVM ignores exceptions of a transformer; without the planted defect, the campaign would
      // pass.
      System.err.println("plant: " + name + " could not be changed: " + e);
      Runtime.getRuntime().halt(3);
      return null;
    }
  }
}
