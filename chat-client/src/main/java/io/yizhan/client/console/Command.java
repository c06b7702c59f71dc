package io.yizhan.client.console;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a user can ask the console for. */
public sealed interface Command {
    /** Log in; what is left out is taken from the options or asked for. */
    record Login(Optional<String> user, Optional<String> password) implements Command {
        /** Without the password. */
        @Override
        public String toString() {
            return "Login[" + user.orElse("") + "]";
        }
    }

    record Logout() implements Command {}

    /** What is said to somebody, or asked of what was. */
    sealed interface OfTalks extends Command {}

    /** Send to a user, who becomes the one that plain lines go to. */
    record Message(String user, String text) implements OfTalks {}

    /** Make a user the one that plain lines go to. */
    record Talk(String user) implements Command {}

    /** A plain line, for the user or group talked to last. */
    record Say(String text) implements OfTalks {}

    /** Take a message back where one talked last: the last one sent from here, or the one with this number. */
    record Recall(OptionalLong seq) implements OfTalks {}

    /**
     * Messages with a user, or of a conversation id: the newest before a number (0: the end), or the oldest after one.
     */
    record History(String with, int limit, Side side, long seq) implements OfTalks {
        enum Side {
            BEFORE,
            AFTER
        }
    }

    /** Who is online: of the users named, else of all that are known. */
    record Who(List<String> users) implements Command {}

    /** Show these users now, and when they come and go. */
    record Watch(List<String> users) implements Command {}

    /** Not any more; nobody any more if none is named. */
    record Unwatch(List<String> users) implements Command {}

    /** Show a user, or the one talked to last, that one is typing. */
    record Typing(Optional<String> user) implements OfTalks {}

    /** Ask a user to be friends, or say yes; none: list them all. */
    record Friend(Optional<String> user) implements Command {}

    /** Say no, take a question back, or end a friendship. */
    record Unfriend(String user) implements Command {}

    /** Take nothing more from a user; none: list them all. */
    record Block(Optional<String> user) implements Command {}

    record Unblock(String user) implements Command {}

    /** Do something to a group, with the words that follow its id. */
    record Group(Action action, String group, List<String> words) implements Command {
        enum Action {
            CREATE,
            JOIN,
            LEAVE,
            ADD,
            REMOVE,
            ROLE,
            MEMBERS,
            READS,
            LIST
        }
    }

    /** Send to a group, which becomes the one that plain lines go to. */
    record GroupMessage(String group, String text) implements OfTalks {}

    /** Make a group the one that plain lines go to. */
    record GroupTalk(String group) implements Command {}

    record Nodes() implements Command {}

    /** Where am I: user, node, conversations. */
    record Info() implements Command {}

    record Help() implements Command {}

    record Quit() implements Command {}

    /** An empty line. */
    record Nothing() implements Command {}

    /** Something that cannot be done; {@code reason} says why. */
    record Invalid(String reason) implements Command {}
}
