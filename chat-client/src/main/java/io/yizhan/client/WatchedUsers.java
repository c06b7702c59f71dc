package io.yizhan.client;

import chat.v2.Frame;
import chat.v2.PresenceEvent;
import chat.v2.PresenceSubscribe;
import chat.v2.UserPresence;
import io.netty.channel.EventLoop;
import io.yizhan.client.connection.Exchange;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users whose presence the application follows: a list of each connection at the server, which is made again on the
 * next one; what changed between two connections is told then. Belongs to the event loop.
 */
final class WatchedUsers {
    private static final Logger log = LoggerFactory.getLogger(WatchedUsers.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Consumer<UserPresence> tell;
    private final Map<String, UserPresence> known = new HashMap<>();
    private Set<String> users = Set.of();
    private @Nullable Exchange current;

    /** @param tell hears of each change, on the event loop */
    WatchedUsers(EventLoop loop, Consumer<UserPresence> tell) {
        this.loop = loop;
        this.tell = tell;
    }

    /** Replaces the list; if that fails the earlier one stands. */
    CompletableFuture<List<UserPresence>> watch(Exchange exchange, Collection<String> wanted) {
        Set<String> next = Set.copyOf(wanted);
        return subscribe(exchange, List.copyOf(wanted)).thenApply(present -> {
            users = next;
            known.clear();
            present.forEach(user -> known.put(user.getUserId(), user));
            return present;
        });
    }

    void online(Exchange exchange) {
        current = exchange;
        renew(exchange);
    }

    void offline() {
        current = null;
    }

    /** The server tells of changes. */
    void changed(PresenceEvent event) {
        for (UserPresence user : event.getUsersList()) {
            if (users.contains(user.getUserId())) { // not of a list that was replaced just now
                known.put(user.getUserId(), user);
                tell.accept(user);
            }
        }
    }

    private void renew(Exchange exchange) {
        if (users.isEmpty() || exchange != current) {
            return;
        }
        Set<String> asked = users;
        var unused = subscribe(exchange, asked).whenComplete((present, failure) -> {
            if (failure != null) {
                log.debug("The list of watched users is asked for again", failure);
                var again = loop.schedule(() -> renew(exchange), AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            } else if (asked.equals(users)) {
                present.forEach(this::compare);
            }
        });
    }

    private void compare(UserPresence now) {
        UserPresence before = known.put(now.getUserId(), now);
        if (before == null
                || before.getOnline() != now.getOnline()
                || !before.getPlatformsValueList().equals(now.getPlatformsValueList())) {
            tell.accept(now);
        }
    }

    private static CompletableFuture<List<UserPresence>> subscribe(Exchange exchange, Collection<String> wanted) {
        return exchange.ask(Frame.newBuilder()
                        .setPresenceSubscribe(PresenceSubscribe.newBuilder().addAllUserIds(wanted)))
                .thenApply(answer -> answer.getPresenceEvent().getUsersList());
    }
}
