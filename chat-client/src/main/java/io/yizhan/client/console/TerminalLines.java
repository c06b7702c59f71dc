package io.yizhan.client.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A person at a terminal: editing, history, completion; what arrives meanwhile is shown above the prompt. */
final class TerminalLines implements LineSource, AutoCloseable {
    private static final List<String> TAKE_USERS = List.of("/msg", "/m", "/history", "/h", "/who");

    private final Terminal terminal;
    private final LineReader reader;
    /** Without history and completion, for answers to questions. */
    private final LineReader questions;

    /** @param history file that keeps what was typed; logins are left out of it, for their passwords */
    TerminalLines(Path history, KnownUsers users) {
        try {
            terminal = TerminalBuilder.builder().system(true).build();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open the terminal", e);
        }
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(completer(users))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.HISTORY_IGNORE, "/login*")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        questions = LineReaderBuilder.builder().terminal(terminal).build();
        questions.setVariable(LineReader.DISABLE_HISTORY, true);
    }

    /** Shows a line above the prompt; from any thread. */
    void show(String line) {
        reader.printAbove(line);
    }

    @Override
    public Optional<String> line(String prompt) {
        while (true) {
            try {
                return Optional.of(reader.readLine(prompt));
            } catch (UserInterruptException e) {
                continue; // Ctrl-C clears the line
            } catch (EndOfFileException e) {
                return Optional.empty();
            }
        }
    }

    @Override
    public Optional<String> answer(String question) {
        try {
            return Optional.of(questions.readLine(question));
        } catch (UserInterruptException | EndOfFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> secret(String prompt) {
        try {
            return Optional.of(questions.readLine(prompt, '\0'));
        } catch (UserInterruptException | EndOfFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not give the terminal back", e);
        }
    }

    private static Completer completer(KnownUsers users) {
        return (unused, line, candidates) -> {
            if (line.wordIndex() == 0) {
                CommandParser.NAMES.forEach(name -> candidates.add(new Candidate(name)));
            } else if (takesUser(line)) {
                users.all().forEach(user -> candidates.add(new Candidate(user)));
            }
        };
    }

    private static boolean takesUser(ParsedLine line) {
        String command = line.words().get(0);
        return TAKE_USERS.contains(command) && (line.wordIndex() == 1 || command.equals("/who"));
    }
}
