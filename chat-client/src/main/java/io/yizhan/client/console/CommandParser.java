package io.yizhan.client.console;

import io.yizhan.client.console.Command.History.Side;
import io.yizhan.identity.UserId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what was typed; knows nothing of a terminal. Commands begin with {@code /}, or with {@code :} as in other
 * clients.
 */
public final class CommandParser {
    /** The commands, as completion offers them. */
    static final List<String> NAMES = List.of(
            "/login",
            "/logout",
            "/msg",
            "/recall",
            "/history",
            "/who",
            "/watch",
            "/unwatch",
            "/typing",
            "/friend",
            "/unfriend",
            "/block",
            "/unblock",
            "/group",
            "/gmsg",
            "/nodes",
            "/info",
            "/help",
            "/quit");

    private static final int DEFAULT_HISTORY = 20;
    private static final int MAX_HISTORY = 1_000;
    private static final Pattern HISTORY =
            Pattern.compile("(?<with>\\S+)(?: (?<count>\\d{1,4}))?(?: (?<side>before|after) #?(?<seq>\\d{1,16}))?");

    /** What {@code line} asks for. */
    public Command parse(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return new Command.Nothing();
        }
        if (!text.startsWith("/") && !text.startsWith(":")) {
            return new Command.Say(line);
        }
        String[] words = text.split("\\s+", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "/login" -> login(rest);
            case "/logout" -> new Command.Logout();
            case "/msg", "/m" -> message(rest);
            case "/recall" -> recall(rest.strip());
            case "/history", "/h" -> history(rest);
            case "/who", ":olu" -> users(rest, Command.Who::new);
            case "/watch" ->
                rest.isBlank() ? new Command.Invalid("Usage: /watch USER...") : users(rest, Command.Watch::new);
            case "/unwatch" -> users(rest, Command.Unwatch::new);
            case "/typing" -> one(rest, Command.Typing::new);
            case "/friend" -> one(rest, Command.Friend::new);
            case "/unfriend" -> named(rest, "/unfriend", Command.Unfriend::new);
            case "/block" -> one(rest, Command.Block::new);
            case "/unblock" -> named(rest, "/unblock", Command.Unblock::new);
            case "/group", "/g" -> GroupParser.group(words(rest));
            case "/gmsg", "/gm" -> GroupParser.message(rest.strip());
            case "/nodes" -> new Command.Nodes();
            case "/info", ":info" -> new Command.Info();
            case "/help", "/?", ":all" -> new Command.Help();
            case "/quit", "/exit", "/q", ":q!", ":q" -> new Command.Quit();
            default -> new Command.Invalid("Unknown command, /help lists all: " + words[0]);
        };
    }

    private static Command login(String rest) {
        List<String> words = words(rest);
        if (words.size() > 2) {
            return new Command.Invalid("Usage: /login [USER [PASSWORD]]");
        }
        Optional<String> user = words.stream().findFirst();
        if (user.isPresent() && !UserId.isValid(user.get())) {
            return notAUser(user.get());
        }
        return new Command.Login(user, words.stream().skip(1).findFirst());
    }

    private static Command message(String rest) {
        String[] parts = rest.split("\\s+", 2);
        if (parts[0].isEmpty()) {
            return new Command.Invalid("Usage: /msg USER TEXT");
        }
        if (!UserId.isValid(parts[0])) {
            return notAUser(parts[0]);
        }
        return parts.length == 1 ? new Command.Talk(parts[0]) : new Command.Message(parts[0], parts[1]);
    }

    private static Command recall(String rest) {
        String number = withoutHash(rest);
        if (number.isEmpty()) {
            return new Command.Recall(OptionalLong.empty());
        }
        return isNumber(number)
                ? new Command.Recall(OptionalLong.of(Long.parseLong(number)))
                : new Command.Invalid("Not a message's number: " + rest);
    }

    /** Of what may be a message's number as the console shows it. */
    static String withoutHash(String text) {
        return text.startsWith("#") ? text.substring(1) : text;
    }

    static boolean isNumber(String text) {
        return text.matches("[1-9]\\d{0,15}");
    }

    private static Command history(String rest) {
        List<String> words = words(rest);
        Matcher asked = HISTORY.matcher(String.join(" ", words));
        if (!asked.matches()) {
            return new Command.Invalid("Usage: /history USER [COUNT] [before NUMBER | after NUMBER]");
        }
        int limit = asked.group("count") == null ? DEFAULT_HISTORY : Integer.parseInt(asked.group("count"));
        if (limit < 1 || limit > MAX_HISTORY) {
            return new Command.Invalid("A count of messages is 1 to " + MAX_HISTORY + ": " + limit);
        }
        Side side = "after".equals(asked.group("side")) ? Side.AFTER : Side.BEFORE;
        long seq = asked.group("seq") == null ? 0 : Long.parseLong(asked.group("seq"));
        return new Command.History(asked.group("with"), limit, side, seq);
    }

    private static Command users(String rest, Function<List<String>, Command> command) {
        List<String> users = words(rest);
        return users.stream()
                .filter(user -> !UserId.isValid(user))
                .findFirst()
                .map(CommandParser::notAUser)
                .orElseGet(() -> command.apply(users));
    }

    private static Command one(String rest, Function<Optional<String>, Command> command) {
        return users(rest, users -> command.apply(users.stream().findFirst()));
    }

    private static Command named(String rest, String name, Function<String, Command> command) {
        return one(rest, user -> user.map(command).orElseGet(() -> new Command.Invalid("Usage: " + name + " USER")));
    }

    private static Command notAUser(String text) {
        return new Command.Invalid("Not a user id (1 to 64 of A-Z a-z 0-9 _ . -): " + text);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
}
