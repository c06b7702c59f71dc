package io.yizhan.client.console;

import io.yizhan.group.GroupReads;
import java.util.Map;

/** What the console shows of who has read what in a group. */
interface ReadsEvent extends ConsoleEvent {
    record Total(String group, GroupReads reads) implements ReadsEvent {
        @Override
        public String text() {
            String unnamed = reads.positions() == null ? ", too many to name each" : "";
            return reads.seq() == null
                    ? group + ": " + reads.members() + " members" + unnamed
                    : group + " #" + reads.seq() + ": of " + reads.members() + " members " + reads.delivered()
                            + " have received it, " + reads.read() + " have read it" + unnamed;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> members = ConsoleEvent.members("reads", "group", group, "members", reads.members());
            if (reads.seq() != null && reads.delivered() != null && reads.read() != null) {
                members.put("seq", reads.seq());
                members.put("delivered", reads.delivered());
                members.put("read", reads.read());
            }
            members.put("named", reads.positions() != null);
            return members;
        }
    }

    record Member(String group, GroupReads.Reached reached) implements ReadsEvent {
        @Override
        public String text() {
            return "  " + reached.userId() + ": received up to #" + reached.deliveredSeq() + ", read up to #"
                    + reached.readSeq();
        }

        @Override
        public Map<String, Object> json() {
            return ConsoleEvent.members(
                    "position",
                    "group",
                    group,
                    "user",
                    reached.userId(),
                    "delivered",
                    reached.deliveredSeq(),
                    "read",
                    reached.readSeq());
        }
    }
}
