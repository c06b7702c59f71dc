package io.yizhan.quickstart;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a Java program that this process starts finds its classes in: the jars of this process's own class path, then
 * the rest of it (directories of classes, which nothing can be archived of).
 */
record ClassPath(List<Path> jars, List<String> rest) {

    private static final int NAME_LENGTH = 16;

    /** Under Maven's tests the JVM's own class path is one jar with a manifest, and the real one a property. */
    static ClassPath own() {
        return of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    static ClassPath of(String classPath) {
        List<Path> jars = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                jars.add(Path.of(entry).toAbsolutePath());
            } else if (!entry.isEmpty()) {
                rest.add(entry);
            }
        }
        return new ClassPath(List.copyOf(jars), List.copyOf(rest));
    }

    /** Whether a class lies in a directory. */
    boolean hasUnpacked(String className) {
        String file = className.replace('.', '/') + ".class";
        return rest.stream().anyMatch(entry -> Files.exists(Path.of(entry, file)));
    }

    String onlyJars() {
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }

    String whole() {
        List<String> all = new ArrayList<>(jars.stream().map(Path::toString).toList());
        all.addAll(rest);
        return String.join(File.pathSeparator, all);
    }

    /** Another one for other jars, for another content of one of them, and for another virtual machine. */
    String fingerprint(String program) throws IOException {
        StringBuilder text = new StringBuilder(program).append(System.getProperty("java.vm.version"));
        for (Path jar : jars) {
            text.append('\n').append(jar).append(' ').append(Files.size(jar));
            text.append(' ').append(Files.getLastModifiedTime(jar).toMillis());
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
