package io.yizhan.client.sync;

import chat.v2.Head;

/** Where a device begins in a conversation of which it remembers nothing (protocol, "Delivered"). */
public enum BeginFrom {
    /** At the first message: nothing is left out, whatever the user's other devices have shown already. */
    START {
        @Override
        long position(Head head) {
            return 0;
        }
    },
    /**
     * After what any device of the user has acknowledged or sent: what waited comes, what was read elsewhere does not.
     * Since a send also moves its sender's position, a message that came in just before the user wrote from another
     * device is left to that device; it stays in the history.
     */
    DELIVERED {
        @Override
        long position(Head head) {
            return Math.min(head.getHeadSeq(), Math.max(head.getDeliveredSeq(), head.getReadSeq()));
        }
    },
    /** At the end: only what is sent from now on. */
    HEAD {
        @Override
        long position(Head head) {
            return head.getHeadSeq();
        }
    };

    /** The number after which the device begins. */
    abstract long position(Head head);
}
