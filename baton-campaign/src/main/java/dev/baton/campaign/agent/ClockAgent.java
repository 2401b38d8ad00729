// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Moves the wall clock of a process by the number of seconds in a file. It changes the current time
 * of java.time, and System.currentTimeMillis where Clock, Date, or a class outside the JDK calls
 * it. The monotonic clock does not change. The library libfaketime does the same, but takes a lock
 * at each read of any clock, so that a JVM needs minutes to start.
 */
public final class ClockAgent implements ClassFileTransformer {

  private static final long CHECK_INTERVAL_MILLIS = 100;
  private static final String CLOCK = "java/time/Clock";
  private static final List<Class<?>> JDK =
      List.of(Clock.class, Clock.systemUTC().getClass(), Date.class);
  private static final Set<String> JDK_NAMES =
      JDK.stream().map(Type::getInternalName).collect(Collectors.toSet());
  private static final String MILLIS = "currentTimeMillis";
  private static final String SHIFTED = "dev/baton/campaign/agent/ShiftedClock";

  private ClockAgent() {}

  /**
   * The JVM calls this method before the main class, with the paths of the file and of the jar that
   * contains {@link ShiftedClock}.
   */
  public static void premain(String argument, Instrumentation instrumentation)
      throws IOException, UnmodifiableClassException {
    String[] paths = argument.split(File.pathSeparator);
    // The patched JDK class can use only classes that the JDK's class loader finds. Therefore the
    // jar with ShiftedClock is added to that class loader.
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(paths[1]));
    instrumentation.addTransformer(new ClockAgent(), true);
    instrumentation.retransformClasses(JDK.toArray(Class<?>[]::new));
    Path file = Path.of(paths[0]);
    Thread.ofPlatform().daemon().name("shifted-clock").start(() -> follow(file));
  }

  private static void follow(Path file) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        ShiftedClock.shiftBy(Long.parseLong(Files.readString(file).strip()));
      } catch (IOException e) {
        // A process that has no free file descriptors for a while keeps its shift.
        System.err.println("the clock's file cannot be read now: " + e);
      }
      try {
        Thread.sleep(CHECK_INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
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
    boolean isOfTheJdk = loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    if (name == null || (isOfTheJdk ? !JDK_NAMES.contains(name) : !readsMillis(bytes))) {
      return null;
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    new ClassReader(bytes).accept(new ShiftedResult(writer, CLOCK.equals(name)), 0);
    return writer.toByteArray();
  }

  /**
   * Whether the class contains the name of the method. This quick check avoids parsing most
   * classes.
   */
  private static boolean readsMillis(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(MILLIS);
  }

  /** Makes calls for the current time return the shifted time. */
  private static final class ShiftedResult extends ClassVisitor {
    private final boolean isClock;

    ShiftedResult(ClassVisitor next, boolean isClock) {
      super(Opcodes.ASM9, next);
      this.isClock = isClock;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      boolean isPresent = isClock && name.equals("currentInstant");
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          boolean asks = owner.equals("java/lang/System") && called.equals(MILLIS);
          super.visitMethodInsn(opcode, asks ? SHIFTED : owner, called, type, isInterface);
        }

        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.ARETURN && isPresent) {
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
