package io.yizhan.client.console;

import io.yizhan.client.Relations;
import io.yizhan.client.gate.Friend;
import java.util.concurrent.CompletableFuture;

/** Carries out what is asked of friends and blocks. Used by the thread that reads the commands. */
final class RelationCommands {
    private final Screen screen;

    RelationCommands(Screen screen) {
        this.screen = screen;
    }

    boolean knows(Command command) {
        return command instanceof Command.Friend
                || command instanceof Command.Unfriend
                || command instanceof Command.Block
                || command instanceof Command.Unblock;
    }

    /** Whether it succeeded; failures have been shown by then. */
    CompletableFuture<Boolean> run(Relations relations, Command command) {
        if (command instanceof Command.Friend friend) {
            return friend.user()
                    .map(user -> screen.show("Not asked", relations.befriend(user), this::show))
                    .orElseGet(() -> screen.show("No list", relations.friends(), all -> all.forEach(this::show)));
        } else if (command instanceof Command.Unfriend unfriend) {
            return screen.show(
                    "Not ended",
                    relations.unfriend(unfriend.user()),
                    done -> screen.note("No longer a friend: " + unfriend.user()));
        } else if (command instanceof Command.Block block) {
            return block.user()
                    .map(user -> screen.show("Not blocked", relations.block(user), done -> blocked(user)))
                    .orElseGet(() -> screen.show("No list", relations.blocked(), all -> all.forEach(this::blocked)));
        } else if (command instanceof Command.Unblock unblock) {
            return screen.show(
                    "Still blocked",
                    relations.unblock(unblock.user()),
                    done -> screen.note("No longer blocked: " + unblock.user()));
        }
        throw new IllegalArgumentException("Not about friends or blocks: " + command);
    }

    private void show(Friend friend) {
        screen.show(new WhoEvent.Related(friend.userId(), friend.state()));
    }

    private void blocked(String user) {
        screen.show(new WhoEvent.Related(user, "BLOCKED"));
    }
}
