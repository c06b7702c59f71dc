package io.yizhan.client.console;

import io.yizhan.client.console.Command.Group.Action;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads what is asked of groups. */
final class GroupParser {
    private static final String USAGE = "Usage: /group create GROUP [NAME] | join GROUP | leave GROUP |"
            + " add GROUP USER... | remove GROUP USER | role GROUP USER admin|member | members GROUP | reads GROUP [NUMBER] | list";

    private GroupParser() {}

    /** @param words after {@code /group} */
    static Command group(List<String> words) {
        String name = words.isEmpty() ? "list" : words.get(0).toUpperCase(Locale.ROOT);
        return Stream.of(Action.values())
                .filter(action -> action.name().equalsIgnoreCase(name))
                .findFirst()
                .map(action -> group(action, words.subList(Math.min(1, words.size()), words.size())))
                .orElseGet(GroupParser::usage);
    }

    private static Command group(Action action, List<String> words) {
        if (action == Action.LIST) {
            return words.isEmpty() ? new Command.Group(action, "", words) : usage();
        }
        if (words.isEmpty() || !GroupId.isValid(words.get(0))) {
            return words.isEmpty() ? usage() : notAGroup(words.get(0));
        }
        List<String> said = words.subList(1, words.size());
        List<String> rest = action == Action.READS
                ? said.stream().map(CommandParser::withoutHash).toList()
                : said;
        boolean fits = switch (action) {
            case CREATE -> true;
            case ADD -> !rest.isEmpty() && rest.stream().allMatch(UserId::isValid);
            case REMOVE -> rest.size() == 1 && UserId.isValid(rest.get(0));
            case ROLE ->
                rest.size() == 2
                        && UserId.isValid(rest.get(0))
                        && rest.get(1).toLowerCase(Locale.ROOT).matches("admin|member");
            case READS -> rest.size() <= 1 && rest.stream().allMatch(CommandParser::isNumber);
            default -> rest.isEmpty();
        };
        return fits ? new Command.Group(action, words.get(0), rest) : usage();
    }

    /** @param rest after {@code /gmsg} */
    static Command message(String rest) {
        String[] parts = rest.split("\\s+", 2);
        if (parts[0].isEmpty()) {
            return new Command.Invalid("Usage: /gmsg GROUP TEXT");
        }
        if (!GroupId.isValid(parts[0])) {
            return notAGroup(parts[0]);
        }
        return parts.length == 1 ? new Command.GroupTalk(parts[0]) : new Command.GroupMessage(parts[0], parts[1]);
    }

    private static Command usage() {
        return new Command.Invalid(USAGE);
    }

    private static Command notAGroup(String text) {
        return new Command.Invalid("Not a group id (1 to 64 of A-Z a-z 0-9 _ . -): " + text);
    }
}
