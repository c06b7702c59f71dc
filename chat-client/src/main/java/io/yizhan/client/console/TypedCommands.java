package io.yizhan.client.console;

import java.util.Optional;

/** One command a line. */
final class TypedCommands implements CommandSource {
    private final LineSource lines;
    private final CommandParser parser = new CommandParser();

    TypedCommands(LineSource lines) {
        this.lines = lines;
    }

    @Override
    public Optional<Command> next(String prompt) {
        return lines.line(prompt).map(parser::parse);
    }
}
