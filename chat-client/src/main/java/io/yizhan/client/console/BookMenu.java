package io.yizhan.client.console;

import java.util.Optional;

/** The menu of the book's console client: a number, then what it needs in the book's form. */
final class BookMenu implements CommandSource {
    private static final String MENU = "[0] help  [1] login  [2] chat  [10] logout: ";

    private final LineSource lines;

    BookMenu(LineSource lines) {
        this.lines = lines;
    }

    @Override
    public Optional<Command> next(String prompt) {
        return lines.line(prompt + MENU).flatMap(choice -> switch (choice.strip()) {
            case "" -> Optional.of(new Command.Nothing());
            case "0" -> Optional.of(new Command.Help());
            case "1" -> lines.line("user@password: ").map(BookMenu::login);
            case "2" -> lines.line("user:message: ").map(BookMenu::chat);
            case "10" -> Optional.of(new Command.Logout());
            default -> Optional.of(new Command.Invalid("Not in the menu: " + choice.strip()));
        });
    }

    private static Command login(String line) {
        int at = line.indexOf('@');
        return at < 1
                ? new Command.Invalid("Expected user@password")
                : new CommandParser().parse("/login " + line.substring(0, at) + " " + line.substring(at + 1));
    }

    private static Command chat(String line) {
        int colon = line.indexOf(':');
        return colon < 1 || colon == line.length() - 1
                ? new Command.Invalid("Expected user:message")
                : new CommandParser()
                        .parse("/msg " + line.substring(0, colon).strip() + " " + line.substring(colon + 1));
    }
}
