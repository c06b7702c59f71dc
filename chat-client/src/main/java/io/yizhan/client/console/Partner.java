package io.yizhan.client.console;

import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;

/** Whom one talks to: plain lines go there. */
sealed interface Partner {
    String name();

    Target target();

    /** @param client of whoever talks to it */
    String conversation(ChatClient client);

    /** As it stands before the cursor. */
    String label();

    static Partner of(Target target) {
        return target.hasGroupId() ? new Group(target.getGroupId()) : new Person(target.getUserId());
    }

    record Person(String name) implements Partner {
        @Override
        public Target target() {
            return Target.newBuilder().setUserId(name).build();
        }

        @Override
        public String conversation(ChatClient client) {
            return client.conversationWith(name);
        }

        @Override
        public String label() {
            return name;
        }
    }

    record Group(String name) implements Partner {
        @Override
        public Target target() {
            return Target.newBuilder().setGroupId(name).build();
        }

        @Override
        public String conversation(ChatClient client) {
            return ConversationId.group(new GroupId(name)).value();
        }

        @Override
        public String label() {
            return "(" + name + ")";
        }
    }
}
