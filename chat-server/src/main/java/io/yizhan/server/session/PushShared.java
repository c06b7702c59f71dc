package io.yizhan.server.session;

/**
 * What all sessions of a worker share to push.
 *
 * @param settings the same for all
 * @param wakeups for what is due after a while
 * @param memory for the messages that they keep until they are acknowledged
 */
public record PushShared(PushSettings settings, Wakeups wakeups, SharedBytes memory) {
    private static final int SHARE_OF_THE_HEAP = 16;

    /** With a sixteenth of the heap as memory. */
    public static PushShared of(PushSettings settings, Wakeups wakeups) {
        return new PushShared(
                settings, wakeups, new SharedBytes(Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP));
    }
}
