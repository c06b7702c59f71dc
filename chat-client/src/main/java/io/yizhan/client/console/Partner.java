package io.yizhan.client.console;

import chat.v2.Target;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;

/** Whom one talks to: plain lines go there. */
sealed interface Partner {
    String name();

    Target target();

    /** @param user who talks to it */
    ConversationId conversation(UserId user);

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
        public ConversationId conversation(UserId user) {
            return ConversationId.direct(user, new UserId(name));
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
        public ConversationId conversation(UserId user) {
            return ConversationId.group(new GroupId(name));
        }

        @Override
        public String label() {
            return "(" + name + ")";
        }
    }
}
