// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Changes the bytecode of classes to plant a defect. */
public final class PlantedClasses {

  private static final String OWN = "dev/baton/campaign/agent/";
  private static final String STRING_FIRST = "(Ljava/lang/String;";

  /** The connection classes of the database drivers. */
  private static final Set<String> CONNECTIONS =
      Set.of(
          "org/postgresql/jdbc/PgConnection",
          "org/mariadb/jdbc/Connection",
          "org/h2/jdbc/JdbcConnection");

  private static final String SESSION = "dev/baton/executor/ExecutorSession";
  private static final String STORE = "dev/baton/jdbc/";

  /** The comparison with the token of a job in an SQL statement. */
  private static final Pattern TOKEN_TEST =
      Pattern.compile("\\bjob\\.token = (\\?|cast\\(\\? as [a-z]+\\)|found\\.token)");

  private PlantedClasses() {}

  static boolean concerns(PlantedDefect plantedDefect, String name) {
    return switch (plantedDefect) {
      case FENCING -> CONNECTIONS.contains(name) || name.startsWith(STORE);
      case LEASE -> name.equals(SESSION);
      case WRITE -> CONNECTIONS.contains(name);
    };
  }

  static byte @Nullable [] change(PlantedDefect plantedDefect, String name, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    Patch patch = new Patch(writer, plantedDefect, name);
    reader.accept(patch, 0);
    if (patch.changes > 0) {
      System.err.println("plant: changed " + name + " in " + patch.changes + " places");
    } else if (!name.startsWith(STORE)) {
      throw new IllegalStateException("nothing was found to change");
    }
    return patch.changes > 0 ? writer.toByteArray() : null;
  }

  /** Disables the token comparison of a statement. The patched drivers call it. */
  public static String withoutFencing(String sql) {
    return TOKEN_TEST.matcher(sql).replaceAll("(job.token = $1 or 1 = 1)");
  }

  /** Changes one class. */
  private static final class Patch extends ClassVisitor {
    private final PlantedDefect plantedDefect;
    private final String type;
    private int changes;

    Patch(ClassVisitor next, PlantedDefect plantedDefect, String type) {
      super(Opcodes.ASM9, next);
      this.plantedDefect = plantedDefect;
      this.type = type;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      if ((access & Opcodes.ACC_ABSTRACT) != 0) {
        return next;
      }
      boolean prepares = name.equals("prepareStatement") && descriptor.startsWith(STRING_FIRST);
      return switch (plantedDefect) {
        case FENCING -> fencing(next, prepares);
        case LEASE -> lease(next, name);
        case WRITE -> write(next, prepares, name.equals("commit") && descriptor.equals("()V"));
      };
    }

    private MethodVisitor fencing(MethodVisitor next, boolean prepares) {
      if (!CONNECTIONS.contains(type)) {
        return new TokensAreEqual(next);
      }
      return prepares ? atStart(next, this::dropTokenTest) : next;
    }

    private void dropTokenTest(MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          OWN + "PlantedClasses",
          "withoutFencing",
          "(Ljava/lang/String;)Ljava/lang/String;",
          false);
      code.visitVarInsn(Opcodes.ASTORE, 1);
    }

    /** Replaces the body of {@code isTrusted} by {@code return true}, and empties {@code fence}. */
    private @Nullable MethodVisitor lease(MethodVisitor next, String name) {
      boolean trusts = name.equals("isTrusted");
      if (!trusts && !name.equals("fence")) {
        return next;
      }
      changes++;
      next.visitCode();
      if (trusts) {
        next.visitInsn(Opcodes.ICONST_1);
      }
      next.visitInsn(trusts ? Opcodes.IRETURN : Opcodes.RETURN);
      next.visitMaxs(0, 0);
      next.visitEnd();
      return null;
    }

    private MethodVisitor write(MethodVisitor next, boolean prepares, boolean commits) {
      if (prepares) {
        return atStart(
            next,
            code -> {
              code.visitVarInsn(Opcodes.ALOAD, 0);
              code.visitVarInsn(Opcodes.ALOAD, 1);
              code.visitMethodInsn(
                  Opcodes.INVOKESTATIC,
                  OWN + "LostWrite",
                  "prepared",
                  "(Ljava/sql/Connection;Ljava/lang/String;)V",
                  false);
            });
      }
      return commits ? atStart(next, this::rollBackInstead) : next;
    }

    private void rollBackInstead(MethodVisitor code) {
      Label keep = new Label();
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, OWN + "LostWrite", "loses", "(Ljava/sql/Connection;)Z", false);
      code.visitJumpInsn(Opcodes.IFEQ, keep);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, "rollback", "()V", false);
      code.visitInsn(Opcodes.RETURN);
      code.visitLabel(keep);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private MethodVisitor atStart(
        MethodVisitor next, java.util.function.Consumer<MethodVisitor> code) {
      changes++;
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitCode() {
          super.visitCode();
          code.accept(mv);
        }
      };
    }

    /** Makes every comparison of a token with another number report equality. */
    private final class TokensAreEqual extends MethodVisitor {
      private boolean isToken;

      TokensAreEqual(MethodVisitor next) {
        super(Opcodes.ASM9, next);
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String descriptor, boolean isInterface) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        isToken = name.equals("token") && descriptor.equals("()J");
      }

      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.LCMP && isToken) {
          changes++;
          super.visitInsn(Opcodes.POP2);
          super.visitInsn(Opcodes.POP2);
          super.visitInsn(Opcodes.ICONST_0);
        } else {
          super.visitInsn(opcode);
        }
        isToken = false;
      }

      @Override
      public void visitVarInsn(int opcode, int variable) {
        isToken = false;
        super.visitVarInsn(opcode, variable);
      }
    }
  }
}
