package io.yizhan.client.console;

import io.yizhan.client.gate.GroupInfo;
import io.yizhan.client.gate.GroupMember;
import java.util.Locale;
import java.util.Map;

/** What the console shows of groups. */
interface GroupEvents extends ConsoleEvent {
    record Shown(GroupInfo group) implements GroupEvents {
        @Override
        public String text() {
            return group.groupId() + ": " + group.name() + " (owner " + group.ownerId() + ", "
                    + (group.joinPolicy().equals("OPEN") ? "open" : "by invitation") + ")";
        }

        @Override
        public Map<String, Object> json() {
            return ConsoleEvent.members(
                    "group",
                    "group",
                    group.groupId(),
                    "name",
                    group.name(),
                    "owner",
                    group.ownerId(),
                    "joinPolicy",
                    group.joinPolicy(),
                    "history",
                    group.history());
        }
    }

    record Member(String group, GroupMember member) implements GroupEvents {
        @Override
        public String text() {
            return member.userId() + " (" + member.role().toLowerCase(Locale.ROOT) + ")";
        }

        @Override
        public Map<String, Object> json() {
            return ConsoleEvent.members("member", "group", group, "user", member.userId(), "role", member.role());
        }
    }
}
