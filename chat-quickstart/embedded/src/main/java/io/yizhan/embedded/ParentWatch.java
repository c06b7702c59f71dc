package io.yizhan.embedded;

import java.io.IOException;
import java.util.List;

/**
 * A shell that ends a server as soon as this JVM is gone, however it went: its standard input is a pipe from here, and
 * the system closes that pipe even after a kill -9. Unlike a shutdown hook it never races the owner's own orderly stop.
 */
final class ParentWatch implements AutoCloseable {

    private static final String SCRIPT = "read -r _; kill \"$1\" 2>/dev/null; n=0;"
            + " while kill -0 \"$1\" 2>/dev/null && [ $n -lt 40 ]; do sleep 0.1; n=$((n+1)); done;"
            + " kill -9 \"$1\" 2>/dev/null";

    private final Process shell;

    private ParentWatch(Process shell) {
        this.shell = shell;
    }

    static ParentWatch over(long pid) throws IOException {
        List<String> command = OwnGroup.command(List.of("/bin/sh", "-c", SCRIPT, "watch", Long.toString(pid)));
        return new ParentWatch(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
