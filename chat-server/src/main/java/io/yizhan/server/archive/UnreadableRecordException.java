package io.yizhan.server.archive;

/** Bytes in the message log that are no record this build can write down; it stays so however often they are read. */
public final class UnreadableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String conversation;
    private final long seq;

    UnreadableRecordException(String message, String conversation, long seq) {
        super(message);
        this.conversation = conversation;
        this.seq = seq;
    }

    /** Where the record belongs, as far as it could be read; empty if not. */
    public String conversation() {
        return conversation;
    }

    /** Its number; 0 if it could not be read. */
    public long seq() {
        return seq;
    }
}
