package io.yizhan.client.console;

import io.yizhan.client.ChatListener;
import io.yizhan.identity.UserId;

/** What is shown, and what is remembered of it. */
record Screen(Output output, KnownUsers users, MessageCounter counter) {
    ChatListener listener(UserId user, DeliveryMarks marks) {
        return new ConsoleListener(user, output, users, marks, counter);
    }
}
