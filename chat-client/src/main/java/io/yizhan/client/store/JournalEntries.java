package io.yizhan.client.store;

import chat.v2.SendRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.client.store.wire.JournalEntry;
import io.yizhan.client.store.wire.ShownMessage;
import io.yizhan.client.store.wire.ShownProgress;
import java.util.ArrayList;
import java.util.List;

/** What is written down, as entries of a journal ({@code local.proto}), and back. */
final class JournalEntries {
    private JournalEntries() {}

    static byte[] progress(Progress progress) {
        ShownProgress.Builder entry = ShownProgress.newBuilder()
                .setConversationId(progress.conversationId())
                .setPosition(progress.position());
        progress.shown()
                .forEach(shown -> entry.addShown(ShownMessage.newBuilder()
                        .setMessageId(shown.messageId())
                        .setSeq(shown.seq())));
        return JournalEntry.newBuilder().setProgress(entry).build().toByteArray();
    }

    static byte[] listed() {
        return JournalEntry.newBuilder().setListed(true).build().toByteArray();
    }

    static byte[] outgoing(SendRequest request) {
        return JournalEntry.newBuilder()
                .setOutgoing(request.toByteString())
                .build()
                .toByteArray();
    }

    static byte[] settled(long clientMsgId) {
        return JournalEntry.newBuilder().setSettled(clientMsgId).build().toByteArray();
    }

    static byte[] reserved(long ceiling) {
        return JournalEntry.newBuilder().setReservedIds(ceiling).build().toByteArray();
    }

    /** The fewest entries that say all of it. */
    static List<byte[]> of(LocalState state) {
        List<byte[]> entries = new ArrayList<>();
        entries.add(reserved(state.reservedMessageIds()));
        if (state.listed()) {
            entries.add(listed());
        }
        state.progress().values().forEach(progress -> entries.add(progress(progress)));
        state.outgoing().forEach(request -> entries.add(outgoing(request)));
        return entries;
    }

    /** Lets {@code store} take what an entry says. */
    static void replay(byte[] bytes, LocalStore store) {
        try {
            JournalEntry entry = JournalEntry.parseFrom(bytes);
            switch (entry.getWhatCase()) {
                case PROGRESS -> store.progress(progress(entry.getProgress()));
                case OUTGOING -> store.outgoing(SendRequest.parseFrom(entry.getOutgoing()));
                case SETTLED -> store.settled(entry.getSettled());
                case RESERVED_IDS -> store.reserveMessageIds(entry.getReservedIds());
                case LISTED -> store.listed();
                case WHAT_NOT_SET ->
                    throw new IllegalStateException("An entry that this version does not know; a later one wrote it");
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("An entry whose sum is right and that cannot be read", e);
        }
    }

    private static Progress progress(ShownProgress entry) {
        return new Progress(
                entry.getConversationId(),
                entry.getPosition(),
                entry.getShownList().stream()
                        .map(shown -> new Progress.Shown(shown.getMessageId(), shown.getSeq()))
                        .toList());
    }
}
