package io.yizhan.server.delivery;

import io.yizhan.server.state.ConversationIndex.Activity;
import java.util.stream.Stream;

/** Whose lists of conversations a message freshens. */
final class Activities {
    private Activities() {}

    static Stream<Activity> of(PendingSend send, long timeMs) {
        return Stream.of(send.command().sender(), send.command().recipient())
                .distinct()
                .map(user -> new Activity(user, send.conversation(), timeMs));
    }
}
