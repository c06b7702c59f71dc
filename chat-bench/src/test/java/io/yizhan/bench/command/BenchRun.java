package io.yizhan.bench.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** {@code bin/chatctl bench}, run here, and what it says. */
final class BenchRun {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** @return the exit code */
    int run(String... arguments) {
        CommandLine line = BenchCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /** All of it, for a test that fails. */
    String said() {
        return out() + err();
    }
}
