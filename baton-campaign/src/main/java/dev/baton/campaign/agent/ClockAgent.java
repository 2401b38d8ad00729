// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Moves the wall clock of a process by the number of seconds in a file. The monotonic clock stays
 * as it is. libfaketime does the same, but takes a lock at each look at any clock, so that a JVM
 * needs minutes to start.
 */
public final class ClockAgent implements ClassFileTransformer {

  private static final long LOOK_EVERY_MILLIS = 100;
  private static final String CLOCK = "java/time/Clock";
  private static final String SHIFTED = "dev/baton/campaign/agent/ShiftedClock";

  private ClockAgent() {}

  /** Called by Java before the main class, with the file and the jar of the shift. */
  public static void premain(String argument, Instrumentation instrumentation)
      throws IOException, UnmodifiableClassException {
    String[] paths = argument.split(File.pathSeparator);
    // The class of the JDK that is patched sees only what the JDK's loader does.
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(paths[1]));
    instrumentation.addTransformer(new ClockAgent(), true);
    instrumentation.retransformClasses(Clock.class);
    Path file = Path.of(paths[0]);
    Thread.ofPlatform().daemon().name("shifted-clock").start(() -> follow(file));
  }

  private static void follow(Path file) {
    while (true) {
      try {
        ShiftedClock.shiftBy(Long.parseLong(Files.readString(file).strip()));
        Thread.sleep(LOOK_EVERY_MILLIS);
      } catch (IOException e) {
        System.err.println("the clock's file cannot be read: " + e);
        return;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (!CLOCK.equals(name)) {
      return null;
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    new ClassReader(bytes).accept(new ShiftedResult(writer), 0);
    return writer.toByteArray();
  }

  /** The present passes through the shift. */
  private static final class ShiftedResult extends ClassVisitor {
    ShiftedResult(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (!name.equals("currentInstant")) {
        return next;
      }
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.ARETURN) {
            super.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                SHIFTED,
                "shift",
                "(Ljava/time/Instant;)Ljava/time/Instant;",
                false);
          }
          super.visitInsn(opcode);
        }
      };
    }
  }
}
