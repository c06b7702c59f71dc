package io.yizhan.model;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.Recall;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.PositionStore.Device;
import io.yizhan.server.archive.PositionStore.DeviceCursor;
import io.yizhan.server.archive.PositionStore.MemberPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what users were shown and told against what the database has. */
final class Reckoning {
    private final Cluster cluster;
    private final Ledger ledger;

    Reckoning(Cluster cluster, Ledger ledger) {
        this.cluster = cluster;
        this.ledger = ledger;
    }

    /** What is still owed to these devices. */
    List<String> owed(Collection<Screen> screens) {
        List<String> owed = new ArrayList<>();
        for (Ledger.Send send : ledger.sends()) {
            List<Message> rows = rows(send);
            if (send.receipt != null && rows.isEmpty()) {
                owed.add("acknowledged and not stored: " + send);
            }
            if (send.isOpen()) {
                owed.add("neither acknowledged nor given up: " + send);
            }
            for (Screen screen : screens) {
                if (ledger.isRecalled(send) && send.isFor(screen.device()) && !screen.knowsOfRecall(send)) {
                    owed.add("recalled unbeknown to " + screen + ": " + send);
                }
                if (!rows.isEmpty() && send.concerns(screen.device()) && !screen.hasShown(send)) {
                    owed.add("not shown by " + screen + ": " + send);
                }
            }
        }
        return owed;
    }

    /** Of these devices, how far their users are is not saved. */
    List<String> unsaved(Collection<Screen> screens) {
        List<String> unsaved = new ArrayList<>();
        for (Screen screen : screens) {
            screen.reached().forEach((id, seq) -> {
                Optional<MemberPosition> saved =
                        saved(new ConversationId(id), screen.device().user());
                if (saved.map(MemberPosition::delivered).orElse(0L) < seq) {
                    unsaved.add("not saved: " + screen + " in " + id + " at " + seq + ": " + saved);
                }
            });
        }
        return unsaved;
    }

    void checkRows() {
        for (Ledger.Send send : ledger.sends()) {
            List<Message> rows = rows(send);
            assertThat(rows).as("stored once: %s", send).hasSizeLessThanOrEqualTo(1);
            rows.forEach(row -> checkContent(send, row));
            if (send.receipt != null) {
                assertThat(rows.get(0).getSeq())
                        .as("the acknowledged number: %s", send)
                        .isEqualTo(send.receipt.seq());
                assertThat(rows.get(0).getMessageId()).isEqualTo(send.receipt.messageId());
                assertThat(rows.get(0).getServerTimeMs()).isEqualTo(send.receipt.serverTimeMs());
            }
        }
    }

    private void checkContent(Ledger.Send send, Message row) {
        boolean emptied = Recall.isEmptied(row);
        assertThat(row.getContent().getText()).as("what it holds: %s", send).isEqualTo(emptied ? "" : send.text);
        assertThat(emptied ? send.recallAsked : !ledger.isRecalled(send))
                .as("recalled or not: %s", send)
                .isTrue();
        assertThat(recalls(send, row)).as("told of once: %s", send).isEqualTo(emptied ? 1 : 0);
    }

    /** Nobody is said to have what he has not. */
    void checkPositions(Collection<Screen> all) {
        Set<ConversationId> conversations =
                ledger.sends().stream().map(send -> send.conversation).collect(Collectors.toSet());
        for (MemberPosition saved :
                cluster.saved.positions(conversations).toCompletableFuture().join()) {
            assertThat(saved.delivered())
                    .as("received: %s", saved)
                    .isLessThanOrEqualTo(Math.max(
                            furthest(all, saved.user(), saved.conversation()),
                            lastSent(saved.user(), saved.conversation())));
        }
        for (Screen screen : all) {
            Device device = new Device(screen.device().user(), screen.device().device());
            for (DeviceCursor saved :
                    cluster.saved.cursors(device).toCompletableFuture().join()) {
                assertThat(saved.seq())
                        .as("acknowledged: %s", saved)
                        .isLessThanOrEqualTo(all.stream()
                                .filter(one -> one.device().equals(screen.device()))
                                .mapToLong(one -> one.reached(saved.conversation()))
                                .max()
                                .orElse(0));
            }
        }
    }

    private static long furthest(Collection<Screen> screens, UserId user, ConversationId conversation) {
        return screens.stream()
                .filter(screen -> screen.device().user().equals(user))
                .mapToLong(screen -> screen.reached(conversation))
                .max()
                .orElse(0);
    }

    private long lastSent(UserId user, ConversationId conversation) {
        return rows(conversation).stream()
                .filter(row -> row.getFromUserId().equals(user.value()))
                .mapToLong(Message::getSeq)
                .max()
                .orElse(0);
    }

    private Optional<MemberPosition> saved(ConversationId conversation, UserId user) {
        return cluster.saved.positions(user, List.of(conversation)).toCompletableFuture().join().stream()
                .findFirst();
    }

    private long recalls(Ledger.Send send, Message row) {
        return rows(send.conversation).stream()
                .flatMap(other -> Recall.in(other).stream())
                .filter(recall -> recall.seq() == row.getSeq())
                .count();
    }

    private List<Message> rows(Ledger.Send send) {
        return rows(send.conversation).stream().filter(send::isFrom).toList();
    }

    private List<Message> rows(ConversationId conversation) {
        return cluster.store
                .read(new MessageStore.Range(conversation, 1, Long.MAX_VALUE, 100_000, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .join()
                .messages();
    }
}
